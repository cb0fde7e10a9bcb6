"""Random numbers for compiled searches: SplitMix64, one uint64 of state in an array.

Source: Steele, Lea & Flood 2014, Fast splittable pseudorandom number generators
(10.1145/2660193.2660195).
"""

from __future__ import annotations

import numpy as np
from numba import njit

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / 9007199254740992.0


@njit(nogil=True, forceinline=True)
def next_u64(state):  # type: ignore[no-untyped-def]
    """Advance ``state`` (uint64[1]) and return 64 random bits."""
    state[0] += _STEP
    z = state[0]
    z = (z ^ (z >> _S30)) * _MIX_A
    z = (z ^ (z >> _S27)) * _MIX_B
    return z ^ (z >> _S31)


@njit(nogil=True, forceinline=True)
def uniform(state):  # type: ignore[no-untyped-def]
    """Return a float in [0, 1)."""
    return np.float64(next_u64(state) >> _S11) * _UNIT


@njit(nogil=True, forceinline=True)
def below(state, n):  # type: ignore[no-untyped-def]
    """Return an integer in [0, n), ``n`` at least 1."""
    return np.int64(uniform(state) * n)
