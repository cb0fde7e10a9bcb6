"""Months of ride requests and volunteers that are made up, but could be real.

They are drawn from a territory's facts with a seed: who lives far from care asks more, who lives
where drives from there. Nobody in them exists. :func:`generate` is the recipe.
"""

from __future__ import annotations

from routing.planning.generated.doors import Doors, doors_of
from routing.planning.generated.recipe import Wanted, generate
from routing.planning.generated.shares import Shares

__all__ = ["Doors", "Shares", "Wanted", "doors_of", "generate"]
