from __future__ import annotations

from maps.markers import commune_names, depots, place_groups, villages
from maps.views import round_views
from maps.wording import Wording

FRENCH = Wording("fr")


def marks(sample):
    rounds = round_views(sample.plan, sample.programme, sample.territory)
    stops = villages(sample.programme, sample.territory, rounds, FRENCH)
    return stops, depots(sample.programme, sample.territory, stops, FRENCH)


def test_a_village_knows_all_its_visits(sample):
    stops, _ = marks(sample)
    visits = {mark.label: [view.code for view, _ in mark.visits] for mark in stops}
    assert visits == {
        "Valbelle": [],
        "Pierreclos": ["1A", "17"],
        "Fontfraîche": ["3"],
        "L’Oliveraie": ["1B", "3"],
    }


def test_a_depot_is_called_so_where_the_village_is_named_already(sample):
    stops, homes = marks(sample)
    assert [(mark.label, mark.units) for mark in homes] == [("Dépôt", ("Unité 1", "Unité 2"))]
    others = [mark for mark in stops if mark.label != "Valbelle"]
    assert depots(sample.programme, sample.territory, others, FRENCH)[0].label == "Valbelle"


def test_communes_that_nobody_names_are_named(sample):
    stops, _ = marks(sample)
    assert [m.label for m in commune_names(sample.territory, stops[1:])] == ["Valbelle"]


def test_places_step_aside_when_they_only_stand_at_the_mairie(sample):
    stops, homes = marks(sample)
    groups = {g.key: g for g in place_groups(sample.territory, [*stops, *homes], FRENCH)}
    assert list(groups) == ["care", "rights"]
    assert [place.aside for place in groups["care"].places] == [False]
    assert [place.aside for place in groups["rights"].places] == [True]
