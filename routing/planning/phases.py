"""The steps of planning, as progress reports name them."""

from enum import StrEnum


class Phase(StrEnum):
    """In their order; a phase that has nothing to do is passed over."""

    ROADS = "roads"
    MODEL = "model"
    ROUNDS = "rounds"
    TEAMS = "teams"
    REPAIR = "repair"
    PROOF = "proof"
    SHARES = "shares"
    REASONS = "reasons"
    RIDES = "rides"
