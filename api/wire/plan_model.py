"""The plan as JSON writes it. Mapping to the core types: :mod:`api.wire.plan_map`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr

from api.wire.fields import (
    Day,
    HalfDayName,
    Id,
    JoinsName,
    Label,
    Moment,
    Text,
    Timestamp,
    WireModel,
)
from api.wire.pause_model import PauseModel
from api.wire.range_model import RangeModel
from api.wire.ride_plan_model import RideModel, UnservedModel
from api.wire.sentences import SentencesModel

FORMAT_VERSION = 1
PARIS = "Europe/Paris"


class DutyModel(WireModel):
    """La part d’une personne dans une tournée."""

    staff: Id = Field(description="Code de la personne.", examples=["infirmier-1"])
    role: Id = Field(description="Code du rôle tenu.", examples=["infirmier"])
    joins: JoinsName = Field(
        description="Point de rencontre : depot (à bord dès le dépôt) ou site (sur place)."
    )
    permanences: tuple[Id, ...] = Field(
        description="Permanences où la personne sert.", examples=[["RIANS"]]
    )
    depart: Moment = Field(
        description="Début de sa journée.", examples=["2027-01-05T07:45:00+01:00"]
    )
    return_: Moment = Field(
        alias="return", description="Fin de sa journée.", examples=["2027-01-05T13:40:00+01:00"]
    )


class StopModel(WireModel):
    """Une séance de permanence au cours d’une tournée."""

    permanence: Id = Field(description="Code de la permanence.", examples=["RIANS"])
    site: Id = Field(description="Code du lieu.", examples=["PERM-RIANS"])
    half_day: HalfDayName = Field(description="Demi-journée.", examples=["morning"])
    arrive: Moment = Field(description="Arrivée.", examples=["2027-01-05T08:40:00+01:00"])
    start: Moment = Field(description="Ouverture.", examples=["2027-01-05T09:00:00+01:00"])
    end: Moment = Field(description="Fermeture.", examples=["2027-01-05T12:00:00+01:00"])
    depart: Moment = Field(
        description="Départ, rangement fait.", examples=["2027-01-05T12:20:00+01:00"]
    )
    distance_m: StrictInt = Field(ge=0, description="Mètres du trajet qui mène ici.")
    travel_s: StrictInt = Field(ge=0, description="Secondes du trajet qui mène ici.")


class RoundModel(WireModel):
    """Une tournée : du dépôt à un ou plusieurs villages, et retour."""

    id: Id = Field(description="Code de la tournée, unique.", examples=["2027-01-05-UM1"])
    date: Day = Field(description="Date.", examples=["2027-01-05"])
    unit: Id = Field(description="Code de l’unité.", examples=["UM1"])
    team: tuple[DutyModel, ...] = Field(description="Équipe.")
    depart: Moment = Field(description="Départ du dépôt.", examples=["2027-01-05T07:45:00+01:00"])
    return_: Moment = Field(
        alias="return", description="Retour au dépôt.", examples=["2027-01-05T13:40:00+01:00"]
    )
    distance_m: StrictInt = Field(ge=0, description="Mètres de tous les trajets.")
    duration_s: StrictInt | None = Field(
        None, description="Secondes du départ au retour, à la montre ; déduit s’il manque."
    )
    driving_s: StrictInt = Field(ge=0, description="Secondes de conduite.")
    pauses: tuple[PauseModel, ...] = Field((), description="Pauses de l’équipe à bord.")
    stops: tuple[StopModel, ...] = Field(description="Séances, dans l’ordre.")


class ReasonModel(WireModel):
    """Pourquoi quelque chose n’est pas planifié."""

    code: Id = Field(description="Code stable, pour les programmes.", examples=["NO_STAFF"])
    message: Text = Field(description="Phrase, pour les personnes.")


class UnassignedModel(WireModel):
    """Une séance due que le plan ne tient pas."""

    kind: Id = Field(description="Sorte de demande.", examples=["permanence"])
    id: Id = Field(description="Code de la demande.", examples=["RIANS"])
    due: RangeModel = Field(description="Dates entre lesquelles la séance était due.")
    reasons: tuple[ReasonModel, ...] = Field(min_length=1, description="Raisons.")


class WarningModel(WireModel):
    """Ce que le plan fait et qu’il faut savoir."""

    code: Id = Field(description="Code stable.", examples=["ROLE_EMPTY"])
    id: Id = Field(description="Code de l’enregistrement concerné.", examples=["RIANS"])
    message: Text = Field(description="Phrase, pour les personnes.")


class AimModel(WireModel):
    """Jusqu’où un des buts successifs est atteint."""

    aim: Id = Field(description="But.", examples=["travel"])
    cost: StrictInt = Field(description="Coût atteint.")
    bound: StrictInt = Field(description="Borne démontrée.")
    gap: StrictFloat | None = Field(ge=0, description="Écart relatif ; null : sans borne.")


class SolverModel(WireModel):
    """Comment le plan a été trouvé, assez pour le retrouver."""

    seed: StrictInt = Field(description="Graine du hasard.", examples=[1])
    iterations: StrictInt = Field(ge=0, description="Itérations faites.")
    cost: StrictInt = Field(description="Coût des trajets, en secondes.")
    bound: StrictInt = Field(description="Borne démontrée de ce coût.")
    gap: StrictFloat | None = Field(
        ge=0, description="Plus grand écart relatif de tous les buts ; 0 : optimum démontré."
    )
    wall_s: StrictFloat | None = Field(
        None, ge=0, description="Secondes passées ; null quand un nombre d’itérations est imposé."
    )
    aims: tuple[AimModel, ...] = Field((), description="Buts, du premier au dernier.")
    versions: dict[str, StrictStr] = Field(description="Versions des logiciels.")
    stopped_by: Text = Field(description="Ce qui a mis fin à la recherche.", examples=["optimal"])


class PlanModel(WireModel):
    """Plan d’une période : tournées datées, ce qui manque et pourquoi, et comment c’est calculé.

    Les heures sont des dates-heures ISO 8601 avec le décalage du fuseau « timezone ».
    """

    schema_: Text | None = Field(
        None, alias="$schema", description="Adresse du schéma, pour les éditeurs ; sans effet."
    )
    format_version: Literal[1] = Field(1, description="Version de ce format.")
    programme: Id = Field(description="Nom court du programme.", examples=["promo-soins"])
    title: Label = Field(description="Titre du programme.", examples=["Promo Soins"])
    programme_digest: Text = Field(
        description="SHA-256 de ce que le programme demande, sa période mise à part."
    )
    territory: Text = Field(description="Nom du territoire.", examples=["communes"])
    timezone: Text = Field(PARIS, description="Fuseau horaire (IANA).", examples=[PARIS])
    horizon: RangeModel = Field(description="Dates planifiées.")
    generated_at: Timestamp | None = Field(
        None, description="Moment du calcul.", examples=["2026-12-20T10:00:00+01:00"]
    )
    options: dict[str, StrictBool | StrictInt | StrictFloat | StrictStr | None] = Field(
        default_factory=dict, description="Options de la recherche."
    )
    rounds: tuple[RoundModel, ...] = Field(description="Tournées, par date.")
    unassigned: tuple[UnassignedModel, ...] = Field(description="Séances dues non tenues.")
    rides: tuple[RideModel, ...] = Field(
        (), description="Sorties pour conduire des passagers ; absent sans demande."
    )
    unserved: tuple[UnservedModel, ...] = Field((), description="Demandes non servies.")
    warnings: tuple[WarningModel, ...] = Field((), description="Points à connaître.")
    indicators: dict[str, StrictInt | StrictFloat] = Field(description="Indicateurs chiffrés.")
    solver: SolverModel = Field(description="Comment le plan a été trouvé.")
    sentences: SentencesModel = Field(
        SentencesModel(),
        description="Comment ses phrases sont faites, pour les dire dans une autre langue.",
    )
