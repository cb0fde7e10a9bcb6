"""Rides as JSON writes them: places, events, cars, drivers, requests.

Mapping to the core types: :mod:`api.wire.ride_map`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, Discriminator, Field, StrictBool, StrictFloat, StrictInt, Tag

from api.wire.fields import (
    BoardingDuration,
    Clock,
    Day,
    Duration,
    Id,
    Km,
    Label,
    RideDuration,
    Text,
    VeryLongDuration,
    Weekday,
    WheelchairName,
    WireModel,
)
from api.wire.limits import DEFAULT_BOARDING_S, DEFAULT_EARLY_S
from api.wire.range_model import RangeModel
from routing.planning.ride_requests import Wheelchair
from routing.planning.ride_series import MAX_TIMES


class PlaceModel(WireModel):
    """Un endroit : un point, une commune, un lieu du territoire ou une adresse, l’un des quatre.

    Le plan et l’empreinte du programme ne retiennent que le point et la commune.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["lon", "lat"]},
                {"required": ["commune"]},
                {"required": ["site"]},
                {"required": ["address"]},
            ]
        }
    )

    lon: StrictFloat | None = Field(
        None, ge=-180, le=180, description="Longitude, en degrés WGS 84.", examples=[6.008]
    )
    lat: StrictFloat | None = Field(
        None, ge=-90, le=90, description="Latitude, en degrés WGS 84.", examples=[43.557]
    )
    commune: Label | None = Field(
        None,
        description="Nom ou code INSEE : seule, la mairie ; sinon, celle du point ou de l’adresse.",
        examples=["Barjols", "83012"],
    )
    site: Id | None = Field(
        None, description="Code d’un lieu du territoire.", examples=["CH-BRIGNOLES"]
    )
    address: Label | None = Field(
        None,
        description="Rue ou lieu-dit, et commune ; cherchée sur cette machine.",
        examples=["12 avenue Frédéric Mistral, Brignoles"],
    )
    label: Text = Field(
        "", description="Repère pour qui conduit, sans nom ni téléphone.", examples=["Le portail"]
    )


class ConfigurationModel(WireModel):
    """Ce qu’une voiture porte à la fois, en plus de qui conduit."""

    seats: StrictInt = Field(ge=0, le=60, description="Places assises.", examples=[4])
    wheelchairs: StrictInt = Field(0, ge=0, le=20, description="Places pour fauteuil roulant.")


class CarModel(WireModel):
    """Ce qu’une voiture peut porter."""

    configurations: tuple[ConfigurationModel, ...] = Field(
        default_factory=lambda: (ConfigurationModel.model_validate({"seats": 4}),),
        min_length=1,
        max_length=10,
        description="Façons de l’agencer, une à la fois.",
        examples=[[{"seats": 4}, {"seats": 2, "wheelchairs": 1}]],
    )
    boot: StrictInt = Field(
        1, ge=0, le=20, description="Fauteuils pliés et déambulateurs que le coffre contient."
    )
    child_seats: StrictInt = Field(0, ge=0, le=20, description="Sièges enfant à bord.")
    fiscal_power: StrictInt | None = Field(
        None, ge=1, le=50, description="Puissance fiscale, pour le barème.", examples=[5]
    )
    electric: StrictBool = Field(False, description="Électrique, pour le barème.")


class AssociationCarModel(WireModel):
    """Une voiture de l’association, prise à un lieu et ramenée là."""

    id: Id = Field(description="Code de la voiture, unique.", examples=["VOITURE-1"])
    label: Label = Field(description="Nom affiché.", examples=["La Kangoo"])
    site: Id = Field(description="Code du lieu où elle dort.", examples=["PVS"])
    car: CarModel = Field(description="Ce qu’elle peut porter.")


class HoursModel(WireModel):
    """Des heures d’une journée."""

    start: Clock = Field(description="Début.", examples=["08:00"])
    end: Clock = Field(description="Fin.", examples=["18:00"])


class ExtraHoursModel(WireModel):
    """Des heures d’une date, en plus de la semaine ordinaire."""

    date: Day = Field(description="Date.", examples=["2027-01-16"])
    start: Clock = Field(description="Début.", examples=["08:00"])
    end: Clock = Field(description="Fin.", examples=["12:00"])


class LunchModel(WireModel):
    """Une pause à midi de qui est alors en route."""

    from_: Clock = Field(alias="from", description="Début au plus tôt.", examples=["11:30"])
    until: Clock = Field(description="Début au plus tard.", examples=["13:00"])
    length: RideDuration = Field(description="Durée.", examples=["PT45M"])


class GivenModel(WireModel):
    """Ce qu’une personne a donné les mois passés, pour un partage équitable."""

    rides: StrictInt = Field(0, ge=0, le=100_000, description="Trajets.")
    time: VeryLongDuration = Field(0, description="Temps passé.", examples=["PT18H"])
    km: Km = Field(0, description="Kilomètres.", examples=[412.5])
    evenings: StrictInt = Field(0, ge=0, le=10_000, description="Soirées.")


class DriverModel(WireModel):
    """Une personne bénévole qui conduit des passagers."""

    id: Id = Field(description="Code de la personne, unique.", examples=["conducteur-4"])
    label: Label = Field(
        description="Nom affiché, sans nom de famille.", examples=["Conductrice 4"]
    )
    home: PlaceModel = Field(description="D’où la journée part, et où elle finit.")
    car: CarModel | None = Field(None, description="Sa propre voiture.")
    association_car: Id | None = Field(
        None, description="Sinon, le code de la voiture de l’association.", examples=["VOITURE-1"]
    )
    hours: dict[Weekday, tuple[HoursModel, ...]] = Field(
        default_factory=dict,
        description="Heures possibles, par jour de la semaine.",
        examples=[{"tuesday": [{"start": "08:00", "end": "18:00"}]}],
    )
    extra_hours: tuple[ExtraHoursModel, ...] = Field(
        (), max_length=1000, description="Heures possibles à d’autres dates."
    )
    absences: tuple[RangeModel, ...] = Field((), description="Dates d’absence.")
    max_per_day: Duration | None = Field(
        None, description="Temps au plus par jour, de chez soi à chez soi.", examples=["PT6H"]
    )
    max_km_per_day: Km | None = Field(
        None, description="Kilomètres au plus par jour.", examples=[150]
    )
    max_per_month: VeryLongDuration | None = Field(
        None, description="Temps au plus par mois.", examples=["PT30H"]
    )
    max_km_per_month: Km | None = Field(
        None, description="Kilomètres au plus par mois.", examples=[800]
    )
    max_wait: Duration | None = Field(
        None,
        description="Attente sur place au plus ; null : sans limite, PT0S : jamais.",
        examples=["PT1H30M"],
    )
    lunch: LunchModel | None = Field(None, description="Pause de midi.")
    refused_passengers: tuple[Id, ...] = Field(
        (), max_length=1000, description="Pseudonymes des passagers refusés."
    )
    refused_communes: tuple[Label, ...] = Field(
        (), max_length=1000, description="Communes refusées, par leur nom ou code INSEE."
    )
    km_this_year: Km = Field(
        0, description="Kilomètres déjà faits cette année, pour le barème.", examples=[1240]
    )
    given: GivenModel = Field(
        default_factory=lambda: GivenModel.model_validate({}),
        description="Ce qui a été donné les mois passés.",
    )


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
