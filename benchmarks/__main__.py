"""`make bench`: programmes, road engine and compiled searches, one JSON line a measurement.

The literature's instances are measured apart: ``tournees bench --help``.
"""

from __future__ import annotations

from benchmarks import kernels, planning, roads

roads.main([])
planning.main([])
kernels.main([])
