"""Places of rides: points, communes, sites and addresses, of which only a point is kept."""

from __future__ import annotations

import pytest

from api.gazetteer import LazyGazetteer
from api.wire.faults import InputFaults
from api.wire.programme_json import load_programme, programme_text
from routing.planning.ride_requests import Spot
from routing.planning.territory import Territory
from tests.api.address_book import MISTRAL, OTHER, Book
from tests.api.good_rides import GOOD, changed, faults_of


def test_a_place_is_a_point_a_commune_a_site_or_an_address(territory: Territory) -> None:
    programme = load_programme(GOOD, territory)
    bras, barjols = territory.site("CCAS-BRAS"), territory.commune("83012")
    assert programme.requests[0].pickup == Spot(lon=5.8, lat=43.6)
    assert programme.requests[1].pickup == Spot(
        lon=bras.lon, lat=bras.lat, commune=bras.insee, label=bras.name
    )
    assert programme.requests[2].pickup == Spot(lon=barjols.lon, lat=barjols.lat, commune="83012")
    assert programme.events[0].place == "CCAS-BRAS"
    assert programme.requests[1].entitlement.residence == bras.insee
    assert programme.driver("conducteur-1").refused_communes == {"13001"}
    assert programme.driver("conducteur-1").max_m_per_day == 150_500


def test_an_address_is_looked_up_once_and_only_its_point_is_kept(territory: Territory) -> None:
    book = Book()
    address = {"address": "12 avenue Mistral", "commune": "83023"}
    document = changed(requests__0__pickup=address, requests__2__pickup=address)
    programme = load_programme(document, territory, addresses=book)
    assert book.asked == ["12 avenue Mistral, Brignoles"]
    assert programme.requests[0].pickup == Spot(lon=6.07, lat=43.41, commune="83023")
    assert "Mistral" not in programme_text(programme)


def test_a_house_number_that_is_not_known_is_told_without_the_address(
    territory: Territory,
) -> None:
    told: list[str] = []
    address = {"address": "12 av mistral brignoles"}
    document = changed(
        drivers__0__home=address,
        requests__0__pickup=address,
        requests__1__pickup={"address": "av mistral brignoles"},
    )
    load_programme(document, territory, addresses=LazyGazetteer(territory), tell=told.append)
    (note,) = told
    assert "le numéro n’est pas connu (conducteur-1, r1) ;" in note
    assert "istral" not in note


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ({"address": "chemin des vignes"}, "Chemin des Vignes (vers Cuers)"),
        ({"address": "route de marseille brignoles"}, "route de Marseille, Brignoles (a l'est)"),
        (
            {"address": "route de marseille", "commune": "Brignoles"},
            "Route de Marseille, Brignoles (à l’ouest)",
        ),
    ],
)
def test_a_candidate_that_was_told_may_be_written(
    territory: Territory, address: dict[str, str], typed: str
) -> None:
    book = LazyGazetteer(territory)
    with pytest.raises(InputFaults):
        load_programme(changed(requests__0__pickup=address), territory, addresses=book)
    chosen = changed(requests__0__pickup=address | {"address": typed})
    load_programme(chosen, territory, addresses=book)


def test_an_unsure_address_is_told_with_what_it_may_be(territory: Territory) -> None:
    document = changed(
        requests__0__pickup={"address": "av mistral"}, drivers__0__home={"address": "nulle part"}
    )
    with pytest.raises(InputFaults) as caught:
        load_programme(document, territory, addresses=Book())
    unknown, unsure = caught.value.faults
    assert (unknown.code, unknown.path) == ("UNKNOWN_ADDRESS", "/drivers/0/home/address")
    assert (unsure.code, unsure.path) == ("AMBIGUOUS_ADDRESS", "/requests/0/pickup/address")
    assert f"{MISTRAL.label}; {OTHER.label}" in unsure.message
    # what was asked says where somebody lives: it is not repeated
    assert (unknown.value, unsure.value) == (None, None)


def test_without_a_finder_an_address_is_refused_with_what_to_give(territory: Territory) -> None:
    document = changed(requests__0__pickup={"address": "12 avenue Mistral, Brignoles"})
    (fault,) = faults_of(document, territory)
    assert fault.code == "ADDRESS_NOT_SEARCHED"
    assert "une commune" in fault.message
    assert "Mistral" not in str(fault)


def test_without_a_territory_points_and_codes_are_understood() -> None:
    point = {"lon": 6.0, "lat": 43.5, "commune": "83012"}
    document = changed(
        drivers__0__home=point,
        drivers__0__refused_communes=["13001"],
        requests__1__pickup=point,
        requests__1__entitlement={"residence": "83021"},
        requests__2__pickup=point,
    )
    programme = load_programme(document)
    assert programme.requests[1].entitlement.residence == "83021"
    document["requests"][1]["pickup"] = {"site": "CCAS-BRAS"}
    document["requests"][2]["pickup"] = {"commune": "Bras"}
    assert [fault.code for fault in faults_of(document, None)] == [
        "NO_TERRITORY", "UNKNOWN_COMMUNE"
    ]  # fmt: skip
