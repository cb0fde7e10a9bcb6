"""Cars and drivers as JSON writes them; mapping to the core types: :mod:`api.wire.driver_map`."""

from __future__ import annotations

from pydantic import Field, StrictBool, StrictInt

from api.wire.fields import (
    Clock,
    Day,
    Duration,
    Id,
    Km,
    Label,
    RideDuration,
    VeryLongDuration,
    Weekday,
    WireModel,
)
from api.wire.place_model import PlaceModel
from api.wire.range_model import RangeModel


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
