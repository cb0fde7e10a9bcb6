"""A headless Chromium that has no network, and sample pages to open in it."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
STILL = "--force-prefers-reduced-motion"  # the page then moves at once, without animations
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND"
DESKTOP, PHONE = (1400, 900), (390, 844)


def _driver() -> webdriver.Chrome:
    options = Options()
    options.binary_location = next(filter(None, map(shutil.which, BROWSERS)))
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", NO_NETWORK, STILL):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """The module that makes sample plans (shared with tests/maps)."""
    return _shared("sample")


@pytest.fixture(scope="session")
def ride_made() -> ModuleType:
    """The module that makes rides (shared with tests/maps)."""
    return _shared("ride_sample")


def _shared(name: str) -> ModuleType:
    path = Path(__file__).parents[1] / "maps" / f"{name}.py"
    if f"maps_{name}" in sys.modules:  # one of each: what another process is given is found by name
        return sys.modules[f"maps_{name}"]
    spec = importlib.util.spec_from_file_location(f"maps_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def _browser() -> Iterator[webdriver.Chrome]:
    driver = _driver()
    yield driver
    driver.quit()


@pytest.fixture
def browser(_browser: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """The browser at desktop size; afterwards: no error said, nothing asked of any server."""
    _resize(_browser, DESKTOP)
    _drain(_browser)
    yield _browser
    errors, requests = _drain(_browser)
    assert errors == []
    assert requests == []


@pytest.fixture
def resize(browser: webdriver.Chrome) -> Callable[[tuple[int, int]], None]:
    """Change the size of the page's window to width and height in CSS pixels."""
    return lambda size: _resize(browser, size)


@pytest.fixture
def open_page(browser: webdriver.Chrome) -> Callable[[Path], webdriver.Chrome]:
    """Open a file; a map is waited for until it says that it is ready."""

    def opened(path: Path) -> webdriver.Chrome:
        browser.get(path.resolve().as_uri())
        if browser.execute_script("return document.scripts.length > 0"):
            WebDriverWait(browser, 20, poll_frequency=0.05).until(
                lambda b: b.execute_script("return document.documentElement.dataset.ready")
            )
        return browser

    return opened


@pytest.fixture
def barriers(browser: webdriver.Chrome) -> Callable[[], list[str]]:
    """Ask axe-core what keeps people out, of whatever impact."""
    from axe_core_python.selenium import Axe

    def found() -> list[str]:
        result = Axe().run(browser)
        return [
            f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    return found


def _resize(driver: webdriver.Chrome, size: tuple[int, int]) -> None:
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def _drain(driver: webdriver.Chrome) -> tuple[list[str], list[str]]:
    """Console errors, and requests to anything but a file or data in the page."""
    errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    requests = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith(("file:", "data:", "about:", "chrome:")):
                requests.append(url)
    return errors, requests
