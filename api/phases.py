"""The phases of making a plan in French, and how far along each of them is."""

from __future__ import annotations

from routing.planning.phases import Phase
from routing.sentence import say

CHECK = "check"
DRAW = "map"

PHASES = {
    Phase.ROADS: say("Mesure des routes"),
    Phase.MODEL: say("Mise en équation"),
    Phase.ROUNDS: say("Dates et tournées"),
    Phase.TEAMS: say("Équipes"),
    Phase.REPAIR: say("Ajustements"),
    Phase.PROOF: say("Preuve"),
    Phase.SHARES: say("Parts équitables"),
    Phase.REASONS: say("Raisons de ce qui manque"),
    Phase.RIDES: say("Trajets"),
    CHECK: say("Vérification"),
    DRAW: say("Carte et feuilles"),
}
"""Phases in their order, as ``progress`` of :func:`routing.planning.plan` names them."""


def overall(phase: str, share: float) -> float:
    """Return the share of all phases that is done, 0 to 1, for one bar over the whole."""
    names = [str(name) for name in PHASES]
    if phase not in names:
        return 0.0
    return (names.index(phase) + min(max(share, 0.0), 1.0)) / len(names)
