"""What a coordinator should know about a plan although nothing forbids it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from routing.planning.model.people import Slot
from routing.planning.model.team import counts
from routing.planning.plans import Remark, Round
from routing.planning.programme import HalfDay, Permanence, Programme
from routing.planning.wording import DAYS, full_day
from routing.sentence import Sentence, say


def remarks(
    rounds: tuple[Round, ...], programme: Programme, people: Mapping[Slot, int]
) -> tuple[Remark, ...]:
    """List long gaps, optional roles left empty, and dates held for the sake of rides.

    ``people``: how many each date reaches, see :class:`routing.planning.model.people.Reach`.
    """
    found: list[Remark] = []
    for permanence in programme.permanences:
        found += _long_gaps(permanence, rounds, programme)
        found += _empty_roles(permanence, rounds, programme)
        found += _for_rides(permanence, rounds, programme, people)
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
            message=say(
                "{name} : {found} jours entre le {first} et le {second} (au plus {most} souhaités)",
                name=permanence.name,
                found=(second - first).days,
                first=full_day(first),
                second=full_day(second),
                most=permanence.max_gap_days,
            ),
        )
        for first, second in pairwise(sorted(dates | past))
        if (second - first).days > permanence.max_gap_days and not dates.isdisjoint((first, second))
    ]


def _for_rides(
    permanence: Permanence,
    rounds: tuple[Round, ...],
    programme: Programme,
    people: Mapping[Slot, int],
) -> list[Remark]:
    """Tell of sessions that are not on the usual or best-liked day of that week, and why."""
    found = []
    for held in rounds:
        for stop in held.stops:
            now = people.get((permanence.id, held.date, stop.half_day))
            if stop.permanence != permanence.id or now is None:
                continue
            for day, there in _expected(permanence, held.date, stop.half_day, programme, people):
                if there < now:
                    message = say(
                        "{name} : tenue le {held} plutôt que le {other}, pour que jusqu’à {now} "
                        "personnes, au lieu de {there}, puissent y être conduites",
                        name=permanence.name,
                        held=_weekday_and_day(held.date),
                        other=_weekday_and_day(day),
                        now=now,
                        there=there,
                    )
                    found.append(Remark(code="DATE_FOR_RIDES", id=permanence.id, message=message))
    return found


def _weekday_and_day(day: date) -> Sentence:
    return say("{weekday} {day}", weekday=DAYS[day.weekday()], day=full_day(day))


def _expected(
    permanence: Permanence,
    held: date,
    half_day: HalfDay,
    programme: Programme,
    people: Mapping[Slot, int],
) -> list[tuple[date, int]]:
    """Return the day of the week of ``held`` that was to be expected, if it is another one."""
    liked = {o.weekday: o.preference for o in permanence.openings if o.half_day is half_day}
    usual = Counter(p.date.weekday() for p in programme.past if p.permanence == permanence.id)
    best = min(liked, key=lambda day: (-usual[day], liked[day], day))
    same = usual[best] == usual[held.weekday()] and liked[best] == liked[held.weekday()]
    day = held + timedelta(days=best - held.weekday())
    if same or (permanence.id, day, half_day) not in people:
        return []
    return [(day, people[permanence.id, day, half_day])]


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
                found.append(
                    Remark(
                        code="ROLE_EMPTY",
                        id=permanence.id,
                        message=say(
                            "{name}, {day} : sans {role}",
                            name=permanence.name,
                            day=full_day(held.date),
                            role=programme.role(role).label.lower(),
                        ),
                    )
                )
    return found
