"""The service's page as a coordinator uses it: choose, press « Planifier », open the map."""

from __future__ import annotations

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
SERVE = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with subprocess.Popen(SERVE, stderr=subprocess.PIPE, text=True) as server:
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


def order(browser: webdriver.Chrome, programme: str) -> None:
    """Choose a programme and press « Planifier »."""
    Select(browser.find_element(By.ID, "programme")).select_by_value(programme)
    browser.find_element(By.TAG_NAME, "button").click()
    WebDriverWait(browser, 60).until(lambda b: b.find_elements(By.ID, "status"))


def test_a_month_is_planned_with_the_mouse(
    browser: webdriver.Chrome, address: str, barriers: Callable[[], list[str]]
) -> None:
    browser.get(address)
    assert barriers() == []
    order(browser, "promo-soins")
    # the page's own script brings the plan: nobody reloads here
    WebDriverWait(browser, 120).until(lambda b: b.find_elements(By.LINK_TEXT, TO_THE_MAP))
    assert barriers() == []
    browser.find_element(By.LINK_TEXT, TO_THE_MAP).click()
    WebDriverWait(browser, 60).until(lambda b: "Promo Soins" in b.title)
    assert browser.find_elements(By.CSS_SELECTOR, "table")


def test_a_long_plan_is_watched_and_taken_back_with_the_mouse(
    browser: webdriver.Chrome, address: str, barriers: Callable[[], list[str]]
) -> None:
    browser.get(address)
    order(browser, "territoire")
    assert barriers() == []
    browser.find_element(By.TAG_NAME, "button").click()  # « Annuler »
    WebDriverWait(browser, 120).until(
        text_to_be_present_in_element((By.ID, "status"), "Calcul annulé")
    )
