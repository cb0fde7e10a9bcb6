"""French sentences about places and roads; the only words of this room that people read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from routing.roads.types import Closure, Place, SlowDown


def decimal(value: float, digits: int = 1) -> str:
    """Write a number with a decimal comma, without useless zeros."""
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def distance(metres: float) -> str:
    """Metres below one kilometre, kilometres above."""
    return f"{metres:.0f} m" if metres < 999.5 else f"{decimal(metres / 1000)} km"


def sentence(text: str) -> str:
    """Begin with a capital, end with a full stop, and keep together what belongs together."""
    text = f"{text[:1].upper()}{text[1:]}."
    text = re.sub(r" (?=[;?!])", "\N{NARROW NO-BREAK SPACE}", text)
    return re.sub(r"(?<=«) | (?=[:»])|(?<=\d) (?=k?m\b)", "\N{NO-BREAK SPACE}", text)


def too_far(place: Place, gap_m: float, most_m: float, hint: str) -> str:
    """Refuse a place with no road near it."""
    return sentence(
        f"{place.spoken} est à {distance(gap_m)} de la route la plus proche "
        f"(au plus {distance(most_m)}) : {hint or 'vérifiez ses coordonnées'}"
    )


def outside(place: Place, bounds: tuple[float, float, float, float], hint: str) -> str:
    """Refuse a place beyond the edge of the network; ``bounds`` are west, south, east, north."""
    west, south, east, north = (decimal(bound, 2) for bound in bounds)
    covered = f"latitudes {south} à {north}, longitudes {west} à {east}"
    where = f"latitude {decimal(place.lat, 5)}, longitude {decimal(place.lon, 5)}"
    return sentence(
        f"{place.spoken} est hors du réseau routier ({where} ; le réseau couvre les {covered}) : "
        f"{hint or 'vérifiez ses coordonnées ou prenez un réseau plus étendu'}"
    )


def impossible(place: Place, hint: str) -> str:
    """Refuse coordinates that are no degrees at all."""
    return sentence(
        f"{place.spoken} n’a pas de coordonnées valables (latitude {place.lat:g}, longitude "
        f"{place.lon:g}) : {hint or 'donnez des degrés, par exemple 43,43 et 5,86'}"
    )


SWAPPED = "latitude et longitude semblent inversées"
LAMBERT = "ces nombres ressemblent à du Lambert 93, convertissez-les en degrés (WGS 84)"


def untouched(what: Closure | SlowDown, gap_m: float) -> str:
    """Refuse a closure or slow-down whose disc holds no road."""
    kind = "la fermeture" if isinstance(what, Closure) else "le ralentissement"
    return sentence(
        f"{kind} {spot(what)} ne touche aucune route dans son rayon de "
        f"{distance(what.radius_m)} (la plus proche est à {distance(gap_m)}) : "
        "déplacez le point ou agrandissez le rayon"
    )


def spot(what: Closure | SlowDown) -> str:
    """Name a closure or slow-down by its label, or else by its coordinates."""
    return (
        f"« {what.label} »" if what.label else f"({decimal(what.lat, 5)}, {decimal(what.lon, 5)})"
    )


def on_closed_road(place: Place, closures: Iterable[Closure]) -> str:
    """Say that a place lies on a closed stretch."""
    return sentence(f"{place.spoken} se trouve sur une route fermée{_because(closures)}")


def no_way(origin: Place, destination: Place, closures: Iterable[Closure]) -> str:
    """Say that no way joins two places on the network."""
    return sentence(
        f"il n’y a aucune route, dans ce sens, entre {origin.spoken} et {destination.spoken}"
        f"{_because(closures)}"
    )


def _because(closures: Iterable[Closure]) -> str:
    named = ", ".join(spot(closure) for closure in closures)
    return f" (fermetures prises en compte : {named})" if named else ""
