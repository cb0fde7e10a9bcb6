"""What holds for every test: browser tests run where a browser is, and say so where not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say plainly that the browser tests were left out."""
    if not _has_browser():
        terminalreporter.write_line(
            "NOTE: tests/browser was left out: no Chromium with its chromedriver on this machine "
            "(Debian: apt install chromium chromium-driver)",
            yellow=True,
        )
