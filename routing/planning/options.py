"""How to search: what a person may set without changing what is asked."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_ITERATIONS = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOptions:
    """Search options.

    Parameters
    ----------
    seed
        Of every random choice; same seed and iterations, same plan.
    iterations
        Most iterations, each a tenth of a CP-SAT deterministic second; ``None`` for the
        default of 410.
    time_limit_s
        Most seconds by the clock; plans stopped by it may differ from run to run.
    gap
        Relative gap of the travel aim that is good enough to stop at.
    """

    seed: int = 1
    iterations: int | None = None
    time_limit_s: float | None = None
    gap: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**31:
            raise ValueError(f"seed must lie between 0 and 2**31 - 1, got {self.seed}")
        if self.iterations is not None and self.iterations < 1:
            raise ValueError(f"iterations must be at least 1, got {self.iterations}")
        if self.time_limit_s is not None and self.time_limit_s <= 0:
            raise ValueError(f"time_limit_s must be positive, got {self.time_limit_s}")
        if not 0 <= self.gap < 1:
            raise ValueError(f"gap must lie in [0, 1), got {self.gap}")
