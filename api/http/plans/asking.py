"""From what somebody asks to an order that a worker can carry out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from api.http.bodies import read, refuse
from api.http.job_size import refuse_too_large
from api.http.library import StoredPlan
from api.http.plans.request import PlanRequest
from api.http.service import Service
from api.jobs.order import Order
from api.problems import NotReadyError, UnknownPlanError, UnknownProgrammeError
from api.recipe import coming_month
from api.store.order_records import State
from api.wire.faults import InputFaults
from api.wire.plan_changes import changed
from api.wire.programme_json import load_programme
from maps.wording import Wording
from routing.planning.carry_over import with_previous
from routing.planning.errors import PlanningError
from routing.planning.programme import Programme
from routing.sentence import say, sentence_of

CORRECTED = ", corrigé"
"""Ends the title of a plan that corrects another."""
_NOT_WITH_BASE = ("programme", "month", "horizon", "previous")


def place_order(service: Service, document: dict[str, object]) -> State:
    """Check an order all through and queue it.

    Raises
    ------
    InputFaults
        When the request, the programme named or the programme given cannot be used.
    BusyError
        When too many orders wait.
    """
    wanted = read(PlanRequest, document)
    order = _corrected(service, wanted) if wanted.base else _asked(service, wanted)
    refuse_too_large(order.programme, service.settings)
    dates = order.programme.horizon
    title = f"{order.programme.title} – {Wording().period(dates) if dates else ''}"
    return service.desk.submit(order, title=f"{title}{CORRECTED}" if wanted.base else title)


def stored(service: Service, name: str, path: str) -> StoredPlan:
    """Return a finished plan that a request names.

    Raises
    ------
    InputFaults
        When there is none of this name; ``path`` is where it is named.
    """
    try:
        return service.library.plan(name)
    except (UnknownPlanError, NotReadyError) as error:
        raise refuse(path, name, "UNKNOWN_PLAN", sentence_of(error)) from None


def programme_of(service: Service, wanted: str | dict[str, object]) -> Programme:
    """Return the programme that a request names or holds.

    Raises
    ------
    InputFaults
        When no programme has this name, or with all that is wrong with the one given.
    """
    if isinstance(wanted, dict):
        return _given_programme(service, wanted)
    try:
        return service.shelf.programme(wanted)
    except UnknownProgrammeError as error:
        raise refuse("/programme", wanted, "UNKNOWN_PROGRAMME", sentence_of(error)) from None


def continued(service: Service, programme: Programme, previous: str) -> Programme:
    """Return the programme with the sessions of the plan before as held.

    Raises
    ------
    InputFaults
        When there is no such plan, or it is not the one before.
    """
    before = stored(service, previous, "/previous").plan
    try:
        return with_previous(programme, before)
    except PlanningError as error:
        raise refuse(
            "/previous", previous, "NOT_BEFORE", say("{error}.", error=sentence_of(error))
        ) from None


def _asked(service: Service, wanted: PlanRequest) -> Order:
    if wanted.programme is None:
        message = say(
            "nommez un programme, ou donnez-en un ; ou, dans « base », un plan à corriger."
        )
        raise refuse("/programme", None, "MISSING", message)
    if wanted.changes:
        message = say("nommez dans « base » le plan que ces changements corrigent.")
        raise refuse("/base", None, "MISSING", message)
    dates = wanted.dates()
    programme = programme_of(service, wanted.programme)
    dates = dates or programme.horizon or coming_month(date.today())
    programme = replace(programme, horizon=dates)
    previous, published = wanted.previous, wanted.published
    if previous is not None:
        programme = continued(service, programme, previous)
    return Order(
        programme=programme,
        options=wanted.options.to_core(),
        published=published and stored(service, published, "/published").id,
        previous=previous and stored(service, previous, "/previous").id,
    )


def _corrected(service: Service, wanted: PlanRequest) -> Order:
    """Order the plan of another order again, with changes."""
    for name in _NOT_WITH_BASE:
        if getattr(wanted, name) is not None:
            message = say("retirez ceci, ou « base » : un plan corrigé garde programme et période.")
            raise refuse(f"/{name}", None, "ONE_OF", message)
    base = stored(service, wanted.base or "", "/base")
    asked = service.library.order(base.id)
    programme = changed(
        asked.programme,
        base.plan,
        wanted.changes,
        service.territory,
        addresses=service.addresses,
        keep=wanted.keep_dates,
    )
    published = base
    if wanted.published is not None:
        published = stored(service, wanted.published, "/published")
    return Order(
        programme=programme,
        options=wanted.options.to_core(),
        published=published.id,
        previous=asked.previous,
        base=base.id,
    )


def _given_programme(service: Service, document: dict[str, object]) -> Programme:
    try:
        return load_programme(document, service.territory, addresses=service.addresses)
    except InputFaults as found:
        inside = [replace(fault, path=f"/programme{fault.path}") for fault in found.faults]
        raise InputFaults(found.source, inside) from None
