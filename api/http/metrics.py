"""Numbers about the service for Prometheus; labels never hold ids, names or addresses.

What workers do is read from the database when it is asked for: workers may be other processes,
on other machines, and their numbers outlive them there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from api.store.database import Database
from api.store.figures import Figures, figures_of

disable_created_metrics()  # type: ignore[no-untyped-call]  # when a counter began says nothing here, and doubles the text
_LATENCIES_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_SOLVE_S = (1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600)
_GAPS = (0.0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


class Metrics:
    """The numbers of one service."""

    def __init__(self, database: Database) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "tournees_http_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "tournees_http_request_seconds",
            "Time until an answer was sent.",
            ("method", "route"),
            buckets=_LATENCIES_S,
            registry=self.registry,
        )
        self.in_progress = Gauge(
            "tournees_http_requests_in_progress", "Requests being answered.", registry=self.registry
        )
        self.registry.register(_Work(database))
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)

    def saw(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """Return all numbers in Prometheus’ text format."""
        return generate_latest(self.registry)


class _Work(Collector):
    """What workers do and did, as the database knows it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> Iterator[Metric]:
        """Say nothing before it is asked: registering must not ask the database."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Return the numbers of this moment."""
        found: Figures = figures_of(self._database)
        orders = GaugeMetricFamily("tournees_orders", "Plans kept.", labels=("status",))
        for status, count in found.orders.items():
            orders.add_metric([status], count)
        yield orders
        for name, told, value in (
            ("queue_length", "Plans that wait.", found.waiting),
            ("queue_oldest_seconds", "How long the first of them waits.", found.oldest_s),
            ("workers_alive", "Workers that gave a sign of life lately.", found.workers),
        ):
            yield GaugeMetricFamily(f"tournees_{name}", told, value=value)
        yield _histogram(
            "tournees_solve_seconds", "Time spent on the plans kept.", found.seconds, _SOLVE_S
        )
        yield _histogram("tournees_plan_gap", "Proven gaps of the plans kept.", found.gaps, _GAPS)


def _histogram(
    name: str, told: str, values: Sequence[float], bounds: Sequence[float]
) -> HistogramMetricFamily:
    """Return a histogram that may shrink: the oldest plans are forgotten."""
    counts = [(str(float(b)), sum(value <= b for value in values)) for b in bounds]
    return HistogramMetricFamily(
        name, told, buckets=[*counts, ("+Inf", len(values))], sum_value=sum(values)
    )
