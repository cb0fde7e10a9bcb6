"""Sentences of a stored plan: said in English later, and never what a stranger writes into them."""

from __future__ import annotations

import json
import string
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wire.plan_json import dump_plan, load_plan, plan_text
from api.wire.sentences import SentencesModel, sentences_in, sentences_out
from routing.language import Language, told
from routing.planning.plans import Plan, Reason, Remark
from routing.sentence import Sentence, joined, say
from tests.api.test_wire_plan import PLAN, WITH_RIDES
from tests.english import PLAIN

DAY = say("{weekday} {day}/{month}", weekday=say("mardi"), day="05", month="01")
NOT_FREE = say("pas disponible le {day}", day=DAY)


def english(plan: Plan) -> list[str]:
    return [told(remark.message, Language.ENGLISH) for remark in plan.remarks]


def remarked(*messages: str) -> Plan:
    return replace(
        PLAN,
        remarks=tuple(Remark(code="SAID", id="RIANS", message=message) for message in messages),
    )


def test_a_stored_plan_is_said_in_english_and_french_as_before() -> None:
    two = joined(", ", [say("1\N{NO-BREAK SPACE}siège enfant"), DAY])
    plan = remarked(NOT_FREE, two, "un mot de la coordinatrice", NOT_FREE)
    document = json.loads(plan_text(plan))
    assert document["warnings"][0]["message"] == "pas disponible le mardi 05/01"
    stored = load_plan(document)
    assert stored == plan
    assert english(stored) == [
        "not available on Tuesday 05/01",
        "1\N{NO-BREAK SPACE}child seat, Tuesday 05/01",
        "un mot de la coordinatrice",
        "not available on Tuesday 05/01",
    ]
    assert plan_text(stored) == plan_text(plan)


def test_every_kind_of_message_keeps_its_sentence() -> None:
    no_team = Reason(code="NO_STAFF", message=say("personne de disponible comme {role}", role="x"))
    session = replace(PLAN.unassigned[0], reasons=(no_team,))
    reason = replace(WITH_RIDES.unserved[0].reasons[0], message=NOT_FREE)
    change = replace(
        WITH_RIDES.unserved[0].changes[0], message=say("à la séance du {day}", day=DAY)
    )
    request = replace(WITH_RIDES.unserved[0], reasons=(reason,), changes=(change,))
    stored = load_plan(dump_plan(replace(PLAN, unassigned=(session,), unserved=(request,))))
    found = (stored.unassigned[0].reasons[0], stored.unserved[0].reasons[0])
    said = [
        told(each.message, Language.ENGLISH) for each in (*found, stored.unserved[0].changes[0])
    ]
    assert said == [
        "nobody available in the role of x",
        "not available on Tuesday 05/01",
        "at the session on Tuesday 05/01",
    ]


def test_each_sentence_is_written_once() -> None:
    table = sentences_out([NOT_FREE, DAY, NOT_FREE, say("mardi")])
    assert table.templates == ("mardi", "{weekday} {day}/{month}", "pas disponible le {day}")
    assert table.said == ((0,), (1, 0, "05", "01"), (2, 1))


def test_a_plan_without_sentences_has_no_table() -> None:
    assert "sentences" not in dump_plan(remarked("un mot"))


def test_the_french_text_wins() -> None:
    document: dict[str, Any] = dump_plan(remarked(NOT_FREE))
    document["warnings"][0]["message"] = "pas disponible le jeudi 07/01"
    assert english(load_plan(document)) == ["pas disponible le jeudi 07/01"]


def test_a_template_that_we_do_not_know_stays_french_with_all_that_is_in_it() -> None:
    later = Sentence("disponible seulement le {day}", day=DAY)
    inside = say("à la séance du {day}", day=Sentence("premier du mois"))
    both = joined(", ", [later, NOT_FREE])
    stored = load_plan(dump_plan(remarked(later, inside, both)))
    assert english(stored) == [
        "disponible seulement le mardi 05/01",
        "à la séance du premier du mois",
        "disponible seulement le mardi 05/01, not available on Tuesday 05/01",
    ]


@st.composite
def sentences(draw: st.DrawFn) -> list[Sentence]:
    """Draw sentences in which texts, numbers and sentences drawn before stand for values."""
    said: list[Sentence] = []
    for template in draw(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=5)):
        values = st.text(max_size=8) | st.integers() | st.sampled_from([*said, say("mardi")])
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        said.append(Sentence(template, **{name: draw(values) for name in sorted(names)}))
    return said


@given(sentences())
def test_whatever_is_said_is_found_again(said: list[Sentence]) -> None:
    found = sentences_in(sentences_out(said))
    for sentence in said:
        alike = {told(s, Language.ENGLISH) for s in said if s.strip() == sentence.strip()}
        assert sentence.strip() in found
        assert len(alike) > 1 or told(found[sentence.strip()], Language.ENGLISH) in alike


BOMB = [[0, "x" * 1000], *([[1, n, n] for n in range(40)])]


@pytest.mark.parametrize(
    ("templates", "said"),
    [
        (["{day.__class__}"], [[0, "x"]]),
        (["{day[0]}"], [[0, "x"]]),
        (["{day!r}"], [[0, "x"]]),
        (["{day:>999999999}"], [[0, "x"]]),
        (["{0}{}"], [[0, "x", "y"]]),
        (["{{day}}", "{", "}"], [[0], [1], [2]]),
        (["pas disponible le {day}"], [[0], [0, "x", "y"], [1, "x"], [-1, "x"], ["0", "x"], []]),
        (["pas disponible le {day}"], [[0, 0], [0, 5], [0, -1]]),
        (["{a}" * 600], [[0, "x" * 1900]]),
    ],
)
def test_what_makes_no_sentence_is_left_out(templates: list[str], said: list[list[Any]]) -> None:
    table = SentencesModel.model_validate({"templates": templates, "said": said})
    assert sentences_in(table) == {}


def test_sentences_that_hold_each_other_twice_do_not_grow_without_end() -> None:
    table = SentencesModel.model_validate({"templates": ["{a}", "{a}{b}"], "said": BOMB})
    assert max(map(len, sentences_in(table))) <= 4000


@pytest.mark.parametrize("template", ["{part_0}", "le {day}"])
def test_sentences_do_not_hold_each_other_without_end(template: str) -> None:
    chain = [[0, "lundi"], *([0, n] for n in range(5_000))]
    document = dump_plan(remarked("le " * 4 + "lundi", "lundi", "le " * 600 + "lundi"))
    document["sentences"] = {"templates": [template], "said": chain}
    assert len(english(load_plan(document))) == 3


def test_any_name_may_stand_in_a_template() -> None:
    table = SentencesModel.model_validate(
        {"templates": ["{template} {cls} {self} {values}"], "said": [[0, "a", "b", "c", "d"]]}
    )
    assert list(sentences_in(table)) == ["a b c d"]
