"""A plan joined with its programme and territory: what one has to know to show a round."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from maps.pauses import with_pauses
from maps.theme import LineStyle, line_style
from routing.planning.plans import Duty, Pause, Plan, Round
from routing.planning.programme import HalfDay, Joins, Permanence, Programme, Unit
from routing.planning.territory import Site, Territory
from routing.sentence import joined, say


class PlanMismatchError(ValueError):
    """A plan names records that its programme or territory lacks; ``missing`` lists them."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        super().__init__(
            say(
                "ce plan ne va pas avec ce programme et ce territoire ; "
                "donnez ceux avec lesquels il a été fait :\n- {lines}",
                lines=joined("\n- ", missing),
            )
        )

    def __reduce__(self) -> tuple[type[PlanMismatchError], tuple[tuple[str, ...]]]:
        """Travel between processes as what it was made of, not as its message."""
        return PlanMismatchError, (self.missing,)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopView:
    """A session as people see it; ``order`` counts from 1 within the round.

    ``pauses`` are those taken on the spot, between arrival and departure.
    """

    order: int
    permanence: Permanence
    site: Site
    half_day: HalfDay
    arrive_s: int
    start_s: int
    end_s: int
    depart_s: int
    pauses: tuple[Pause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegView:
    """A drive between two sites, with the plan's own metres and seconds."""

    origin: Site
    destination: Site
    distance_m: int
    duration_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """Somebody in the team; ``villages`` is empty when they are there from first to last."""

    name: str
    role: str
    aboard: bool
    driver: bool
    relief: bool
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round with everything its popup, table row and sheet say.

    ``code`` names the round on the map: the day of the month, with a letter when several
    rounds leave that day.
    """

    number: int
    code: str
    round: Round
    unit: Unit
    unit_number: int
    depot: Site
    style: LineStyle
    stops: tuple[StopView, ...]
    legs: tuple[LegView, ...]
    team: tuple[MemberView, ...]

    @property
    def date(self) -> date:
        """Day on which the round is driven."""
        return self.round.date

    @property
    def villages(self) -> str:
        """Names of the villages in the order of the round."""
        return ", ".join(dict.fromkeys(stop.site.commune for stop in self.stops))

    @property
    def events(self) -> tuple[StopView | Pause, ...]:
        """Stops, and pauses on the road between them, in the order in which they happen."""
        return with_pauses(self.stops, self.round.pauses)


def round_views(plan: Plan, programme: Programme, territory: Territory) -> tuple[RoundView, ...]:
    """Join a plan's rounds with the records they name, in the order in which they leave.

    Raises
    ------
    PlanMismatchError
        When the plan names permanences, people, units, roles or sites that are not there.
    """
    missing = tuple(dict.fromkeys(_missing(plan, programme, territory)))
    if missing:
        raise PlanMismatchError(missing)
    rounds = sorted(plan.rounds, key=lambda r: (r.date, r.depart_s, r.unit, r.id))
    codes = _codes(rounds)
    return tuple(
        _view(number, code, item, programme, territory)
        for number, (code, item) in enumerate(zip(codes, rounds, strict=True), 1)
    )


def _missing(plan: Plan, programme: Programme, territory: Territory) -> Iterator[str]:
    permanences = {p.id for p in programme.permanences}
    sites = {s.id for s in territory.sites}
    units = {u.id: u.depot for u in programme.units}
    people = {m.id for m in programme.staff}
    roles = {r.id for r in programme.roles}
    for item in plan.rounds:
        tour = item.id
        if item.unit not in units:
            yield say(
                "la tournée {tour} nomme l’unité {unit}, absente du programme",
                tour=tour,
                unit=item.unit,
            )
        elif units[item.unit] not in sites:
            yield say(
                "le dépôt {depot} de l’unité {unit} est absent du territoire",
                depot=units[item.unit],
                unit=item.unit,
            )
        for stop in item.stops:
            if stop.permanence not in permanences:
                yield say(
                    "la tournée {tour} nomme la permanence {permanence}, absente du programme",
                    tour=tour,
                    permanence=stop.permanence,
                )
            if stop.site not in sites:
                yield say(
                    "la tournée {tour} nomme le lieu {site}, absent du territoire",
                    tour=tour,
                    site=stop.site,
                )
        for duty in item.team:
            if duty.staff not in people:
                yield say(
                    "la tournée {tour} nomme l’équipier {staff}, absent du programme",
                    tour=tour,
                    staff=duty.staff,
                )
            if duty.role not in roles:
                yield say(
                    "la tournée {tour} nomme le rôle {role}, absent du programme",
                    tour=tour,
                    role=duty.role,
                )


def _codes(rounds: list[Round]) -> Iterator[str]:
    per_day = Counter(item.date for item in rounds)
    months = {(item.date.year, item.date.month) for item in rounds}
    seen: dict[date, int] = defaultdict(int)
    for item in rounds:
        day = f"{item.date.day}" if len(months) < 2 else f"{item.date.day}/{item.date.month}"
        letter = _letters(seen[item.date]) if per_day[item.date] > 1 else ""
        seen[item.date] += 1
        yield f"{day}{letter}"


def _letters(index: int) -> str:
    head, tail = divmod(index, len(ascii_uppercase))
    return (_letters(head - 1) if head else "") + ascii_uppercase[tail]


def _view(
    number: int, code: str, item: Round, programme: Programme, territory: Territory
) -> RoundView:
    unit = programme.unit(item.unit)
    depot = territory.site(unit.depot)
    stops = tuple(
        StopView(
            order=order,
            permanence=programme.permanence(stop.permanence),
            site=territory.site(stop.site),
            half_day=stop.half_day,
            arrive_s=stop.arrive_s,
            start_s=stop.start_s,
            end_s=stop.end_s,
            depart_s=stop.depart_s,
            pauses=tuple(p for p in item.pauses if stop.arrive_s <= p.start_s < stop.depart_s),
        )
        for order, stop in enumerate(item.stops, 1)
    )
    return RoundView(
        number=number,
        code=code,
        round=item,
        unit=unit,
        unit_number=programme.units.index(unit) + 1,
        depot=depot,
        style=line_style(number - 1),
        stops=stops,
        legs=tuple(_legs(item, depot, stops)),
        team=tuple(_team(item, programme, stops)),
    )


def _legs(item: Round, depot: Site, stops: tuple[StopView, ...]) -> Iterator[LegView]:
    places = [depot, *(stop.site for stop in stops), depot]
    metres = [stop.distance_m for stop in item.stops]
    seconds = [stop.travel_s for stop in item.stops]
    metres.append(item.distance_m - sum(metres))
    seconds.append(item.driving_s - sum(seconds))
    for i, (distance_m, duration_s) in enumerate(zip(metres, seconds, strict=True)):
        yield LegView(
            origin=places[i],
            destination=places[i + 1],
            distance_m=distance_m,
            duration_s=duration_s,
        )


def _team(item: Round, programme: Programme, stops: tuple[StopView, ...]) -> Iterator[MemberView]:
    drivers = _drivers(item, programme)
    everywhere = {stop.permanence.id for stop in stops}
    for duty in item.team:
        served = [stop for stop in stops if stop.permanence.id in duty.permanences]
        partly = {stop.permanence.id for stop in served} != everywhere
        yield MemberView(
            name=programme.member(duty.staff).label,
            role=programme.role(duty.role).label,
            aboard=duty.joins is Joins.DEPOT,
            driver=duty in drivers[:1],
            relief=duty in drivers[1:],
            villages=tuple(dict.fromkeys(s.site.commune for s in served)) if partly else (),
        )


def _drivers(item: Round, programme: Programme) -> list[Duty]:
    """Those aboard who may drive the unit, the likeliest driver first.

    That is somebody aboard from first to last; who fills no needed role; or whose roles
    include one that no permanence asks for, such as driving.
    """
    asked = {need.role for permanence in programme.permanences for need in permanence.roles}
    able = [
        duty
        for duty in item.team
        if duty.joins is Joins.DEPOT and programme.member(duty.staff).may_drive_unit
    ]

    def rank(duty: Duty) -> tuple[bool, bool, bool]:
        partly = len(duty.permanences) < len(item.stops)
        return partly, duty.role in asked, asked.issuperset(programme.member(duty.staff).roles)

    return sorted(able, key=rank)
