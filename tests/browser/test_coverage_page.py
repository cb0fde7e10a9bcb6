"""The coverage page in a real browser without a network."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selenium.webdriver.common.by import By

from maps.coverage_page import coverage_html
from maps.plan_context import PlanContext
from maps.selection import ALL

EVIL = """</script><img src=x onerror="window.hit=1"> ${window.hit=2} {{7*7}} `x` 'y' "z" 🚐"""


@pytest.fixture
def page(made, tmp_path, open_page):
    names = (EVIL, *made.VILLAGES[1:])
    territory = made.make_territory(tmp_path / "territoire", names)
    sample = made.make_sample(tmp_path / "autre")
    before = replace(sample.plan, rounds=sample.plan.rounds[:1])
    context = PlanContext(
        plan=sample.plan,
        programme=sample.programme,
        territory=territory,
        network=sample.network,
        before=before,
    )
    path = tmp_path / "couverture.html"
    path.write_bytes(coverage_html(context, ALL) or b"")
    return open_page(path)


def labels(page) -> list[str]:
    return page.execute_script(
        "return [...document.querySelectorAll('#carte-apres .mark-label')].map(l => l.textContent)"
    )


def test_names_are_shown_as_typed(page):
    assert any(label.startswith(EVIL) for label in labels(page))
    assert page.execute_script("return window.hit") is None


def test_the_measure_changes_shades_minutes_and_figures(page):
    sessions = labels(page)
    page.find_element(By.CSS_SELECTOR, "input[value=care]").click()
    assert labels(page) != sessions
    hidden = page.find_elements(By.CSS_SELECTOR, "[data-measure=sessions]")
    assert not any(part.is_displayed() for part in hidden)


def test_both_maps_move_together(page):
    page.find_element(By.CSS_SELECTOR, "#carte-avant .leaflet-control-zoom-in").click()
    scales = page.execute_script(
        "var lines = document.querySelectorAll('.leaflet-control-scale-line');"
        "return [...lines].map(line => line.textContent)"
    )
    assert len(scales) == 2
    assert len(set(scales)) == 1


def test_nothing_keeps_people_out(page, barriers):
    assert barriers() == []
