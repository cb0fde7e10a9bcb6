"""The whole territory: 43 communes, two units, a salaried team with volunteers.

How often a commune is served follows from its population; on which weekdays, from its
sector, so that neighbours can share a round. All of it is a made-up programme.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from place_names import slug, typographic
from programme_kit import (
    AM,
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
FORTNIGHTLY_FROM = 2_400
CHRISTMAS = days("2026-12-24", "2027-01-03", "mairie fermée")
PREFERRED_KINDS = ("permanence", "ccas", "centre_social", "france_services", "mairie")
"""Where a permanence is held when a commune has several sites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """Neighbouring communes and the weekdays on which a unit comes their way.

    Fortnights of ``odd`` sectors, about half of the permanences, begin a week after the
    others, so that both weeks are as full and no month has all of them three times.
    """

    odd: bool = False
    weekdays: tuple[int, ...]
    communes: tuple[str, ...]


SECTORS = (
    Sector(weekdays=(MON, WED, FRI), communes=("Brignoles", "La Celle", "Camps-la-Source")),
    Sector(
        odd=True,
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
        odd=True,
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
    "Brignoles": openings(((MON, AM), (WED, AM)), ((WED, PM), (FRI, AM), (FRI, PM))),
    "Saint-Maximin-la-Sainte-Baume": openings(
        ((WED, PM), (THU, AM)), ((MON, AM), (MON, PM), (THU, PM))
    ),
    # no Tuesday morning: market
    "Garéoult": openings(((WED, AM), (FRI, AM)), ((TUE, PM), (WED, PM), (FRI, PM))),
}
"""Openings of the communes served every week."""

EVENINGS = {
    "Brignoles": NthWeekday(nth=(2,), weekday=THU),
    "Saint-Maximin-la-Sainte-Baume": NthWeekday(nth=(3,), weekday=TUE),
}
"""A further permanence for people at work, one evening a month."""

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
    evenings = tuple(_evening(name, sites[name]) for name in EVENINGS)
    return Programme(
        name="territoire",
        title="Les 43 communes de Provence Verte Verdon",
        headquarters="PVS",
        roles=ROLES,
        permanences=(*permanences, *evenings),
        staff=staff(frozenset(permanence.site for permanence in permanences)),
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
        frequency=_frequency(name, sector, weekly, monthly),
        openings=_openings(name, sector, monthly),
        duration_s=hours(2) if monthly else hours(2.5),
        setup_s=minutes(20),
        packing_s=minutes(20),
        roles=WITHOUT_DOCTOR if monthly else WITH_DOCTOR,
        priority=1 if monthly else 3 if weekly else 2,
        min_gap_days=3 if weekly else 14 if monthly else 7,
        max_gap_days=12 if weekly else 49 if monthly else 21,
        closed=(CHRISTMAS,) if monthly else (),
    )


def _evening(name: str, site: Site) -> Permanence:
    frequency = EVENINGS[name]
    return Permanence(
        id=f"{slug(name)}-SOIR",
        name=f"{typographic(name)}, le soir",
        site=site.id,
        frequency=frequency,
        openings=openings([(frequency.weekday, EVE)]),
        duration_s=hours(2),
        setup_s=minutes(20),
        packing_s=minutes(20),
        roles=WITH_DOCTOR,
        priority=2,
    )


def _frequency(name: str, sector: Sector, weekly: bool, monthly: bool) -> Frequency:
    if name in NTH_WEEKDAYS:
        return NTH_WEEKDAYS[name]
    if monthly:
        return PerMonth(times=1)
    anchor = FORTNIGHTS + timedelta(weeks=sector.odd)
    return EveryWeeks(weeks=1 if weekly else 2, anchor=anchor)


def _openings(name: str, sector: Sector, monthly: bool) -> tuple[Opening, ...]:
    """Larger communes offer both half-days; of the small ones every other a morning."""
    if name in OWN_OPENINGS:
        return OWN_OPENINGS[name]
    if name in NTH_WEEKDAYS:
        weekday = NTH_WEEKDAYS[name].weekday
        return openings([(weekday, PM)], [(weekday, AM)])
    if monthly:
        half = (PM, AM)[sector.communes.index(name) % 2]
        return openings(_halves(sector.weekdays, half))
    return openings(_halves(sector.weekdays, AM), _halves(sector.weekdays, PM))


def _halves(weekdays: Iterable[int], half: HalfDay) -> list[tuple[int, HalfDay]]:
    return [(weekday, half) for weekday in weekdays]
