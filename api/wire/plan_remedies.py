"""What a plan says would help somebody who is not served, done: the request or its help change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

from pydantic import Field, StrictInt

from api.wire.fields import Day, Id, Text, WireModel
from routing.planning.drivers import Driver
from routing.planning.plans import RideChange
from routing.planning.programme import Programme
from routing.planning.ride_requests import RideRequest, Spot
from routing.planning.rides.changes import Kind, applied, helper, part_of
from routing.planning.rides.communes import commune_of
from routing.planning.territory import Territory

MEMBERSHIP, LOW_INCOME = "membership", "low_income"


class RemedyModel(WireModel):
    """Ce qui aiderait une demande non servie, tel que le plan le dit dans « changes »."""

    request: Id = Field(description="Code de la demande.", examples=["r12/1"])
    kind: Text = Field(description="Genre du changement.", examples=["later", "driver"])
    amount: StrictInt = Field(0, ge=0, le=86_400, description="Secondes ou nombre, selon le genre.")
    on: Day | None = Field(None, description="Date dont il s’agit.", examples=["2027-01-05"])


def helped(
    programme: Programme, request: RideRequest, wanted: RemedyModel, territory: Territory
) -> Programme:
    """Return the programme with a change made for a request.

    Raises
    ------
    ValueError
        When the change cannot be made there.
    """
    if wanted.kind in (MEMBERSHIP, LOW_INCOME):
        entitled = replace(
            request.entitlement,
            member=request.entitlement.member or wanted.kind == MEMBERSHIP,
            low_income=request.entitlement.low_income or wanted.kind == LOW_INCOME,
        )
        made = replace(request, entitlement=entitled)
        others = (made if other.id == request.id else other for other in programme.requests)
        return replace(programme, requests=tuple(others))
    if wanted.kind == Kind.DRIVER and wanted.on is not None:
        more = _volunteer(programme, request, wanted.on, territory)
        return replace(programme, drivers=(*programme.drivers, more))
    change = RideChange(kind=wanted.kind, amount=wanted.amount, message="", on=wanted.on)
    return applied(programme, request, change)


def _volunteer(
    programme: Programme, request: RideRequest, day: date, territory: Territory
) -> Driver:
    """Return a volunteer still to be found, who lives in the commune, not at somebody's door."""
    known = {driver.id for driver in programme.drivers}
    part = part_of(programme, request)
    found = (helper(request, day, part, number) for number in count())
    more = next(driver for driver in found if driver.id not in known)
    return replace(more, label=f"Bénévole à trouver ({more.id})", home=_mairie(request, territory))


def _mairie(request: RideRequest, territory: Territory) -> Spot:
    insee = commune_of(request.pickup, territory)
    for commune in territory.communes:
        if commune.insee == insee:
            return Spot(lon=commune.lon, lat=commune.lat, commune=insee)
    return Spot(lon=round(request.pickup.lon, 2), lat=round(request.pickup.lat, 2), commune=insee)
