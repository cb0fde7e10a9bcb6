from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from maps import PlanMismatchError
from maps.views import round_views
from routing.planning.programme import RoleNeed


def views(sample):
    return round_views(sample.plan, sample.programme, sample.territory)


def test_rounds_are_named_by_day_with_letters_where_needed(sample):
    assert [view.code for view in views(sample)] == ["1A", "1B", "3", "17"]


def test_codes_say_the_month_when_there_are_two(sample, made):
    later = made.make_round(date(2027, 1, 4), 1, [1], sample.programme, sample.network)
    plan = replace(sample.plan, rounds=(*sample.plan.rounds, later))
    codes = [v.code for v in round_views(plan, sample.programme, sample.territory)]
    assert codes == ["1/12A", "1/12B", "3/12", "17/12", "4/1"]


def test_many_rounds_in_a_day_still_have_a_code_each(sample, made):
    one = sample.plan.rounds[0]
    plan = replace(sample.plan, rounds=tuple(replace(one, id=str(i)) for i in range(30)))
    codes = [v.code for v in round_views(plan, sample.programme, sample.territory)]
    assert len(set(codes)) == 30
    assert codes[25:28] == ["1Z", "1AA", "1AB"] or codes.index("1AA") > 0


def test_legs_add_up_to_the_round(sample):
    for view in views(sample):
        assert len(view.legs) == len(view.stops) + 1
        assert sum(leg.distance_m for leg in view.legs) == view.round.distance_m
        assert sum(leg.duration_s for leg in view.legs) == view.round.driving_s


def test_stops_and_pauses_in_the_order_of_the_day(sample):
    kinds = [type(event).__name__ for event in views(sample)[2].events]
    assert kinds == ["StopView", "Pause", "StopView"]


def test_a_pause_on_the_spot_belongs_to_its_stop(sample):
    tour = sample.plan.rounds[2]
    second = tour.stops[1]
    waiting = replace(tour.pauses[0], start_s=second.arrive_s, end_s=second.start_s)
    plan = replace(sample.plan, rounds=(replace(tour, pauses=(waiting,)),))
    view = round_views(plan, sample.programme, sample.territory)[0]
    assert [stop.pauses for stop in view.stops] == [(), (waiting,)]
    assert view.events == view.stops


def test_a_driver_by_vocation_drives_even_when_another_role_is_filled(sample):
    staff = tuple(
        replace(m, roles=("accueil", "conducteur")) if m.id == "personne-3" else m
        for m in sample.programme.staff
    )
    tour = sample.plan.rounds[0]
    team = tuple(
        replace(duty, role="accueil") if duty.staff == "personne-3" else duty for duty in tour.team
    )
    plan = replace(sample.plan, rounds=(replace(tour, team=team),))
    programme = replace(sample.programme, staff=staff)
    shown = round_views(plan, programme, sample.territory)[0].team
    assert [member.name for member in shown if member.driver] == ["Bénévole 3"]


def test_who_came_only_to_drive_drives_and_others_may(sample):
    team = {member.name: member for member in views(sample)[0].team}
    assert [name for name, member in team.items() if member.driver] == ["Bénévole 3"]
    assert [name for name, member in team.items() if member.relief] == ["Bénévole 0"]
    assert not team["Bénévole 1"].aboard


def test_nobody_is_named_as_driver_when_nobody_may_drive(sample):
    staff = tuple(replace(member, may_drive_unit=False) for member in sample.programme.staff)
    programme = replace(sample.programme, staff=staff)
    rounds = round_views(sample.plan, programme, sample.territory)
    assert not any(member.driver or member.relief for member in rounds[0].team)


def test_a_driver_there_all_day_comes_before_one_who_serves_a_part(sample):
    tour = sample.plan.rounds[2]
    part = tuple(
        replace(duty, permanences=("PERM-2",)) if duty.staff == "personne-3" else duty
        for duty in tour.team
    )
    plan = replace(sample.plan, rounds=(replace(tour, team=part),))
    team = {m.name: m for m in round_views(plan, sample.programme, sample.territory)[0].team}
    assert team["Bénévole 0"].driver
    assert team["Bénévole 3"].villages == ("Fontfraîche",)


def test_a_plan_of_something_else_is_refused_with_everything_that_is_missing(sample):
    programme = replace(
        sample.programme,
        permanences=sample.programme.permanences[:1],
        staff=sample.programme.staff[1:],
        units=sample.programme.units[:1],
    )
    with pytest.raises(PlanMismatchError) as caught:
        round_views(sample.plan, programme, sample.territory)
    message = str(caught.value)
    for missing in ("PERM-1", "PERM-2", "PERM-3", "personne-0", "unite-2"):
        assert missing in message


def test_a_missing_depot_or_site_is_named(sample):
    sites = tuple(s for s in sample.territory.sites if s.id not in ("DEPOT", "P3"))
    with pytest.raises(PlanMismatchError, match="DEPOT") as caught:
        round_views(sample.plan, sample.programme, replace(sample.territory, sites=sites))
    assert any("P3" in sentence for sentence in caught.value.missing)


def test_an_optional_role_counts_as_needed(sample):
    # somebody who fills a wished-for role did not come only to drive
    permanences = tuple(
        replace(p, roles=(*p.roles, RoleNeed(role="conducteur", optional=True)))
        for p in sample.programme.permanences
    )
    programme = replace(sample.programme, permanences=permanences)
    team = round_views(sample.plan, programme, sample.territory)[0].team
    assert next(member.name for member in team if member.driver) == "Bénévole 0"
