"""Any two plans compared in words on a page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from api.jobs.work import PLAN
from api.store.keys import Role


@pytest.fixture(scope="module")
def two(shelf: Any, planned: Any) -> tuple[str, str]:
    """Two plans; in the second there is no ride."""
    outcome = planned[1]
    document = json.loads(outcome.documents[PLAN])
    document["unserved"] = [
        {"request": request, "reasons": [{"code": "X", "driver": None, "message": "absent."}]}
        for request in sorted({s["request"] for r in document["rides"] for s in r["stops"]})
    ]
    document["rides"] = []
    without = replace(outcome, documents={PLAN: json.dumps(document).encode()})
    first, second = shelf.put(outcome), shelf.put(without)
    return first.rpartition("/")[2], second.rpartition("/")[2]


def sentences(page: str) -> list[str]:
    told = re.search(r'<ul class="told">(.*?)</ul>', page, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", told[1]) if told else []


def test_what_changes_is_said_one_way_and_the_other(shelf: Any, two: tuple[str, str]) -> None:
    first, second = two
    gone = shelf.client.get(f"/compare?before={first}&after={second}").text
    assert "Ce qui change de l’un à l’autre" in gone
    back = shelf.client.get(f"/compare?before={second}&after={first}").text
    assert len(sentences(gone)) == len(sentences(back)) == 3
    assert sentences(gone) != sentences(back)


def test_the_plans_compared_stay_chosen(shelf: Any, two: tuple[str, str]) -> None:
    first, second = two
    page = shelf.client.get(f"/compare?before={first}&after={second}").text
    chosen = re.findall(r'<option value="(\S+)" selected>', page)
    assert chosen == [first, second]


def test_another_version_is_suggested(shelf: Any, two: tuple[str, str]) -> None:
    for query, after in ((f"?after={two[0]}", two[0]), ("", None)):
        page = shelf.client.get(f"/compare{query}").text
        chosen = re.findall(r'<option value="(\S+)" selected>', page)
        assert len(set(chosen)) == 2
        assert after in (None, chosen[1])
        assert "Ce qui change" not in page


def test_the_same_plan_twice_is_said_so(shelf: Any, two: tuple[str, str]) -> None:
    page = shelf.client.get(f"/compare?before={two[0]}&after={two[0]}").text
    assert "deux fois le même plan" in page


def test_english_is_told_in_english(shelf: Any, two: tuple[str, str]) -> None:
    page = shelf.client.get(f"/compare?before={two[0]}&after={two[1]}&lang=en").text
    shelf.client.cookies.clear()
    assert "What changes from one to the other" in page
    assert len(sentences(page)) == 3


def test_a_reader_may_compare_and_pages_lead_there(shelf: Any, two: tuple[str, str]) -> None:
    reader = shelf.client_of(Role.READER)
    assert reader.get(f"/compare?before={two[0]}&after={two[1]}").status_code == 200
    assert f'href="/compare?after={two[1]}"' in reader.get(f"/plans/{two[1]}").text
    assert 'href="/compare"' in reader.get("/").text
    versions = re.findall(r'href="/compare\?before=(\w|-)+&amp;after=', reader.get("/").text)
    assert versions


@pytest.mark.parametrize("query", ["before=nothing-there", "after=%00", "before=../x&after=1"])
def test_a_plan_that_is_not_there_is_no_crash(shelf: Any, query: str) -> None:
    answer = shelf.client.get(f"/compare?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "Ce plan n’existe pas" in answer.text
