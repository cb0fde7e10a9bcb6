"""Rides of a plan as JSON writes them. Mapping: :mod:`api.wire.ride_plan_map`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictInt

from api.wire.fields import Day, Id, Moment, Text, WireModel, reader
from api.wire.pause_model import PauseModel
from api.wire.scalars import read_id

Key = Annotated[str, Field(min_length=1, max_length=160), BeforeValidator(reader(read_id))]
"""Made of ids, hence longer than one."""


class LoadModel(WireModel):
    """Ce qui est à bord."""

    seats: StrictInt = Field(0, ge=0, description="Places assises prises.", examples=[2])
    wheelchairs: StrictInt = Field(0, ge=0, description="Places pour fauteuil prises.")
    boot: StrictInt = Field(0, ge=0, description="Fauteuils pliés et déambulateurs au coffre.")
    child_seats: StrictInt = Field(0, ge=0, description="Sièges enfant pris.")


class RideStopModel(WireModel):
    """Un arrêt pour une demande : quelqu’un monte ou descend."""

    kind: Literal["pickup", "dropoff"] = Field(
        description="Sorte d’arrêt : pickup (monter) ou dropoff (descendre)."
    )
    request: Id = Field(description="Code de la demande.", examples=["r12/1"])
    leg: Literal["outbound", "return"] = Field(
        description="Trajet : outbound (aller) ou return (retour)."
    )
    place: Key = Field(
        description="Endroit, par la clé de sa demande ou de son lieu ; jamais une adresse.",
        examples=["pickup:r12/1", "site:PVS"],
    )
    arrive: Moment = Field(description="Arrivée.", examples=["2027-01-05T08:20:00+01:00"])
    start: Moment = Field(
        description="Moment où l’on commence à monter ou à descendre.",
        examples=["2027-01-05T08:20:00+01:00"],
    )
    depart: Moment = Field(description="Départ.", examples=["2027-01-05T08:22:00+01:00"])
    load: LoadModel = Field(description="Ce qui est à bord au départ.")
    distance_m: StrictInt = Field(ge=0, description="Mètres du trajet qui mène ici.")
    travel_s: StrictInt = Field(ge=0, description="Secondes du trajet qui mène ici.")


class RideModel(WireModel):
    """Une sortie d’une personne qui conduit : de chez elle aux passagers, et retour."""

    id: Key = Field(description="Code de la sortie, unique.", examples=["2027-01-05-conducteur-4"])
    date: Day = Field(description="Date.", examples=["2027-01-05"])
    driver: Id = Field(description="Code de qui conduit.", examples=["conducteur-4"])
    depart: Moment = Field(description="Départ.", examples=["2027-01-05T08:05:00+01:00"])
    return_: Moment = Field(
        alias="return", description="Retour.", examples=["2027-01-05T12:10:00+01:00"]
    )
    distance_m: StrictInt = Field(ge=0, description="Mètres de tous les trajets, à vide aussi.")
    driving_s: StrictInt = Field(ge=0, description="Secondes de conduite, à vide aussi.")
    stops: tuple[RideStopModel, ...] = Field(description="Arrêts, dans l’ordre.")
    pauses: tuple[PauseModel, ...] = Field((), description="Pauses.")


class RideReasonModel(WireModel):
    """Ce qui empêche de servir une demande : en général, ou avec une personne au volant."""

    code: Id = Field(description="Code stable, pour les programmes.", examples=["TOO_LATE"])
    driver: Id | None = Field(
        None,
        description="Code de la personne au volant ; null : toutes.",
        examples=["conducteur-4"],
    )
    message: Text = Field(description="Phrase, pour les personnes.")


class RideChangeModel(WireModel):
    """Le plus petit changement trouvé qui permettrait de servir une demande, et vérifié."""

    kind: Id = Field(
        description=(
            "Sorte de changement : later et sooner (rendez-vous plus tard, plus tôt), earlier "
            "(arriver plus tôt), "
            "time_on_board (temps à bord, dont amount est la nouvelle limite), wait (attente du "
            "retour, dont amount est la nouvelle limite), driver (un conducteur de plus), "
            "any_driver (un autre conducteur), date (une autre séance), move_point (un point à "
            "déplacer près d’une route), ou une voie de droit (membership, low_income, "
            "prescription, use_prescription)."
        ),
        examples=["later"],
    )
    amount: StrictInt = Field(
        description="De combien, dans l’unité de sa sorte : secondes, personnes ou rien.",
        examples=[720],
    )
    on: Day | None = Field(None, description="Date dont il s’agit, s’il s’agit d’une date.")
    message: Text = Field(description="Phrase, pour les personnes.")


class UnservedModel(WireModel):
    """Une demande que le plan ne sert pas : pourquoi, et ce qui aiderait."""

    request: Id = Field(description="Code de la demande.", examples=["r17"])
    reasons: tuple[RideReasonModel, ...] = Field(min_length=1, description="Raisons.")
    changes: tuple[RideChangeModel, ...] = Field((), description="Ce qui permettrait de servir.")
