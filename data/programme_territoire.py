"""The whole territory: 43 communes, two units, a salaried team with volunteers.

How often a commune is served follows from its population; on which weekdays, from its
sector, so that neighbours can share a round. All of it is a made-up programme.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from place_names import slug, typographic
from programme_kit import (
    AM,
    DOCTOR,
    EVE,
    FORTNIGHTS,
    FRI,
    MON,
    PM,
    ROLES,
    THU,
    TUE,
    WED,
    WITH_DOCTOR,
    WITHOUT_DOCTOR,
    days,
    hours,
    minutes,
    openings,
)
from programme_territoire_staff import staff

from routing.planning.programme import (
    EveryWeeks,
    Frequency,
    HalfDay,
    NthWeekday,
    Opening,
    Permanence,
    PerMonth,
    Programme,
    Unit,
)
from routing.planning.territory import Commune, Site, Territory

WEEKLY_FROM = 5_800
FORTNIGHTLY_FROM = 2_000
CHRISTMAS = days("2026-12-24", "2027-01-03", "mairie fermée")
PREFERRED_KINDS = ("permanence", "ccas", "centre_social", "france_services", "mairie")
"""Where a permanence is held when a commune has several sites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """Neighbouring communes and the weekdays on which a unit comes their way."""

    weekdays: tuple[int, ...]
    communes: tuple[str, ...]


SECTORS = (
    Sector(weekdays=(MON, WED, FRI), communes=("Brignoles", "La Celle", "Camps-la-Source")),
    Sector(
        weekdays=(MON, WED, THU),
        communes=(
            "Saint-Maximin-la-Sainte-Baume", "Nans-les-Pins", "Plan-d'Aups-Sainte-Baume",
            "Rougiers", "Ollières", "Pourcieux", "Pourrières", "Tourves",
            "Seillons-Source-d'Argens",
        ),
    ),
    Sector(
        weekdays=(TUE, FRI),
        communes=(
            "Rians", "Artigues", "Esparron-de-Pallières", "Saint-Martin-de-Pallières",
            "Ginasservis", "Saint-Julien", "La Verdière",
        ),
    ),
    Sector(
        weekdays=(MON, THU),
        communes=(
            "Barjols", "Varages", "Tavernes", "Pontevès", "Fox-Amphoux", "Montmeyan",
            "Brue-Auriac", "Châteauvert", "Bras",
        ),
    ),
    Sector(
        weekdays=(TUE, THU),
        communes=(
            "Carcès", "Cotignac", "Entrecasteaux", "Montfort-sur-Argens", "Correns",
            "Vins-sur-Caramy", "Le Val",
        ),
    ),
    Sector(
        weekdays=(TUE, WED, FRI),
        communes=(
            "Garéoult", "Rocbaron", "Forcalqueiret", "Sainte-Anastasie-sur-Issole",
            "La Roquebrussanne", "Mazaugues", "Néoules", "Méounes-lès-Montrieux",
        ),
    ),
)  # fmt: skip

OWN_OPENINGS = {
    # no Saturday: market day
    "Brignoles": openings(((MON, AM), (WED, AM)), ((WED, PM), (FRI, AM)), ((THU, EVE),)),
    "Saint-Maximin-la-Sainte-Baume": openings(
        ((WED, PM), (THU, AM)), ((MON, AM), (MON, PM)), ((TUE, EVE),)
    ),
    # no Tuesday morning: market
    "Garéoult": openings(((WED, AM), (FRI, AM)), ((TUE, PM), (FRI, PM)), ((WED, EVE),)),
}
"""Openings of the communes served every week, evenings for people at work among them."""

NTH_WEEKDAYS = {
    "Artigues": NthWeekday(nth=(3,), weekday=TUE),
    "Châteauvert": NthWeekday(nth=(2,), weekday=THU),
    "Mazaugues": NthWeekday(nth=(2,), weekday=WED),
}
"""Monthly permanences on a fixed day: « le troisième mardi du mois »."""


def programme(territory: Territory) -> Programme:
    """Build the programme from the facts of the territory."""
    sites = {commune.name: _site(territory, commune) for commune in territory.communes}
    permanences = tuple(
        _permanence(territory, name, sector, sites[name])
        for sector in SECTORS
        for name in sector.communes
    )
    with_doctor = frozenset(
        p.site for p in permanences if any(need.role == DOCTOR for need in p.roles)
    )
    return Programme(
        name="territoire",
        title="Les 43 communes de Provence Verte Verdon",
        headquarters="PVS",
        roles=ROLES,
        permanences=permanences,
        staff=staff(with_doctor),
        units=UNITS,
    )


UNITS = tuple(
    Unit(
        id=f"UM{number}",
        label=f"Unité mobile {number}",
        depot="PVS",
        seats=5,
        leave_s=hours(7.25),
        return_s=hours(21),
        maintenance=(days(date, label="révision"),),
    )
    for number, date in ((1, "2026-12-11"), (2, "2027-01-15"))
)


def _site(territory: Territory, commune: Commune) -> Site:
    here = [site for site in territory.sites if site.insee == commune.insee]
    for kind in PREFERRED_KINDS:
        for site in here:
            if site.kind == kind:
                return site
    raise SystemExit(f"{commune.name} has no site for a permanence: add one to sites.csv")


def _permanence(territory: Territory, name: str, sector: Sector, site: Site) -> Permanence:
    commune = next(commune for commune in territory.communes if commune.name == name)
    weekly = commune.population >= WEEKLY_FROM
    monthly = commune.population < FORTNIGHTLY_FROM
    return Permanence(
        id=slug(name),
        name=typographic(name),
        site=site.id,
        frequency=_frequency(name, weekly, monthly),
        openings=_openings(name, sector.weekdays, monthly),
        duration_s=hours(2) if monthly else hours(2.5),
        setup_s=minutes(20),
        packing_s=minutes(20),
        roles=WITHOUT_DOCTOR if monthly else WITH_DOCTOR,
        priority=1 if monthly else 3 if weekly else 2,
        min_gap_days=3 if weekly else 14 if monthly else 7,
        max_gap_days=12 if weekly else 49 if monthly else 21,
        closed=(CHRISTMAS,) if monthly else (),
    )


def _frequency(name: str, weekly: bool, monthly: bool) -> Frequency:
    if name in NTH_WEEKDAYS:
        return NTH_WEEKDAYS[name]
    if monthly:
        return PerMonth(times=1)
    return EveryWeeks(weeks=1 if weekly else 2, anchor=FORTNIGHTS)


def _openings(name: str, weekdays: Iterable[int], monthly: bool) -> tuple[Opening, ...]:
    """Mornings are for the larger communes first, afternoons for the small ones."""
    if name in OWN_OPENINGS:
        return OWN_OPENINGS[name]
    if name in NTH_WEEKDAYS:
        weekdays = (NTH_WEEKDAYS[name].weekday,)
    best, other = (PM, AM) if monthly else (AM, PM)
    return openings(_halves(weekdays, best), _halves(weekdays, other))


def _halves(weekdays: Iterable[int], half: HalfDay) -> list[tuple[int, HalfDay]]:
    return [(weekday, half) for weekday in weekdays]
