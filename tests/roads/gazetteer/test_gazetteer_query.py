"""The parts of a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.roads.gazetteer.query import LONGEST_QUERY, MOST_WORDS, Query, read_query


def parts(text: str) -> tuple[str, int, str, str]:
    query = read_query(text)
    return " ".join(query.words), query.number, query.suffix, query.postal_code


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12 av Mistral brignoles", ("avenue mistral brignoles", 12, "", "")),
        ("12 bis, av Mistral", ("avenue mistral", 12, "bis", "")),
        ("12B rue Haute 83170 Brignoles", ("rue haute brignoles", 12, "b", "83170")),
        ("12 B rue Haute", ("rue haute", 12, "b", "")),
        ("n°12 rue Haute", ("rue haute", 12, "", "")),
        ("Brignoles, 12 rue Haute", ("brignoles rue haute", 12, "", "")),
        ("Tourves 12 ter le clos", ("tourves le clos", 12, "ter", "")),
        ("rue du 8 mai 1945", ("rue du 8 mai 1945", 0, "", "")),
        ("8 mai 1945 brignoles", ("8 mai 1945 brignoles", 0, "", "")),
        ("3 rue du 8 mai 1945", ("rue du 8 mai 1945", 3, "", "")),
        ("2e rue du port", ("2e rue du port", 0, "", "")),
        ("bât C appt 12, 5 rue Haute", ("rue haute", 5, "", "")),
        ("passage de l'escalier", ("passage de l escalier", 0, "", "")),
        ("5 rue Haute, Brignoles, Var, France", ("rue haute brignoles var", 5, "", "")),
        ("5 rue Haute 83170 Brignoles cedex France", ("rue haute brignoles", 5, "", "83170")),
        ("rue Anatole France", ("rue anatole france", 0, "", "")),
        ("83170", ("", 0, "", "83170")),
        ("0 rue Haute", ("0 rue haute", 0, "", "")),
        ("", ("", 0, "", "")),
    ],
)
def test_queries_are_taken_apart(text: str, wanted: tuple[str, int, str, str]) -> None:
    assert parts(text) == wanted


def test_a_number_after_the_name_counts_and_stays() -> None:
    """It may be a house number, or part of a name: « Les Chaberts 2 »."""
    assert parts("rue Haute 12") == ("rue haute 12", 12, "", "")


@given(st.text(max_size=400))
def test_any_text_is_a_query_of_bounded_length(text: str) -> None:
    query = read_query(text)
    assert isinstance(query, Query)
    assert len(query.words) <= MOST_WORDS
    assert 0 <= query.number <= 9999
    assert query == read_query(text[:LONGEST_QUERY])
