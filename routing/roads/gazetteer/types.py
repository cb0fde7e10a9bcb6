"""What the gazetteer is told and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from routing.roads.types import Place, RoadError


class Kind(StrEnum):
    """What a candidate is."""

    ADDRESS = "address"
    STREET = "street"
    PLACE = "place"
    COMMUNE = "commune"
    SITE = "site"
    VENUE = "venue"


class HouseNumber(StrEnum):
    """How well the house number that was asked for is placed."""

    EXACT = "exact"
    INTERPOLATED = "interpolated"
    """Between two known numbers of the street, or at the number without its bis or letter."""
    UNKNOWN = "unknown"
    """The point is on the street, no more."""


class Certainty(StrEnum):
    """Whether the first candidate can be taken without asking."""

    CERTAIN = "certain"
    AMBIGUOUS = "ambiguous"
    """Another place is nearly as good, or the best is far from what was asked."""
    UNKNOWN = "unknown"
    """Nothing is near what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneName:
    """A municipality that addresses may name; ``lon``/``lat`` are degrees at its mairie.

    An empty ``insee`` marks a town outside the territory: it has no contour, and lends its name
    to the streets to which it is nearest.
    """

    insee: str
    name: str
    postal_codes: tuple[str, ...] = ()
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPoint:
    """A point that people know by name: a lieu-dit, a site, a venue.

    Parameters
    ----------
    lon, lat
        Degrees, WGS 84.
    insee, commune
        Where it lies; found by the contours where both are empty.
    id
        What programs call it; may be empty. It is understood in queries too.
    aliases
        Other names of the same point.
    """

    name: str
    lon: float
    lat: float
    kind: Kind = Kind.PLACE
    insee: str = ""
    commune: str = ""
    id: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that may be the one asked for.

    Parameters
    ----------
    score
        0 to 1; 1 is what was asked, letter by letter.
    label
        For people: « Avenue Frédéric Mistral, Brignoles ».
    insee, commune
        Where it lies. Outside the known communes ``insee`` is empty and ``commune`` the
        nearest town or village, or empty.
    lon, lat
        Degrees, WGS 84; for a street, a point on it.
    number
        What became of the house number; ``None`` when none was asked for.
    id
        Id of the site or venue, INSEE code of the commune; empty for all else.
    """

    kind: Kind
    score: float
    label: str
    name: str
    insee: str
    commune: str
    lon: float
    lat: float
    number: HouseNumber | None = None
    id: str = ""

    def place(self, place_id: str = "") -> Place:
        """Return the candidate as a place for `RoadNetwork`."""
        made = place_id or self.id or self.label
        return Place(id=made, lon=self.lon, lat=self.lat, label=self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to one query: candidates, the best first, and whether the first will do."""

    certainty: Certainty
    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate | None:
        """The first candidate where it is certain, otherwise ``None``."""
        return self.candidates[0] if self.certainty is Certainty.CERTAIN else None


class GazetteerFileError(RoadError):
    """A file of names or addresses cannot be used; the message says where and what to change."""
