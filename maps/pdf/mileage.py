"""Volunteers' mileage as PDF: one list for the treasurer, one statement for each to sign."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from maps.pdf.report_texts import Part, choice, facts, page, table
from maps.pdf.sheet_texts import Texts
from maps.pdf.typeset import typeset
from maps.plan_context import PlanContext
from maps.ride_views import RideView
from maps.selection import Selection
from routing.planning.reports.mileage import DriverMileage, MileageReport, TripMileage, mileage_of


def mileage_pdf(context: PlanContext, selection: Selection) -> bytes | None:
    """Return the list of all and a statement for each, or the statement of one driver.

    ``None`` where nobody drove, or a driver only in a car of the association's. What a volunteer
    chooses is ticked by hand, once for all trips of a statement: no trip is both reimbursed and
    given.
    """
    report = mileage_of(context.plan, context.programme, context.territory)
    statements = [e for e in report.drivers if e.own_car and selection.takes(driver=e.driver)]
    writer = _Writer(context, report)
    everybody = [writer.everybody()] if report.drivers and selection.driver is None else []
    if not statements and not everybody:
        return None
    name = context.wording.words["reports"]["mileage"]
    return typeset(
        "report",
        {
            "title": f"{name} – {context.period}",
            "lang": context.lang,
            "pages": [*everybody, *map(writer.statement, statements)],
        },
    )


class _Writer:
    """Says mileage in one language."""

    def __init__(self, context: PlanContext, report: MileageReport) -> None:
        self._context, self._report, self._w = context, report, context.wording
        self._reports = context.wording.words["reports"]
        self._trips = {trip.ride.id: trip for view in context.days for trip in view.rides}

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
            self._km(report.distance_m),
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
                self._km(trip.distance_m),
                self._euros(trip.amount_eur),
            )
            for trip in entry.trips
        ]
        total = ("", r["total"], self._km(entry.distance_m), self._total(entry))
        columns = (r["date"], r["purpose"], r["km"], r["amount"])
        amount = self._total(entry)
        choices = [str(r[key]).format(amount=amount) for key in ("reimburse", "waive")]
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
            [choice(r["choose"], choices, [r["signed"], r["by_treasurer"]])],
        ]
        return self._page(str(r["statement"]).format(year=entry.year), self._name(entry), parts)

    def _page(self, title: str, who: str, rows: list[list[Part]]) -> Texts:
        r, association = self._reports, self._context.territory.association
        by = self._context.title if association is None else association.name
        period = self._w.sentence(self._context.period)
        return page(
            eyebrow=f"{by} · {period}",
            title=title,
            who=who,
            rows=rows,
            notes=list(self._notes()),
            footer=r["figures_note"],
        )

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
        return self._context.programme.driver(entry.driver).label

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

    def _km(self, metres: int) -> str:
        return self._w.decimal(Decimal(metres) / 1000)
