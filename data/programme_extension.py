"""Promo Soins and its partner communes: eleven permanences a fortnight with one unit.

The team is that of Promo Soins, grown by a second nurse, two doctors and a second welcome;
the partner communes are facts (SOURCES.md), their hours and the people are made up.

The tight spot is Plan-d'Aups: Wednesday afternoons only, one authorised doctor, and a
closed mairie at Christmas, so that one date alone is left in the last fortnight of 2026.
"""

from __future__ import annotations

from dataclasses import replace

import programme_promo_soins as promo_soins
from programme_kit import (
    AM,
    DOCTOR,
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
    WITHOUT_DOCTOR,
    days,
    hours,
    minutes,
    openings,
    slots,
)

from routing.planning.dates import DateRange
from routing.planning.programme import (
    HalfDay,
    Home,
    Joins,
    Permanence,
    Programme,
    RoleNeed,
    StaffKind,
    StaffMember,
)

Slots = list[tuple[int, HalfDay]]


def _partner(
    permanence_id: str,
    name: str,
    site: str,
    *slots_by_rank: Slots,
    doctor: bool = False,
    closed: tuple[DateRange, ...] = (),
) -> Permanence:
    """Two hours and a half a fortnight; the doctor is required or welcome."""
    alone = (*WITHOUT_DOCTOR, RoleNeed(role=DOCTOR, optional=True))
    return Permanence(
        id=permanence_id,
        name=name,
        site=site,
        frequency=promo_soins.FORTNIGHTLY,
        openings=openings(*slots_by_rank),
        duration_s=hours(2.5),
        setup_s=minutes(20),
        packing_s=minutes(20),
        roles=WITH_DOCTOR if doctor else alone,
        min_gap_days=7,
        max_gap_days=21,
        closed=closed,
    )


PARTNERS = (
    _partner("BRAS", "Bras", "CCAS-BRAS", [(MON, AM), (WED, AM)], [(MON, PM), (WED, PM)]),
    _partner(
        "COTIGNAC", "Cotignac", "CCAS-COTIGNAC", [(THU, AM), (FRI, AM)], [(FRI, PM)], doctor=True
    ),
    # no Saturday: market day
    _partner(
        "BRIGNOLES",
        "Brignoles",
        "CCAS-BRIGNOLES",
        [(MON, PM), (WED, AM)],
        [(FRI, AM), (FRI, PM)],
        doctor=True,
    ),
    _partner("ENTRECASTEAUX", "Entrecasteaux", "CCAS-ENTRECASTEAUX", [(THU, PM), (FRI, PM)]),
    _partner(
        "PLANDAUPS",
        "Plan-d’Aups-Sainte-Baume",
        "CCAS-PLANDAUPS",
        [(WED, PM)],
        doctor=True,
        closed=(days("2026-12-24", "2027-01-03", "mairie fermée"),),
    ),
    _partner("LACELLE", "La Celle", "CCAS-LACELLE", [(TUE, PM), (THU, PM)], [(MON, PM)]),
    # no Tuesday morning: market
    _partner("GAREOULT", "Garéoult", "FR-GAREOULT", [(FRI, AM), (THU, AM)], [(TUE, PM), (MON, AM)]),
)
PARTNER_SITES = frozenset(permanence.site for permanence in PARTNERS)

NURSE_1 = replace(
    promo_soins.NURSE_1,
    label="Infirmière 0,8 ETP",
    availability=slots(WEEK, AM, PM),
    contract_s_per_week=hours(28),
)
NURSE_2 = StaffMember(
    id="infirmier-2",
    label="Infirmier 0,5 ETP",
    roles=(NURSE,),
    kind=StaffKind.EMPLOYEE,
    availability=slots((MON, WED, THU, FRI), AM, PM),
    absences=(days("2026-12-28", "2027-01-01", "congés"),),
    contract_s_per_week=hours(17.5),
    may_drive_unit=True,
)
DOCTOR_B = replace(
    promo_soins.DOCTOR_B,
    authorised_sites=promo_soins.DOCTOR_B.authorised_sites | PARTNER_SITES - {"CCAS-PLANDAUPS"},
    max_half_days_per_week=2,
    max_half_days_per_month=6,
)
DOCTOR_C = StaffMember(
    id="medecin-c",
    label="Médecin bénévole C",
    roles=(DOCTOR,),
    kind=StaffKind.VOLUNTEER,
    availability=slots((WED, FRI), AM, PM),
    absences=(days("2027-01-11", "2027-01-15", "indisponible"),),
    max_half_days_per_week=3,
    authorised_sites=PARTNER_SITES,
)
DOCTOR_D = StaffMember(
    id="medecin-d",
    label="Médecin bénévole D",
    roles=(DOCTOR,),
    kind=StaffKind.VOLUNTEER,
    availability=slots((MON, THU, FRI), AM, PM),
    max_half_days_per_week=2,
    authorised_sites=frozenset({"CCAS-COTIGNAC", "CCAS-ENTRECASTEAUX", "PERM-CARCES"}),
    joins=Joins.SITE,
    home=Home(lon=6.149, lat=43.529),
)
WELCOME_2 = StaffMember(
    id="accueil-2",
    label="Bénévole d’accueil B",
    roles=(WELCOME,),
    kind=StaffKind.VOLUNTEER,
    availability=slots((MON, WED, FRI), AM, PM),
    max_half_days_per_week=4,
)

PROGRAMME = Programme(
    name="extension",
    title="Promo Soins et communes partenaires",
    headquarters="PVS",
    roles=ROLES,
    permanences=promo_soins.PERMANENCES + PARTNERS,
    staff=(
        NURSE_1,
        NURSE_2,
        replace(promo_soins.DEVELOPMENT_1, max_half_days_per_week=4),
        promo_soins.DOCTOR_A,
        DOCTOR_B,
        DOCTOR_C,
        DOCTOR_D,
        replace(
            promo_soins.WELCOME_1,
            label="Bénévole d’accueil A",
            availability=slots((MON, TUE, THU), AM, PM),
            max_half_days_per_week=4,
        ),
        WELCOME_2,
        promo_soins.DRIVER_A,
        replace(promo_soins.DRIVER_B, max_half_days_per_week=4),
    ),
    units=(replace(promo_soins.UNIT, return_s=hours(19)),),
    past=promo_soins.PROGRAMME.past,
)
