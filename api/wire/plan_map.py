"""The one mapping between the wire plan and the core plan."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from api.wire import plan_model as wire
from api.wire.pause_model import pauses_in, pauses_out
from api.wire.plan_times import seconds_of
from api.wire.range_map import range_in, range_out
from api.wire.ride_plan_map import ride_in, ride_out, unserved_in, unserved_out
from api.wire.sentences import sentences_in, sentences_out
from routing.planning.dates import moment_of
from routing.planning.plans import (
    AimReport,
    Duty,
    Plan,
    Reason,
    Remark,
    Round,
    RoundStop,
    SolverReport,
    Unassigned,
)

_Value = TypeVar("_Value")


def to_core(model: wire.PlanModel) -> Plan:
    """Return the core plan of a valid wire plan."""
    zone = ZoneInfo(model.timezone)
    said = sentences_in(model.sentences)
    return Plan(
        programme=model.programme,
        title=model.title,
        programme_digest=model.programme_digest,
        territory=model.territory,
        horizon=range_in(model.horizon),
        rounds=tuple(_round_in(r, zone) for r in model.rounds),
        unassigned=tuple(_unassigned_in(u, said) for u in model.unassigned),
        remarks=tuple(_remark_in(w, said) for w in model.warnings),
        indicators=dict(model.indicators),
        solver=_solver_in(model.solver),
        generated_at=model.generated_at,
        options=dict(model.options),
        rides=tuple(ride_in(r, zone) for r in model.rides),
        unserved=tuple(unserved_in(u, said) for u in model.unserved),
    )


def from_core(plan: Plan, zone: ZoneInfo) -> wire.PlanModel:
    """Return the wire plan of a core plan, its times in ``zone``.

    Raises
    ------
    ValueError
        When ``generated_at`` has no time zone.
    """
    return wire.PlanModel.model_construct(
        programme=plan.programme,
        title=plan.title,
        programme_digest=plan.programme_digest,
        territory=plan.territory,
        timezone=zone.key,
        horizon=range_out(plan.horizon),
        generated_at=_local(plan.generated_at, zone),
        options=_sorted(plan.options),
        rounds=tuple(_round_out(r, zone) for r in plan.rounds),
        unassigned=tuple(_unassigned_out(u) for u in plan.unassigned),
        rides=tuple(ride_out(r, zone) for r in plan.rides),
        unserved=tuple(unserved_out(u) for u in plan.unserved),
        warnings=tuple(
            wire.WarningModel.model_construct(code=r.code, id=r.id, message=r.message)
            for r in plan.remarks
        ),
        indicators={key: _number(value) for key, value in _sorted(plan.indicators).items()},
        solver=_solver_out(plan.solver),
        sentences=sentences_out(_texts(plan)),
    )


def _texts(plan: Plan) -> Iterator[str]:
    """Yield what a plan says to people, in the order of its document."""
    for session in plan.unassigned:
        yield from (reason.message for reason in session.reasons)
    for request in plan.unserved:
        yield from (reason.message for reason in request.reasons)
        yield from (change.message for change in request.changes)
    yield from (remark.message for remark in plan.remarks)


def _sorted(mapping: Mapping[str, _Value]) -> dict[str, _Value]:
    return {key: mapping[key] for key in sorted(mapping)}


def _number(value: float) -> int | float:
    """Turn number types of other libraries into Python's own."""
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return float(value)


def _local(moment: datetime | None, zone: tzinfo) -> datetime | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("generated_at needs a time zone")
    return moment.astimezone(zone)


def _round_in(model: wire.RoundModel, zone: tzinfo) -> Round:
    day = model.date
    return Round(
        id=model.id,
        date=day,
        unit=model.unit,
        depart_s=seconds_of(day, model.depart, zone),
        return_s=seconds_of(day, model.return_, zone),
        distance_m=model.distance_m,
        driving_s=model.driving_s,
        stops=tuple(_stop_in(s, day, zone) for s in model.stops),
        team=tuple(_duty_in(d, day, zone) for d in model.team),
        pauses=pauses_in(model.pauses, day, zone),
    )


def _round_out(tour: Round, zone: tzinfo) -> wire.RoundModel:
    day = tour.date
    return wire.RoundModel.model_construct(
        id=tour.id,
        date=day,
        unit=tour.unit,
        team=tuple(_duty_out(d, day, zone) for d in tour.team),
        depart=moment_of(day, tour.depart_s, zone),
        return_=moment_of(day, tour.return_s, zone),
        distance_m=tour.distance_m,
        duration_s=tour.duration_s,
        driving_s=tour.driving_s,
        pauses=pauses_out(tour.pauses, day, zone),
        stops=tuple(_stop_out(s, day, zone) for s in tour.stops),
    )


def _stop_in(model: wire.StopModel, day: date, zone: tzinfo) -> RoundStop:
    return RoundStop(
        permanence=model.permanence,
        site=model.site,
        half_day=model.half_day,
        arrive_s=seconds_of(day, model.arrive, zone),
        start_s=seconds_of(day, model.start, zone),
        end_s=seconds_of(day, model.end, zone),
        depart_s=seconds_of(day, model.depart, zone),
        distance_m=model.distance_m,
        travel_s=model.travel_s,
    )


def _stop_out(stop: RoundStop, day: date, zone: tzinfo) -> wire.StopModel:
    return wire.StopModel.model_construct(
        permanence=stop.permanence,
        site=stop.site,
        half_day=stop.half_day,
        arrive=moment_of(day, stop.arrive_s, zone),
        start=moment_of(day, stop.start_s, zone),
        end=moment_of(day, stop.end_s, zone),
        depart=moment_of(day, stop.depart_s, zone),
        distance_m=stop.distance_m,
        travel_s=stop.travel_s,
    )


def _duty_in(model: wire.DutyModel, day: date, zone: tzinfo) -> Duty:
    return Duty(
        staff=model.staff,
        role=model.role,
        joins=model.joins,
        permanences=model.permanences,
        depart_s=seconds_of(day, model.depart, zone),
        return_s=seconds_of(day, model.return_, zone),
    )


def _duty_out(duty: Duty, day: date, zone: tzinfo) -> wire.DutyModel:
    return wire.DutyModel.model_construct(
        staff=duty.staff,
        role=duty.role,
        joins=duty.joins,
        permanences=duty.permanences,
        depart=moment_of(day, duty.depart_s, zone),
        return_=moment_of(day, duty.return_s, zone),
    )


def _remark_in(model: wire.WarningModel, said: Mapping[str, str]) -> Remark:
    return Remark(code=model.code, id=model.id, message=said.get(model.message, model.message))


def _unassigned_in(model: wire.UnassignedModel, said: Mapping[str, str]) -> Unassigned:
    return Unassigned(
        kind=model.kind,
        id=model.id,
        due=range_in(model.due),
        reasons=tuple(
            Reason(code=r.code, message=said.get(r.message, r.message)) for r in model.reasons
        ),
    )


def _unassigned_out(record: Unassigned) -> wire.UnassignedModel:
    return wire.UnassignedModel.model_construct(
        kind=record.kind,
        id=record.id,
        due=range_out(record.due),
        reasons=tuple(
            wire.ReasonModel.model_construct(code=r.code, message=r.message) for r in record.reasons
        ),
    )


def _gap_in(gap: float | None) -> float:
    return math.inf if gap is None else gap


def _gap_out(gap: float) -> float | None:
    """Write an infinite gap as null, which JSON can hold."""
    return None if math.isinf(gap) else float(gap)


def _solver_in(model: wire.SolverModel) -> SolverReport:
    return SolverReport(
        seed=model.seed,
        iterations=model.iterations,
        cost=model.cost,
        bound=model.bound,
        gap=_gap_in(model.gap),
        wall_s=model.wall_s,
        aims=tuple(
            AimReport(aim=a.aim, cost=a.cost, bound=a.bound, gap=_gap_in(a.gap)) for a in model.aims
        ),
        versions=dict(model.versions),
        stopped_by=model.stopped_by,
    )


def _solver_out(solver: SolverReport) -> wire.SolverModel:
    return wire.SolverModel.model_construct(
        seed=solver.seed,
        iterations=solver.iterations,
        cost=solver.cost,
        bound=solver.bound,
        gap=_gap_out(solver.gap),
        wall_s=None if solver.wall_s is None else float(solver.wall_s),
        aims=tuple(
            wire.AimModel.model_construct(
                aim=a.aim, cost=a.cost, bound=a.bound, gap=_gap_out(a.gap)
            )
            for a in solver.aims
        ),
        versions=_sorted(solver.versions),
        stopped_by=solver.stopped_by,
    )
