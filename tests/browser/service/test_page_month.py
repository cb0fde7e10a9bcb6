"""A coordinator's Monday morning: workbook, plan, publication, a volunteer's link."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from api.recipe import coming_months
from api.wire.programme_xlsx import write_programme_xlsx
from routing.planning import load_territory

TOURNEES = [sys.executable, "-c", "from api.cli import main; main()"]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return os.environ | {"TOURNEES_DATA": str(tmp_path_factory.mktemp("served"))}


@pytest.fixture(scope="module")
def key(places: dict[str, str]) -> str:
    add = [*TOURNEES, "keys", "add", "--role", "coordinator"]
    made = subprocess.run(add, capture_output=True, text=True, check=True, env=places)
    return made.stdout.strip()


@pytest.fixture(scope="module")
def address(places: dict[str, str]) -> Iterator[str]:
    serve = [*TOURNEES, "serve", "--port", "0"]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True, env=places) as server:
        assert server.stderr is not None
        told = next(filter(None, (re.search(r"http://\S+", line) for line in server.stderr)))
        yield told[0]
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


@pytest.fixture(scope="module")
def workbook(served: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small programme as a coordinator keeps it."""
    path = tmp_path_factory.mktemp("classeur") / "mon-programme.xlsx"
    small = replace(served.shelf.programme, horizon=None, title="Petit programme")
    write_programme_xlsx(small, path, load_territory())
    return path


def send(browser: Any, path: Path) -> None:
    browser.find_element(By.ID, "workbook").send_keys(str(path))


def test_from_the_workbook_to_a_volunteers_link(
    visitor: Any, address: str, key: str, workbook: Path
) -> None:
    person = visitor(address)
    person.enter(key)
    month = list(coming_months(date.today()))[1]
    browser = person.browser
    Select(browser.find_element(By.ID, "month")).select_by_value(f"{month.first:%Y-%m}")
    send(browser, workbook)
    person.press("Envoyer le classeur")
    person.reads("Petit programme")
    chosen = Select(browser.find_element(By.ID, "programme")).first_selected_option.text
    assert chosen.startswith("Petit programme")
    value = browser.find_element(By.ID, "month").get_property("value")
    assert value == f"{month.first:%Y-%m}"
    person.press("Planifier")
    # the page's own script brings the plan: nobody reloads here
    WebDriverWait(browser, 240).until(lambda b: b.find_elements(By.CSS_SELECTOR, "table.month"))
    assert browser.find_elements(By.CSS_SELECTOR, ".month .sessions li")
    person.press("Publier ce plan")
    person.press("Publier")
    person.reads("Publié, n° 1")
    person.press("Liens des bénévoles")
    person.press("Créer le lien")
    field = browser.find_element(By.CSS_SELECTOR, ".link input[readonly]")
    link = field.get_property("value")
    browser.delete_all_cookies()
    browser.get(link)
    person.reads("Conductrice")
    person.open("/")
    assert person.path == "/login"  # the link opens nothing else


def test_a_file_that_is_no_workbook_is_told(
    person: Any, tmp_path: Path, expected: list[str]
) -> None:
    expected.append("422")
    wrong = tmp_path / "photo.xlsx"
    wrong.write_bytes(b"\x89PNG not a workbook")
    person.open("/?programme=extension")
    send(person.browser, wrong)
    person.press("Envoyer le classeur")
    person.reads("1 point à corriger")
    person.reads("photo.xlsx")
    person.reads("classeur .xlsx")


def test_all_mistakes_of_a_workbook_are_told_at_once(
    person: Any, workbook: Path, tmp_path: Path, expected: list[str], barriers: Any
) -> None:
    expected.append("422")
    book = load_workbook(workbook)
    rows = list(book["Permanences"].iter_rows())
    heads = {str(cell.value).casefold(): cell.column for cell in rows[0] if cell.value}
    duration = next(column for name, column in heads.items() if name.startswith("durée"))
    site = next(column for name, column in heads.items() if name.startswith("lieu"))
    first = next(row for row in rows[1:] if row[0].value and "exemple" not in str(row[0].value))
    book["Permanences"].cell(first[0].row, duration).value = "longtemps"
    book["Permanences"].cell(first[0].row, site).value = "NULLE-PART"
    book.save(tmp_path / "fautes.xlsx")
    person.open("/")
    months = Select(person.browser.find_element(By.ID, "month"))
    months.select_by_index(3)
    wanted = months.first_selected_option.get_attribute("value")
    send(person.browser, tmp_path / "fautes.xlsx")
    person.press("Envoyer le classeur")
    person.reads("points à corriger")
    table = person.browser.find_element(By.CSS_SELECTOR, "table.faults").text
    for told in ("Permanences", "Durée", "longtemps", "NULLE-PART"):
        assert told in table
    assert person.browser.find_element(By.ID, "month").get_property("value") == wanted
    assert barriers() == []


def test_a_file_that_is_too_large_is_told_before_it_is_sent_and_after(
    served: Any, person: Any, tmp_path: Path, expected: list[str]
) -> None:
    expected.append("413")
    large = tmp_path / "grand.xlsx"
    large.write_bytes(b"x" * (served.service.settings.max_body_bytes + 1))
    person.open("/")
    send(person.browser, large)
    field = person.browser.find_element(By.ID, "workbook")
    assert "trop grand" in field.get_property("validationMessage")
    person.browser.execute_script("arguments[0].setCustomValidity('')", field)
    person.press("Envoyer le classeur")
    person.reads("Ce fichier est trop grand")


def test_nothing_chosen_is_told(served: Any, person: Any, expected: list[str]) -> None:
    expected.append("422")
    person.open("/")
    field = person.browser.find_element(By.ID, "workbook")
    person.browser.execute_script("arguments[0].required = false", field)
    person.press("Envoyer le classeur")
    person.reads("Choisissez d’abord un classeur")
