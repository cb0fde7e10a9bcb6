"""The rides of a plan as tables for people, and whom no ride serves, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from maps.ride_places import RidePlace, RidePlaces
    from maps.ride_views import DriverDayView
    from routing.planning.plans import Plan, UnservedRide
    from routing.planning.programme import Programme
    from routing.planning.ride_requests import RideRequest
    from routing.planning.territory import Territory

WIDE = 100
"""Columns from which hours, people and places have a column each."""

ELSEWHEN = "OUTSIDE_HORIZON"
"""Code of those whose date is no business of this plan."""


def show_rides(console: Console, made: Plan, programme: Programme, territory: Territory) -> None:
    """Print rides and passengers by date, then whom no ride serves, why, and what would."""
    from api.cli._table_passengers import passengers
    from maps.ride_days import driver_days

    days, wide = driver_days(made, programme, territory), console.width >= WIDE
    console.print(_rides(days, wide=wide))
    if days:
        console.print(passengers(days, wide=wide))
    if not made.unserved:
        console.print("Toutes les personnes qui demandent un trajet sont transportées.")
        return
    from maps.ride_places import RidePlaces

    places = RidePlaces(programme, territory)
    requests = {request.id: request for request in programme.requests}
    drivers = {driver.id: driver.label for driver in programme.drivers}
    console.print(f"Demandes non servies ({len(made.unserved)}) :")
    elsewhen = [u.request for u in made.unserved if u.reasons[0].code == ELSEWHEN]
    if elsewhen:
        _print(console, 2, f"{len(elsewhen)} hors de la période planifiée : {', '.join(elsewhen)}")
    for records in _alike([u for u in made.unserved if u.request not in elsewhen]):
        for record in records:
            _print(console, 2, _asked(requests[record.request], places))
        for line in _reasons(records[0], drivers):
            _print(console, 6, line)
        for change in records[0].changes:
            _print(console, 6, f"→ {change.message}")


def ride_figures(found: Mapping[str, float]) -> Iterator[str]:
    """Yield the totals: people, trips and kilometres; sharing, comfort and fair shares."""
    people = _counted(found["ride_people_served"], "personne transportée", "personnes transportées")
    people += f" sur {_whole(found['ride_people'])}"
    if found["ride_people"] != found["ride_requests"]:
        served, asked = found["ride_requests_served"], found["ride_requests"]
        people += f" ({_counted(served, 'demande', 'demandes')} sur {_whole(asked)})"
    trips = _counted(found["rides"], "trajet", "trajets")
    kilometres = f"{_whole(found['rides_km'])} km dont {_whole(found['rides_empty_km'])} à vide"
    yield f"{people} · {trips} · {kilometres}"
    parts = []
    if "rides_shared_percent" in found:
        parts.append(f"{found['rides_shared_percent']:.0f} % de trajets partagés")
    if "ride_time_ratio" in found:
        ratio = f"{found['ride_time_ratio']:.2f}".replace(".", ",")
        parts.append(f"temps à bord {ratio} fois le trajet direct")
    if parts:
        yield " · ".join(parts)
    if "drivers" in found:
        most, least = (
            f"{_hours(found[f'{who}_h'])} et {_whole(found[f'{who}_km'])} km"
            for who in ("busiest_driver", "least_busy_driver")
        )
        out = _counted(found["drivers_out"], "bénévole", "bénévoles")
        out += f" au volant sur {_whole(found['drivers'])}"
        yield f"{out} · le plus sollicité : {most} · le moins : {least}"


def _rides(days: Sequence[DriverDayView], *, wide: bool) -> Table:
    from babel.dates import format_date
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title="Trajets", box=box.SIMPLE_HEAD, title_justify="left")
    hours = ("Départ", "Retour") if wide else ("Horaires",)
    who_where = ("Personnes", "Destination") if wide else ("Qui, où",)
    for heading in ("Date", "Au volant", *hours, *who_where):
        table.add_column(heading, overflow="fold")
    table.add_column("km", justify="right", no_wrap=True)
    before = None
    for day in days:
        for view in day.rides:
            leave, back = _clock(view.ride.depart_s), _clock(view.ride.return_s)
            who = ", ".join(view.passengers)
            where = " → ".join(_name(goal) for goal in view.goals)
            cells = (
                "" if before == day.date else format_date(day.date, "EEE d MMM", locale="fr"),
                day.driver.label,
                *((leave, back) if wide else (f"{leave}\n{back}",)),
                *((who, where) if wide else (f"{who}\n{where}",)),
                f"{view.ride.distance_m / 1000:.1f}".replace(".", ","),
            )
            before = day.date
            table.add_row(*(Text(cell) for cell in cells))
    return table


def _alike(unserved: Sequence[UnservedRide]) -> list[list[UnservedRide]]:
    """Put those together against whom the very same stands, and whom the same would help."""
    groups: dict[object, list[UnservedRide]] = {}
    for record in unserved:
        groups.setdefault((record.reasons, record.changes), []).append(record)
    return list(groups.values())


def _asked(request: RideRequest, places: RidePlaces) -> str:
    """Say who asks for what: pseudonym, people, from where to where, when."""
    from routing.planning.ride_requests import ToAppointment, ToEvent

    people = request.party.people
    who = request.passenger + (f" et {people - 1} autre{'s' if people > 2 else ''}") * (people > 1)
    wanted = request.destination
    when = ""
    if isinstance(wanted, ToAppointment):
        when = f" le {wanted.date:%d/%m} à {_clock(wanted.at_s)}"
    elif not isinstance(wanted, ToEvent) and wanted.dates:
        when = " le " + " ou le ".join(f"{day:%d/%m}" for day in wanted.dates)
    door = places.door(request).commune or "hors du territoire"
    return f"{who} (demande {request.id}) : {door} → {_name(places.goal(request))}{when}"


def _reasons(record: UnservedRide, drivers: Mapping[str, str]) -> Iterator[str]:
    """Yield each reason once, with everybody of whom it is true."""
    whom: dict[tuple[str, str], list[str]] = {}
    for reason in record.reasons:
        named = whom.setdefault((reason.code, reason.message), [])
        if reason.driver is not None:
            named.append(drivers.get(reason.driver, reason.driver))
    for (code, message), names in whom.items():
        of_whom = f"{_listed(names)} : " if names else ""
        yield f"{code} : {of_whom}{message}"


def _listed(names: Sequence[str]) -> str:
    return " et ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _name(place: RidePlace) -> str:
    """Say where in few words: what people go there for, the site, or only the commune."""
    where = place.commune or "hors du territoire"
    name = place.purpose or place.name
    if not name:
        return f"rendez-vous à {where}" if place.commune else f"rendez-vous {where}"
    return name if not place.commune or place.commune in name else f"{name} ({where})"


def _print(console: Console, indent: int, text: str) -> None:
    """Print a line that stays indented where it is broken."""
    from rich.padding import Padding
    from rich.text import Text

    console.print(Padding(Text(text), (0, 0, 0, indent)))


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{seconds % 3600 // 60:02d}"


def _hours(hours: float) -> str:
    from routing.planning.wording import clock

    return clock(round(3600 * hours)) if hours else "0\N{NO-BREAK SPACE}h"


def _counted(value: float, one: str, many: str) -> str:
    return f"{_whole(value)} {one if value < 2 else many}"


def _whole(value: float) -> str:
    return f"{value:,.0f}".replace(",", "\N{NO-BREAK SPACE}")
