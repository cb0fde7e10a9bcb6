"""Figures that tell a coordinator what the month is worth."""

from __future__ import annotations

from itertools import pairwise

from routing.planning.plans import Round, Unassigned
from routing.planning.programme import Joins, Programme
from routing.planning.rides.places import site_key
from routing.planning.territory import Territory
from routing.planning.travel import Travel, commune_key, home_key

NEAR_S = 15 * 60
"""People count as near a permanence within this drive from their mairie."""


def indicators(
    rounds: tuple[Round, ...],
    unassigned: tuple[Unassigned, ...],
    programme: Programme,
    territory: Territory,
    travel: Travel,
) -> dict[str, float]:
    """Compute the indicators of a plan; each key ends in its unit unless it counts.

    People are counted by commune, at the mairie: the inhabitants of a commune are near
    when its mairie lies within 15 minutes' drive of a permanence that is held.
    """
    held = sum(len(r.stops) for r in rounds)
    near = _people_near({stop.site for r in rounds for stop in r.stops}, territory, travel)
    total = sum(commune.population for commune in territory.communes)
    return {
        "permanences_due": held + len(unassigned),
        "permanences_held": held,
        "rounds": len(rounds),
        "distance_km": round(sum(r.distance_m for r in rounds) / 1000, 1),
        "driving_h": round(sum(r.driving_s for r in rounds) / 3600, 2),
        "duration_h": round(sum(r.duration_s for r in rounds) / 3600, 2),
        "own_car_km": round(_own_car_m(rounds, programme, travel) / 1000, 1),
        "people": total,
        "people_within_15_min": near,
        "people_within_15_min_percent": round(100 * near / total, 1) if total else 0.0,
    }


def _people_near(sites: set[str], territory: Territory, travel: Travel) -> int:
    return sum(
        commune.population
        for commune in territory.communes
        if any(
            travel.seconds(commune_key(commune.insee), site_key(site)) <= NEAR_S for site in sites
        )
    )


def _own_car_m(rounds: tuple[Round, ...], programme: Programme, travel: Travel) -> int:
    """Metres of those who join at the village: home, the stops they serve, home."""
    metres = 0
    for held in rounds:
        sites = {stop.permanence: site_key(stop.site) for stop in held.stops}
        for duty in held.team:
            if programme.member(duty.staff).joins is Joins.SITE:
                home = home_key(duty.staff)
                way = [home, *(sites[p] for p in duty.permanences), home]
                metres += sum(travel.metres(a, b) for a, b in pairwise(way))
    return metres
