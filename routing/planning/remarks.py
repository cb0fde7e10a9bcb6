"""What a coordinator should know about a plan although nothing forbids it."""

from __future__ import annotations

from itertools import pairwise

from routing.planning.model.team import counts
from routing.planning.plans import Remark, Round
from routing.planning.programme import Permanence, Programme


def remarks(rounds: tuple[Round, ...], programme: Programme) -> tuple[Remark, ...]:
    """List gaps longer than wished and optional roles left empty, by permanence and date."""
    found: list[Remark] = []
    for permanence in programme.permanences:
        found += _long_gaps(permanence, rounds, programme)
        found += _empty_roles(permanence, rounds, programme)
    return tuple(found)


def _long_gaps(
    permanence: Permanence, rounds: tuple[Round, ...], programme: Programme
) -> list[Remark]:
    if permanence.max_gap_days is None:
        return []
    dates = {r.date for r in rounds for stop in r.stops if stop.permanence == permanence.id}
    past = {p.date for p in programme.past if p.permanence == permanence.id}
    return [
        Remark(
            code="MAX_GAP",
            id=permanence.id,
            message=(
                f"{permanence.name} : {(second - first).days} jours entre le {first:%d/%m/%Y} "
                f"et le {second:%d/%m/%Y} (au plus {permanence.max_gap_days} souhaités)"
            ),
        )
        for first, second in pairwise(sorted(dates | past))
        if (second - first).days > permanence.max_gap_days and not dates.isdisjoint((first, second))
    ]


def _empty_roles(
    permanence: Permanence, rounds: tuple[Round, ...], programme: Programme
) -> list[Remark]:
    found = []
    for held in rounds:
        if all(stop.permanence != permanence.id for stop in held.stops):
            continue
        for role in sorted({need.role for need in permanence.roles}):
            present = sum(
                duty.role == role and permanence.id in duty.permanences for duty in held.team
            )
            if present < counts(permanence, role)[1]:
                label = programme.role(role).label.lower()
                found.append(
                    Remark(
                        code="ROLE_EMPTY",
                        id=permanence.id,
                        message=f"{permanence.name}, {held.date:%d/%m/%Y} : sans {label}",
                    )
                )
    return found
