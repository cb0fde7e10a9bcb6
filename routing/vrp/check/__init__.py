"""An independent check of any answer against its instance.

Nothing here is shared with the search: the rules are written a second time, from the
definitions of the model, so that a mistake on one side shows on the other. ``rules`` holds one
small file a rule; ``scheduling`` times a given order exactly, and ``orders`` checks answers
given as orders only, as the literature does.
"""

from __future__ import annotations

from routing.vrp.check.orders import check_orders
from routing.vrp.check.verdict import check
from routing.vrp.check.violation import Violation

__all__ = ["Violation", "check", "check_orders"]
