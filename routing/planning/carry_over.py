"""A plan that was carried out becomes the past of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from routing.planning.drivers import EVENING_S, Driver, Given
from routing.planning.errors import PlanningError
from routing.planning.plans import Plan, Ride, Round
from routing.planning.programme import PastDuty, PastSession, Programme
from routing.sentence import say


def with_previous(programme: Programme, previous: Plan) -> Programme:
    """Return the programme with the sessions of ``previous`` as held, its rides as driven.

    What volunteers drove then adds to what they have given, and to their kilometres of the year
    in which the horizon begins. A person's work in a round is put down to the first session they
    served, pauses taken off, so that their week adds up. Sessions within the programme's own
    horizon, or noted already, are left out, and so is whoever is no longer in the programme.

    Raises
    ------
    PlanningError
        When nothing in the plan belongs to this programme.
    """
    _require_related(programme, previous)
    horizon = programme.horizon
    known = {(session.permanence, session.date) for session in programme.past}
    names = {permanence.id for permanence in programme.permanences}
    sessions = [
        session
        for held in previous.rounds
        if horizon is None or held.date < horizon.first
        for session in _sessions(held, {member.id for member in programme.staff})
        if session.permanence in names and (session.permanence, session.date) not in known
    ]
    rides = [ride for ride in previous.rides if horizon is None or ride.date < horizon.first]
    year = (horizon or previous.horizon).first.year
    return replace(
        programme,
        past=(*programme.past, *sessions),
        drivers=tuple(
            _having_driven(driver, [ride for ride in rides if ride.driver == driver.id], year)
            for driver in programme.drivers
        ),
    )


def _require_related(programme: Programme, previous: Plan) -> None:
    """Refuse a plan that does not come before the programme, or is of another one."""
    horizon = programme.horizon
    if horizon is not None and previous.horizon.first >= horizon.first:
        raise PlanningError(
            say(
                "le plan précédent commence le {first:%d/%m/%Y}, pas avant le mois à "
                "planifier ({asked:%d/%m/%Y}) : donnez le plan d’avant",
                first=previous.horizon.first,
                asked=horizon.first,
            )
        )
    names = {permanence.id for permanence in programme.permanences}
    if previous.rounds and not any(s.permanence in names for r in previous.rounds for s in r.stops):
        raise PlanningError(
            say(
                "le plan précédent ({title}) ne tient aucune permanence de ce programme "
                "({asked}) : donnez le plan du même programme",
                title=previous.title,
                asked=programme.title,
            )
        )


def _having_driven(driver: Driver, rides: Sequence[Ride], year: int) -> Driver:
    before = driver.given
    given = Given(
        rides=before.rides + len(rides),
        seconds=before.seconds + sum(ride.return_s - ride.depart_s for ride in rides),
        metres=before.metres + sum(ride.distance_m for ride in rides),
        evenings=before.evenings + sum(ride.return_s > EVENING_S for ride in rides),
    )
    this_year = sum(ride.distance_m for ride in rides if ride.date.year == year)
    return replace(driver, given=given, metres_this_year=driver.metres_this_year + this_year)


def _sessions(held: Round, staff: set[str]) -> list[PastSession]:
    free_s = sum(pause.end_s - pause.start_s for pause in held.pauses)
    found = []
    for stop in held.stops:
        team = []
        for duty in held.team:
            if duty.staff not in staff or stop.permanence not in duty.permanences:
                continue
            first = duty.permanences[0] == stop.permanence
            work_s = max(0, duty.return_s - duty.depart_s - free_s) if first else 0
            team.append(PastDuty(staff=duty.staff, role=duty.role, work_s=work_s))
        found.append(
            PastSession(
                permanence=stop.permanence,
                date=held.date,
                half_day=stop.half_day,
                team=tuple(team),
            )
        )
    return found
