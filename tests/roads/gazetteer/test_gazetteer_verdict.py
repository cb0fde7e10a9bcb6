"""When the first candidate will do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.roads.gazetteer import Candidate, Certainty, Kind
from routing.roads.gazetteer.verdict import apart_m, judge


def candidate(score: float, north_m: float = 0.0, kind: Kind = Kind.STREET) -> Candidate:
    return Candidate(
        kind=kind, score=score, label="x", name="x", insee="", commune="", lon=6.0,
        lat=43.4 + north_m / 111_320,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (0.95, candidate(0.70, 9000), Certainty.CERTAIN),
        (0.95, candidate(0.94, 9000), Certainty.AMBIGUOUS),
        (0.95, candidate(0.94, 100), Certainty.CERTAIN),  # the same place for a driver
        (1.00, candidate(0.99, 9000), Certainty.CERTAIN),  # letter by letter
        (1.00, candidate(1.00, 9000), Certainty.AMBIGUOUS),
        (0.80, candidate(0.50, 9000), Certainty.AMBIGUOUS),  # too far from what was asked
        (0.55, candidate(0.10, 9000), Certainty.UNKNOWN),
    ],
)
def test_certainty_depends_on_score_and_rivals(
    first: float, second: Candidate, wanted: Certainty
) -> None:
    assert judge([candidate(first), second]) is wanted


def test_nothing_is_unknown_and_one_is_enough() -> None:
    assert judge([]) is Certainty.UNKNOWN
    assert judge([candidate(0.9)]) is Certainty.CERTAIN


def test_a_commune_by_itself_needs_more() -> None:
    assert judge([candidate(0.87)]) is Certainty.CERTAIN
    assert judge([candidate(0.87, kind=Kind.COMMUNE)]) is Certainty.AMBIGUOUS


def test_the_third_may_be_the_rival() -> None:
    three = [candidate(0.95), candidate(0.94, 50), candidate(0.93, 5000)]
    assert judge(three) is Certainty.AMBIGUOUS


def test_distances_are_metres() -> None:
    assert apart_m(candidate(1), candidate(1, 300)) == pytest.approx(300, rel=1e-6)


@pytest.mark.parametrize(
    ("street", "wanted"),
    [
        ("Route de La Valmontée", Certainty.CERTAIN),  # it only leads to the commune that is meant
        ("Route de La Valmontière", Certainty.AMBIGUOUS),
    ],
)
def test_a_misspelt_commune_is_not_the_road_that_leads_to_it(
    street: str, wanted: Certainty
) -> None:
    commune = replace(candidate(0.92, kind=Kind.COMMUNE), name="La Valmontée")
    assert judge([commune, replace(candidate(0.90, 5000), name=street)]) is wanted
