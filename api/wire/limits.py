"""Bounds and usual values that fields and checks share; durations in seconds."""

from __future__ import annotations

MIN_SESSION_S, MAX_SESSION_S = 60, 12 * 3600
MAX_HANDLING_S = 6 * 3600
"""Longest set-up or packing of a session."""
MAX_HORIZON_DAYS = 366
DEFAULT_LEAVE_S, DEFAULT_RETURN_S = 7 * 3600, 20 * 3600
"""When a unit may leave and must be back, where the programme does not say."""
