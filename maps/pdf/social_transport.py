"""The yearly account of social transport to the prefect, as PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from maps.pdf.report_texts import Part, facts, page, room, table, unchecked
from maps.pdf.typeset import typeset
from maps.plan_context import PlanContext
from maps.selection import Selection
from maps.wording import Wording
from routing.planning.reports.social_transport import (
    SocialTransportReport,
    social_transport_report,
)
from routing.planning.reports.span import Part as PlanPart
from routing.planning.territory import Territory

_BLANK = "………………"
"""To be filled in by hand."""


def social_transport_of(context: PlanContext, _selection: Selection) -> bytes | None:
    """Return the account that one plan gives; ``None`` where nobody is driven."""
    if not context.plan.rides:
        return None
    part = PlanPart(plan=context.plan, programme=context.programme)
    return social_transport_pdf([part], context.territory, lang=context.lang)


def social_transport_pdf(
    parts: Iterable[PlanPart], territory: Territory, *, year: int | None = None, lang: str = "fr"
) -> bytes:
    """Return the account of a year's plans; nobody is named.

    Raises
    ------
    ReportError
        As :func:`routing.planning.reports.social_transport.social_transport_report`.
    """
    report = social_transport_report(parts, territory, year=year)
    wording = Wording(lang)
    name = wording.words["reports"]["social"]
    shown = _Writer(wording, report, territory).page()
    return typeset("report", {"title": f"{name} {report.year}", "lang": lang, "pages": [shown]})


class _Writer:
    """Says the account in one language."""

    def __init__(
        self, wording: Wording, report: SocialTransportReport, territory: Territory
    ) -> None:
        self._w, self._report, self._territory = wording, report, territory
        self._reports = wording.words["reports"]

    def page(self) -> dict[str, object]:
        r, report, say = self._reports, self._report, self._w
        first, last = say.numeric_date(report.first), say.numeric_date(report.last)
        notes = [str(r["to_prefect"]).format(year=report.year + 1)]
        notes += [str(r["text_source"]).format(source=source) for source in report.sources]
        association = self._territory.association
        organiser = _BLANK if association is None else association.name
        rows: list[list[Part]] = [
            [facts(None, (r["association"], organiser))],
            [self._who(), self._vehicles()],
            [self._carried(), self._months()],
            [self._share()],
            [room(r["rules"], 36)],
        ]
        return page(
            eyebrow=f"{self._territory.title} · {r['social']}",
            title=str(r["social_year"]).format(year=report.year),
            who=str(r["covers"]).format(first=first, last=last),
            figures=[
                (say.number(report.drivers), r["drivers"]),
                (say.number(report.beneficiaries.total), r["beneficiaries"]),
                (say.number(report.carried.trips), r["carried_ways"]),
                (say.distance(report.carried.mean_m), r["mean"]),
            ],
            rows=rows,
            alerts=list(self._alerts()),
            notes=notes,
            footer=r["figures_note"],
        )

    def _alerts(self) -> Iterator[str]:
        last = self._report.last
        if (terms := self._territory.social_transport_on(last)) is not None:
            yield from unchecked(self._w, "social", terms, last)

    def _who(self) -> Part:
        r, found, say = self._reports, self._report.beneficiaries, self._w
        return facts(
            r["beneficiaries"],
            (r["by_residence"], say.number(found.by_residence)),
            (r["by_resources"], say.number(found.by_resources)),
            (r["by_both"], say.number(found.by_both)),
            (r["total"], say.number(found.total)),
        )

    def _vehicles(self) -> Part:
        r, report, say = self._reports, self._report, self._w
        total = sum(report.vehicles.values())
        seats = [
            (str(r["seats"]).format(n=seats), say.number(count))
            for seats, count in report.vehicles.items()
        ]
        return facts(
            r["vehicles"],
            *seats,
            (r["vehicles_own"], say.number(total - report.association_vehicles)),
            (r["vehicles_association"], say.number(report.association_vehicles)),
            (r["total"], say.number(total)),
        )

    def _carried(self) -> Part:
        r, report, say = self._reports, self._report, self._w
        members = str(r["members_said"]).format(
            people=say.count("members", report.members),
            ways=say.count("trips", report.members_carried.trips),
        )
        return facts(
            r["carried_ways"],
            (r["number"], say.number(report.carried.trips)),
            (r["all_km"], say.distance(report.carried.aboard_m)),
            (r["mean"], say.distance(report.carried.mean_m)),
            (r["longest"], say.distance(report.longest_m)),
            (r["members_apart"], members) if report.members else None,
        )

    def _months(self) -> Part:
        r, report, say = self._reports, self._report, self._w
        rows = [
            (say.sentence(say.month_name(date(report.year, month, 1))), say.number(count))
            for month, count in report.months.items()
        ]
        return table(r["by_month"], ("", r["carried_ways"]), "wn", rows)

    def _share(self) -> Part:
        r, ceiling = self._reports, self._report.ceiling_eur_per_km
        said = (
            "" if ceiling is None else str(r["share_ceiling"]).format(amount=self._w.euros(ceiling))
        )
        return facts(r["share"], (said, f"{_BLANK} €/km"))
