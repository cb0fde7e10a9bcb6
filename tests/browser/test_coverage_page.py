"""The coverage page in a real browser without a network."""

from __future__ import annotations

from dataclasses import replace

import pytest
from selenium.webdriver.common.by import By

from maps.coverage_page import coverage_html
from maps.plan_context import PlanContext
from maps.selection import ALL
from tests.maps.villages import VILLAGES, make_territory

EVIL = """</script><img src=x onerror="window.hit=1"> ${window.hit=2} {{7*7}} `x` 'y' "z" 🚐"""


@pytest.fixture
def page(made, tmp_path, open_page):
    names = (EVIL, *VILLAGES[1:])
    territory = make_territory(tmp_path / "territoire", names)
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


def drawn_limits(page) -> list[int]:
    return page.execute_script(
        "return ['avant', 'apres'].map(id => document.querySelectorAll("
        "'#carte-' + id + ' .leaflet-areas-pane path').length)"
    )


def test_limits_are_drawn_of_either_measure(page):
    assert min(drawn_limits(page)) > 0
    page.find_element(By.CSS_SELECTOR, "input[value=care]").click()
    before, after = drawn_limits(page)
    assert before == after > 0  # places of care are the same, whatever the plan
    legend = page.find_element(By.CSS_SELECTOR, ".legend-row").text
    assert legend.count("limite des") == 3


@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
def test_on_paper_both_maps_show_the_whole_territory_side_by_side(page, resize, size):
    resize(size)
    page.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    boxes = page.execute_script(
        "return ['avant', 'apres'].map(id => {"
        "  const map = document.getElementById('carte-' + id);"
        "  const land = map.querySelector('.leaflet-outline-pane path').getBoundingClientRect();"
        "  const box = map.getBoundingClientRect();"
        "  return [box.top, land.left - box.left, land.top - box.top,"
        "          box.right - land.right, box.bottom - land.bottom];"
        "})"
    )
    (top, *margins), (other_top, *others) = boxes
    assert top == other_top
    assert min(margins + others) >= 0
    page.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert "printing" not in page.find_element(By.TAG_NAME, "html").get_attribute("class")


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
