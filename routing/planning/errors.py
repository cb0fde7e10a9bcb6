"""What can be wrong with a question to the planner; messages say what to change."""


class PlanningError(Exception):
    """The programme cannot be planned as it stands; the message names record and remedy."""


class Cancelled(Exception):  # noqa: N818 - it is an outcome, not a fault
    """The person who asked for the plan took it back before a first plan existed."""
