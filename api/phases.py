"""The phases of making a plan in French, and how far along each of them is."""

from __future__ import annotations

from routing.planning.phases import Phase

CHECK = "check"
DRAW = "map"

PHASES = {
    Phase.ROADS: "Mesure des routes",
    Phase.MODEL: "Mise en équation",
    Phase.ROUNDS: "Dates et tournées",
    Phase.TEAMS: "Équipes",
    Phase.REPAIR: "Ajustements",
    Phase.PROOF: "Preuve",
    Phase.SHARES: "Parts équitables",
    Phase.REASONS: "Raisons de ce qui manque",
    Phase.RIDES: "Trajets",
    CHECK: "Vérification",
    DRAW: "Carte et feuilles",
}
"""Phases in their order, as ``progress`` of :func:`routing.planning.plan` names them."""


def overall(phase: str, share: float) -> float:
    """Return the share of all phases that is done, 0 to 1, for one bar over the whole."""
    names = [str(name) for name in PHASES]
    if phase not in names:
        return 0.0
    return (names.index(phase) + min(max(share, 0.0), 1.0)) / len(names)
