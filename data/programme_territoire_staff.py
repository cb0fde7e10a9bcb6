"""The made-up people of the programme ``territoire``, named by role."""

from __future__ import annotations

from collections.abc import Iterable

from programme_kit import (
    AM,
    DEVELOPMENT,
    DOCTOR,
    DRIVER,
    EVE,
    FRI,
    MON,
    NURSE,
    PM,
    THU,
    TUE,
    WED,
    WEEK,
    WELCOME,
    days,
    hours,
    slots,
)

from routing.planning.dates import DateRange
from routing.planning.programme import HalfDay, Home, Joins, StaffKind, StaffMember

Week = frozenset[tuple[int, HalfDay]]
ALL_DAY = (AM, PM, EVE)


def staff(sites: frozenset[str]) -> tuple[StaffMember, ...]:
    """Return everybody; every doctor is authorised for all sites.

    A doctor aboard needs it even where the session does without one: they are there.
    """
    return (*_nurses(), *_doctors(sites), *_welcomers(), *_drivers())


def _nurses() -> Iterable[StaffMember]:
    yield _employee("infirmier-1", "Infirmière 1 ETP", (NURSE,), 35, drives=True)
    yield _employee("infirmier-2", "Infirmier 1 ETP", (NURSE,), 35, drives=True)
    yield _employee(
        "infirmier-3",
        "Infirmière 0,8 ETP",
        (NURSE,),
        28,
        absences=(days("2026-12-28", "2027-01-03", "congés"),),
    )
    yield _employee(
        "infirmier-4",
        "Infirmier 0,8 ETP",
        (NURSE,),
        28,
        absences=(days("2026-12-21", "2026-12-27", "congés"),),
    )


def _doctors(sites: frozenset[str]) -> Iterable[StaffMember]:
    half_weeks = ((MON, TUE, WED, THU), (TUE, WED, THU, FRI))
    for number, weekdays in enumerate(half_weeks, start=1):
        yield _employee(
            f"medecin-{number}",
            f"Médecin salarié 0,8 ETP n° {number}",
            (DOCTOR,),
            28,
            week=slots(weekdays, *ALL_DAY),
            sites=sites,
        )
    yield _doctor("a", slots((MON, WED, THU), AM, PM), sites, home=Home(lon=5.924, lat=43.408))
    yield _doctor("b", slots((MON, THU), AM, PM), sites)
    yield _doctor("c", slots((WED, FRI), AM, PM), sites)
    yield _doctor("d", slots((TUE, THU), AM, PM), sites, home=Home(lon=6.149, lat=43.529))
    yield _doctor("e", slots((TUE, WED, FRI), AM, PM, EVE), sites, home=Home(lon=6.046, lat=43.329))
    yield _doctor("f", slots((TUE, FRI), AM, PM), sites, home=Home(lon=5.758, lat=43.607))


def _welcomers() -> Iterable[StaffMember]:
    both = (WELCOME, DRIVER)
    yield _employee("accueil-1", "Agente d’accueil et de conduite 1 ETP", both, 35, drives=True)
    yield _employee("accueil-2", "Agent d’accueil et de conduite 1 ETP", both, 35, drives=True)
    yield _employee(
        "developpement-1",
        "Chargée de développement 1 ETP",
        (DEVELOPMENT, WELCOME),
        35,
        drives=True,
        half_days=3,
    )
    weeks = {
        "a": slots((MON, TUE), AM, PM),
        "b": slots((WED, THU), AM, PM),
        "c": slots((FRI, MON), AM, PM),
        "d": slots((TUE, THU), AM, PM, EVE),
        "e": slots((WED, FRI), AM, PM, EVE),
    }
    for letter, week in weeks.items():
        yield _volunteer(
            f"accueil-{letter}", f"Bénévole d’accueil {letter.upper()}", (WELCOME,), week
        )


def _drivers() -> Iterable[StaffMember]:
    weeks = {"a": (MON, TUE, WED), "b": (WED, THU, FRI), "c": (MON, THU), "d": (TUE, FRI)}
    for letter, weekdays in weeks.items():
        yield _volunteer(
            f"conducteur-{letter}",
            f"Conduite bénévole {letter.upper()}",
            (DRIVER,),
            slots(weekdays, *ALL_DAY),
            drives=True,
        )


def _employee(
    member_id: str,
    label: str,
    roles: tuple[str, ...],
    contract_h: float,
    *,
    week: Week | None = None,
    absences: tuple[DateRange, ...] = (),
    drives: bool = False,
    half_days: int | None = None,
    sites: frozenset[str] = frozenset(),
) -> StaffMember:
    return StaffMember(
        id=member_id,
        label=label,
        roles=roles,
        kind=StaffKind.EMPLOYEE,
        availability=slots(WEEK, *ALL_DAY) if week is None else week,
        absences=absences,
        contract_s_per_week=hours(contract_h),
        max_half_days_per_week=half_days,
        authorised_sites=sites,
        may_drive_unit=drives,
    )


def _volunteer(
    member_id: str, label: str, roles: tuple[str, ...], week: Week, *, drives: bool = False
) -> StaffMember:
    return StaffMember(
        id=member_id,
        label=label,
        roles=roles,
        kind=StaffKind.VOLUNTEER,
        availability=week,
        max_half_days_per_week=4,
        may_drive_unit=drives,
    )


def _doctor(
    letter: str, week: Week, sites: frozenset[str], *, home: Home | None = None
) -> StaffMember:
    return StaffMember(
        id=f"medecin-{letter}",
        label=f"Médecin bénévole {letter.upper()}",
        roles=(DOCTOR,),
        kind=StaffKind.VOLUNTEER,
        availability=week,
        max_half_days_per_week=4,
        authorised_sites=sites,
        joins=Joins.SITE if home else Joins.DEPOT,
        home=home,
    )
