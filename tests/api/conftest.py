"""What the tests of the wire formats share."""

from __future__ import annotations

import pytest

from routing.planning.territory import Territory
from routing.planning.territory_folder import load_territory


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()
