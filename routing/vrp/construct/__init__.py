"""Routes by OR-Tools' routing library, for any instance as far as it can express it."""

from __future__ import annotations

from routing.vrp.construct.relaxed import relaxed
from routing.vrp.construct.routes import routing_orders

__all__ = ["relaxed", "routing_orders"]
