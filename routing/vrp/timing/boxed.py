"""A named tuple of arrays and numbers as one pointer, for use inside compiled code.

Numba counts every array in and out of every function, and hands each over as seven numbers or
more: with some sixty arrays that took most of the time, of compiling and of running. Here they
are laid side by side once, on the stack of the function called from Python, and what is handed on
is where. ``box.name`` is then a *view*: a pointer and a shape; it is read and written by as many
whole numbers as it has dimensions, or by fewer for a view of a row. There are no bounds, negative
numbers do not count from the end, and whoever calls keeps the arrays alive. Plain numbers of the
tuple are read from the box as they were when it was made.
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import extending
from numba.core import cgutils, types
from numba.core.typing import templates

# numba is not annotated throughout
emit: Any = cgutils
kinds: Any = types
extend: Any = extending
typing: Any = templates


class View(kinds.Type):  # type: ignore[misc]
    """Numba's type of an array in C order that is not counted."""

    def __init__(self, dtype: Any, ndim: int) -> None:
        self.dtype, self.ndim = dtype, ndim
        super().__init__(name=f"View({dtype}, {ndim})")


class Box(kinds.Type):  # type: ignore[misc]
    """Numba's type of a pointer to what a named tuple holds: views of arrays, and numbers."""

    def __init__(self, named: Any) -> None:
        self.fields = {
            field: View(kind.dtype, kind.ndim) if isinstance(kind, kinds.Array) else kind
            for field, kind in zip(named.fields, named.types, strict=True)
        }
        super().__init__(name=f"Box({named.instance_class.__name__}, {[*self.fields.values()]})")


@extend.register_model(View)
class _ViewModel(extend.models.StructModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: View) -> None:
        shape = kinds.UniTuple(kinds.intp, kind.ndim)
        super().__init__(manager, kind, [("data", kinds.CPointer(kind.dtype)), ("shape", shape)])


def _layout(context: Any, box: Box) -> Any:
    """Return how the fields lie in memory: a pointer and the shape of each view, or a number."""
    parts: list[Any] = []
    for field in box.fields.values():
        if isinstance(field, View):
            parts.append(context.get_value_type(kinds.CPointer(field.dtype)))
            parts += [context.get_value_type(kinds.intp)] * field.ndim
        else:
            parts.append(context.get_value_type(field))
    return ir.LiteralStructType(parts)


@extend.register_model(Box)
class _BoxModel(extend.models.OpaqueModel):  # type: ignore[misc]
    """A pointer to anything."""


def _boxed(typingctx: Any, named: Any) -> Any:
    """Return what ``named`` holds as a :class:`Box`, valid until the caller returns."""
    del typingctx
    if any(isinstance(kind, kinds.Array) and kind.layout != "C" for kind in named.types):
        return None
    box = Box(named)

    def build(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        block = emit.alloca_once(builder, _layout(context, box))
        at = 0
        for position, kind in enumerate(named.types):
            value = builder.extract_value(arguments[0], position)
            parts = (value,)
            if isinstance(kind, kinds.Array):
                array = context.make_array(kind)(context, builder, value)
                parts = (array.data, *emit.unpack_tuple(builder, array.shape))
            for part in parts:
                builder.store(part, emit.gep_inbounds(builder, block, 0, at))
                at += 1
        return builder.bitcast(block, context.get_value_type(box))

    return box(named), build


boxed: Any = extend.intrinsic(_boxed)


@extend.infer_getattr
class _BoxFields(typing.AttributeTemplate):  # type: ignore[misc]
    key = Box

    def generic_resolve(self, box: Box, field: str) -> Any:
        return box.fields.get(field)


@extend.lower_getattr_generic(Box)  # type: ignore[untyped-decorator]
def _field(context: Any, builder: Any, box: Box, value: Any, field: str) -> Any:
    at = 0
    for name, kind in box.fields.items():
        if name == field:
            break
        at += 1 + kind.ndim if isinstance(kind, View) else 1
    block = builder.bitcast(value, _layout(context, box).as_pointer())
    if not isinstance(kind, View):
        return builder.load(emit.gep_inbounds(builder, block, 0, at))
    parts = [
        builder.load(emit.gep_inbounds(builder, block, 0, at + part))
        for part in range(1 + kind.ndim)
    ]
    answer = emit.create_struct_proxy(kind)(context, builder)
    answer.data = parts[0]
    answer.shape = emit.pack_array(builder, parts[1:])
    return answer._getvalue()


@extend.infer_getattr
class _ViewFields(typing.AttributeTemplate):  # type: ignore[misc]
    key = View

    def resolve_shape(self, view: View) -> Any:
        return kinds.UniTuple(kinds.intp, view.ndim)


@extend.lower_getattr(View, "shape")  # type: ignore[untyped-decorator]
def _shape(context: Any, builder: Any, view: View, value: Any) -> Any:
    return emit.create_struct_proxy(view)(context, builder, value=value).shape


def _indices(index: Any) -> Any:
    """Return the type of an index made of whole numbers, with how many there are; or ``None``."""
    if isinstance(index, kinds.Integer):
        return kinds.intp, 1
    if isinstance(index, kinds.BaseTuple) and all(isinstance(k, kinds.Integer) for k in index):
        return kinds.UniTuple(kinds.intp, len(index)), len(index)
    return None


@typing.infer_global(operator.getitem)
class _Read(typing.AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        del kws
        view, index = args
        found = _indices(index) if isinstance(view, View) else None
        if found is None or found[1] > view.ndim:
            return None
        left = view.ndim - found[1]
        return typing.signature(View(view.dtype, left) if left else view.dtype, view, found[0])


@typing.infer_global(operator.setitem)
class _Write(typing.AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        del kws
        view, index, _ = args
        found = _indices(index) if isinstance(view, View) else None
        if found is None or found[1] != view.ndim:
            return None
        return typing.signature(kinds.none, view, found[0], view.dtype)


def _at(context: Any, builder: Any, view: View, value: Any, index: Any) -> Any:
    """Return the pointer to an entry, or to the first of a row, and the shape of the row."""
    struct = emit.create_struct_proxy(view)(context, builder, value=value)
    shape = emit.unpack_tuple(builder, struct.shape)
    numbers = emit.unpack_tuple(builder, index) if isinstance(index.type, ir.ArrayType) else [index]
    offset = numbers[0]
    for number, long in zip(numbers[1:], shape[1:], strict=False):
        offset = builder.add(builder.mul(offset, long, flags=["nsw"]), number, flags=["nsw"])
    for long in shape[len(numbers) :]:
        offset = builder.mul(offset, long, flags=["nsw"])
    return builder.gep(struct.data, [offset], inbounds=True), shape[len(numbers) :]


@extend.lower_builtin(operator.getitem, View, kinds.Integer)  # type: ignore[untyped-decorator]
@extend.lower_builtin(operator.getitem, View, kinds.BaseTuple)  # type: ignore[untyped-decorator]
def _read(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
    view = sig.args[0]
    pointer, shape = _at(context, builder, view, *arguments)
    if not isinstance(sig.return_type, View):
        return context.unpack_value(builder, view.dtype, pointer)
    row = emit.create_struct_proxy(sig.return_type)(context, builder)
    row.data = pointer
    row.shape = emit.pack_array(builder, shape)
    return row._getvalue()


@extend.lower_builtin(operator.setitem, View, kinds.Integer, kinds.Any)  # type: ignore[untyped-decorator]
@extend.lower_builtin(operator.setitem, View, kinds.BaseTuple, kinds.Any)  # type: ignore[untyped-decorator]
def _write(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
    view, _, _ = sig.args
    pointer, _ = _at(context, builder, view, *arguments[:2])
    context.pack_value(builder, view.dtype, arguments[2], pointer)
    return context.get_dummy_value()
