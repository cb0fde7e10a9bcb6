"""Promo Soins as it is: four villages, one morning every two weeks each.

Places and rhythm are facts (SOURCES.md); the people, their weeks and the sessions already
held are made up, and named by role only.
"""

from __future__ import annotations

from programme_kit import (
    AM,
    DEVELOPMENT,
    DOCTOR,
    DRIVER,
    FORTNIGHTS,
    FRI,
    MON,
    NURSE,
    PM,
    ROLES,
    THU,
    TUE,
    WED,
    WEEK,
    WELCOME,
    WITH_DOCTOR,
    day,
    days,
    hours,
    minutes,
    openings,
    slots,
)

from routing.planning.programme import (
    EveryWeeks,
    Home,
    Joins,
    PastDuty,
    PastSession,
    Permanence,
    Programme,
    RoleNeed,
    StaffKind,
    StaffMember,
    Unit,
)

SITES = ("PERM-RIANS", "PERM-STMAX", "PERM-CARCES", "PERM-BARJOLS")
FORTNIGHTLY = EveryWeeks(weeks=2, anchor=FORTNIGHTS)


def _morning(permanence_id: str, name: str, site: str, usual: int, unusual: int) -> Permanence:
    """One morning a fortnight: best on the usual weekday, least on the unusual one."""
    others = [weekday for weekday in WEEK if weekday not in (usual, unusual)]
    return Permanence(
        id=permanence_id,
        name=name,
        site=site,
        frequency=FORTNIGHTLY,
        openings=openings([(usual, AM)], [(other, AM) for other in others], [(unusual, AM)]),
        duration_s=hours(3),
        setup_s=minutes(20),
        packing_s=minutes(20),
        roles=(*WITH_DOCTOR, RoleNeed(role=DEVELOPMENT, optional=True)),
        min_gap_days=7,
        max_gap_days=21,
    )


PERMANENCES = (
    _morning("RIANS", "Rians", "PERM-RIANS", usual=THU, unusual=FRI),
    _morning("STMAX", "Saint-Maximin-la-Sainte-Baume", "PERM-STMAX", usual=TUE, unusual=FRI),
    _morning("CARCES", "Carcès", "PERM-CARCES", usual=TUE, unusual=MON),
    _morning("BARJOLS", "Barjols", "PERM-BARJOLS", usual=THU, unusual=MON),
)

NURSE_1 = StaffMember(
    id="infirmier-1",
    label="Infirmière 0,4 ETP",
    roles=(NURSE,),
    kind=StaffKind.EMPLOYEE,
    availability=slots(WEEK, AM),
    absences=(days("2026-12-24", "2026-12-27", "congés"),),
    contract_s_per_week=hours(14),
    may_drive_unit=True,
)
DEVELOPMENT_1 = StaffMember(
    id="developpement-1",
    label="Chargée de développement 0,6 ETP",
    roles=(DEVELOPMENT, WELCOME),
    kind=StaffKind.EMPLOYEE,
    availability=slots(WEEK, AM, PM),
    absences=(days("2026-12-28", "2027-01-03", "congés"),),
    contract_s_per_week=hours(21),
    max_half_days_per_week=2,
    may_drive_unit=True,
)
DOCTOR_A = StaffMember(
    id="medecin-a",
    label="Médecin bénévole A",
    roles=(DOCTOR,),
    kind=StaffKind.VOLUNTEER,
    availability=slots((TUE, WED, THU), AM),
    extra_days=(day("2026-11-30"),),
    max_half_days_per_week=2,
    authorised_sites=frozenset(SITES),
    joins=Joins.SITE,
    home=Home(lon=5.924, lat=43.408),
)
DOCTOR_B = StaffMember(
    id="medecin-b",
    label="Médecin bénévole B",
    roles=(DOCTOR,),
    kind=StaffKind.VOLUNTEER,
    availability=slots((MON, THU, FRI), AM),
    max_half_days_per_week=1,
    max_half_days_per_month=4,
    authorised_sites=frozenset(SITES) - {"PERM-RIANS"},
)
WELCOME_1 = StaffMember(
    id="accueil-1",
    label="Bénévole d’accueil",
    roles=(WELCOME,),
    kind=StaffKind.VOLUNTEER,
    availability=slots((MON, TUE, THU), AM),
    max_half_days_per_week=2,
)
DRIVER_A = StaffMember(
    id="conducteur-a",
    label="Conducteur bénévole A",
    roles=(DRIVER,),
    kind=StaffKind.VOLUNTEER,
    availability=slots((MON, TUE, THU), AM, PM),
    max_half_days_per_week=4,
    may_drive_unit=True,
)
DRIVER_B = StaffMember(
    id="conducteur-b",
    label="Conductrice bénévole B",
    roles=(DRIVER, WELCOME),
    kind=StaffKind.VOLUNTEER,
    availability=slots((WED, THU, FRI), AM, PM),
    max_half_days_per_week=2,
    may_drive_unit=True,
)

UNIT = Unit(
    id="UM1",
    label="Unité mobile",
    depot="PVS",
    seats=4,
    leave_s=hours(7.5),
    return_s=hours(18.5),
    maintenance=(days("2027-01-08", label="contrôle technique"),),
)


def _held(
    permanence: str, dates: str, work_min: int, doctor: str, welcome: str = "accueil-1"
) -> list[PastSession]:
    """Mornings held by the usual team; ``work_min`` from leaving the depot to returning."""
    team = ((NURSE_1.id, NURSE), (doctor, DOCTOR), (welcome, WELCOME))
    duties = tuple(
        PastDuty(staff=staff, role=role, work_s=minutes(work_min)) for staff, role in team
    )
    return [
        PastSession(permanence=permanence, date=day(text), half_day=AM, team=duties)
        for text in dates.split()
    ]


PAST = sorted(
    _held("STMAX", "2026-10-13 2026-10-27 2026-11-10 2026-11-24", 265, "medecin-a")
    + _held("BARJOLS", "2026-10-01 2026-10-15 2026-10-29 2026-11-12 2026-11-26", 270, "medecin-b")
    + _held("CARCES", "2026-10-06 2026-10-20 2026-11-03 2026-11-17", 260, "medecin-a")
    + _held("CARCES", "2026-11-25", 260, "medecin-a", "conducteur-b")
    + _held("RIANS", "2026-10-08 2026-10-22 2026-11-05 2026-11-19 2026-11-30", 295, "medecin-a"),
    key=lambda session: session.date,
)

PROGRAMME = Programme(
    name="promo-soins",
    title="Promo Soins",
    headquarters="PVS",
    roles=ROLES,
    permanences=PERMANENCES,
    staff=(NURSE_1, DEVELOPMENT_1, DOCTOR_A, DOCTOR_B, WELCOME_1, DRIVER_A, DRIVER_B),
    units=(UNIT,),
    past=tuple(PAST),
)
