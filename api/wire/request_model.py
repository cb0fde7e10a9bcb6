"""Events and ride requests as JSON writes them.

Mapping to the core types: :mod:`api.wire.request_map`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, StrictBool, StrictInt, Tag

from api.wire.fields import (
    BoardingDuration,
    Clock,
    Day,
    Duration,
    Id,
    Label,
    RideDuration,
    WheelchairName,
    WireModel,
)
from api.wire.limits import DEFAULT_BOARDING_S, DEFAULT_EARLY_S
from api.wire.place_model import PlaceModel
from routing.planning.ride_requests import Wheelchair
from routing.planning.ride_series import MAX_TIMES


class EventModel(WireModel):
    """Un évènement où des personnes sont conduites : un atelier, un petit-déjeuner santé."""

    id: Id = Field(description="Code de l’évènement, unique.", examples=["atelier-1"])
    label: Label = Field(description="Nom affiché.", examples=["Atelier diabète"])
    place: PlaceModel = Field(description="Où.")
    date: Day = Field(description="Date.", examples=["2027-01-14"])
    start: Clock = Field(description="Début.", examples=["09:30"])
    end: Clock = Field(description="Fin.", examples=["11:30"])


class ToPermanenceModel(WireModel):
    """Vers une séance d’une permanence."""

    kind: Literal["permanence"] = Field(description="Sorte de destination.")
    permanence: Id = Field(description="Code de la permanence.", examples=["RIANS"])
    dates: tuple[Day, ...] = Field(
        (),
        max_length=400,
        description="Dates des séances qui conviennent ; aucune : toute séance de la période.",
        examples=[["2027-01-05"]],
    )
    only_next: StrictBool = Field(
        False,
        description="Seulement la première séance tenue à partir de la première de ces dates.",
    )
    stay: RideDuration = Field(
        3600, description="Temps nécessaire sur place, attente comprise.", examples=["PT1H"]
    )


class ToAppointmentModel(WireModel):
    """Vers un rendez-vous."""

    kind: Literal["appointment"] = Field(description="Sorte de destination.")
    place: PlaceModel = Field(description="Où.")
    date: Day = Field(description="Date.", examples=["2027-01-06"])
    at: Clock = Field(description="Heure du rendez-vous.", examples=["14:30"])
    length: RideDuration = Field(description="Durée prévue.", examples=["PT45M"])


class ToEventModel(WireModel):
    """Vers un évènement du programme."""

    kind: Literal["event"] = Field(description="Sorte de destination.")
    event: Id = Field(description="Code de l’évènement.", examples=["atelier-1"])


DestinationModel: TypeAlias = Annotated[
    ToPermanenceModel | ToAppointmentModel | ToEventModel, Field(discriminator="kind")
]


class _ReturnModel(WireModel):
    same_driver_required: StrictBool = Field(
        False, description="Même personne au volant exigée ; sinon, seulement préférée."
    )


class NoReturnModel(_ReturnModel):
    """Pas de retour."""

    kind: Literal["none"] = Field(description="Sorte de retour.")


class ReturnAfterModel(_ReturnModel):
    """Retour dès que c’est fini."""

    kind: Literal["after"] = Field(description="Sorte de retour.")


class ReturnAtModel(_ReturnModel):
    """Retour à une heure dite."""

    kind: Literal["at"] = Field(description="Sorte de retour.")
    at: Clock = Field(description="Heure du retour.", examples=["16:00"])


class ReturnWhenFinishedModel(_ReturnModel):
    """Retour entre deux heures, quand la personne appelle."""

    kind: Literal["when_finished"] = Field(description="Sorte de retour.")
    from_: Clock = Field(alias="from", description="Au plus tôt.", examples=["15:30"])
    until: Clock = Field(description="Au plus tard.", examples=["17:00"])


ReturnModel: TypeAlias = Annotated[
    NoReturnModel | ReturnAfterModel | ReturnAtModel | ReturnWhenFinishedModel,
    Field(discriminator="kind"),
]


class PartyModel(WireModel):
    """Qui monte, et avec quoi."""

    passengers: StrictInt = Field(1, ge=1, le=60, description="Passagers.")
    companions: StrictInt = Field(0, ge=0, le=60, description="Accompagnants.")
    child_seats: StrictInt = Field(
        0, ge=0, le=60, description="Combien ont besoin d’un siège enfant."
    )
    wheelchair: WheelchairName = Field(
        Wheelchair.NONE,
        description="Fauteuil roulant : none (aucun), foldable (pliant) ou rigid (non pliant).",
    )
    walkers: StrictInt = Field(0, ge=0, le=20, description="Déambulateurs.")


class ArriveEarlyModel(WireModel):
    """Avance à la porte d’un rendez-vous ou d’un évènement."""

    least: Duration = Field(DEFAULT_EARLY_S[0], description="Au moins.", examples=["PT10M"])
    most: Duration = Field(DEFAULT_EARLY_S[1], description="Au plus.", examples=["PT30M"])


class EntitlementModel(WireModel):
    """Ce qui donne droit au transport d’utilité sociale (C. transports, R3133-1), ou à un autre."""

    residence: Label | None = Field(
        None,
        description="Commune de résidence, nom ou code INSEE ; null : celle du départ.",
        examples=["Barjols"],
    )
    low_income: StrictBool = Field(
        False, description="C2S, ressources sous son plafond, ou minimum social."
    )
    member: StrictBool = Field(
        False, description="Adhésion à l’association, qui peut conduire ses membres (L3131-1)."
    )
    prescription: StrictBool = Field(
        False, description="Prescription médicale de transport (CSS, R322-10)."
    )


class SeriesModel(WireModel):
    """Le même trajet plusieurs fois ; chaque date devient une demande, la première « r12/1 »."""

    every_weeks: StrictInt = Field(ge=1, le=52, description="Toutes les … semaines.", examples=[1])
    times: StrictInt = Field(ge=1, le=MAX_TIMES, description="Combien de fois.", examples=[3])
    dates: tuple[Day, ...] = Field(
        (),
        max_length=MAX_TIMES,
        description="Toutes les dates, si elles ont été changées à la main.",
        examples=[["2027-01-05", "2027-01-14", "2027-01-19"]],
    )


def _series_tag(value: Any) -> str:
    return _BY_RULE if isinstance(value, dict | SeriesModel) else _BY_CODE


_BY_RULE, _BY_CODE = "(rule)", "(code)"
"""Tags that no key of a document can be taken for."""
SeriesField: TypeAlias = Annotated[
    Annotated[Id, Tag(_BY_CODE)] | Annotated[SeriesModel, Tag(_BY_RULE)],
    Discriminator(_series_tag),
]


class RequestModel(WireModel):
    """Une demande de trajet : une personne, ou un groupe d’une même porte."""

    id: Id = Field(description="Code de la demande, unique.", examples=["r12"])
    passenger: Id = Field(
        description="Pseudonyme de la personne, le même pour toutes ses demandes.",
        examples=["p-031"],
    )
    pickup: PlaceModel = Field(description="Où on vient chercher.")
    destination: DestinationModel = Field(description="Où l’on va, et quand.")
    return_: ReturnModel = Field(
        default_factory=lambda: ReturnAfterModel.model_validate({"kind": "after"}),
        alias="return",
        description="Retour.",
        examples=[{"kind": "at", "at": "16:00"}],
    )
    party: PartyModel = Field(
        default_factory=lambda: PartyModel.model_validate({}), description="Qui monte."
    )
    boarding: BoardingDuration = Field(
        DEFAULT_BOARDING_S, description="Temps pour monter, à la porte.", examples=["PT2M"]
    )
    arrive_early: ArriveEarlyModel = Field(
        default_factory=lambda: ArriveEarlyModel.model_validate({}),
        description="Avance à l’arrivée.",
    )
    max_ride: RideDuration | None = Field(
        None,
        description="Temps à bord au plus ; null : le plus grand de 1,5 × direct et "
        "direct + 15 min.",
        examples=["PT45M"],
    )
    max_wait: RideDuration | None = Field(
        None,
        description="Attente de la voiture au plus, une fois que c’est fini ; null : 30 min, ou "
        "15 min après l’heure demandée.",
        examples=["PT45M"],
    )
    priority: StrictInt = Field(
        1, ge=1, le=100, description="Poids : en cas de choix, les plus grands d’abord."
    )
    wished_drivers: tuple[Id, ...] = Field(
        (), max_length=200, description="Codes des seules personnes acceptées au volant."
    )
    refused_drivers: tuple[Id, ...] = Field(
        (), max_length=200, description="Codes des personnes refusées au volant."
    )
    entitlement: EntitlementModel = Field(
        default_factory=lambda: EntitlementModel.model_validate({}),
        description="Droit au transport d’utilité sociale.",
    )
    series: SeriesField | None = Field(
        None,
        description="Règle d’une série ; ou code de la série dont cette demande est une date.",
        examples=["r12", {"every_weeks": 1, "times": 3}],
    )
