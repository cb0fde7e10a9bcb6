"""The programme as JSON writes it. Mapping to the core types: :mod:`api.wire.programme_map`."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from api.wire.driver_model import AssociationCarModel, DriverModel
from api.wire.fields import (
    Clock,
    Day,
    Duration,
    HalfDayName,
    HandlingDuration,
    Id,
    JoinsName,
    Label,
    LongDuration,
    SessionDuration,
    StaffKindName,
    Text,
    Weekday,
    WireModel,
)
from api.wire.limits import DEFAULT_LEAVE_S, DEFAULT_RETURN_S
from api.wire.range_model import RangeModel as RangeModel  # also for those who look here
from api.wire.request_model import EventModel, RequestModel
from routing.planning.programme import Joins, WorkingTimeRules

FORMAT_VERSION = 1
_RULES = WorkingTimeRules()


class EveryWeeksModel(WireModel):
    """Une séance toutes les N semaines, comptées à partir d’une semaine de référence."""

    kind: Literal["every_weeks"] = Field(description="Sorte de fréquence.")
    weeks: StrictInt = Field(
        ge=1, le=52, description="Une séance toutes les … semaines.", examples=[2]
    )
    anchor: Day = Field(
        description="Un jour de la semaine de référence, d’où partent les comptes.",
        examples=["2026-01-05"],
    )


class PerMonthModel(WireModel):
    """Un nombre de séances par mois civil."""

    kind: Literal["per_month"] = Field(description="Sorte de fréquence.")
    times: StrictInt = Field(ge=1, le=31, description="Séances par mois.", examples=[1])


class NthWeekdayModel(WireModel):
    """Le N-ième jour de semaine de chaque mois."""

    kind: Literal["nth_weekday"] = Field(description="Sorte de fréquence.")
    nth: tuple[Literal[1, 2, 3, 4, 5, -1], ...] = Field(
        min_length=1,
        max_length=6,
        description="Rangs dans le mois : 1 pour le premier, -1 pour le dernier.",
        examples=[[1, 3], [-1]],
    )
    weekday: Weekday = Field(description="Jour de la semaine.", examples=["tuesday"])


class OnDatesModel(WireModel):
    """Des dates choisies une à une."""

    kind: Literal["on_dates"] = Field(description="Sorte de fréquence.")
    dates: tuple[Day, ...] = Field(
        min_length=1, max_length=400, description="Les dates.", examples=[["2027-01-05"]]
    )


FrequencyModel: TypeAlias = Annotated[
    EveryWeeksModel | PerMonthModel | NthWeekdayModel | OnDatesModel, Field(discriminator="kind")
]


class OpeningModel(WireModel):
    """Une demi-journée où la permanence peut se tenir."""

    weekday: Weekday = Field(description="Jour de la semaine.", examples=["tuesday", "mardi"])
    half_day: HalfDayName = Field(description="Demi-journée.", examples=["morning", "matin"])
    start: Clock = Field(description="Heure d’ouverture annoncée.", examples=["09:00"])
    latest_start: Clock | None = Field(
        None,
        description="Ouverture au plus tard ; sans elle, la porte ouvre à l’heure de « start ».",
        examples=["09:30"],
    )
    preference: StrictInt = Field(
        0,
        ge=0,
        le=1000,
        description="Préférence : 0 pour le meilleur créneau, plus pour un moins bon.",
    )


class RoleNeedModel(WireModel):
    """Un rôle à tenir pendant la permanence."""

    role: Id = Field(description="Code du rôle.", examples=["infirmier"])
    count: StrictInt = Field(1, ge=1, le=50, description="Nombre de personnes.")
    optional: StrictBool = Field(
        False, description="Facultatif : true si la permanence se tient aussi sans."
    )


class PermanenceModel(WireModel):
    """Une permanence : un lieu, une fréquence, des créneaux, une équipe."""

    id: Id = Field(description="Code de la permanence, unique.", examples=["RIANS"])
    name: Label = Field(description="Nom affiché.", examples=["Rians"])
    site: Id = Field(description="Code du lieu (sites du territoire).", examples=["PERM-RIANS"])
    frequency: FrequencyModel = Field(description="Fréquence des séances.")
    openings: tuple[OpeningModel, ...] = Field(
        min_length=1, max_length=21, description="Demi-journées possibles."
    )
    duration: SessionDuration = Field(description="Durée de l’accueil.", examples=["PT3H"])
    setup: HandlingDuration = Field(
        0, description="Installation, de l’arrivée à l’ouverture.", examples=["PT20M"]
    )
    packing: HandlingDuration = Field(
        0, description="Rangement, de la fermeture au départ.", examples=["PT20M"]
    )
    roles: tuple[RoleNeedModel, ...] = Field((), max_length=30, description="Équipe nécessaire.")
    unit_required: StrictBool = Field(
        True, description="Unité mobile requise : false si une simple voiture suffit."
    )
    priority: StrictInt = Field(
        1, ge=1, le=1000, description="Poids : en cas de choix, les plus grands d’abord."
    )
    min_gap_days: StrictInt | None = Field(
        None, ge=0, le=400, description="Jours au moins entre deux séances.", examples=[7]
    )
    max_gap_days: StrictInt | None = Field(
        None, ge=1, le=400, description="Jours au plus entre deux séances.", examples=[21]
    )
    closed: tuple[RangeModel, ...] = Field((), description="Dates sans permanence.")
    closed_in_school_holidays: StrictBool = Field(
        False, description="Fermée pendant les vacances scolaires."
    )
    cancelled: tuple[Day, ...] = Field((), description="Dates des séances annulées.")


class RoleModel(WireModel):
    """Une fonction dans l’équipe."""

    id: Id = Field(description="Code du rôle, unique.", examples=["infirmier"])
    label: Label = Field(description="Nom affiché.", examples=["Infirmier·ère"])
    authorised_sites_only: StrictBool = Field(
        False,
        description="Seulement sur les lieux autorisés par l’Ordre (médecins, CSP R4127-74).",
    )


class HomeModel(WireModel):
    """Point de départ d’une personne, en degrés WGS 84 ; jamais recopié dans un plan."""

    lon: StrictFloat = Field(ge=-180, le=180, description="Longitude.", examples=[6.061])
    lat: StrictFloat = Field(ge=-90, le=90, description="Latitude.", examples=[43.406])


class StaffModel(WireModel):
    """Une personne de l’équipe, salariée ou bénévole."""

    id: Id = Field(description="Code de la personne, unique.", examples=["infirmier-1"])
    label: Label = Field(description="Nom affiché.", examples=["Infirmier·ère"])
    roles: tuple[Id, ...] = Field(
        min_length=1, max_length=30, description="Codes des rôles tenus.", examples=[["infirmier"]]
    )
    kind: StaffKindName = Field(description="Statut : employee (salarié) ou volunteer (bénévole).")
    availability: dict[Weekday, tuple[HalfDayName, ...]] = Field(
        description="Demi-journées possibles, par jour de la semaine.",
        examples=[{"tuesday": ["morning", "afternoon"], "jeudi": ["matin"]}],
    )
    absences: tuple[RangeModel, ...] = Field((), description="Dates d’absence.")
    extra_days: tuple[Day, ...] = Field(
        (), description="Dates de présence toute la journée, en plus de la semaine ordinaire."
    )
    contract_per_week: LongDuration | None = Field(
        None, description="Travail au plus par semaine (0,4 ETP = PT14H).", examples=["PT14H"]
    )
    max_half_days_per_week: StrictInt | None = Field(
        None, ge=0, le=21, description="Demi-journées au plus par semaine.", examples=[2]
    )
    max_half_days_per_month: StrictInt | None = Field(
        None, ge=0, le=93, description="Demi-journées au plus par mois.", examples=[4]
    )
    sites_allowed: tuple[Id, ...] | None = Field(
        None, description="Seuls lieux acceptés ; absent ou null : tous les lieux."
    )
    sites_refused: tuple[Id, ...] = Field((), description="Lieux refusés.")
    authorised_sites: tuple[Id, ...] = Field(
        (), description="Lieux couverts par l’autorisation de l’Ordre (CSP R4127-74)."
    )
    may_drive_unit: StrictBool = Field(False, description="Peut conduire l’unité.")
    joins: JoinsName = Field(
        Joins.DEPOT,
        description="Point de rencontre : depot (à bord de l’unité) ou site (sur place).",
    )
    home: HomeModel | None = Field(None, description="Point de départ de qui rejoint sur place.")


class UnitModel(WireModel):
    """Un véhicule qui porte une équipe."""

    id: Id = Field(description="Code de l’unité, unique.", examples=["UM1"])
    label: Label = Field(description="Nom affiché.", examples=["Unité mobile"])
    depot: Id = Field(description="Code du lieu où dort le véhicule.", examples=["PVS"])
    seats: StrictInt = Field(ge=1, le=60, description="Places assises, conducteur compris.")
    leave: Clock = Field(DEFAULT_LEAVE_S, description="Départ au plus tôt.", examples=["07:00"])
    return_: Clock = Field(
        DEFAULT_RETURN_S, alias="return", description="Retour au plus tard.", examples=["20:00"]
    )
    maintenance: tuple[RangeModel, ...] = Field((), description="Dates d’entretien.")
    is_car: StrictBool = Field(
        False, description="Simple voiture : elle ne sert pas où l’unité mobile est requise."
    )


class PastDutyModel(WireModel):
    """Ce qu’une personne a fait pendant une séance passée."""

    staff: Id = Field(description="Code de la personne.", examples=["infirmier-1"])
    role: Id = Field(description="Code du rôle tenu.", examples=["infirmier"])
    work: Duration = Field(description="Temps de travail.", examples=["PT5H"])


class PastSessionModel(WireModel):
    """Une séance déjà tenue : elle compte pour l’espacement, les habitudes et l’équité."""

    permanence: Id = Field(description="Code de la permanence.", examples=["RIANS"])
    date: Day = Field(description="Date de la séance.", examples=["2026-12-15"])
    half_day: HalfDayName = Field(description="Demi-journée.", examples=["morning"])
    team: tuple[PastDutyModel, ...] = Field((), description="Qui était là.")


class RulesModel(WireModel):
    """Plafonds du code du travail (L3121-16 à L3132-3), réglables."""

    max_day: Duration = Field(_RULES.max_day_s, description="Travail au plus par jour.")
    break_after: Duration = Field(_RULES.break_after_s, description="Pause due après ce temps.")
    break_: Duration = Field(_RULES.break_s, alias="break", description="Durée de la pause.")
    daily_rest: Duration = Field(_RULES.daily_rest_s, description="Repos entre deux journées.")
    max_week: LongDuration = Field(_RULES.max_week_s, description="Travail au plus par semaine.")
    max_days_per_week: StrictInt = Field(
        _RULES.max_days_per_week, ge=1, le=7, description="Jours travaillés au plus par semaine."
    )
    sunday_work: StrictBool = Field(_RULES.sunday_work, description="Travail permis le dimanche.")
    lunch: Duration = Field(
        _RULES.lunch_s, description="Temps libre d’une tournée qui couvre matin et après-midi."
    )
    bind_volunteers: StrictBool = Field(
        _RULES.bind_volunteers, description="Plafonds valables aussi pour les bénévoles."
    )


class ProgrammeModel(WireModel):
    """Programme de permanences d’une unité mobile : tout ce qui est demandé au planificateur."""

    schema_: Text | None = Field(
        None, alias="$schema", description="Adresse du schéma, pour les éditeurs ; sans effet."
    )
    format_version: Literal[1] = Field(1, description="Version de ce format.")
    name: Id = Field(description="Nom court du programme.", examples=["promo-soins"])
    title: Label = Field(description="Titre affiché.", examples=["Promo Soins"])
    headquarters: Id = Field(description="Code du lieu du siège.", examples=["PVS"])
    horizon: RangeModel | None = Field(
        None, description="Dates à planifier ; absent : le mois demandé au lancement."
    )
    roles: tuple[RoleModel, ...] = Field(max_length=100, description="Rôles connus.")
    permanences: tuple[PermanenceModel, ...] = Field(max_length=500, description="Permanences.")
    staff: tuple[StaffModel, ...] = Field(max_length=500, description="Équipe.")
    units: tuple[UnitModel, ...] = Field((), max_length=50, description="Véhicules.")
    past: tuple[PastSessionModel, ...] = Field(
        (), max_length=5000, description="Séances des semaines passées."
    )
    rules: RulesModel = Field(
        default_factory=lambda: RulesModel.model_validate({}), description="Temps de travail."
    )
    public_holidays_open: StrictBool = Field(False, description="Travail permis les jours fériés.")
    events: tuple[EventModel, ...] = Field(
        (), max_length=500, description="Évènements où des personnes sont conduites."
    )
    cars: tuple[AssociationCarModel, ...] = Field(
        (), max_length=100, description="Voitures de l’association."
    )
    drivers: tuple[DriverModel, ...] = Field(
        (), max_length=500, description="Bénévoles qui conduisent."
    )
    requests: tuple[RequestModel, ...] = Field(
        (), max_length=5000, description="Demandes de trajet."
    )
