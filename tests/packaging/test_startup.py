"""`tournees --help` answers at once because it loads none of the heavy libraries."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("numba", "ortools", "folium", "geopandas", "pandas", "osmnx", "networkx", "fastapi")

CODE = f"""
import sys
from api.cli import main
try:
    main(["--help"])
except SystemExit as end:
    assert not end.code
print(sorted(set({HEAVY!r}) & set(sys.modules)))
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
