"""Documents in English say in English what the planner found: reasons, what would help, remarks."""

from __future__ import annotations

import html
import io
import string
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from maps.documents import KINDS, documents
from maps.plan_context import PlanContext
from maps.selection import ALL
from routing.language import Language, told
from routing.planning.plans import Reason, Remark, RideChange, RideReason
from routing.sentence import Sentence
from tests.english import PLAIN, french_left


def everything_said() -> list[Sentence]:
    """Return a sentence of each template that there is."""
    found = []
    for template in PLAIN:
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
        found.append(Sentence(template, **dict.fromkeys(names, "X")))
    return found


def reason(message: str) -> Reason:
    return Reason(code="SAID", message=message)


def why(message: str) -> RideReason:
    return RideReason(code="SAID", message=message)


def change(message: str) -> RideChange:
    return RideChange(kind="said", amount=0, message=message)


@pytest.fixture
def contexts(rides) -> tuple[PlanContext, PlanContext]:
    """English documents of a plan that says nothing, and of one that says everything."""
    plan, programme, territory, network = rides.arguments
    said = everything_said()
    session, request = plan.unassigned[0], plan.unserved[0]
    talking = replace(
        plan,
        unassigned=(replace(session, reasons=tuple(map(reason, said))),),
        unserved=tuple(
            replace(request, reasons=(why(message),), changes=(change(message),))
            for message in said
        ),
        remarks=tuple(Remark(code="SAID", id=session.id, message=message) for message in said),
    )
    silent = replace(plan, unassigned=(), unserved=(), remarks=())

    def context(made):
        return PlanContext(
            plan=made, programme=programme, territory=territory, network=network, lang="en"
        )

    return context(silent), context(talking)


def text_of(context: PlanContext, kind: str) -> str:
    found = []
    for drawn in documents(context, [KINDS[kind]], ALL):
        if drawn.name.endswith(".xlsx"):
            book = CalamineWorkbook.from_filelike(io.BytesIO(drawn.content))
            found += [str(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
        else:
            found.append(html.unescape(drawn.content.decode()))
    return "\n".join(found)


@pytest.mark.parametrize("kind", ["map", "xlsx", "csv-unplanned", "passengers"])
def test_an_english_document_has_no_french_of_the_planner(contexts, kind):
    silent, talking = (text_of(context, kind) for context in contexts)
    assert set(french_left(talking)) <= set(french_left(silent))


@pytest.mark.parametrize("kind", ["map", "xlsx", "csv-unplanned"])
def test_an_english_document_says_every_reason(contexts, kind):
    said = text_of(contexts[1], kind)
    for message in everything_said():
        words = told(message, Language.ENGLISH)
        assert words.strip() in said or set("'\"\n\N{NO-BREAK SPACE}") & set(words)
