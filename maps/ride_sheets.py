"""One printable sheet per driver and date (« feuille de route »), and all of them in one file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from maps.directions import Direction, directions
from maps.itinerary import RoadSource
from maps.plan_context import PlanContext
from maps.qr import geo_link
from maps.rendering import environment
from maps.ride_doors import Door, doors
from maps.ride_journeys import Journey, journeys
from maps.ride_views import DriverDayView, RideLegView
from maps.ride_words import RideWords
from maps.selection import ALL, Selection
from maps.sheets import Page, joined, write_pages
from maps.sketch import Ground, Pin, Sketch, draw_pins
from routing.planning.plans import Plan
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from routing.roads.types import Leg

ALL_DRIVER_SHEETS = "feuilles-de-route.html"
"""Name of the file with every driver's dates."""

_SKETCH_SIZE = (300.0, 260.0)  # drawing units: about 0.25 mm each on paper
_ROADS = ((4, 8), (8, 5), (14, 4))
"""Up to so many legs, a leg names so many roads; beyond, :data:`_FEWEST`."""
_FEWEST = 3
_SIZES = ((7, ""), (13, "dense"))
"""Up to so many stops, which class of page; beyond, ``densest``: type smaller, two columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RideLegSheet:
    """A leg as the sheet lists it; ``number`` is that of the stop it leads to, 0: home."""

    number: int
    view: RideLegView
    directions: tuple[Direction, ...]
    tolls: bool

    @property
    def geo(self) -> str:
        """Link to the stop, for the driver's navigator; empty on the way home."""
        goal = self.view.destination
        return geo_link(goal.lon, goal.lat) if self.number else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverSheet:
    """A driver's date as its page shows it; ``size`` names the class of much on it.

    ``doors`` are by the halts' order, ``journeys`` by request: who else drives those people.
    """

    view: DriverDayView
    doors: dict[int, Door]
    journeys: dict[str, Journey]
    legs: tuple[RideLegSheet, ...]
    sketch: Sketch
    size: str

    @property
    def file_name(self) -> str:
        """Date and the driver's number, never a person or place."""
        return f"feuille-{self.view.date.isoformat()}-conducteur-{self.view.driver_number}.html"


def write_driver_sheets(
    plan: Plan,
    programme: Programme,
    territory: Territory,
    network: RoadSource,
    folder: Path,
    *,
    lang: str = "fr",
) -> list[Path]:
    """Write a sheet per driver and date into ``folder``, and all of them in one file.

    Passengers go by their pseudonyms: nobody's name, phone or address is in a sheet; there are
    lines to write them. Of a door, a sheet tells landmark, point and commune, its name nothing.

    Parameters
    ----------
    plan, programme, territory
        The plan and the records it names.
    network
        Gives each leg's roads and those in the background.
    folder
        Made when missing. Files are named by date and the driver's number in the programme,
        never by a person or place: ``feuille-2027-01-05-conducteur-3.html``.
    lang
        Language of the pages, by its catalogue in ``maps/locales``.

    Returns
    -------
    list of Path
        The drivers' own files by date, without ``feuilles-de-route.html``. A plan without
        rides leaves nothing.

    Raises
    ------
    PlanMismatchError
        When the plan names records that the programme or territory lacks.
    routing.roads.types.RoadError
        When a place cannot be reached on this network.
    """
    context = PlanContext(
        plan=plan, programme=programme, territory=territory, network=network, lang=lang
    )
    if not context.days:
        return []
    pages = driver_pages(context)
    return write_pages(pages, folder, ALL_DRIVER_SHEETS, _heading(context), lang)


def driver_sheets_html(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the sheets of the drivers' dates asked for as one HTML file, ``None`` without any."""
    return joined(driver_pages(context, selection), _heading(context), context.lang)


def driver_pages(context: PlanContext, selection: Selection = ALL) -> Iterator[Page]:
    """Yield the page of each driver's date that is asked for."""
    template = environment(context.lang).get_template("ride_sheet_article.html.j2")
    wording, words = context.wording, driver_words(context)
    emergency = tuple(words.emergency(context.territory.association))
    for sheet in driver_sheets(context, selection):
        view = sheet.view
        yield Page(
            name=sheet.file_name,
            heading=(wording.words["rides"]["sheet"], wording.day(view.date), view.driver.label),
            article=context.once(
                ("driver article", view.number),
                partial(
                    template.render,
                    sheet=sheet,
                    view=view,
                    title=context.title,
                    ride=words,
                    emergency=emergency,
                    wheel=wheel_name(context, view),
                ),
            ),
        )


def driver_words(context: PlanContext) -> RideWords:
    """Return the words of a driver's sheet: they tell who people are, as far as is known."""
    return RideWords(context.wording, context.people)


def wheel_name(context: PlanContext, view: DriverDayView) -> str:
    """Return who drives: by name where it is known, else as the programme calls them."""
    known = context.people.get(view.driver.id)
    return known.name if known and known.name else view.driver.label


def _heading(context: PlanContext) -> tuple[str, ...]:
    return (str(context.wording.words["rides"]["all_sheets"]), context.title, context.period)


def driver_sheets(context: PlanContext, selection: Selection = ALL) -> Iterator[DriverSheet]:
    """Yield what the sheet of each driver's date says."""
    for view in context.days_in(selection):
        yield context.once(("driver sheet", view.number), partial(_sheet, view, context))


def _sheet(view: DriverDayView, context: PlanContext) -> DriverSheet:
    width, height = _SKETCH_SIZE
    everybody = context.once("journeys", lambda: journeys(context.days))
    driven = [leg for leg in _numbered(view) if leg[1].distance_m]
    ways = [context.itineraries.leg(leg.origin, leg.destination) for _, leg in driven]
    most = next((roads for legs, roads in _ROADS if len(driven) <= legs), _FEWEST)
    return DriverSheet(
        view=view,
        doors=doors(view, context.programme, context.people),
        journeys={j.request.id: j for j in everybody if j.date == view.date},
        legs=tuple(
            RideLegSheet(
                number=number,
                view=leg,
                directions=directions(way.steps, most),
                tolls=way.tolls,
            )
            for (number, leg), way in zip(driven, ways, strict=True)
        ),
        sketch=_sketch(view, ways, context.ground, width, height),
        size=next((size for most, size in _SIZES if len(view.halts) <= most), "densest"),
    )


def _numbered(view: DriverDayView) -> Iterator[tuple[int, RideLegView]]:
    """Yield every leg with the number of the stop to which it leads."""
    for trip in view.rides:
        numbers = [halt.order for halt in trip.halts]
        yield from zip([*numbers, 0], trip.legs, strict=True)


def _sketch(
    view: DriverDayView, ways: list[Leg], ground: Ground, width: float, height: float
) -> Sketch:
    base = view.base
    pins = {base.id: Pin(base.lon, base.lat, base.commune, "")}
    for halt in view.halts:
        place = halt.place
        before = pins.get(place.id)
        number = f"{before.number}·{halt.order}" if before and before.number else f"{halt.order}"
        pins[place.id] = Pin(place.lon, place.lat, place.commune, number)
    if pins[base.id].number:  # somebody is taken to where the car is parked
        pins = {"": Pin(base.lon, base.lat, base.commune, ""), **pins}
    return draw_pins(list(pins.values()), ways, ground, width=width, height=height)
