"""The service's page as a coordinator uses it: choose, press « Planifier », open the map."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import text_to_be_present_in_element
from selenium.webdriver.support.ui import Select, WebDriverWait

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
THIS_MACHINE_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
TO_THE_MAP = "Ouvrir la carte et le tableau"
TOURNEES = [sys.executable, "-c", "from api.cli import main; main()"]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return os.environ | {"TOURNEES_DATA": str(tmp_path_factory.mktemp("service"))}


@pytest.fixture(scope="module")
def key(places: dict[str, str]) -> str:
    add = [*TOURNEES, "keys", "add", "--role", "coordinator"]
    return subprocess.run(
        add, capture_output=True, text=True, check=True, env=places
    ).stdout.strip()


@pytest.fixture(scope="module")
def address(places: dict[str, str]) -> Iterator[str]:
    serve = [*TOURNEES, "serve", "--port", "0"]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True, env=places) as server:
        assert server.stderr is not None
        told = re.search(r"http://\S+", server.stderr.readline())
        assert told is not None
        yield told[0]
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    """A browser that can reach this machine and nothing else; afterwards: no error said."""
    options = Options()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)))
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", THIS_MACHINE_ONLY):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    said = driver.get_log("browser")
    driver.quit()
    assert said == []


def enter(browser: webdriver.Chrome, address: str, key: str) -> None:
    """Open the page, which asks for a key, and give one."""
    browser.get(address)
    browser.find_element(By.ID, "key").send_keys(key)
    browser.find_element(By.TAG_NAME, "button").click()
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.ID, "programme"))


def order(browser: webdriver.Chrome, programme: str) -> None:
    """Choose a programme and press « Planifier »."""
    Select(browser.find_element(By.ID, "programme")).select_by_value(programme)
    browser.find_element(By.TAG_NAME, "button").click()
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.ID, "status"))


def test_a_month_is_planned_with_the_mouse(
    browser: webdriver.Chrome, address: str, key: str, barriers: Callable[[], list[str]]
) -> None:
    browser.get(address)
    assert barriers() == []
    enter(browser, address, key)
    assert barriers() == []
    order(browser, "promo-soins")
    # the page's own script brings the plan: nobody reloads here
    WebDriverWait(browser, 120).until(lambda b: b.find_elements(By.LINK_TEXT, TO_THE_MAP))
    assert barriers() == []
    browser.find_element(By.LINK_TEXT, TO_THE_MAP).click()
    WebDriverWait(browser, 60).until(lambda b: "Promo Soins" in b.title)
    assert browser.find_elements(By.CSS_SELECTOR, "table")


def test_a_long_plan_is_watched_and_taken_back_with_the_mouse(
    browser: webdriver.Chrome, address: str, key: str, barriers: Callable[[], list[str]]
) -> None:
    enter(browser, address, key)
    order(browser, "territoire")
    assert barriers() == []
    browser.find_element(By.TAG_NAME, "button").click()  # « Annuler »
    WebDriverWait(browser, 120).until(
        text_to_be_present_in_element((By.ID, "status"), "Calcul annulé")
    )
