"""Pauses in rounds and rides, on the wire and in the core."""

from __future__ import annotations

from datetime import date, tzinfo

from pydantic import Field

from api.wire.fields import Moment, WireModel
from api.wire.plan_times import seconds_of
from routing.planning.dates import moment_of
from routing.planning.plans import Pause


class PauseModel(WireModel):
    """Une pause des personnes à bord."""

    start: Moment = Field(description="Début.", examples=["2027-01-05T12:20:00+01:00"])
    end: Moment = Field(description="Fin.", examples=["2027-01-05T13:05:00+01:00"])


def pauses_in(models: tuple[PauseModel, ...], day: date, zone: tzinfo) -> tuple[Pause, ...]:
    """Return core pauses, in seconds after midnight of ``day``."""
    return tuple(
        Pause(start_s=seconds_of(day, p.start, zone), end_s=seconds_of(day, p.end, zone))
        for p in models
    )


def pauses_out(pauses: tuple[Pause, ...], day: date, zone: tzinfo) -> tuple[PauseModel, ...]:
    """Return wire pauses, in the time zone."""
    return tuple(
        PauseModel.model_construct(
            start=moment_of(day, p.start_s, zone), end=moment_of(day, p.end_s, zone)
        )
        for p in pauses
    )
