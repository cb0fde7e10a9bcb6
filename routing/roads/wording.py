"""French sentences about places and roads; the only words of this room that people read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from routing.roads.types import Closure, Place, SlowDown
from routing.sentence import Sentence, say


def decimal(value: float, digits: int = 1) -> str:
    """Write a number with a decimal comma, without useless zeros."""
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def distance(metres: float) -> str:
    """Metres below one kilometre, kilometres above."""
    return f"{metres:.0f} m" if metres < 999.5 else f"{decimal(metres / 1000)} km"


def sentence(said: Sentence) -> Sentence:
    """Begin with a capital, end with a full stop, and keep together what belongs together."""
    text = f"{said[:1].upper()}{said[1:]}."
    text = re.sub(r" (?=[;?!])", "\N{NARROW NO-BREAK SPACE}", text)
    text = re.sub(r"(?<=«) | (?=[:»])|(?<=\d) (?=k?m\b)", "\N{NO-BREAK SPACE}", text)
    return said.typeset(text)


def too_far(place: Place, gap_m: float, most_m: float, hint: str) -> str:
    """Refuse a place with no road near it."""
    return sentence(
        say(
            "{place} est à {gap} de la route la plus proche (au plus {most}) : {hint}",
            place=place.spoken,
            gap=distance(gap_m),
            most=distance(most_m),
            hint=hint or say("vérifiez ses coordonnées"),
        )
    )


def outside(place: Place, bounds: tuple[float, float, float, float], hint: str) -> str:
    """Refuse a place beyond the edge of the network; ``bounds`` are west, south, east, north."""
    west, south, east, north = (decimal(bound, 2) for bound in bounds)
    return sentence(
        say(
            "{place} est hors du réseau routier (latitude {lat}, longitude {lon} ; le réseau "
            "couvre les latitudes {south} à {north}, longitudes {west} à {east}) : {hint}",
            place=place.spoken,
            lat=decimal(place.lat, 5),
            lon=decimal(place.lon, 5),
            south=south,
            north=north,
            west=west,
            east=east,
            hint=hint or say("vérifiez ses coordonnées ou prenez un réseau plus étendu"),
        )
    )


def impossible(place: Place, hint: str) -> str:
    """Refuse coordinates that are no degrees at all."""
    return sentence(
        say(
            "{place} n’a pas de coordonnées valables (latitude {lat:g}, longitude "
            "{lon:g}) : {hint}",
            place=place.spoken,
            lat=place.lat,
            lon=place.lon,
            hint=hint or say("donnez des degrés, par exemple 43,43 et 5,86"),
        )
    )


SWAPPED = say("latitude et longitude semblent inversées")
LAMBERT = say("ces nombres ressemblent à du Lambert 93, convertissez-les en degrés (WGS 84)")


def untouched(what: Closure | SlowDown, gap_m: float) -> str:
    """Refuse a closure or slow-down whose disc holds no road."""
    kind = say("la fermeture") if isinstance(what, Closure) else say("le ralentissement")
    return sentence(
        say(
            "{kind} {spot} ne touche aucune route dans son rayon de {radius} (la plus proche est "
            "à {gap}) : déplacez le point ou agrandissez le rayon",
            kind=kind,
            spot=spot(what),
            radius=distance(what.radius_m),
            gap=distance(gap_m),
        )
    )


def spot(what: Closure | SlowDown) -> str:
    """Name a closure or slow-down by its label, or else by its coordinates."""
    return (
        f"« {what.label} »" if what.label else f"({decimal(what.lat, 5)}, {decimal(what.lon, 5)})"
    )


def on_closed_road(place: Place, closures: Iterable[Closure]) -> str:
    """Say that a place lies on a closed stretch."""
    return sentence(
        say(
            "{place} se trouve sur une route fermée{because}",
            place=place.spoken,
            because=_because(closures),
        )
    )


def no_way(origin: Place, destination: Place, closures: Iterable[Closure]) -> str:
    """Say that no way joins two places on the network."""
    return sentence(
        say(
            "il n’y a aucune route, dans ce sens, entre {origin} et {destination}{because}",
            origin=origin.spoken,
            destination=destination.spoken,
            because=_because(closures),
        )
    )


def _because(closures: Iterable[Closure]) -> str:
    named = ", ".join(spot(closure) for closure in closures)
    return say(" (fermetures prises en compte : {named})", named=named) if named else ""
