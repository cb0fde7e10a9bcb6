"""The map in a real browser without a network."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from maps import write_map
from maps.map_page import map_html
from maps.tiles import TILES

VILLAGES = ("Valbelle", "Pierreclos", "Fontfraîche", "L’Oliveraie")
PHONE = (390, 844)
EVIL = (
    """</script><img src=x onerror="window.hit=1"> ${window.hit=2} {{7*7}} {% x %} {# y #} """
    """`x` 'y' "z" \\ 🚐 &amp;"""
)


@pytest.fixture(scope="session")
def sample(made, tmp_path_factory):
    return made.make_sample(tmp_path_factory.mktemp("territoire"))


@pytest.fixture(scope="session")
def path(sample, tmp_path_factory):
    return write_map(*sample.arguments, tmp_path_factory.mktemp("carte") / "carte.html")


@pytest.fixture
def page(path, open_page):
    return open_page(path)


def lines(page) -> int:
    """How many legs are drawn."""
    return page.execute_script(
        "return document.querySelectorAll('.leaflet-rounds-pane path').length"
    )


def click(page, selector: str) -> None:
    page.find_element(By.CSS_SELECTOR, selector).click()


def shown(page) -> str:
    return page.find_element(By.ID, "shown").text.replace("\N{NO-BREAK SPACE}", " ")


def popup_text(page) -> str:
    """What an open popup says, hidden parts left out, wherever its fading in has got to."""
    return page.execute_script(
        """
        var copy = document.querySelector('.leaflet-popup-content').cloneNode(true);
        copy.querySelectorAll('[hidden]').forEach(function (part) { part.remove(); });
        return copy.textContent.replace(/\\s+/g, ' ');
        """
    )


def wait(page, condition: str) -> None:
    WebDriverWait(page, 10, poll_frequency=0.05).until(lambda b: b.execute_script(condition))


def test_the_whole_period_is_drawn_at_first(page):
    assert page.title == "Tournées – Programme de Valbelle – décembre 2026"
    assert lines(page) == 9
    assert shown(page) == "4 tournées affichées"
    labels = page.find_elements(By.CSS_SELECTOR, ".stop .mark-label b")
    assert {label.text for label in labels} == set(VILLAGES)


def test_one_date_alone(page):
    click(page, "[data-only='2026-12-03']")
    assert lines(page) == 3
    assert shown(page) == "jeu. 3 déc. – 1 tournée affichée"
    numbers = page.find_elements(By.CSS_SELECTOR, ".stop.numbered .mark-dot")
    assert sorted(number.text for number in numbers) == ["1", "2"]
    assert page.execute_script("return document.querySelector('[data-all]').indeterminate")


def test_dates_one_by_one_and_back_to_all(page):
    forth = "[data-step='1']"
    seen = []
    for _ in range(4):
        click(page, forth)
        seen.append(shown(page).split(" –")[0])
    assert seen == ["mar. 1er déc.", "jeu. 3 déc.", "jeu. 17 déc.", "mar. 1er déc."]
    click(page, "[data-step='-1']")
    assert shown(page).startswith("jeu. 17 déc.")
    click(page, "[data-all]")
    assert shown(page) == "4 tournées affichées"
    click(page, "[data-all]")
    assert lines(page) == 0


def test_a_checkbox_adds_and_removes_its_date(page):
    click(page, "[data-date='2026-12-01']")
    assert lines(page) == 5
    assert shown(page) == "2 tournées affichées"


def test_arrows_show_the_direction(page):
    assert page.execute_script("return document.querySelectorAll('path.arrow').length") == 9


def test_a_village_tells_its_visits_of_the_chosen_dates(page):
    click(page, "[data-only='2026-12-17']")
    page.execute_script("document.querySelector('.stop[aria-label^=Pierreclos]').click()")
    popup = popup_text(page)
    assert "12 rue de l’Église" in popup
    assert "Jeudi 17 décembre 2026" in popup
    assert "Mardi 1er" not in popup
    assert "Bénévole 3 · conduit" in popup


def test_a_round_tells_its_times(page):
    click(page, "[data-only='2026-12-03']")
    page.execute_script(
        "document.querySelector('.leaflet-rounds-pane path')"
        ".dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: 800, clientY: 400}))"
    )
    popup = popup_text(page)
    assert "Jeudi 3 décembre 2026" in popup
    assert popup.index("Fontfraîche") < popup.index("L’Oliveraie") < popup.index("Retour")


def test_everything_can_be_done_with_the_keyboard(page):
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert page.switch_to.active_element.get_attribute("class") == "skip"
    for name in ("Date précédente", "Date suivante"):
        assert page.find_element(By.CSS_SELECTOR, f"[aria-label='{name}']").is_displayed()
    stop = page.find_element(By.CSS_SELECTOR, ".stop[aria-label^=Fontfraîche]")
    assert (stop.get_attribute("role"), stop.get_attribute("tabindex")) == ("button", "0")
    page.execute_script("arguments[0].focus()", stop)
    stop.send_keys(Keys.ENTER)
    assert "leaflet-popup" in page.switch_to.active_element.get_attribute("class")
    page.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait(page, "return !document.querySelector('.leaflet-popup')")
    assert page.switch_to.active_element == stop


def test_the_table_leads_back_to_the_map(page):
    click(page, "button[data-show='2026-12-17']")
    assert shown(page).startswith("jeu. 17 déc.")
    assert "folium-map" in page.switch_to.active_element.get_attribute("class")


def test_other_places_can_be_switched_off(page):
    places = "return document.querySelectorAll('.site-care.mark').length"
    assert page.execute_script(places) == 1
    click(page, "[data-toggle='care']")
    assert page.execute_script(places) == 0
    click(page, "[data-toggle='care']")
    assert page.execute_script(places) == 1


def test_credits_stand_on_the_map(page):
    credits_line = page.find_element(By.CSS_SELECTOR, ".leaflet-control-attribution").text
    assert "© OpenStreetMap contributors, ODbL 1.0" in credits_line
    assert "IGN 2018" in credits_line
    assert page.find_element(By.CSS_SELECTOR, ".leaflet-control-scale").is_displayed()


def test_labels_never_cover_each_other(page):
    overlaps = page.execute_script(
        """
        var boxes = Array.from(document.querySelectorAll('.mark-label:not(.crowded)'))
          .map(function (label) { return label.getBoundingClientRect(); })
          .filter(function (box) { return box.width; });
        return boxes.filter(function (a, i) {
          return boxes.some(function (b, j) {
            return i < j && a.left < b.right && b.left < a.right
              && a.top < b.bottom && b.top < a.bottom;
          });
        }).length;
        """
    )
    assert overlaps == 0


@pytest.mark.parametrize("size", [(1400, 900), PHONE], ids=["desktop", "phone"])
def test_nothing_keeps_people_out(page, resize, barriers, size):
    resize(size)
    page.refresh()
    wait(page, "return document.documentElement.dataset.ready")
    assert barriers() == []
    click(page, "[data-step='1']")
    page.execute_script("document.querySelector('.stop.numbered').click()")
    assert barriers() == []


def test_a_phone_shows_the_map_at_once_and_nothing_sticks_out(page, resize):
    resize(PHONE)
    page.refresh()
    wait(page, "return document.documentElement.dataset.ready")
    assert page.execute_script("return document.documentElement.scrollWidth") == PHONE[0]
    top = page.execute_script(
        "return document.querySelector('.folium-map').getBoundingClientRect().top"
    )
    assert top < PHONE[1] / 3


def test_names_are_shown_as_typed_and_do_nothing(made, open_page, tmp_path: Path):
    names = [f"{EVIL} {i}" for i in range(4)]
    sample = made.make_sample(tmp_path / "territoire", names)
    page = open_page(write_map(*sample.arguments, tmp_path / "carte.html"))
    labels = page.find_elements(By.CSS_SELECTOR, ".stop .mark-label b")
    written = {label.get_property("textContent") for label in labels}
    assert written == set(names)
    page.execute_script("document.querySelector('.stop').click()")
    popup = page.find_element(By.CSS_SELECTOR, ".popup-title").get_property("textContent")
    assert popup == names[0]
    rows = page.find_elements(By.CSS_SELECTOR, "tbody td b")
    assert rows[0].get_property("textContent") == names[1]
    assert page.execute_script("return window.hit === undefined && !document.images.length")


@pytest.mark.parametrize("size", [(1400, 900), PHONE])
def test_a_name_of_one_long_word_does_not_widen_the_page(made, open_page, resize, tmp_path, size):
    word = "É" * 200
    plan, programme, *ground = made.make_sample(tmp_path / "territoire", [word] * 4).arguments
    named = replace(
        programme,
        title=word,
        units=tuple(replace(unit, label=word) for unit in programme.units),
        staff=tuple(replace(member, label=word) for member in programme.staff),
        roles=tuple(replace(role, label=word) for role in programme.roles),
    )
    page = open_page(write_map(plan, named, *ground, tmp_path / "carte.html"))
    resize(size)
    assert page.execute_script("return document.documentElement.scrollWidth") <= size[0]


def test_the_policy_stops_a_script_that_would_slip_in(path, open_page, tmp_path):
    injected = "<img src=x onerror='window.hit=1'><script>window.hit=2</script></body>"
    changed = tmp_path / "carte.html"
    changed.write_text(path.read_text("utf-8").replace("</body>", injected), encoding="utf-8")
    page = open_page(changed)
    refused = [entry["message"] for entry in page.get_log("browser")]
    assert sum("Content Security Policy" in message for message in refused) >= 2
    assert page.execute_script("return window.hit === undefined")


def test_a_busy_month_can_be_walked_through(made, open_page, tmp_path):
    sample = made.make_full_month(tmp_path / "territoire")
    page = open_page(write_map(*sample.arguments, tmp_path / "mois.html"))
    assert shown(page) == f"{len(sample.plan.rounds)} tournées affichées"
    click(page, "[data-step='1']")
    assert shown(page) == "mar. 1er déc. – 2 tournées affichées"


def test_paper_gets_the_chosen_dates_and_the_screen_its_map_back(page):
    click(page, "[data-only='2026-12-03']")
    before = page.execute_script("return [tournees.map.getZoom(), tournees.map.getSize().x]")
    options = {"preferCSSPageSize": True, "printBackground": False}
    pdf = base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", options)["data"])
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [842, 595]
    after = page.execute_script("return [tournees.map.getZoom(), tournees.map.getSize().x]")
    assert after == before


def test_one_person_alone(made, ride_made, open_page, tmp_path):
    sample = ride_made.make_ride_sample(made, tmp_path / "territoire")
    page = open_page(write_map(*sample.arguments, tmp_path / "carte.html"))
    everything = lines(page)
    page.execute_script(
        "var list = document.querySelector('select[data-whose]');"
        "list.value = 'driver c1'; list.dispatchEvent(new Event('change'));"
    )
    assert 0 < lines(page) < everything
    assert "0 tournée, 1 trajet" in shown(page)
    days = page.find_elements(By.CSS_SELECTOR, "[data-day]")
    assert [day.is_displayed() for day in days].count(True) == 1


def test_a_base_map_of_others_is_asked_for_by_hand(sample, open_page, tmp_path):
    """The ``browser`` fixture sees to it that nothing is requested before."""
    path = tmp_path / "carte.html"
    path.write_text(map_html(*sample.arguments, tiles=TILES["ign"]), encoding="utf-8")
    page = open_page(path)
    policy = page.find_element(By.CSS_SELECTOR, "meta[http-equiv]").get_attribute("content")
    assert "img-src data: https://data.geopf.fr;" in policy
    assert not page.find_elements(By.CSS_SELECTOR, ".leaflet-tile")
    click(page, "input[data-tiles]")
    tiles = page.find_elements(By.CSS_SELECTOR, ".leaflet-tile")
    assert tiles
    assert all(t.get_attribute("src").startswith("https://data.geopf.fr/wmts?") for t in tiles)
    click(page, "input[data-tiles]")
    assert not page.find_elements(By.CSS_SELECTOR, ".leaflet-tile")
    page.get("about:blank")
    asked = [entry["message"] for entry in page.get_log("performance")]
    assert any("data.geopf.fr" in message for message in asked)
    page.get_log("browser")  # without a network each of them fails
