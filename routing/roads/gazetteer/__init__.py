"""Places by name and address, offline: :class:`Gazetteer`.

>>> gazetteer = Gazetteer.load("roads.npz", communes=communes, contours="communes.geojson")
>>> gazetteer.find("12 av mistral brignoles").candidates[0].label
'Avenue Frédéric Mistral, Brignoles'
"""

from __future__ import annotations

from routing.roads.gazetteer.addresses import Addresses
from routing.roads.gazetteer.ban import read_addresses
from routing.roads.gazetteer.gazetteer import Gazetteer
from routing.roads.gazetteer.types import (
    Candidate,
    Certainty,
    CommuneName,
    Finding,
    GazetteerFileError,
    HouseNumber,
    Kind,
    NamedPoint,
)

__all__ = [
    "Addresses",
    "Candidate",
    "Certainty",
    "CommuneName",
    "Finding",
    "Gazetteer",
    "GazetteerFileError",
    "HouseNumber",
    "Kind",
    "NamedPoint",
    "read_addresses",
]
