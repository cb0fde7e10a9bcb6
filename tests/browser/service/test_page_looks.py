"""Every page for everybody: axe-core finds no barrier, nothing sticks out on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from api.store.order_records import Outcome, Standing, Status

DESKTOP, PHONE = (1280, 900), (360, 740)
WORKING = Standing(phase="rounds", share=0.5, done=0.4, cost=48_020, gap=0.031)
PLAN_PAGES = ("", "/open", "/map", "/volunteers", "/figures", "/documents", "/changes", "/publish")


@pytest.fixture(scope="module")
def states(served: Any) -> Iterator[dict[str, str]]:
    """The addresses of all states that a page can be in, by their names."""
    draft, published = served.plan(), served.plan()
    (first, *_) = served.service.library.plan(draft.rpartition("/")[2]).plan.rides
    served.service.desk.publish(published.rpartition("/")[2])
    kept = served.service.shelf.stored.add(served.shelf.programme)
    versions = [page.rpartition("/")[2] for page in (draft, published)]
    made, claims = {}, {}
    for status in (Status.WORKING, Status.CANCELLED, Status.FAILED):
        served.shelf.order()
        claim = served.shelf.taken()
        served.shelf.orders.push(claim, WORKING)
        if status.final:
            problem = {"title": "Le calcul s’est interrompu"} if status is Status.FAILED else None
            outcome = Outcome(status=status, documents={}, problem=problem)
            served.shelf.orders.finish(claim, outcome)
        made[status.value] = f"/plans/{claim.id}"
        claims[status] = claim
    yield {
        "start": "/",
        **made,
        **{f"draft{page}": draft + page for page in PLAN_PAGES},
        "day": f"{draft}/days/{first.date}",
        "published": published,
        "links": f"{published}/volunteers",
        "nothing": "/plans/nothing",
        "compare": "/compare?before={}&after={}".format(*versions),
        "delete": f"/programmes/{kept.id}/delete",
    }
    assert served.service.shelf.stored.remove(kept.id)
    # one that nobody works on any more would wait in the queue again, in other tests' way
    given_up = Outcome(status=Status.CANCELLED, documents={})
    assert served.shelf.orders.finish(claims[Status.WORKING], given_up)


NAMES = (
    "start", "working", "cancelled", "failed", *(f"draft{page}" for page in PLAN_PAGES),
    "day", "published", "links", "nothing", "compare", "delete",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_nothing_keeps_people_out(
    name: str,
    states: dict[str, str],
    person: Any,
    barriers: Callable[[], list[str]],
    resize: Callable[[tuple[int, int]], None],
    expected: list[str],
) -> None:
    expected.append("404")
    for size in (DESKTOP, PHONE):
        resize(size)
        person.open(states[name])
        person.browser.execute_script(
            "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
        )
        assert barriers() == []
        assert (
            person.browser.execute_script("return document.documentElement.scrollWidth") <= size[0]
        )


def test_in_the_dark_words_can_be_read(
    states: dict[str, str], person: Any, barriers: Callable[[], list[str]]
) -> None:
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    person.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    try:
        for name in ("start", "draft", "draft/open", "published", "failed"):
            person.open(states[name])
            assert barriers() == []
    finally:
        person.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_keyboard_goes_to_the_words_and_to_what_was_done(
    states: dict[str, str], person: Any
) -> None:
    person.open(f"{states['published']}?said=published")
    focused = person.browser.switch_to.active_element
    assert "Plan publié" in focused.text
    person.open(states["draft"])
    person.browser.switch_to.active_element.send_keys(Keys.TAB)
    skip = person.browser.switch_to.active_element
    assert skip.text == "Aller au contenu"
    skip.send_keys(Keys.ENTER)
    assert person.browser.switch_to.active_element.get_attribute("id") == "main"
