"""How functions that only compiled code calls are compiled: with no door from Python.

Doors would be compiled for every function, and none is used.
"""

from __future__ import annotations

from typing import Any

from numba import njit

_INSIDE: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
inner = njit(nogil=True, error_model="numpy", **_INSIDE)
once = njit(nogil=True, error_model="numpy", inline="always", **_INSIDE)
"""For functions called in one place: written there, as every level of calls is compiled anew."""
leaf = njit(nogil=True, error_model="numpy", forceinline=True, **_INSIDE)
"""For small functions."""
