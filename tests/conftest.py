"""What holds for every test: what lacks its browser or its data is left out, and said so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# No deadlines: machines are shared. CI draws the same examples every time, people new ones.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")

BROWSER_TESTS = Path(__file__).parent / "browser"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _has_browser() -> bool:
    return any(map(shutil.which, BROWSERS)) and shutil.which("chromedriver") is not None


def pytest_configure() -> None:
    """Stop at once where a browser is demanded (``TOURNEES_REQUIRE_BROWSER=1``) but missing."""
    if os.environ.get("TOURNEES_REQUIRE_BROWSER") == "1" and not _has_browser():
        raise pytest.UsageError("TOURNEES_REQUIRE_BROWSER=1, but no Chromium with its chromedriver")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave tests/browser out where there is no browser to run it in."""
    return True if collection_path == BROWSER_TESTS and not _has_browser() else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests over data that is not there: pytest would count them as skipped."""
    empty = [item for item in items if any(map(_nothing_to_test, item.iter_markers("skip")))]
    config.hook.pytest_deselected(items=empty)
    items[:] = [item for item in items if item not in empty]


def _nothing_to_test(mark: pytest.Mark) -> bool:
    return str(mark.kwargs.get("reason", "")).startswith("got empty parameter set")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly that the browser tests were left out."""
    if not _has_browser():
        terminalreporter.write_line(
            "NOTE: tests/browser was left out: no Chromium with its chromedriver on this machine "
            "(Debian: apt install chromium chromium-driver)",
            yellow=True,
        )
