"""Who asks for their data gets all of it, and nobody else's."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from api.people.errors import UnknownPersonError


def test_a_passenger_gets_all_that_is_held(house, people) -> None:
    plan_id = house.finished()
    house.office.vault.get("p-1", people)
    found = house.office.dossiers.of("p-1", people)
    assert found["person"]["phone"] == "06 99 88 77 66"
    assert found["kept_until"] == (house.last + timedelta(days=365)).isoformat()
    (plan,) = found["plans"]
    assert (plan["id"], plan["horizon"]["to"]) == (plan_id, house.last.isoformat())
    assert plan["requests"][0]["pickup"]["label"] == "Portail Grelot"
    assert plan["rides"][0]["date"] == house.day.isoformat()
    assert [stop["request"] for stop in plan["rides"][0]["stops"]] == ["r1", "r1"]
    assert [access["action"] for access in found["accesses"]] == ["export", "read", "write"]
    whole = json.dumps(found, ensure_ascii=False)
    assert not [word for word in ("p-2", "Vexley", "6.00777", "Krumhorn") if word in whole]


def test_a_driver_gets_their_rides_and_record(house, people) -> None:
    house.finished()
    (plan,) = house.office.dossiers.of("c-1", people)["plans"]
    assert plan["driver"]["home"]["label"] == "Volets bleus"
    assert plan["rides"][0]["distance_m"] == 36_605
    assert plan["requests"] == []


def test_who_is_in_no_plan_and_not_in_the_vault_is_unknown(house, people) -> None:
    with pytest.raises(UnknownPersonError):
        house.office.dossiers.of("p-9", people)
