"""From the values of the model to dated rounds with their teams."""

from __future__ import annotations

from dataclasses import replace

from routing.planning.model.build import Built, Question
from routing.planning.model.rounds import Column
from routing.planning.model.search import Search
from routing.planning.plans import Duty, Pause, Round, RoundStop
from routing.planning.programme import HalfDay, Joins, Programme, StaffMember
from routing.planning.rides.places import site_key
from routing.planning.travel import Travel, home_key


def extract_rounds(question: Question, built: Built, search: Search) -> tuple[Round, ...]:
    """Read the chosen columns, by date, departure and unit."""
    chosen = [
        column
        for group in built.rounds.columns.values()
        for column in group
        if search.value(column.chosen)
    ]
    chosen.sort(key=lambda c: (c.date, c.unit, c.template.route.depart_s))
    names: dict[Column, str] = {}
    for column in chosen:
        names[column] = _free_name(column, {_name(c) for c in chosen}, set(names.values()))
    rounds = [_round(names[column], column, question, built, search) for column in chosen]
    return tuple(sorted(rounds, key=lambda r: (r.date, r.depart_s, r.unit)))


def _name(column: Column) -> str:
    return f"{column.date}-{column.unit}"


def _free_name(column: Column, reserved: set[str], taken: set[str]) -> str:
    """Date and unit, with a number from the second trip of the day on."""
    name, number = _name(column), 1
    while name in taken or (number > 1 and name in reserved):
        number += 1
        name = f"{_name(column)}-{number}"
    return name


def _round(name: str, column: Column, question: Question, built: Built, search: Search) -> Round:
    route = column.template.route
    stops = tuple(
        RoundStop(
            permanence=visit.permanence.id,
            site=visit.permanence.site,
            half_day=visit.opening.half_day,
            arrive_s=stop.arrive_s,
            start_s=stop.start_s,
            end_s=stop.end_s,
            depart_s=stop.depart_s,
            distance_m=stop.distance_m,
            travel_s=stop.travel_s,
        )
        for visit, stop in zip(column.template.visits, route.stops, strict=True)
    )
    bare = Round(
        id=name,
        date=column.date,
        unit=column.unit,
        depart_s=route.depart_s,
        return_s=route.return_s,
        distance_m=route.distance_m,
        driving_s=route.driving_s,
        stops=stops,
        team=(),
        pauses=tuple(Pause(start_s=p.start_s, end_s=p.end_s) for p in route.pauses),
    )
    return with_team(bare, _people(column, built, search), question.programme, question.travel)


def _people(column: Column, built: Built, search: Search) -> dict[str, dict[HalfDay, str]]:
    """Role by half-day of everybody in a round."""
    people: dict[str, dict[HalfDay, str]] = {}
    for half_day in column.template.half_days:
        slot = (column.unit, column.date, half_day)
        for key, roles in built.teams.roles.items():
            if key[1:] == slot:
                for role, literal in roles.items():
                    if search.value(literal):
                        people.setdefault(key[0], {})[half_day] = role
    return people


def with_team(
    bare: Round, people: dict[str, dict[HalfDay, str]], programme: Programme, travel: Travel
) -> Round:
    """Return the round with its duties, in the order of the programme's staff."""
    team = tuple(
        _duty(bare, programme, member, people[member.id], travel)
        for member in programme.staff
        if member.id in people
    )
    return replace(bare, team=team)


def _duty(
    bare: Round,
    programme: Programme,
    member: StaffMember,
    roles: dict[HalfDay, str],
    travel: Travel,
) -> Duty:
    served = [stop for stop in bare.stops if stop.half_day in roles]
    role = next(iter(roles.values()))
    depart, back = bare.depart_s, bare.return_s
    if member.joins is Joins.SITE:
        home = home_key(member.id)
        setup = programme.permanence(served[0].permanence).setup_s
        depart = served[0].start_s - setup - travel.seconds(home, site_key(served[0].site))
        back = served[-1].depart_s + travel.seconds(site_key(served[-1].site), home)
    return Duty(
        staff=member.id,
        role=role,
        joins=member.joins,
        permanences=tuple(stop.permanence for stop in served),
        depart_s=depart,
        return_s=back,
    )
