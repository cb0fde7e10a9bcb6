"""Volunteers' mileage as PDF: one list for the treasurer, one statement for each to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from maps.pdf.report_texts import Part, choice, facts, page, table, unchecked
from maps.pdf.sheet_texts import Texts
from maps.pdf.typeset import typeset
from maps.plan_context import PlanContext
from maps.ride_views import RideView
from maps.selection import Selection
from routing.planning.dates import Horizon
from routing.planning.reports.mileage import (
    Basis,
    DriverMileage,
    MileageReport,
    TripMileage,
    mileage_of,
)

_SENTENCES = {
    Basis.REIMBURSED: ("reimburse",),
    Basis.WAIVED: ("waive",),
    Basis.OPEN: ("reimburse", "waive"),
}
"""What a volunteer signs."""


def mileage_pdf(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the list of all and a statement for each, or the statement of one driver.

    ``None`` where nobody drove, or a driver only in a car of the association's. What a volunteer
    chooses is ticked by hand, once for all trips of a statement: no trip is both reimbursed and
    given.
    """
    report = mileage_of(context.plan, context.programme, context.territory)
    return mileage_account([context], report, driver=selection.driver)


def mileage_account(
    contexts: Sequence[PlanContext], report: MileageReport, *, driver: str | None = None
) -> bytes | None:
    """Return what :func:`mileage_pdf` does, of several plans and with choices known already.

    Parameters
    ----------
    contexts
        One for each plan that the report sums up; names and language are those of the last.
    driver
        Whose statement alone is wanted.
    """
    statements = [e for e in report.drivers if e.own_car and driver in (None, e.driver)]
    writer = _Writer(contexts, report)
    everybody = [writer.everybody()] if report.drivers and driver is None else []
    if not statements and not everybody:
        return None
    wording = contexts[-1].wording
    return typeset(
        "report",
        {
            "title": f"{wording.words['reports']['mileage']} – {writer.period}",
            "lang": wording.lang,
            "pages": [*everybody, *map(writer.statement, statements)],
        },
    )


class _Writer:
    """Says mileage in one language."""

    def __init__(self, contexts: Sequence[PlanContext], report: MileageReport) -> None:
        self._context, self._report = contexts[-1], report
        self._w = self._context.wording
        self._reports = self._w.words["reports"]
        days = [view for context in contexts for view in context.days]
        self._trips = {trip.ride.id: trip for view in days for trip in view.rides}
        people = [driver for context in contexts for driver in context.programme.drivers]
        self._labels = {driver.id: driver.label for driver in people}

    @property
    def period(self) -> str:
        """The dates of all plans in words."""
        return self._w.period(Horizon(self._report.first, self._report.last))

    def everybody(self) -> Texts:
        r, report = self._reports, self._report
        rows = [
            (
                self._name(entry),
                self._car(entry),
                self._km(entry.before_m),
                self._km(entry.distance_m),
                self._total(entry),
            )
            for entry in report.drivers
        ]
        total = (
            "",
            r["total"],
            "",
            self._w.decimal(
                sum((_tenths(entry.distance_m) for entry in report.drivers), Decimal(0))
            ),
            self._w.euros(report.amount_eur()),
        )
        before = str(r["before"]).format(year=report.first.year)
        columns = (r["driver"], r["car"], f"{before}, km", r["km"], r["amount"])
        listed = table(None, columns, "wtnnn", rows, total=total, breakable=True)
        return self._page(r["mileage"], "", [[listed]])

    def statement(self, entry: DriverMileage) -> Texts:
        r, said = self._reports, self._w
        rows = [
            (
                said.numeric_date(trip.date),
                self._purpose(trip),
                km,
                self._euros(trip.amount_eur),
            )
            for trip, km in zip(entry.trips, self._lines_km(entry), strict=True)
        ]
        total = ("", r["total"], self._km(entry.distance_m), self._total(entry))
        columns = (r["date"], r["purpose"], r["km"], r["amount"])
        before = str(r["before"]).format(year=entry.year)
        parts: list[list[Part]] = [
            [
                facts(
                    None,
                    (r["car"], self._car(entry)),
                    (before, f"{self._km(entry.before_m)}\N{NO-BREAK SPACE}km"),
                )
            ],
            [table(None, columns, "twnn", rows, total=total, breakable=True)],
        ]
        if choices := list(self._choices(entry)):
            parts.append([choice(r["choose"], choices, [r["signed"], r["by_treasurer"]])])
        return self._page(str(r["statement"]).format(year=entry.year), self._name(entry), parts)

    def _choices(self, entry: DriverMileage) -> Iterator[tuple[bool, str]]:
        """Yield what is chosen already, ticked, and both choices for what is not."""
        told = {trip.basis for trip in entry.trips}
        for basis, keys in _SENTENCES.items():
            if basis in told and any(trip.amount_eur is not None for trip in entry.trips):
                amount = self._w.euros(entry.amount_eur(basis))
                for key in keys:
                    yield basis is not Basis.OPEN, str(self._reports[key]).format(amount=amount)

    def _page(self, title: str, who: str, rows: list[list[Part]]) -> Texts:
        r, association = self._reports, self._context.territory.association
        by = self._context.title if association is None else association.name
        period = self._w.sentence(self.period)
        return page(
            eyebrow=f"{by} · {period}",
            title=title,
            who=who,
            rows=rows,
            alerts=list(self._alerts()),
            notes=list(self._notes()),
            footer=r["figures_note"],
        )

    def _alerts(self) -> Iterator[str]:
        for year, scale in self._report.scales.items():
            yield from unchecked(self._w, "mileage", scale, date(year, 12, 31))

    def _notes(self) -> Iterator[str]:
        r, report = self._reports, self._report
        yield r["basis_note"]
        for year in sorted({entry.year for entry in report.drivers}):
            scale = report.scales.get(year)
            if scale is None:
                yield str(r["no_scale"]).format(year=year)
            else:
                yield str(r["scale_note"]).format(source=scale.source)

    def _name(self, entry: DriverMileage) -> str:
        known = self._context.people.get(entry.driver)
        if known is not None and known.name:
            return known.name
        return self._labels[entry.driver]

    def _car(self, entry: DriverMileage) -> str:
        if not entry.own_car:
            return str(self._reports["association_car"])
        if entry.fiscal_power is None:
            return str(self._reports["power_unknown"])
        said = self._reports["power_electric" if entry.electric else "power"]
        return str(said).format(n=entry.fiscal_power)

    def _purpose(self, trip: TripMileage) -> str:
        goals = ", ".join(self._goals(self._trips[trip.ride]))
        return str(self._reports["purpose_ride"]).format(goals=goals)

    def _goals(self, trip: RideView) -> Iterator[str]:
        for place in trip.goals:
            yield self._context.ride_words.goal(place)

    def _total(self, entry: DriverMileage) -> str:
        if all(trip.amount_eur is None for trip in entry.trips):
            return "–"
        return self._w.euros(entry.amount_eur())

    def _euros(self, amount: Decimal | None) -> str:
        return "–" if amount is None else self._w.euros(amount)

    def _lines_km(self, entry: DriverMileage) -> Iterator[str]:
        """Yield each trip's kilometres so that those printed add up to the total printed."""
        driven_m, printed = 0, Decimal(0)
        for trip in entry.trips:
            driven_m += trip.distance_m
            reached = _tenths(driven_m)
            yield self._w.decimal(reached - printed)
            printed = reached

    def _km(self, metres: int) -> str:
        return self._w.decimal(_tenths(metres))


def _tenths(metres: int) -> Decimal:
    """Return kilometres as they are printed."""
    return (Decimal(metres) / 1000).quantize(Decimal("0.1"))
