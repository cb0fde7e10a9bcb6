"""A named tuple of arrays as a named tuple of pointers, for use inside compiled code.

Handing many arrays from one compiled function to the next costs more than what small functions
do, since every array is counted in and out; pointers are just numbers. Whoever makes the view
must hold the arrays for as long as it is used, and there are no shapes and no bounds.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


def _pointers(typingctx: Any, named: Any) -> Any:  # noqa: ARG001 - numba asks for the name
    """Return ``named`` with a pointer to its first entry in place of each array."""
    inner = [
        types.CPointer(kind.dtype)  # type: ignore[no-untyped-call]
        if isinstance(kind, types.Array)
        else kind
        for kind in named
    ]
    seen = types.NamedTuple(tuple(inner), named.instance_class)  # type: ignore[no-untyped-call]

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values = []
        for k, kind in enumerate(named):
            value = builder.extract_value(arguments[0], k)
            if isinstance(kind, types.Array):
                array = cgutils.create_struct_proxy(kind)  # type: ignore[no-untyped-call]
                value = array(context, builder, value=value).data
            values.append(value)
        return context.make_tuple(builder, signature.return_type, values)

    return seen(named), build


pointers: Any = intrinsic(_pointers)
