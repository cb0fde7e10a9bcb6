"""The table of documents: every kind can be drawn, narrowed and named without a person."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from maps.contacts import Contact
from maps.documents import KINDS, documents, kinds_named
from maps.plan_context import PlanContext
from maps.selection import ALL, Selection, SelectionError, Selector, parts_of, plain, select


@pytest.fixture
def context(rides) -> PlanContext:
    plan, programme, territory, network = rides.arguments
    return PlanContext(plan=plan, programme=programme, territory=territory, network=network)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_kind_says_who_draws_it(kind):
    module, _, name = kind.writer.partition(":")
    assert callable(getattr(import_module(module), name))
    assert all(kind.selectors.issuperset(by) for by in kind.parts)


def test_names_of_kinds_are_unlike(context):
    patterns = [pattern for kind in KINDS.values() for pattern in kind.patterns()]
    assert len(set(patterns)) == len(patterns)


def test_files_are_named_by_dates_and_numbers(context):
    names = [document.name for document in documents(context, KINDS.values())]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z0-9.-]+", name)
    assert "carte.html" in names
    day = context.days[0]
    assert f"feuille-{day.date}-conducteur-{day.driver_number}.html" in names


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_the_same_plan_gives_the_same_bytes(kind, context):
    first, again = kind.draw(context), kind.draw(context)
    assert first == again


@pytest.mark.parametrize("extension", ["html", "pdf"])
def test_the_sheets_of_a_date_do_not_overwrite_each_other(extension, context):
    day = context.days[0].date
    both = [kind for kind in KINDS.values() if kind.extension == extension and kind.part]
    able = [kind for kind in both if Selector.DATE in kind.selectors]
    names = [kind.file_name(context, Selection(date=day)) for kind in able]
    assert len(set(names)) == len(names) >= 2


def test_a_narrowed_sheet_holds_no_other_date(context):
    first = context.rounds[0]
    wanted = Selection(date=first.date, unit=first.unit.id)
    made = KINDS["round-sheets"].draw(context, wanted)
    assert made is not None
    assert made.content.decode().count("<article") == len(context.rounds_in(wanted))


def test_nothing_selected_gives_no_file(context):
    unit = context.programme.units[-1].id
    empty = Selection(date=context.plan.horizon.last, unit=unit)
    assert KINDS["map"].draw(context, empty) is None


def test_a_kind_refuses_what_it_cannot_be_narrowed_by(context):
    with pytest.raises(SelectionError, match="date"):
        KINDS["passengers"].draw(context, Selection(unit="unite-1"))
    with pytest.raises(SelectionError, match="carte"):
        kinds_named(["carte"])


def test_several_kinds_pass_over_those_that_cannot_be_narrowed(context):
    wanted = Selection(driver=context.days[0].driver.id)
    names = [d.name for d in documents(context, KINDS.values(), wanted)]
    assert any(name.startswith("feuille-conducteur-") for name in names)
    assert not any(name.startswith("passagers") for name in names)


def test_groups_stand_for_their_kinds():
    assert {kind.id for kind in kinds_named(["sheets"])} >= {"round-sheets", "driver-sheets"}
    assert kinds_named(["all"]) == list(KINDS.values())


def test_people_select_by_names_they_know(context):
    asked = context.programme, context.territory, context.plan
    found = select(*asked, village="l'oliveraie", unit="unite-2")
    assert found == Selection(village="83003", unit="unite-2")
    assert found.given == (Selector.UNIT, Selector.VILLAGE)
    with pytest.raises(SelectionError, match="Valbelle"):
        select(*asked, village="Valbele")
    with pytest.raises(SelectionError, match="unite-1"):
        select(*asked, unit="unité 1")
    with pytest.raises(SelectionError, match="va du"):
        select(*asked, day=context.plan.horizon.first.replace(year=2031))


def test_parts_are_what_the_plan_has(context):
    parts = list(parts_of(context.plan, (Selector.DATE, Selector.UNIT), context.territory))
    assert parts == sorted(set(parts), key=lambda part: (part.date, part.unit))
    assert {(part.date, part.unit) for part in parts} == {
        (held.date, held.unit) for held in context.plan.rounds
    }
    assert ALL not in parts


def test_without_names_people_are_initials(context):
    known = {"P-1": Contact(name="Jeanne Exemple", phone="06 00 00 00 00")}
    assert context.with_people(known, names=False).people["P-1"] == Contact(name="J. E.")
    assert context.with_people(known, names=True).people == known


def test_words_become_plain():
    assert plain("Plan-d’Aups-Sainte-Baume") == "plan-d-aups-sainte-baume"
    assert plain("Fontfraîche") == "fontfraiche"
