"""The best choice among routes: all of a small day's, or those that searches have met."""

from routing.vrp.partition.master import Choice, Effort, partition

__all__ = ["Choice", "Effort", "partition"]
