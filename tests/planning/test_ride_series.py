"""A series is its requests, one a date, each as if it had been written by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.planning.ride_requests import RideRequest, Spot, ToAppointment, ToEvent, ToPermanence
from routing.planning.ride_series import MAX_TIMES, RideSeries, expand, first_date

TUESDAY = date(2027, 1, 5)
HOME = Spot(lon=6.0, lat=43.5)
DIALYSIS = RideRequest(
    id="r12",
    passenger="p-3",
    pickup=HOME,
    destination=ToAppointment(
        place="CH-BRIGNOLES", date=TUESDAY, at_s=14 * 3600, length_s=4 * 3600
    ),
)


def appointments(requests: tuple[RideRequest, ...]) -> list[date]:
    return [r.destination.date for r in requests if isinstance(r.destination, ToAppointment)]


def test_every_tuesday_three_times() -> None:
    made = expand(DIALYSIS, RideSeries(every_weeks=1, times=3))
    assert [request.id for request in made] == ["r12/1", "r12/2", "r12/3"]
    assert {request.series for request in made} == {"r12"}
    assert appointments(made) == [date(2027, 1, 5), date(2027, 1, 12), date(2027, 1, 19)]


def test_each_date_can_be_edited() -> None:
    edited = (date(2027, 1, 5), date(2027, 1, 14), date(2027, 1, 19))
    assert appointments(expand(DIALYSIS, RideSeries(every_weeks=1, times=3, dates=edited))) == [
        *edited
    ]


def test_all_sessions_that_would_do_move_together() -> None:
    either = ToPermanence(permanence="RIANS", dates=(TUESDAY + timedelta(2), TUESDAY))
    made = expand(replace(DIALYSIS, destination=either), RideSeries(every_weeks=2, times=2))
    assert [request.destination for request in made] == [
        either,
        replace(either, dates=(date(2027, 1, 21), date(2027, 1, 19))),
    ]


@pytest.mark.parametrize(
    "destination", [ToEvent(event="atelier"), ToPermanence(permanence="RIANS")]
)
def test_a_series_needs_a_date_to_count_from(destination: ToEvent | ToPermanence) -> None:
    assert first_date(destination) is None
    with pytest.raises(ValueError, match="date of its own"):
        expand(replace(DIALYSIS, destination=destination), RideSeries(every_weeks=1, times=2))


@pytest.mark.parametrize(
    ("every_weeks", "times", "dates", "words"),
    [
        (0, 3, (), "every_weeks"),
        (53, 3, (), "every_weeks"),
        (1, 0, (), "times"),
        (1, MAX_TIMES + 1, (), "times"),
        (1, 3, (TUESDAY,), "1 dates for 3 times"),
        (1, 2, (TUESDAY, TUESDAY), "follow"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(
    every_weeks: int, times: int, dates: tuple[date, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        RideSeries(every_weeks=every_weeks, times=times, dates=dates)


@given(st.integers(1, 52), st.integers(1, MAX_TIMES))
def test_only_dates_and_names_differ(every_weeks: int, times: int) -> None:
    made = expand(DIALYSIS, RideSeries(every_weeks=every_weeks, times=times))
    assert len({request.id for request in made}) == times
    dates = appointments(made)
    assert dates[0] == TUESDAY
    assert {b - a for a, b in pairwise(dates)} <= {timedelta(weeks=every_weeks)}
    assert {
        replace(request, id="r12", series=None, destination=DIALYSIS.destination)
        for request in made
    } == {DIALYSIS}
