"""Bounds and usual values that fields and checks share; durations in seconds."""

from __future__ import annotations

MIN_SESSION_S, MAX_SESSION_S = 60, 12 * 3600
MAX_HANDLING_S = 6 * 3600
"""Longest set-up or packing of a session."""
MAX_HORIZON_DAYS = 366
MAX_BOARDING_S = 3600
MAX_VERY_LONG_S = 9999 * 3600
"""Most hours of a month or of several: four digits, as ISO durations are read here."""
DEFAULT_LEAVE_S, DEFAULT_RETURN_S = 7 * 3600, 20 * 3600
"""When a unit may leave and must be back, where the programme does not say."""
DEFAULT_BOARDING_S = 120
DEFAULT_EARLY_S = (10 * 60, 30 * 60)
"""Least and most time before an appointment at which to be at the door."""
