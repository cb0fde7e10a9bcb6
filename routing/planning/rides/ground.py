"""Which requests may be carried, and on which dates they could be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from routing.planning.dates import Horizon
from routing.planning.plans import RideChange, RideReason
from routing.planning.programme import Programme
from routing.planning.ride_requests import Back, Return, RideRequest, ToPermanence
from routing.planning.rides.communes import communes_of
from routing.planning.rides.law import Law, Verdict
from routing.planning.rides.off_road import MOVE_POINT, no_way, off_road
from routing.planning.rides.overlaps import clashing, in_turn
from routing.planning.rides.question import DayQuestion, barred_drivers
from routing.planning.rides.shifts import DriverShift, shifts_on
from routing.planning.rides.visits import Held, Visit, collected_s, visits
from routing.planning.territory import Territory
from routing.planning.travel import Travel
from routing.planning.wording import full_day, minutes
from routing.sentence import Sentence, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a request is on no date's list at all."""

    reasons: tuple[RideReason, ...]
    changes: tuple[RideChange, ...] = ()
    other_date: bool = False
    """Whether a session on another date might do, so that it is worth planning."""


@dataclass(slots=True, kw_only=True)
class Calendar:
    """Which requests could be served when, and those that may not be or have no date."""

    visits: dict[str, tuple[Visit, ...]] = field(default_factory=dict)
    refusals: dict[str, Refusal] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A programme, its sessions and roads: what all dates share."""

    programme: Programme
    territory: Territory
    travel: Travel
    horizon: Horizon
    held: tuple[Held, ...]
    communes: Mapping[str, str | None]

    @staticmethod
    def of(
        programme: Programme,
        territory: Territory,
        travel: Travel,
        horizon: Horizon,
        held: Sequence[Held],
    ) -> Ground:
        """Look up the communes of all places."""
        return Ground(
            programme=programme,
            territory=territory,
            travel=travel,
            horizon=horizon,
            held=tuple(held),
            communes=communes_of(programme, territory),
        )

    def calendar(self) -> Calendar:
        """Sort the requests: dates on which each could be served, or why it may not be."""
        found = Calendar()
        for request in self.programme.requests:
            lost = off_road(request, self.programme, self.travel)
            if lost is not None:
                found.refusals[request.id] = Refusal(reasons=(lost,), changes=(MOVE_POINT,))
                continue
            could = self.visits(request)
            if not could:
                found.refusals[request.id] = Refusal(
                    reasons=(_no_date(request, self),), other_date=True
                )
                continue
            verdicts = [(visit, self.verdict(visit)) for visit in could]
            allowed = tuple(visit for visit, verdict in verdicts if not verdict.reasons)
            if allowed:
                found.visits[request.id] = allowed
            else:
                first = verdicts[0][1]
                found.refusals[request.id] = Refusal(reasons=first.reasons, changes=first.changes)
        return found

    def visits(self, request: RideRequest) -> tuple[Visit, ...]:
        """Return the dates on which a request could be served, the earliest first."""
        return visits(request, self.programme, self.horizon, self.held)

    def verdict(self, visit: Visit) -> Verdict:
        """Judge what no driver can mend: that no way leads there, or what the law says."""
        cut_off = no_way(visit, self.travel)
        if cut_off is not None:
            return Verdict(reasons=(cut_off,), changes=(MOVE_POINT,))
        law = Law(territory=self.territory, travel=self.travel, communes=self.communes)
        return law.of(visit)

    def asked_again(
        self, visit: Visit, others: Iterable[Visit], shifts: tuple[DriverShift, ...]
    ) -> DayQuestion | None:
        """Put the question of a date once more, a newcomer's visit first.

        ``None``: that person is on the way with one of the ``others`` already.
        """
        stay = tuple(others)
        if clashing(visit, stay, self.travel) is not None:
            return None
        return self.question(visit.date, (visit, *stay), shifts)

    def question(
        self, day: date, on_day: Iterable[Visit], shifts: tuple[DriverShift, ...] | None = None
    ) -> DayQuestion:
        """Put the question of one date; ``shifts``: instead of those of all who are free."""
        today = in_turn(on_day, self.travel)
        shifts = shifts_on(self.programme, day) if shifts is None else shifts
        return DayQuestion(
            date=day,
            visits=today,
            shifts=shifts,
            travel=self.travel,
            barred=barred_drivers(today, self.programme.drivers, dict(self.communes)),
        )


def _no_date(request: RideRequest, ground: Ground) -> RideReason:
    wanted = request.destination
    if request.back.kind is not Back.NONE and _dated(request, ground):
        if request.back.from_s is None:
            message = say(
                "{wait} d’attente ne suffisent pas pour descendre et repartir",
                wait=minutes(collected_s(request)),
            )
            return RideReason(code="WAIT_TOO_SHORT", message=message)
        message = say(
            "le retour est demandé avant l’heure à laquelle la personne peut être arrivée"
        )
        return RideReason(code="RETURN_TOO_EARLY", message=message)
    outside = say("la date demandée n’est pas dans la période planifiée")
    if not isinstance(wanted, ToPermanence):
        return RideReason(code="OUTSIDE_HORIZON", message=outside)
    if wanted.dates and not any(day in ground.horizon for day in wanted.dates):
        return RideReason(code="OUTSIDE_HORIZON", message=outside)
    if ground.visits(_brief(request, wanted)):
        message = say(
            "la personne resterait {stay}, plus que la séance ne le permet",
            stay=minutes(wanted.stay_s),
        )
        return RideReason(code="STAY_TOO_LONG", message=message)
    message = say(
        "aucune séance de la permanence « {name} » n’est tenue {when}",
        name=ground.programme.permanence(wanted.permanence).name,
        when=_when(wanted.dates),
    )
    return RideReason(code="NO_SESSION", message=message)


def _when(dates: Sequence[date]) -> Sentence:
    if not dates:
        return say("ce mois-ci")
    said = ", ".join(full_day(day) for day in dates)
    return say("le {day}", day=said) if len(dates) == 1 else say("les {days}", days=said)


def _brief(request: RideRequest, wanted: ToPermanence) -> RideRequest:
    """Return the request of somebody who stays a minute, whenever they go back."""
    back = Return(kind=Back.NONE)
    return replace(request, destination=replace(wanted, stay_s=60), back=back)


def _dated(request: RideRequest, ground: Ground) -> bool:
    """Whether some date would do, were it not for the hour of the way back."""
    whenever = replace(request, back=Return(kind=Back.NONE))
    return bool(ground.visits(whenever))
