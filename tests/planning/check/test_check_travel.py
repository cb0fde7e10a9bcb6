"""The places the checker asks the roads about, and the matrix under names."""

from __future__ import annotations

import numpy as np
import pytest

from routing.matrix import Matrix
from routing.planning.check import MatrixTravel, places_of, wording
from routing.planning.check.rules import RULES
from routing.planning.programme import Home


def square(size):
    values = np.arange(size * size, dtype=np.int32).reshape(size, size)
    return Matrix(durations_s=values, distances_m=values * 10)


def test_each_place_once_and_only_the_homes_that_matter(house):
    nurse = house.with_member("INF1", home=Home(lon=6.0, lat=43.0))
    ids = [place.id for place in places_of(nurse.programme, nurse.territory)]
    assert ids == ["depot", "domicile:MED1", "s-barjols", "s-bras", "s-carces", "s-rians"]


def test_a_shared_site_is_one_place(house):
    shared = house.with_permanence("bras", site="s-rians")
    ids = [place.id for place in places_of(shared.programme, shared.territory)]
    assert ids.count("s-rians") == 1
    assert "s-bras" not in ids


def test_rows_are_origins(house):
    travel = MatrixTravel(["a", "b"], square(2))
    assert (travel.seconds("a", "b"), travel.seconds("b", "a")) == (1, 2)
    assert (travel.metres("a", "b"), travel.metres("b", "a")) == (10, 20)


@pytest.mark.parametrize("names", [["a"], ["a", "b", "c"], ["a", "a"]])
def test_names_fit_the_matrix(names):
    with pytest.raises(ValueError, match="name"):
        MatrixTravel(names, square(2))


def test_an_unknown_place_is_an_error_not_a_violation(house):
    with pytest.raises(KeyError):
        MatrixTravel(["a"], square(1)).seconds("a", "?")


def test_every_rule_runs_once():
    assert len(set(RULES)) == len(RULES)


@pytest.mark.parametrize(
    ("seconds", "spoken"),
    [(0, "0 min"), (20, "20 s"), (2700, "45 min"), (4800, "1 h 20 min"), (-60, "−1 min")],
)
def test_durations_as_people_write_them(seconds, spoken):
    assert wording.span(seconds).replace(wording.NBSP, " ") == spoken


def test_hours_as_people_write_them():
    assert wording.clock(8 * 3600 + 300).replace(wording.NBSP, " ") == "8 h 05"
    assert wording.clock(-61).replace(wording.NBSP, " ") == "−0 h 01 min 01 s"
    assert wording.metres(12345).replace(wording.NBSP, " ") == "12 345 m"
