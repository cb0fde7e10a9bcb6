from __future__ import annotations

import subprocess
import sys

import maps


def test_importing_maps_loads_nothing_heavy():
    heavy = ("folium", "branca", "pandas", "shapely", "babel", "jinja2", "numpy")
    code = f"import maps, sys; print(*[m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_preload_makes_everything_ready():
    maps.preload()
    assert all(callable(getattr(maps, name)) for name in maps.__all__)
