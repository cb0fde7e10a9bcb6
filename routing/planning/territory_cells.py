"""What a cell of a territory's tables may hold: each parser raises the advice in French."""

from __future__ import annotations

import re
from collections.abc import Callable

_INSEE = re.compile(r"(?:\d\d|2[AB])\d{3}")
_POSTAL_CODE = re.compile(r"\d{5}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_BOOLEANS = {
    **dict.fromkeys(("true", "vrai", "oui", "yes", "1"), True),
    **dict.fromkeys(("false", "faux", "non", "no", "0"), False),
}
_FRANCE = (
    # west, south, east, north: the mainland and Corsica, then the overseas departments
    (-5.2, 41.3, 9.6, 51.2),
    (-61.9, 15.7, -60.9, 16.6),
    (-61.3, 14.3, -60.7, 15.0),
    (-54.7, 2.0, -51.5, 5.9),
    (55.1, -21.5, 55.9, -20.8),
    (44.9, -13.1, 45.4, -12.5),
)


def text(cell: str) -> str:
    """Accept anything but an empty cell."""
    if not cell:
        raise ValueError("cette cellule est vide ; remplissez-la.")
    return cell


def identifier(cell: str) -> str:
    """Accept what can also name a file."""
    if not _ID.fullmatch(cell):
        raise ValueError("mettez un identifiant de lettres sans accent, chiffres, « - » ou « _ ».")
    return cell


def insee_code(cell: str) -> str:
    """Accept the five characters of a commune's code."""
    if not _INSEE.fullmatch(cell):
        raise ValueError("mettez un code INSEE de cinq caractères, comme 83023 ou 01004.")
    return cell


def postal_code(cell: str) -> str:
    """Accept five digits; spreadsheets like to drop a leading zero."""
    if not _POSTAL_CODE.fullmatch(cell):
        raise ValueError(
            "mettez un code postal de cinq chiffres (un tableur a pu ôter le zéro de tête)."
        )
    return cell


def number(cell: str) -> float:
    """Accept a finite decimal number, with a point or a comma."""
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        raise ValueError("mettez un nombre.") from None
    if not -1e12 < value < 1e12:
        raise ValueError("mettez un nombre fini.")
    return value


def positive(cell: str) -> float:
    """Accept a number above zero."""
    value = number(cell)
    if value <= 0:
        raise ValueError("mettez un nombre supérieur à zéro.")
    return value


def whole(low: int, high: int) -> Callable[[str], int]:
    """Make a parser of whole numbers from ``low`` to ``high``."""

    def parse(cell: str) -> int:
        advice = f"mettez un nombre entier de {low} à {high}."
        try:
            value = int(cell.replace(" ", "").replace("\N{NO-BREAK SPACE}", ""))
        except ValueError:
            raise ValueError(advice) from None
        if not low <= value <= high:
            raise ValueError(advice)
        return value

    return parse


def boolean(cell: str) -> bool:
    """Accept true or false, also as French people and their spreadsheets write them."""
    try:
        return _BOOLEANS[cell.lower()]
    except KeyError:
        raise ValueError("mettez « true » ou « false ».") from None


def words(cell: str) -> tuple[str, ...]:
    """Accept identifiers joined by ``+``, or nothing."""
    return tuple(word.strip() for word in cell.split("+") if word.strip())


def anything(cell: str) -> str:
    """Accept every cell."""
    return cell


def coordinate_fault(lon: float, lat: float) -> str | None:
    """Return the advice when a point (degrees WGS 84) is not in France, else ``None``."""
    if _in_france(lon, lat):
        return None
    if _in_france(lat, lon):
        return "la longitude et la latitude sont inversées ; échangez-les."
    return "ce point n’est pas en France ; mettez des degrés décimaux (WGS 84)."


def _in_france(lon: float, lat: float) -> bool:
    return any(
        west <= lon <= east and south <= lat <= north for west, south, east, north in _FRANCE
    )
