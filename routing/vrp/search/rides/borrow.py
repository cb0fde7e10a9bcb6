"""Arrays without reference counts, for compiled code that makes many views of them."""

from __future__ import annotations

from typing import Any

from numba.core import cgutils
from numba.extending import intrinsic


def _borrow(typing_context: Any, record: Any) -> Any:
    """Return the named tuple of arrays again, its arrays not counting who uses them.

    Counting is atomic and cost more than the work on a short row. The caller keeps the arrays
    alive. Not for arrays of Python objects.
    """
    del typing_context
    null: Any = cgutils.get_null_value

    def generate(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        value = arguments[0]
        for position, kind in enumerate(record.types):
            item = builder.extract_value(value, position)
            array = context.make_array(kind)(context, builder, item)
            array.meminfo = null(array.meminfo.type)
            array.parent = null(array.parent.type)
            value = builder.insert_value(value, array._getvalue(), position)
        return value

    return record(record), generate


borrow: Any = intrinsic(_borrow)
