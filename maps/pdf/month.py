"""The month in one page, for the committee, as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from maps.pdf.report_texts import Part, facts, page, table, text, unchecked
from maps.pdf.typeset import typeset
from maps.plan_context import PlanContext
from maps.selection import Selection
from routing.planning.reports.month import MonthReport, month_report
from routing.planning.terms import Dated

_MANY = 8
"""From so many permanences on, their table stands in two columns; from twice as many in three."""


def month_pdf(context: PlanContext, _selection: Selection) -> bytes:
    """Return the figures of a plan on one page; nobody is named."""
    report = month_report(context.plan, context.programme, context.territory)
    said = _Writer(context, report)
    name = context.wording.words["reports"]["month"]
    return typeset(
        "report",
        {
            "title": f"{name} – {context.period}",
            "lang": context.lang,
            "pages": [said.page()],
        },
    )


class _Writer:
    """Says the figures in one language."""

    def __init__(self, context: PlanContext, report: MonthReport) -> None:
        self._context, self._report, self._w = context, report, context.wording
        self._reports = context.wording.words["reports"]

    def page(self) -> dict[str, object]:
        r = self._reports
        rows: list[list[Part]] = [
            [self._permanences()],
            [self._rounds(), self._rides()],
            [self._work(), self._money()],
            [self._climate(), self._missing()],
        ]
        return page(
            eyebrow=f"{r['for_committee']} · {self._context.title}",
            title=r["month"],
            who=self._w.sentence(self._context.period),
            figures=list(self._figures()),
            rows=rows,
            alerts=list(self._alerts()),
            notes=list(self._notes()),
            footer=r["figures_note"],
            size=9.0 if len(self._report.permanences) > 2 * _MANY else 10.5,
        )

    def _figures(self) -> Iterator[tuple[str, str]]:
        r, report = self._reports, self._report
        yield self._of(report.sessions_held, report.sessions_due), r["sessions"]
        yield self._w.number(report.rides.people), r["people_carried"]
        driven = report.rounds.distance_m, report.rides.distance_m
        yield self._km(*driven), r["kilometres"]
        yield self._hours(report.hours.volunteers_s), r["volunteer_hours"]
        if report.people_near is not None and report.people_total:
            yield self._w.percent(report.people_near / report.people_total), r["near"]

    def _permanences(self) -> Part:
        r, programme = self._reports, self._context.programme
        rows = [
            (
                programme.permanence(entry.permanence).name,
                self._of(entry.held, entry.due),
                self._w.number(entry.carried),
            )
            for entry in self._report.permanences
        ]
        columns = (r["village"], r["held"], r["carried"])
        across = 1 + (len(rows) > _MANY) + (len(rows) > 2 * _MANY)
        return table(r["permanences"], columns, "wnn", rows, across=across)

    def _rounds(self) -> Part:
        r, rounds = self._reports, self._report.rounds
        return facts(
            r["rounds"],
            (r["number"], self._w.number(rounds.count)),
            (r["distance"], self._km(rounds.distance_m)),
            (r["driving"], self._hours(rounds.driving_s)),
            (r["away"], self._hours(rounds.duration_s)),
            (r["own_cars"], self._km(rounds.own_car_m)) if rounds.own_car_m else None,
        )

    def _rides(self) -> Part:
        r, rides = self._reports, self._report.rides
        return facts(
            r["trips"],
            (r["requests"], self._of(rides.served, rides.asked)),
            (r["people"], self._of(rides.people, rides.people_asked)),
            (r["ways"], self._w.number(rides.legs)),
            (r["cars_out"], self._w.number(rides.trips)),
            (r["distance"], self._km(rides.distance_m)),
            (r["empty"], self._km(rides.empty_m)),
            (r["hours_out"], self._hours(rides.duration_s)),
            (r["drivers_out"], self._of(rides.drivers_out, rides.drivers)),
        )

    def _work(self) -> Part:
        r, report = self._reports, self._report
        return facts(
            r["work"],
            (r["employees"], self._hours(report.hours.employees_s)),
            (r["volunteers"], self._hours(report.hours.volunteers_s)),
        )

    def _money(self) -> Part:
        r, report = self._reports, self._report
        share, unknown_m = report.passengers_share_eur, report.mileage.unknown_m
        return facts(
            r["money"],
            (r["mileage_worth"], self._w.euros(report.mileage.amount_eur())),
            (r["mileage_unknown"], self._km(unknown_m)) if unknown_m else None,
            None if share is None else (r["share_most"], self._w.euros(share)),
        )

    def _climate(self) -> Part:
        r, found, people = self._reports, self._report.emissions, self._report.rides.people
        each = found.rides_kg / people if people else None
        shown = found.rounds_kg, found.rides_kg  # their total is that of what is printed

        def kg(amount: Decimal) -> str:
            return str(r["co2"]).format(kg=self._w.decimal(amount))

        return facts(
            r["climate"],
            (r["by_units"], kg(shown[0])),
            (r["by_volunteers"], kg(shown[1])),
            (r["total"], kg(sum((round(part, 1) for part in shown), Decimal(0)))),
            None if each is None else (r["per_person"], kg(each)),
        )

    def _missing(self) -> Part:
        r, report = self._reports, self._report
        rows = [
            *self._counted(r["sessions_missing"], report.unheld_reasons),
            *self._counted(r["requests_missing"], report.unserved_reasons),
        ]
        if not rows:
            return text(r["missing"], r["nothing_missing"])
        return table(r["missing"], ("", r["reason"], ""), "twn", rows)

    def _counted(self, what: str, counts: tuple[tuple[str, int], ...]) -> Iterator[list[str]]:
        known = self._reports["reasons"]
        for order, (code, count) in enumerate(counts):
            said = str(known.get(code.lower(), known["other"])).format(code=code)
            yield [what if not order else "", said, self._w.number(count)]

    def _alerts(self) -> Iterator[str]:
        for kind, terms, day, _ in self._terms():
            yield from unchecked(self._w, kind, terms, day)

    def _notes(self) -> Iterator[str]:
        """Yield where figures come from, unless an alert says so."""
        for kind, terms, day, note in self._terms():
            if kind == "social" or not any(unchecked(self._w, kind, terms, day)):
                yield note

    def _terms(self) -> Iterator[tuple[str, Dated, date, str]]:
        """Yield what is applied, by kind, until which day, and how it is noted."""
        r, report, territory = self._reports, self._report, self._context.territory
        last = report.horizon.last
        for year, scale in report.mileage.scales.items():
            yield "mileage", scale, date(year, 12, 31), r["scale_note"].format(source=scale.source)
        if (terms := territory.social_transport_on(last)) is not None:
            amount = self._w.euros(terms.contribution_eur_per_km)
            yield "social", terms, last, r["share_note"].format(amount=amount)
        if (factors := territory.emission_factors_on(last)) is not None:
            yield "climate", factors, last, r["climate_note"].format(source=factors.source)

    def _of(self, done: int, all_of_them: int) -> str:
        said = str(self._reports["of"])
        return said.format(done=self._w.number(done), all=self._w.number(all_of_them))

    def _km(self, *metres: int) -> str:
        """Return kilometres; those of several add up to what is shown of each."""
        return f"{self._w.number(sum(round(part / 1000) for part in metres))}\N{NO-BREAK SPACE}km"

    def _hours(self, seconds: int) -> str:
        return f"{self._w.number(round(seconds / 3600))}\N{NO-BREAK SPACE}h"
