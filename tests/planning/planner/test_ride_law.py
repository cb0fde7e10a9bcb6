"""Social transport carries those whom the law lets it carry; others are told the article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from routing.planning.drivers import Car, Driver, Hours
from routing.planning.ride_requests import (
    Back,
    Entitlement,
    Return,
    RideRequest,
    Spot,
    ToAppointment,
    ToPermanence,
)
from routing.planning.territory import SocialTransportTerms

HOUR = 3600
TUESDAY = date(2027, 1, 5)
TERMS = SocialTransportTerms(
    since=date(2019, 10, 17), max_distance_m=30_000, max_seats=9,
    contribution_eur_per_km=Decimal("0.32"), source="essai",
)  # fmt: skip
RURAL, TOWN, OUTSIDE = "83001", "83004", "13001"


@pytest.fixture(scope="module")
def country(lab):
    """The lab's territory with ceilings in force, and one commune that is no rural one."""
    communes = tuple(
        replace(commune, social_transport_by_residence=commune.insee != TOWN)
        for commune in lab.territory.communes
    )
    territory = replace(lab.territory, communes=communes, social_transport=(TERMS,))
    return replace(lab, territory=territory)


def spot(x: float, commune: str = RURAL) -> Spot:
    return Spot(lon=6 + x / 100, lat=43, commune=commune)


def asks(x: float = 10, home: str = RURAL, goal: str = RURAL, **changes) -> RideRequest:
    wanted = ToAppointment(place=spot(0, goal), date=TUESDAY, at_s=10 * HOUR, length_s=HOUR)
    mine = {"passenger": "a", "pickup": spot(x, home), "destination": wanted}
    return RideRequest(id="a", **mine | changes)


def driver() -> Driver:
    hours = tuple(Hours(weekday=day, start_s=6 * HOUR, end_s=20 * HOUR) for day in range(5))
    return Driver(id="d", label="D", home=spot(0), car=Car(), hours=hours)


def entitled(**ways) -> dict[str, Entitlement]:
    return {"entitlement": Entitlement(**ways)}


MEMBER, POOR = entitled(member=True), entitled(low_income=True)
WAYS_OUT = ["membership", "low_income", "prescription"]


@pytest.mark.parametrize(
    ("request_", "codes"),
    [
        (asks(), set()),
        (asks(30), set()),
        (asks(31), {"TOO_FAR"}),
        (asks(31, **POOR), {"TOO_FAR"}),
        (asks(31, **MEMBER), set()),
        (asks(home=TOWN), {"NOT_ENTITLED"}),
        (asks(home=TOWN, **POOR), set()),
        (asks(home=TOWN, **MEMBER), set()),
        (asks(home=TOWN, **entitled(residence=RURAL)), {"DESTINATION_NOT_ALLOWED"}),
        (asks(home=OUTSIDE), {"NOT_ENTITLED"}),
        (asks(**entitled(residence=TOWN)), {"NOT_ENTITLED"}),
        (asks(goal=TOWN), {"DESTINATION_NOT_ALLOWED"}),
        (asks(goal=TOWN, **POOR), set()),
        (asks(goal=TOWN, back=Return(kind=Back.NONE)), {"DESTINATION_NOT_ALLOWED"}),
        (asks(31, home=TOWN), {"TOO_FAR", "NOT_ENTITLED"}),
        (asks(**entitled(prescription=True)), {"MEDICAL_TRANSPORT"}),
        (asks(**entitled(prescription=True, member=True)), {"MEDICAL_TRANSPORT"}),
    ],
)
def test_the_law_is_kept_and_said(country, request_, codes):
    made = country.checked(country.fetching([request_], [driver()]))
    reasons = {reason.code for left in made.unserved for reason in left.reasons}
    assert reasons == codes
    assert country.served(made) == (set() if codes else {"a"})
    for left in made.unserved:
        kinds = [change.kind for change in left.changes]
        if codes == {"MEDICAL_TRANSPORT"}:
            assert kinds == ["use_prescription"]
        else:  # low income is no way out of the distance
            assert kinds == [k for k in WAYS_OUT if k != "low_income" or "TOO_FAR" not in codes]


class OneWay:
    """Roads on which every way to the east is twice as long."""

    def __init__(self, roads) -> None:
        self.roads = roads

    def matrix(self, places):
        found = self.roads.matrix(places)
        east = [[b.lon > a.lon for b in places] for a in places]
        return replace(found, distances_m=found.distances_m + found.distances_m * east)


@pytest.mark.parametrize(("kind", "codes"), [(Back.AFTER, ["TOO_FAR"]), (Back.NONE, [])])
def test_the_longer_of_both_ways_counts(country, kind, codes):
    uphill = replace(country, roads=OneWay(country.roads))
    made = uphill.checked(uphill.fetching([asks(20, back=Return(kind=kind))], [driver()]))
    assert [reason.code for left in made.unserved for reason in left.reasons] == codes


@pytest.mark.parametrize(
    ("changes", "offered"), [({}, ["date"]), (entitled(prescription=True), []), (MEMBER, ["date"])]
)
def test_no_session_is_offered_to_whom_the_law_keeps_from_it(country, changes, offered):
    """Asked for on a day without a session: another one would not do either."""
    wednesday = ToPermanence(permanence="p", dates=(date(2027, 1, 6),))
    made = country.checked(country.fetching([asks(destination=wednesday, **changes)], [driver()]))
    (left,) = made.unserved
    assert [reason.code for reason in left.reasons] == ["NO_SESSION"]
    assert [change.kind for change in left.changes] == offered
