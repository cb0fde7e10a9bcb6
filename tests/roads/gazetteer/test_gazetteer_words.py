"""Words of addresses as they compare."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.gazetteer.words import ABBREVIATIONS, PHRASES, fold, words

PIECES = st.sampled_from(
    [*ABBREVIATIONS, *PHRASES, "n°", "N°12", "D 560", "RD", "12", "bis", "no", "numéro", "Œuvre",
     "l’Église", "rd pt", "ront", "point", "5", "A", "42E1", "départementale"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=8).map(" ".join))


@given(TEXTS)
def test_words_written_down_are_read_as_the_same_words(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


@given(TEXTS)
def test_words_are_plain_letters_and_digits(text: str) -> None:
    assert all(re.fullmatch("[a-z0-9]+", word) for word in words(text))


@given(TEXTS)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.lower()) == fold(fold(text.lower()).upper())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12, Av. F. Mistral – St-Maximin (D 560)", "12 avenue f mistral saint maximin d560"),
        ("Chem. de l’Église", "chemin de l eglise"),
        ("BD DU GAL DE GAULLE", "boulevard du general de gaulle"),
        ("N° 12 rte de Nans", "12 route de nans"),
        ("numéro 12", "12"),
        ("RD 560", "d560"),
        ("D 973bis", "d973bis"),
        ("route départementale 42E1", "route d42e1"),
        ("rd pt du Cœur", "rond point du coeur"),
        ("Ste-Anastasie s/ Issole", "sainte anastasie sur issole"),
        ("route nationale 83560", "route nationale 83560"),
        ("Impasse des Prés", "impasse des pres"),
    ],
)
def test_names_are_written_out(text: str, wanted: str) -> None:
    assert " ".join(words(text)) == wanted


def test_no_abbreviation_stands_for_another() -> None:
    known = ABBREVIATIONS.keys() | PHRASES.keys()
    for full in (*ABBREVIATIONS.values(), *PHRASES.values()):
        assert not known & set(full.split())
