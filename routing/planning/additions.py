"""What might let a session be held: one person, one unit more, or no contract hours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from routing.planning.programme import (
    HalfDay,
    Permanence,
    Programme,
    Role,
    StaffKind,
    StaffMember,
    Unit,
)
from routing.sentence import say

NOBODY = "+"
"""Id of the person, role or unit that is added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One thing more: what it is called, what it changes, whom it can help."""

    code: str
    message: str
    change: Callable[[Programme], Programme]
    concerns: Callable[[Permanence], bool]


def additions(programme: Programme, permanences: Iterable[Permanence]) -> list[Addition]:
    """List what may be added for the sake of ``permanences``, each once."""
    found = []
    if any(member.contract_s_per_week is not None for member in programme.staff):
        found.append(
            Addition(
                code="CONTRACT_HOURS",
                message=say(
                    "les heures de contrat sont épuisées : la séance serait tenue sans cette limite"
                ),
                change=_without_contracts,
                concerns=lambda _: True,
            )
        )
    roles = [need.role for p in permanences for need in p.roles if not need.optional]
    found += [_one_more(programme.role(role)) for role in dict.fromkeys(roles)]
    found.append(
        Addition(
            code="NO_DRIVER_LEFT",
            message=say(
                "il manque quelqu’un pour conduire l’unité : avec une personne de plus, la séance "
                "serait tenue"
            ),
            change=_with_driver,
            concerns=lambda _: True,
        )
    )
    units: dict[bool, Unit] = {}
    for unit in programme.units:
        units.setdefault(unit.is_car, unit)
    return found + [_one_more_unit(unit) for unit in units.values()]


def _one_more(role: Role) -> Addition:
    def change(programme: Programme) -> Programme:
        return replace(programme, staff=(*programme.staff, _somebody(programme, role.id)))

    return Addition(
        code="NO_STAFF_LEFT",
        message=say(
            "il manque une personne comme {role} : avec une de plus, la séance serait tenue",
            role=role.label.lower(),
        ),
        change=change,
        concerns=lambda p: any(n.role == role.id and not n.optional for n in p.roles),
    )


def _one_more_unit(unit: Unit) -> Addition:
    def change(programme: Programme) -> Programme:
        extra = replace(unit, id=NOBODY, maintenance=())
        return replace(programme, units=(*programme.units, extra))

    what = say("la voiture est prise") if unit.is_car else say("l’unité est prise")
    return Addition(
        code="NO_UNIT_LEFT",
        message=say("{what} : avec une de plus, la séance serait tenue", what=what),
        change=change,
        concerns=lambda p: not (unit.is_car and p.unit_required),
    )


def _without_contracts(programme: Programme) -> Programme:
    staff = tuple(replace(member, contract_s_per_week=None) for member in programme.staff)
    return replace(programme, staff=staff)


def _with_driver(programme: Programme) -> Programme:
    """Add somebody who can do nothing but drive."""
    driver = replace(_somebody(programme, NOBODY), may_drive_unit=True)
    roles = (*programme.roles, Role(id=NOBODY, label=NOBODY))
    return replace(programme, roles=roles, staff=(*programme.staff, driver))


def _somebody(programme: Programme, role: str) -> StaffMember:
    """Return somebody who is always free and may go everywhere."""
    return StaffMember(
        id=NOBODY,
        label=NOBODY,
        roles=(role,),
        kind=StaffKind.VOLUNTEER,
        availability=frozenset((weekday, half) for weekday in range(7) for half in HalfDay),
        authorised_sites=frozenset(p.site for p in programme.permanences),
    )
