"""Who is fetched when: one list by date, and a slip for each passenger to cut out or read out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from maps.plan_context import PlanContext
from maps.rendering import environment
from maps.ride_days import driver_days
from maps.ride_journeys import Journey, journeys
from maps.ride_slips import SlipWords
from maps.ride_words import RideWords
from maps.selection import Selection
from maps.sheets import page_html
from maps.wording import Wording
from routing.planning.plans import Plan
from routing.planning.programme import Programme
from routing.planning.territory import Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """All of a passenger's journeys, told to them."""

    passenger: str
    told: tuple[tuple[str, ...], ...]


def write_passengers(
    plan: Plan, programme: Programme, territory: Territory, path: Path, *, lang: str = "fr"
) -> list[Path]:
    """Write a line per passenger and request in date order, then a slip per passenger.

    Passengers go by their pseudonyms, doors by their communes; landmarks and points are left
    to the drivers' sheets.

    Parameters
    ----------
    plan, programme, territory
        The plan and the records it names.
    path
        The file; its folder must exist.
    lang
        Language of the page, by its catalogue in ``maps/locales``.

    Returns
    -------
    list of Path
        ``path``; nothing where the plan holds no rides.

    Raises
    ------
    PlanMismatchError
        When the plan names records that the programme or territory lacks.
    """
    listed = journeys(driver_days(plan, programme, territory))
    if not listed:
        return []
    path.write_text(_page(listed, plan, programme, lang), encoding="utf-8", newline="\n")
    return [path]


def passengers_html(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the list of those who are fetched on the date asked for, ``None`` without any."""
    listed = [j for j in journeys(context.days) if selection.takes(date=j.date)]
    if not listed:
        return None
    return _page(listed, context.plan, context.programme, context.lang).encode()


def _page(listed: Sequence[Journey], plan: Plan, programme: Programme, lang: str) -> str:
    wording = Wording(lang)
    title, period = plan.title or programme.title, wording.period(plan.horizon)
    article = (
        environment(lang)
        .get_template("passengers_article.html.j2")
        .render(
            journeys=listed,
            slips=_slips(listed, SlipWords(wording)),
            unserved=_unserved(plan, programme),
            title=title,
            period=period,
            ride=RideWords(wording),
        )
    )
    heading = (str(wording.words["rides"]["passengers"]), title, period)
    return page_html(heading, [Markup(article)], lang)  # noqa: S704 - escaped where rendered


def _slips(listed: Sequence[Journey], words: SlipWords) -> list[Slip]:
    told: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for journey in listed:
        told[journey.request.passenger].append(tuple(words.journey(journey)))
    return [Slip(passenger=who, told=tuple(told[who])) for who in sorted(told)]


def _unserved(plan: Plan, programme: Programme) -> list[str]:
    """Return who asked for a ride within the plan's dates and gets none."""
    who = {request.id: request.passenger for request in programme.requests}
    return [
        f"{who.get(record.request, '')} ({record.request})".lstrip()
        for record in plan.unserved
        if all(reason.code != "OUTSIDE_HORIZON" for reason in record.reasons)
    ]
