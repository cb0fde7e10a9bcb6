"""Corrections to a plan that is there: what a programme becomes when people change their minds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from pydantic import Field

from api.wire.faults import Fault, InputFaults, suggestion
from api.wire.fields import Day, Id, WireModel
from api.wire.place_lookup import AddressFinder
from api.wire.plan_remedies import RemedyModel, helped
from api.wire.programme_json import dump_programme, load_programme
from api.wire.request_model import RequestModel
from api.wire.ride_plan_model import Key
from routing.planning.plans import Plan
from routing.planning.programme import OnDates, Permanence, Programme
from routing.planning.ride_requests import RideRequest
from routing.planning.territory import Territory
from routing.sentence import say


class CancelModel(WireModel):
    """Une séance qui n’aura pas lieu ; rien ne la remplace."""

    permanence: Id = Field(description="Code de la permanence.", examples=["RIANS"])
    date: Day = Field(description="Date de la séance dans le plan.", examples=["2027-01-05"])


class MoveModel(WireModel):
    """Une séance tenue à une autre date, aux heures habituelles de ce jour ou à celles prévues."""

    permanence: Id = Field(description="Code de la permanence.", examples=["RIANS"])
    date: Day = Field(description="Date de la séance dans le plan.", examples=["2027-01-05"])
    to: Day = Field(description="Nouvelle date.", examples=["2027-01-07"])


class PinModel(WireModel):
    """Une demande, ou toutes celles d’une sortie, conduite par cette personne et nulle autre."""

    driver: Id = Field(description="Code de qui conduit.", examples=["conducteur-4"])
    request: Id | None = Field(None, description="Code de la demande.", examples=["r12/1"])
    ride: Key | None = Field(
        None, description="Ou code de la sortie dans le plan.", examples=["2027-01-05-conducteur-2"]
    )


class DropRideModel(WireModel):
    """Une demande retirée : la personne ne vient plus."""

    request: Id = Field(description="Code de la demande.", examples=["r12/1"])


class ChangeModel(WireModel):
    """Un changement, un seul de ces genres."""

    cancel: CancelModel | None = Field(None, description="Annuler une séance.")
    move: MoveModel | None = Field(None, description="Tenir une séance à une autre date.")
    pin: PinModel | None = Field(None, description="Dire qui conduit.")
    add_ride: RequestModel | None = Field(None, description="Ajouter une demande de trajet.")
    drop_ride: DropRideModel | None = Field(None, description="Retirer une demande de trajet.")
    remedy: RemedyModel | None = Field(
        None, description="Faire ce qui aiderait une demande non servie."
    )

    def kinds(self) -> list[str]:
        """Return which kinds of change are given."""
        return [name for name in type(self).model_fields if getattr(self, name) is not None]


def changed(
    programme: Programme,
    plan: Plan,
    changes: Sequence[ChangeModel],
    territory: Territory,
    *,
    addresses: AddressFinder | None = None,
    keep: bool = True,
) -> Programme:
    """Return the programme that asks for the plan with some changes.

    Parameters
    ----------
    programme, plan
        What was asked and what was answered.
    addresses
        What finds addresses of rides that are added; without it they are refused.
    keep
        Whether the sessions of all permanences stay on their dates; else only those of
        permanences that are changed, and others may be put elsewhere in the month.

    Raises
    ------
    InputFaults
        With everything that is wrong, by pointers such as ``/changes/2/move/to``.
    """
    work = _Changes(programme, plan, territory)
    for at, change in enumerate(changes):
        work.apply(f"/changes/{at}", change)
    if keep:
        work.keep_dates()
    if work.faults:
        raise InputFaults("demande", work.faults)
    return _with_rides(work.programme, work.added, territory, addresses)


@dataclass(slots=True)
class _Changes:
    """A programme while it is being changed, and what was wrong on the way."""

    programme: Programme
    plan: Plan
    territory: Territory
    faults: list[Fault] = field(default_factory=list)
    added: dict[str, RequestModel] = field(default_factory=dict)

    def apply(self, path: str, change: ChangeModel) -> None:
        kinds = change.kinds()
        if len(kinds) != 1:
            known = ", ".join(ChangeModel.model_fields)
            self._refuse(
                path, None, "ONE_OF", say("indiquez un seul de ces genres : {known}.", known=known)
            )
        elif change.add_ride is not None:
            self.added[f"{path}/add_ride"] = change.add_ride
        else:
            getattr(self, f"_{kinds[0]}")(f"{path}/{kinds[0]}", getattr(change, kinds[0]))

    def keep_dates(self) -> None:
        """Hold every permanence that the plan holds as often as is due to the plan's dates."""
        missing = {record.id for record in self.plan.unassigned}
        for permanence in self.programme.permanences:
            if permanence.id not in missing and self._held(permanence):
                self._replace(self._dated(permanence))

    def _refuse(self, path: str, value: object, code: str, message: str) -> None:
        self.faults.append(Fault(path, value, message, code))

    def _replace(self, permanence: Permanence) -> None:
        known = self.programme.permanences
        permanences = (permanence if p.id == permanence.id else p for p in known)
        self.programme = replace(self.programme, permanences=tuple(permanences))

    def _held(self, permanence: Permanence) -> list[date]:
        return sorted(
            round_.date
            for round_ in self.plan.rounds
            for stop in round_.stops
            if stop.permanence == permanence.id
        )

    def _dated(self, permanence: Permanence) -> Permanence:
        """Return a permanence due on the dates of the plan, unless it is due on dates already."""
        if isinstance(permanence.frequency, OnDates):
            return permanence
        return replace(permanence, frequency=OnDates(dates=tuple(self._held(permanence))))

    def _session(self, path: str, wanted: CancelModel | MoveModel) -> Permanence | None:
        """Find the permanence of a session, due on dates of which the session's is one."""
        names = {p.id: p for p in self.programme.permanences}
        if wanted.permanence not in names:
            message = say(
                "cette permanence n’existe pas.{hint}",
                hint=suggestion(wanted.permanence, list(names)),
            )
            self._refuse(f"{path}/permanence", wanted.permanence, "UNKNOWN_PERMANENCE", message)
            return None
        permanence = names[wanted.permanence]
        held = self._held(permanence)
        dated = self._dated(permanence) if held else permanence
        dates = dated.frequency.dates if isinstance(dated.frequency, OnDates) else ()
        if wanted.date not in dates:
            days = ", ".join(f"{day:%d/%m/%Y}" for day in held) or "aucune"
            message = say("le plan n’y a pas de séance ; ses dates : {days}.", days=days)
            self._refuse(f"{path}/date", wanted.date.isoformat(), "NO_SESSION", message)
            return None
        return dated

    def _cancel(self, path: str, wanted: CancelModel) -> None:
        permanence = self._session(path, wanted)
        if permanence is not None:
            cancelled = {*permanence.cancelled, wanted.date}
            self._replace(replace(permanence, cancelled=tuple(sorted(cancelled))))

    def _move(self, path: str, wanted: MoveModel) -> None:
        permanence = self._session(path, wanted)
        if permanence is None or not isinstance(permanence.frequency, OnDates):
            return
        to, others = wanted.to, [d for d in permanence.frequency.dates if d != wanted.date]
        horizon = self.programme.horizon
        if horizon is not None and to not in horizon:
            message = say(
                "restez entre le {first:%d/%m/%Y} et le {last:%d/%m/%Y}.",
                first=horizon.first,
                last=horizon.last,
            )
            self._refuse(f"{path}/to", to.isoformat(), "OUTSIDE_HORIZON", message)
        elif to in others and to not in permanence.cancelled:
            message = say("une séance s’y tient déjà ; choisissez un autre jour.")
            self._refuse(f"{path}/to", to.isoformat(), "DUPLICATE_SESSION", message)
        else:
            moved = replace(
                permanence,
                frequency=OnDates(dates=tuple(sorted({*others, to}))),
                cancelled=tuple(day for day in permanence.cancelled if day != to),
            )
            self._replace(self._open(moved, wanted.date, to))

    def _open(self, permanence: Permanence, day: date, to: date) -> Permanence:
        """Return a permanence that may be held on the weekday of ``to``, as it was on ``day``."""
        if any(opening.weekday == to.weekday() for opening in permanence.openings):
            return permanence
        halves = {
            stop.half_day
            for round_ in self.plan.rounds
            for stop in round_.stops
            if (stop.permanence, round_.date) == (permanence.id, day)
        }
        near = sorted(
            permanence.openings,
            key=lambda o: (o.weekday != day.weekday(), o.half_day not in halves, o.preference),
        )
        opening = replace(near[0], weekday=to.weekday())
        return replace(permanence, openings=(*permanence.openings, opening))

    def _pin(self, path: str, wanted: PinModel) -> None:
        drivers = [driver.id for driver in self.programme.drivers]
        if wanted.driver not in drivers:
            message = say(
                "cette personne ne conduit pas ici.{hint}",
                hint=suggestion(wanted.driver, drivers),
            )
            self._refuse(f"{path}/driver", wanted.driver, "UNKNOWN_DRIVER", message)
            return
        pinned = self._requests_of(path, wanted)
        self._change(
            pinned, lambda request: replace(request, wished_drivers=frozenset({wanted.driver}))
        )

    def _requests_of(self, path: str, wanted: PinModel) -> set[str]:
        if (wanted.request is None) == (wanted.ride is None):
            self._refuse(path, None, "ONE_OF", say("indiquez soit « request », soit « ride »."))
        elif wanted.request is not None:
            return self._known(f"{path}/request", wanted.request)
        else:
            stops = [s for ride in self.plan.rides if ride.id == wanted.ride for s in ride.stops]
            if stops:
                return {stop.request for stop in stops}
            message = say("le plan n’a pas cette sortie ; voyez GET /v1/plans/{id}/rides.")
            self._refuse(f"{path}/ride", wanted.ride, "UNKNOWN_RIDE", message)
        return set()

    def _known(self, path: str, name: str) -> set[str]:
        names = [request.id for request in self.programme.requests]
        if name in names:
            return {name}
        message = say("cette demande n’existe pas.{hint}", hint=suggestion(name, names))
        self._refuse(path, name, "UNKNOWN_REQUEST", message)
        return set()

    def _drop_ride(self, path: str, wanted: DropRideModel) -> None:
        self._change(self._known(f"{path}/request", wanted.request), lambda _: None)

    def _remedy(self, path: str, wanted: RemedyModel) -> None:
        names = self._known(f"{path}/request", wanted.request)
        for request in [r for r in self.programme.requests if r.id in names]:
            try:
                self.programme = helped(self.programme, request, wanted, self.territory)
            except ValueError:
                message = say("ce changement ne va pas à cette demande ; voyez ses « changes ».")
                self._refuse(f"{path}/kind", wanted.kind, "NOT_APPLICABLE", message)

    def _change(self, names: set[str], change: Callable[[RideRequest], RideRequest | None]) -> None:
        requests = (change(r) if r.id in names else r for r in self.programme.requests)
        left = tuple(request for request in requests if request is not None)
        self.programme = replace(self.programme, requests=left)


def _with_rides(
    programme: Programme,
    added: dict[str, RequestModel],
    territory: Territory,
    addresses: AddressFinder | None,
) -> Programme:
    """Add requests; what is wrong with one is told at its place among the changes."""
    new = (r.model_dump(mode="json", by_alias=True, exclude_defaults=True) for r in added.values())
    document = dump_programme(programme)
    requests = cast("list[object]", document.get("requests", []))
    first = len(requests)
    document["requests"] = [*requests, *new]
    places = {f"/requests/{first + at}": path for at, path in enumerate(added)}
    try:
        return load_programme(document, territory, addresses=addresses)
    except InputFaults as found:
        raise InputFaults("demande", [_placed(fault, places) for fault in found.faults]) from None


def _placed(fault: Fault, places: dict[str, str]) -> Fault:
    for inside, path in places.items():
        if fault.path == inside or fault.path.startswith(f"{inside}/"):
            return replace(fault, path=path + fault.path.removeprefix(inside), record="")
    return replace(fault, path=f"/programme{fault.path}")
