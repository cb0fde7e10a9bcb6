"""`make bench`: the shipped programmes and the road engine, one JSON line a measurement."""

from __future__ import annotations

from benchmarks import planning, roads

roads.main([])
planning.main([])
