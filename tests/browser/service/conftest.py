"""A service that can be stopped in mid-sentence, and a browser that reaches it and nothing else."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from api.http.following import Following
from api.store.keys import Role

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
THIS_MACHINE_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
DESKTOP, PHONE = (1280, 900), (360, 740)


class Served:
    """A shelf of plans behind a real socket; no worker moves them."""

    def __init__(self, shelf: Any, outcome: Any) -> None:
        self.shelf = shelf
        self.service = shelf.service
        self._outcome = outcome
        self._port = 0
        self.start()
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Answer from now on, again at the same address."""
        self.service.following = Following(self.shelf.orders.states_of)  # of this event loop
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", self._port))
        self._port = self._socket.getsockname()[1]
        config = uvicorn.Config(
            self.shelf.app, lifespan="off", log_level="critical", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.force_exit = self._server.should_exit = True
        self._thread.join()
        self._socket.close()

    def plan(self) -> str:
        """Leave a plan as a worker does; return its page."""
        return f"/plans/{self.shelf.put(self._outcome).rpartition('/')[2]}"

    def key(self, role: Role = Role.COORDINATOR) -> str:
        """Return a new key."""
        key: str = self.service.keys.add(role, role.word)[1]
        return key


class Person:
    """Somebody at a browser."""

    def __init__(self, browser: webdriver.Chrome, address: str) -> None:
        self.browser = browser
        self.address = address

    def open(self, path: str) -> None:
        """Go to an address of the service."""
        self.browser.get(self.address + path)

    def enter(self, key: str) -> None:
        """Log in with a key."""
        self.browser.delete_all_cookies()
        self.open("/login?lang=fr")
        self.browser.find_element(By.ID, "key").send_keys(key)
        self.press("Entrer")

    def press(self, words: str) -> None:
        """Press the button or link that says so, and wait for the page after it."""
        before = self.browser.find_element(By.TAG_NAME, "html")
        self.find(words).click()
        WebDriverWait(self.browser, 30, poll_frequency=0.05).until(lambda _: _gone(before))

    def find(self, words: str) -> Any:
        """Return the button or link that says so."""
        path = f"//main//*[self::a or self::button][contains(normalize-space(.), '{words}')]"
        return self.browser.find_element(By.XPATH, path)

    def reads(self, words: str) -> None:
        """Wait until the page says something; it may be on its way to another meanwhile."""
        WebDriverWait(self.browser, 30, poll_frequency=0.05).until(
            lambda _: words in self.text, message=words
        )

    @property
    def text(self) -> str:
        """What the page says now, whichever spaces it says it with."""
        found: str = self.browser.execute_script("return document.body?.innerText ?? ''")
        return found.replace("\N{NO-BREAK SPACE}", " ")

    @property
    def path(self) -> str:
        """Where the browser is."""
        found: str = self.browser.execute_script("return location.pathname")
        return found


def _gone(element: Any) -> bool:
    from selenium.common.exceptions import StaleElementReferenceException, WebDriverException

    try:
        _ = element.tag_name
    except (StaleElementReferenceException, WebDriverException):
        return True
    return False


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = Path(__file__).parents[2] / "service" / "conftest.py"
    spec = importlib.util.spec_from_file_location("service_shelf", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    shelf = module.Shelf(tmp_path_factory.mktemp("served"))
    _, outcome = shelf.planned()
    served = Served(shelf, outcome)
    with pytest.MonkeyPatch.context() as patch:
        # no worker gives signs of life here: what a test took stays taken, however slow the machine
        patch.setattr("api.store.orders.LEASE_S", 3600)
        yield served
    served.stop()
    shelf.service.database.close()


@pytest.fixture(scope="session")
def _chromium() -> Iterator[webdriver.Chrome]:
    options = Options()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)))
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", THIS_MACHINE_ONLY):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def expected() -> list[str]:
    """Parts of errors that a browser may say in this test, such as the status of a refusal."""
    return []


@pytest.fixture
def browser(_chromium: webdriver.Chrome, expected: list[str]) -> Iterator[webdriver.Chrome]:
    """A browser at desktop size; afterwards: it has said no error but those expected."""
    _size(_chromium, DESKTOP)
    _chromium.get_log("browser")
    yield _chromium
    said = [entry["message"] for entry in _chromium.get_log("browser")]
    _chromium.get("about:blank")
    _chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert [text for text in said if not any(part in text for part in expected)] == []


@pytest.fixture
def resize(browser: webdriver.Chrome) -> Callable[[tuple[int, int]], None]:
    return lambda size: _size(browser, size)


def _size(driver: webdriver.Chrome, size: tuple[int, int]) -> None:
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


@pytest.fixture
def visitor(browser: webdriver.Chrome) -> Callable[[str], Person]:
    """Somebody who goes to another service."""
    return lambda address: Person(browser, address)


@pytest.fixture
def person(browser: webdriver.Chrome, served: Served) -> Person:
    """A coordinator who has just logged in."""
    someone = Person(browser, served.address)
    someone.enter(served.key())
    return someone
