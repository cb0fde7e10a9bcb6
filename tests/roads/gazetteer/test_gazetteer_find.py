"""What a person types, and what is found."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads import Gazetteer as Exported
from routing.roads.data import RoadData
from routing.roads.gazetteer import (
    Certainty,
    Gazetteer,
    HouseNumber,
    Kind,
    NamedPoint,
)

MISTRAL = "Avenue Frédéric Mistral, Valmont"


def first(gazetteer: Gazetteer, text: str) -> str:
    candidates = gazetteer.find(text).candidates
    return candidates[0].label if candidates else ""


@pytest.mark.parametrize(
    "text",
    [
        "Avenue Frédéric Mistral, Valmont",
        "12 av mistral valmont",
        "12, AV. F. MISTRAL 83900 VALMONT",
        "valmont avenue frederic mistral",
        "83900 mistral avenue",
        "avenue mistral",
        "frederic mistral",
        "av fréd mistral valmont",
        "avneue frédéric mistral valmont",  # swapped
        "avenue frédérc mistral valmont",  # dropped
        "avenue fréédéric mistral valmont",  # doubled
        "avenue frédéric mostral valmnot",  # wrong, and one in the commune
        "avenuefrederic mistral valmont",  # no space
        "avenue frede ric mistral valmont",  # one too many
    ],
)
def test_a_street_is_found_however_it_is_written(gazetteer: Gazetteer, text: str) -> None:
    finding = gazetteer.find(text)
    assert finding.candidates[0].label == MISTRAL
    assert finding.candidates[0].insee == "83901"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("rue de l'eglise 83900", "Rue de l’Église, Valmont"),
        ("r. église st roch", "Rue de l’Église, Saint-Roch-sur-Argens"),
        ("eglise, saint-roch sur argens", "Rue de l’Église, Saint-Roch-sur-Argens"),
        ("rue de l'église grandville", "Rue de l’Église (vers Grandville)"),
        ("route de saint roch valmont", "Route de Saint-Roch, Valmont"),
        ("valmont route de st roch", "Route de Saint-Roch, Valmont"),
        ("rte de valmont, st-roch", "Route de Valmont, Saint-Roch-sur-Argens"),
        ("8 mai 1945", "Place du 8 Mai 1945, Valmont"),
        ("fontrouge", "Chemin de la Font Rouge, Valmont"),
        ("rue lilas", "Rue des Lilas, Valmont"),
        ("imp lilas", "Impasse des Lilas, Valmont"),
        ("bd gal de gaulle", "Boulevard du Général de Gaulle, Saint-Roch-sur-Argens"),
        ("d560 valmont", "D 560, Valmont"),
        ("RD 28 saint roch", "D 28, Saint-Roch-sur-Argens"),
        ("grandes aires valmont", "Les Grandes Aires, Valmont"),
        ("les grande aire", "Les Grandes Aires, Valmont"),
        ("mairie valmont", "Mairie de Valmont"),
        ("hotel de ville", "Mairie de Valmont"),
        ("MAIRIE-V", "Mairie de Valmont"),
        ("valmont", "Valmont (83900)"),
        ("st roch", "Saint-Roch-sur-Argens (83910)"),
        ("saint roch sur argent", "Saint-Roch-sur-Argens (83910)"),
        ("83910", "Saint-Roch-sur-Argens (83910)"),
        ("grandvile", "Grandville"),
    ],
)
def test_the_right_one_comes_first(gazetteer: Gazetteer, text: str, label: str) -> None:
    assert first(gazetteer, text) == label


def test_every_name_finds_itself_for_certain(gazetteer: Gazetteer) -> None:
    labels = {entry.name for entry in gazetteer._index.entries}
    assert len(labels) > 10
    for name in ("Chemin des Vignes", "Boulevard du Général de Gaulle", "Les Grandes Aires"):
        finding = gazetteer.find(name)
        assert finding.best is not None
        assert finding.best.name == name
        assert finding.best.score == 1


def test_the_same_name_in_two_communes_is_ambiguous_until_one_is_named(
    gazetteer: Gazetteer,
) -> None:
    both = gazetteer.find("rue de l'église")
    assert both.certainty is Certainty.AMBIGUOUS
    assert both.best is None
    assert {c.commune for c in both.candidates[:2]} == {"Valmont", "Saint-Roch-sur-Argens"}
    one = gazetteer.find("rue de l'église valmont")
    assert one.certainty is Certainty.CERTAIN
    assert one.best == one.candidates[0]


def test_a_street_of_the_other_commune_is_offered_but_not_certain(gazetteer: Gazetteer) -> None:
    finding = gazetteer.find("chemin des vignes, saint-roch")
    assert finding.certainty is Certainty.AMBIGUOUS
    assert "Chemin des Vignes, Valmont" in [c.label for c in finding.candidates]


@pytest.mark.parametrize(
    ("text", "first_labels"),
    [
        ("rue lilas saint roch", ["Rue de l’Église, Saint-Roch-sur-Argens",
                                  "Saint-Roch-sur-Argens (83910)"]),
        ("bd du général de gaulle, valmnot", ["Valmont (83900)"]),
        ("chemin des vignes st roch sur argens 83910", ["Saint-Roch-sur-Argens (83910)"]),
        # names that end like a commune, and a commune before a name that does
        ("route saint roch", ["Route de Saint-Roch, Valmont"]),
        ("valmont route saint roch", ["Route de Saint-Roch, Valmont"]),
    ],
)  # fmt: skip
def test_the_commune_at_the_end_comes_before_streets_of_others(
    gazetteer: Gazetteer, text: str, first_labels: list[str]
) -> None:
    candidates = gazetteer.find(text).candidates
    assert [c.label for c in candidates][: len(first_labels)] == first_labels


@pytest.mark.parametrize("text", ["", "  ", "12", "?!", "xqzw", "99999", "rue"])
def test_nothing_is_found_for_nothing(gazetteer: Gazetteer, text: str) -> None:
    finding = gazetteer.find(text)
    assert finding.best is None
    if text != "rue":
        assert finding.certainty is Certainty.UNKNOWN


def test_candidates_are_ranked_and_limited(gazetteer: Gazetteer) -> None:
    candidates = gazetteer.find("rue de l'église", limit=3).candidates
    assert len(candidates) == 3
    scores = [c.score for c in candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({(c.kind, c.label) for c in candidates}) == 3
    with pytest.raises(ValueError, match="limit"):
        gazetteer.find("rue", limit=0)


def test_fewer_errors_score_higher(gazetteer: Gazetteer) -> None:
    texts = ("chemin des vignes valmont", "chemin des vigmes valmont", "chemin des vogmes valmont")
    scores = [gazetteer.find(text).candidates[0].score for text in texts]
    assert scores[0] == 1
    assert scores[0] > scores[1] > scores[2]


def test_without_an_address_file_the_number_is_unknown(gazetteer: Gazetteer) -> None:
    best = gazetteer.find("12 rue des lilas valmont").best
    assert best is not None
    assert (best.kind, best.number) == (Kind.STREET, HouseNumber.UNKNOWN)
    unasked = gazetteer.find("rue des lilas valmont").best
    assert unasked is not None
    assert unasked.number is None
    part_of_the_name = gazetteer.find("place du 8 mai 1945").best
    assert part_of_the_name is not None
    assert part_of_the_name.number is None


def test_pieces_apart_are_told_by_their_side(streets: Any, communes: Any, contours: Any) -> None:
    data = streets([("Rue A", -2000, -900, -800), ("Rue A", 2000, -900, -800)])
    finding = Gazetteer(data, communes=communes, contours=contours).find("rue a valmont")
    assert [c.label for c in finding.candidates[:2]] == [
        "Rue A, Valmont (au nord)",
        "Rue A, Valmont (au sud)",
    ]
    assert finding.certainty is Certainty.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Rue A, Valmont (au nord)", "Rue A, Valmont (au nord)"),
        ("rue a   VALMONT ( au  sud )", "Rue A, Valmont (au sud)"),
        ("12 Rue A, Valmont (au sud)", "Rue A, Valmont (au sud)"),
        ("Rue A (vers Grandville)", "Rue A (vers Grandville)"),
        ("Rue de Valmont, Valmont (à l’est)", "Rue de Valmont, Valmont (à l’est)"),
        ("Rue de Valmont, Valmont (a l'ouest)", "Rue de Valmont, Valmont (à l’ouest)"),
        ("Aire Neuve, Valmont (au nord, 2)", "Aire Neuve, Valmont (au nord, 2)"),
        ("Valmont (83900)", "Valmont (83900)"),
    ],
)
def test_what_was_printed_can_be_typed_back(
    streets: Any, communes: Any, contours: Any, at: Any, text: str, label: str
) -> None:
    named = [("Rue A", y, x, x + 100) for y, x in ((-2000, -900), (2000, -900), (0, 9000))]
    named += [("Rue de Valmont", 0, x, x + 100) for x in (-2500, -900, 500)]
    points = [
        NamedPoint(name="Aire Neuve", lon=spot.lon, lat=spot.lat)
        for spot in (at(-900, -2900), at(-900, 1500), at(-900, 2500))
    ]
    known = Gazetteer(streets(named), communes=communes, contours=contours, points=points)
    best = known.find(text).best
    assert best is not None
    assert (best.label, best.score) == (label, 1)


def test_two_names_of_one_spot_are_no_ambiguity(
    village_roads: RoadData, communes: Any, contours: Any, at: Any
) -> None:
    near = at(-850, 480)
    hamlet = NamedPoint(name="Les Vignes", lon=near.lon, lat=near.lat)
    known = Gazetteer(village_roads, communes=communes, contours=contours, points=[hamlet])
    assert known.find("les vigne valmont").certainty is Certainty.CERTAIN


def test_venues_can_be_added(
    gazetteer: Gazetteer, village_roads: RoadData, communes: Any, contours: Any, at: Any
) -> None:
    hall = at(-800, 420)
    venue = NamedPoint(name="Salle des Fêtes", lon=hall.lon, lat=hall.lat, kind=Kind.VENUE, id="S1")
    more = Gazetteer(village_roads, communes=communes, contours=contours, points=[venue])
    best = more.find("sale des fete valmont").best
    assert best is not None
    assert (best.kind, best.id, best.label) == (Kind.VENUE, "S1", "Salle des Fêtes, Valmont")
    assert (best.lon, best.lat) == (hall.lon, hall.lat)
    assert best.place().id == "S1"
    assert best.place("x").id == "x"
    assert "Salle des Fêtes" not in first(gazetteer, "salle des fetes valmont")
    assert first(more, "12 av mistral valmont") == MISTRAL


def test_without_contours_and_communes_streets_are_found_too(village_roads: RoadData) -> None:
    best = Gazetteer(village_roads).find("chemin des vignes").best
    assert best is not None
    assert (best.label, best.score, best.insee, best.commune) == ("Chemin des Vignes", 1, "", "")


def test_what_lies_in_no_town_gives_way_to_the_commune_that_is_named(
    streets: Any, communes: Any, contours: Any
) -> None:
    data = streets([("Rue Haute", 0, 9000, 9100), ("Rue Haute", 0, -900, -800)])
    known = Gazetteer(data, communes=communes[:2], contours=contours)
    for text in ("rue haute valmont", "rue haute"):
        finding = known.find(text)
        assert [c.insee for c in finding.candidates[:2]] == ["83901", ""]
        assert finding.certainty is Certainty.CERTAIN


def test_a_network_without_names_finds_nothing(streets: Any) -> None:
    finding = Gazetteer(streets([("", 0, 0, 100)])).find("rue de l'église")
    assert (finding.certainty, finding.candidates) == (Certainty.UNKNOWN, ())


@given(st.text(max_size=80))
def test_any_text_has_an_answer(gazetteer: Gazetteer, text: str) -> None:
    finding = gazetteer.find(text)
    assert (finding.best is None) == (finding.certainty is not Certainty.CERTAIN)
    assert all(0 <= candidate.score <= 1 for candidate in finding.candidates)


@given(st.sampled_from(["Chemin des Vignes", "Avenue Frédéric Mistral"]), st.data())
def test_one_typing_error_in_a_long_name_does_no_harm(
    gazetteer: Gazetteer, name: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    wrong = data.draw(st.sampled_from(["", name[at] * 2, name[at + 1] + name[at], "k"]))
    cut = 2 if len(wrong) == 2 and wrong[0] != wrong[1] else 1
    text = name[:at] + wrong + name[at + cut :]
    assert first(gazetteer, f"{text}, Valmont") == f"{name}, Valmont"


def test_no_query_is_logged_or_kept(
    gazetteer: Gazetteer,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with caplog.at_level(logging.DEBUG):
        gazetteer.find("12 rue de la personne malade, valmont")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
    assert not list(tmp_path.iterdir())


def test_the_room_exports_it() -> None:
    assert Exported is Gazetteer
