"""How the inner functions of the compiled search are compiled: never called from Python."""

from __future__ import annotations

from functools import partial

from numba import njit

# no door from Python: each would be compiled for every function, and none is used
inner = partial(
    njit, nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
)()
inlined = partial(
    njit,
    nogil=True,
    error_model="numpy",
    no_cpython_wrapper=True,
    no_cfunc_wrapper=True,
    forceinline=True,
)()
