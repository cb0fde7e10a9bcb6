"""The one mapping between the wire programme and the core programme."""

from __future__ import annotations

from api.wire import driver_map, request_map
from api.wire import programme_model as wire
from api.wire.place_lookup import PlaceLookup
from api.wire.place_map import plain
from api.wire.range_map import range_in, range_out, ranges_in, ranges_out
from routing.planning import programme as core


def to_core(model: wire.ProgrammeModel, lookup: PlaceLookup) -> core.Programme:
    """Return the core programme of a valid wire programme, its places looked up."""
    return core.Programme(
        name=model.name,
        title=model.title,
        headquarters=model.headquarters,
        horizon=range_in(model.horizon) if model.horizon else None,
        roles=tuple(_role_in(r) for r in model.roles),
        permanences=tuple(_permanence_in(p) for p in model.permanences),
        staff=tuple(_staff_in(s) for s in model.staff),
        units=tuple(_unit_in(u) for u in model.units),
        past=tuple(_past_in(p) for p in model.past),
        rules=_rules_in(model.rules),
        public_holidays_open=model.public_holidays_open,
        events=tuple(request_map.event_in(e, lookup) for e in model.events),
        cars=tuple(driver_map.car_in(c) for c in model.cars),
        drivers=tuple(driver_map.driver_in(d, lookup) for d in model.drivers),
        requests=tuple(r for m in model.requests for r in request_map.requests_in(m, lookup)),
    )


def from_core(programme: core.Programme) -> wire.ProgrammeModel:
    """Return the wire programme of a core programme."""
    return wire.ProgrammeModel.model_construct(
        name=programme.name,
        title=programme.title,
        headquarters=programme.headquarters,
        horizon=range_out(programme.horizon) if programme.horizon else None,
        roles=tuple(_role_out(r) for r in programme.roles),
        permanences=tuple(_permanence_out(p) for p in programme.permanences),
        staff=tuple(_staff_out(s) for s in programme.staff),
        units=tuple(_unit_out(u) for u in programme.units),
        past=tuple(_past_out(p) for p in programme.past),
        rules=_rules_out(programme.rules),
        public_holidays_open=programme.public_holidays_open,
        events=tuple(request_map.event_out(e) for e in programme.events),
        cars=tuple(driver_map.car_out(c) for c in programme.cars),
        drivers=tuple(driver_map.driver_out(d) for d in programme.drivers),
        requests=tuple(request_map.request_out(r) for r in programme.requests),
    )


def _frequency_in(model: wire.FrequencyModel) -> core.Frequency:
    match model:
        case wire.EveryWeeksModel():
            return core.EveryWeeks(weeks=model.weeks, anchor=model.anchor)
        case wire.PerMonthModel():
            return core.PerMonth(times=model.times)
        case wire.NthWeekdayModel():
            return core.NthWeekday(nth=model.nth, weekday=model.weekday)
        case wire.OnDatesModel():
            return core.OnDates(dates=model.dates)


def _frequency_out(frequency: core.Frequency) -> wire.FrequencyModel:
    match frequency:
        case core.EveryWeeks():
            return wire.EveryWeeksModel.model_construct(
                kind="every_weeks", weeks=frequency.weeks, anchor=frequency.anchor
            )
        case core.PerMonth():
            return wire.PerMonthModel.model_construct(kind="per_month", times=frequency.times)
        case core.NthWeekday():
            return wire.NthWeekdayModel.model_construct(
                kind="nth_weekday", nth=frequency.nth, weekday=frequency.weekday
            )
        case core.OnDates():
            return wire.OnDatesModel.model_construct(kind="on_dates", dates=frequency.dates)


def _opening_in(model: wire.OpeningModel) -> core.Opening:
    return core.Opening(
        weekday=model.weekday,
        half_day=model.half_day,
        start_s=model.start,
        latest_start_s=model.start if model.latest_start is None else model.latest_start,
        preference=model.preference,
    )


def _opening_out(opening: core.Opening) -> wire.OpeningModel:
    on_the_hour = opening.latest_start_s == opening.start_s
    return wire.OpeningModel.model_construct(
        weekday=opening.weekday,
        half_day=opening.half_day,
        start=opening.start_s,
        latest_start=None if on_the_hour else opening.latest_start_s,
        preference=opening.preference,
    )


def _permanence_in(model: wire.PermanenceModel) -> core.Permanence:
    return core.Permanence(
        id=model.id,
        name=model.name,
        site=model.site,
        frequency=_frequency_in(model.frequency),
        openings=tuple(_opening_in(o) for o in model.openings),
        duration_s=model.duration,
        setup_s=model.setup,
        packing_s=model.packing,
        roles=tuple(
            core.RoleNeed(role=r.role, count=r.count, optional=r.optional) for r in model.roles
        ),
        unit_required=model.unit_required,
        priority=model.priority,
        min_gap_days=model.min_gap_days,
        max_gap_days=model.max_gap_days,
        closed=ranges_in(model.closed),
        closed_in_school_holidays=model.closed_in_school_holidays,
        cancelled=model.cancelled,
    )


def _permanence_out(permanence: core.Permanence) -> wire.PermanenceModel:
    return wire.PermanenceModel.model_construct(
        id=permanence.id,
        name=permanence.name,
        site=permanence.site,
        frequency=_frequency_out(permanence.frequency),
        openings=tuple(_opening_out(o) for o in permanence.openings),
        duration=permanence.duration_s,
        setup=permanence.setup_s,
        packing=permanence.packing_s,
        roles=tuple(
            wire.RoleNeedModel.model_construct(role=r.role, count=r.count, optional=r.optional)
            for r in permanence.roles
        ),
        unit_required=permanence.unit_required,
        priority=permanence.priority,
        min_gap_days=permanence.min_gap_days,
        max_gap_days=permanence.max_gap_days,
        closed=ranges_out(permanence.closed),
        closed_in_school_holidays=permanence.closed_in_school_holidays,
        cancelled=permanence.cancelled,
    )


def _role_in(model: wire.RoleModel) -> core.Role:
    return core.Role(
        id=model.id, label=model.label, authorised_sites_only=model.authorised_sites_only
    )


def _role_out(role: core.Role) -> wire.RoleModel:
    return wire.RoleModel.model_construct(
        id=role.id, label=role.label, authorised_sites_only=role.authorised_sites_only
    )


def _staff_in(model: wire.StaffModel) -> core.StaffMember:
    allowed = model.sites_allowed
    return core.StaffMember(
        id=model.id,
        label=model.label,
        roles=model.roles,
        kind=model.kind,
        availability=frozenset(
            (weekday, half) for weekday, halves in model.availability.items() for half in halves
        ),
        absences=ranges_in(model.absences),
        extra_days=model.extra_days,
        contract_s_per_week=model.contract_per_week,
        max_half_days_per_week=model.max_half_days_per_week,
        max_half_days_per_month=model.max_half_days_per_month,
        sites_allowed=None if allowed is None else frozenset(allowed),
        sites_refused=frozenset(model.sites_refused),
        authorised_sites=frozenset(model.authorised_sites),
        may_drive_unit=model.may_drive_unit,
        joins=model.joins,
        home=core.Home(lon=model.home.lon, lat=model.home.lat) if model.home else None,
    )


def _staff_out(member: core.StaffMember) -> wire.StaffModel:
    allowed = member.sites_allowed
    week = sorted({weekday for weekday, _ in member.availability})
    return wire.StaffModel.model_construct(
        id=member.id,
        label=member.label,
        roles=member.roles,
        kind=member.kind,
        availability={
            day: tuple(half for half in core.HalfDay if (day, half) in member.availability)
            for day in week
        },
        absences=ranges_out(member.absences),
        extra_days=member.extra_days,
        contract_per_week=member.contract_s_per_week,
        max_half_days_per_week=member.max_half_days_per_week,
        max_half_days_per_month=member.max_half_days_per_month,
        sites_allowed=None if allowed is None else tuple(sorted(allowed)),
        sites_refused=tuple(sorted(member.sites_refused)),
        authorised_sites=tuple(sorted(member.authorised_sites)),
        may_drive_unit=member.may_drive_unit,
        joins=member.joins,
        home=(
            wire.HomeModel.model_construct(lon=plain(member.home.lon), lat=plain(member.home.lat))
            if member.home
            else None
        ),
    )


def _unit_in(model: wire.UnitModel) -> core.Unit:
    return core.Unit(
        id=model.id,
        label=model.label,
        depot=model.depot,
        seats=model.seats,
        leave_s=model.leave,
        return_s=model.return_,
        maintenance=ranges_in(model.maintenance),
        is_car=model.is_car,
    )


def _unit_out(unit: core.Unit) -> wire.UnitModel:
    return wire.UnitModel.model_construct(
        id=unit.id,
        label=unit.label,
        depot=unit.depot,
        seats=unit.seats,
        leave=unit.leave_s,
        return_=unit.return_s,
        maintenance=ranges_out(unit.maintenance),
        is_car=unit.is_car,
    )


def _past_in(model: wire.PastSessionModel) -> core.PastSession:
    return core.PastSession(
        permanence=model.permanence,
        date=model.date,
        half_day=model.half_day,
        team=tuple(core.PastDuty(staff=d.staff, role=d.role, work_s=d.work) for d in model.team),
    )


def _past_out(session: core.PastSession) -> wire.PastSessionModel:
    return wire.PastSessionModel.model_construct(
        permanence=session.permanence,
        date=session.date,
        half_day=session.half_day,
        team=tuple(
            wire.PastDutyModel.model_construct(staff=d.staff, role=d.role, work=d.work_s)
            for d in session.team
        ),
    )


def _rules_in(model: wire.RulesModel) -> core.WorkingTimeRules:
    return core.WorkingTimeRules(
        max_day_s=model.max_day,
        break_after_s=model.break_after,
        break_s=model.break_,
        daily_rest_s=model.daily_rest,
        max_week_s=model.max_week,
        max_days_per_week=model.max_days_per_week,
        sunday_work=model.sunday_work,
        lunch_s=model.lunch,
        bind_volunteers=model.bind_volunteers,
    )


def _rules_out(rules: core.WorkingTimeRules) -> wire.RulesModel:
    return wire.RulesModel.model_construct(
        max_day=rules.max_day_s,
        break_after=rules.break_after_s,
        break_=rules.break_s,
        daily_rest=rules.daily_rest_s,
        max_week=rules.max_week_s,
        max_days_per_week=rules.max_days_per_week,
        sunday_work=rules.sunday_work,
        lunch=rules.lunch_s,
        bind_volunteers=rules.bind_volunteers,
    )
