"""Ranges of dates between the wire and the core."""

from __future__ import annotations

from api.wire.range_model import RangeModel
from routing.planning.dates import DateRange


def range_in(model: RangeModel) -> DateRange:
    """Return the core range of a wire range."""
    return DateRange(model.first, model.last, model.label)


def range_out(dates: DateRange) -> RangeModel:
    """Return the wire range of a core range."""
    return RangeModel.model_construct(first=dates.first, last=dates.last, label=dates.label)


def ranges_in(models: tuple[RangeModel, ...]) -> tuple[DateRange, ...]:
    """Return the core ranges of wire ranges."""
    return tuple(range_in(model) for model in models)


def ranges_out(ranges: tuple[DateRange, ...]) -> tuple[RangeModel, ...]:
    """Return the wire ranges of core ranges."""
    return tuple(range_out(dates) for dates in ranges)
