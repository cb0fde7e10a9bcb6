"""The sheets of the workbook and their columns: one description for reading and writing."""

from __future__ import annotations

from api.wire.scalars import JOURS, WEEKDAYS
from api.wire.xlsx import cells
from api.wire.xlsx.columns import Column, Setting, SheetLayout, code_column, name_column
from api.wire.xlsx.frequency import FREQUENCY
from api.wire.xlsx.ride_layout import CARS, DRIVERS, EVENTS, REQUESTS

SETTINGS = (
    Setting(key=("name",), label="Nom court", kind=cells.CODE, required=True,
            note="En un mot, par exemple promo-soins."),
    Setting(key=("title",), label="Titre", kind=cells.TEXT, required=True,
            note="Titre affiché sur les feuilles et la carte."),
    Setting(key=("headquarters",), label="Siège", kind=cells.CODE, required=True,
            refers_to="sites", note="Code du lieu du siège."),
    Setting(key=("horizon", "from"), label="Période : du", kind=cells.DAY,
            note="Premier jour à planifier ; vide : le mois demandé au lancement."),
    Setting(key=("horizon", "to"), label="Période : au", kind=cells.DAY,
            note="Dernier jour à planifier, compris."),
    Setting(key=("horizon", "label"), label="Période : nom", kind=cells.TEXT,
            note="Facultatif, par exemple janvier 2027."),
    Setting(key=("public_holidays_open",), label="Travail les jours fériés", kind=cells.YES_NO,
            note="oui ou non (d’ordinaire non)."),
    Setting(key=("rules", "sunday_work"), label="Travail le dimanche", kind=cells.YES_NO,
            note="oui ou non (d’ordinaire non)."),
    Setting(key=("rules", "max_day"), label="Travail au plus par jour (h:mm)", kind=cells.DURATION,
            note="Code du travail, L3121-18 : 10:00."),
    Setting(key=("rules", "max_week"), label="Travail au plus par semaine (h:mm)",
            kind=cells.DURATION, note="L3121-20 : 48:00."),
    Setting(key=("rules", "max_days_per_week"), label="Jours travaillés au plus par semaine",
            kind=cells.WHOLE, note="L3132-1 : 6."),
    Setting(key=("rules", "daily_rest"), label="Repos entre deux journées (h:mm)",
            kind=cells.DURATION, note="L3131-1 : 11:00."),
    Setting(key=("rules", "break_after"), label="Pause due après (h:mm)", kind=cells.DURATION,
            note="L3121-16 : 6:00 de travail."),
    Setting(key=("rules", "break"), label="Durée de la pause (h:mm)", kind=cells.DURATION,
            note="L3121-16 : 0:20."),
    Setting(key=("rules", "lunch"), label="Repas (h:mm)", kind=cells.DURATION,
            note="Temps libre d’une tournée qui couvre matin et après-midi, 0:45."),
    Setting(key=("rules", "bind_volunteers"), label="Plafonds valables pour les bénévoles",
            kind=cells.YES_NO, note="oui ou non (recommandé : oui)."),
)  # fmt: skip
SETTINGS_TITLE = "Programme"
SETTINGS_HEADERS = ("Rubrique", "Valeur", "Explication")

ROLES = SheetLayout(
    key="roles",
    title="Rôles",
    purpose="Les fonctions dans l’équipe : une ligne par rôle.",
    required=True,
    columns=(
        code_column("ce rôle", "infirmier"),
        name_column("ce rôle"),
        Column(
            key=("authorised_sites_only",),
            header="Seulement sur lieux autorisés",
            kind=cells.YES_NO,
            width=16,
            note="oui pour les médecins, qui n’exercent que là où l’Ordre l’a autorisé "
            "(CSP R4127-74).",
        ),
    ),
)

PERMANENCES = SheetLayout(
    key="permanences",
    title="Permanences",
    purpose="Une ligne par permanence ; ses demi-journées possibles vont dans « Créneaux ».",
    required=True,
    columns=(
        code_column("cette permanence", "RIANS"),
        Column(key=("name",), header="Nom", kind=cells.TEXT, width=26, required=True,
               note="Nom affiché, le plus souvent le village.", also=("Nom affiché",)),
        Column(key=("site",), header="Lieu", kind=cells.CODE, width=18, required=True,
               refers_to="sites", note="Code du lieu, voir la feuille « Lieux ».", also=("Site",)),
        Column(key=("frequency",), header="Fréquence", kind=FREQUENCY, width=30, required=True,
               note="« toutes les 2 semaines », « 1 fois par mois », « 1er et 3e mardi du mois », "
               "« dernier jeudi du mois », ou « dates : 05/01/2027; 19/01/2027 »."),
        Column(key=("frequency", "anchor"), header="Semaine de référence (date)", kind=cells.DAY,
               width=16, note="Pour « toutes les N semaines » : un jour d’une semaine où la "
               "permanence a lieu ; les semaines se comptent à partir d’elle.",
               also=("À compter de la semaine du",)),
        Column(key=("duration",), header="Durée (h:mm)", kind=cells.DURATION, required=True,
               note="Durée de l’accueil, par exemple 3:00."),
        Column(key=("setup",), header="Installation (h:mm)", kind=cells.DURATION,
               note="De l’arrivée à l’ouverture, par exemple 0:20."),
        Column(key=("packing",), header="Rangement (h:mm)", kind=cells.DURATION,
               note="De la fermeture au départ, par exemple 0:20."),
        Column(key=("roles",), header="Équipe nécessaire", kind=cells.TEXT, width=44,
               refers_to="roles", note="Codes des rôles, séparés par des points-virgules : "
               "infirmier; médecin (facultatif); bénévole × 2."),
        Column(key=("unit_required",), header="Unité mobile requise", kind=cells.YES_NO,
               note="oui ; non si une simple voiture suffit."),
        Column(key=("priority",), header="Priorité (1 ou plus)", kind=cells.WHOLE,
               note="S’il faut choisir, les plus grands nombres d’abord ; d’ordinaire 1."),
        Column(key=("min_gap_days",), header="Écart minimal (jours)", kind=cells.WHOLE,
               note="Jours au moins entre deux séances ; vide : sans limite."),
        Column(key=("max_gap_days",), header="Écart maximal (jours)", kind=cells.WHOLE,
               note="Jours au plus entre deux séances ; vide : sans limite."),
        Column(key=("closed_in_school_holidays",), header="Fermée aux vacances scolaires",
               kind=cells.YES_NO, note="oui ou non."),
    ),
)  # fmt: skip

OPENINGS = SheetLayout(
    key="openings",
    title="Créneaux",
    purpose="Les demi-journées où chaque permanence peut se tenir : une ligne par créneau.",
    required=True,
    columns=(
        Column(key=("permanence",), header="Permanence", kind=cells.CODE, width=20, required=True,
               refers_to="permanences", note="Code de la permanence."),
        Column(key=("weekday",), header="Jour", kind=cells.WEEKDAY, required=True,
               note="lundi à dimanche."),
        Column(key=("half_day",), header="Demi-journée", kind=cells.HALF_DAY, required=True,
               note="matin, après-midi ou soir."),
        Column(key=("start",), header="Ouverture (h:mm)", kind=cells.CLOCK, required=True,
               note="Heure annoncée, par exemple 9:00.", also=("Début",)),
        Column(key=("latest_start",), header="Ouverture au plus tard (h:mm)", kind=cells.CLOCK,
               width=18, note="Vide : la porte ouvre à l’heure annoncée.",
               also=("Début au plus tard",)),
        Column(key=("preference",), header="Préférence (0 = meilleur)", kind=cells.WHOLE, width=16,
               note="0 pour le meilleur créneau, 1, 2… pour de moins bons."),
    ),
)  # fmt: skip

STAFF = SheetLayout(
    key="staff",
    title="Équipe",
    purpose="Une ligne par personne, salariée ou bénévole, et sa semaine ordinaire.",
    required=True,
    columns=(
        code_column("cette personne", "infirmier-1"),
        name_column("cette personne"),
        Column(key=("roles",), header="Rôles", kind=cells.CODES, width=26, required=True,
               refers_to="roles", note="Codes des rôles tenus, séparés par des points-virgules."),
        Column(key=("kind",), header="Statut", kind=cells.STAFF_KIND, required=True,
               note="salarié ou bénévole."),
        Column(key=("contract_per_week",), header="Contrat (h:mm par semaine)",
               kind=cells.CONTRACT, width=16,
               note="Travail au plus par semaine, par exemple 14:00 ; ou « 0,4 ETP » (de 35 h) ; "
               "vide : sans limite propre."),
        *(
            Column(key=("availability", day), header=jour.capitalize(), kind=cells.HALVES,
                   width=13, note="matin, après-midi, journée, soir ; vide : indisponible.")
            for day, jour in zip(WEEKDAYS, JOURS, strict=True)
        ),
        Column(key=("max_half_days_per_week",), header="Demi-journées au plus par semaine",
               kind=cells.WHOLE, width=18, note="Vide : sans limite."),
        Column(key=("max_half_days_per_month",), header="Demi-journées au plus par mois",
               kind=cells.WHOLE, width=18, note="Vide : sans limite."),
        Column(key=("may_drive_unit",), header="Conduit l’unité", kind=cells.YES_NO,
               note="oui ou non."),
        Column(key=("joins",), header="Rejoint l’équipe", kind=cells.JOINS,
               note="au dépôt (à bord de l’unité) ou sur place (avec sa voiture)."),
        Column(key=("home", "lat"), header="Domicile : latitude", kind=cells.DECIMAL,
               note="Pour qui rejoint sur place, en degrés, par exemple 43,406."),
        Column(key=("home", "lon"), header="Domicile : longitude", kind=cells.DECIMAL,
               note="En degrés, par exemple 6,061."),
        Column(key=("sites_allowed",), header="Lieux acceptés", kind=cells.SOME_CODES, width=20,
               refers_to="sites", note="Seuls lieux acceptés, séparés par des points-virgules ; "
               "vide : tous ; « aucun » : aucun."),
        Column(key=("sites_refused",), header="Lieux refusés", kind=cells.CODES, width=20,
               refers_to="sites", note="Lieux où la personne ne va pas."),
        Column(key=("authorised_sites",), header="Lieux autorisés par l’Ordre",
               kind=cells.CODES, width=26, refers_to="sites",
               note="Pour les médecins (CSP R4127-74)."),
    ),
)  # fmt: skip

UNITS = SheetLayout(
    key="units",
    title="Unités",
    purpose="Les véhicules : une ligne chacun.",
    columns=(
        code_column("ce véhicule", "UM1"),
        name_column("ce véhicule"),
        Column(key=("depot",), header="Dépôt", kind=cells.CODE, width=18, required=True,
               refers_to="sites", note="Code du lieu où dort le véhicule."),
        Column(key=("seats",), header="Places assises", kind=cells.WHOLE, required=True,
               note="Conducteur compris.", also=("Places",)),
        Column(key=("leave",), header="Départ au plus tôt (h:mm)", kind=cells.CLOCK, width=16,
               note="Vide : 7:00."),
        Column(key=("return",), header="Retour au plus tard (h:mm)", kind=cells.CLOCK, width=16,
               note="Vide : 20:00."),
        Column(key=("is_car",), header="Simple voiture", kind=cells.YES_NO,
               note="oui : elle ne sert pas là où l’unité mobile est requise."),
    ),
)  # fmt: skip

EXCEPTION_TYPES = {
    "absence": ("staff", "absences"),
    "présence en plus": ("staff", "extra_days"),
    "entretien": ("units", "maintenance"),
    "fermeture": ("permanences", "closed"),
    "annulation": ("permanences", "cancelled"),
    "absence (chauffeur)": ("drivers", "absences"),
    "heures en plus": ("drivers", "extra_hours"),
}
"""What the first column of :data:`EXCEPTIONS` says, and the list that the dates belong to."""

EXCEPTIONS = SheetLayout(
    key="exceptions",
    title="Absences et fermetures",
    purpose="Ce qui change à certaines dates : absences et présences en plus des personnes et des "
    "chauffeurs, entretien des véhicules, fermetures des permanences, séances annulées.",
    columns=(
        Column(key=("type",), header="Type", kind=cells.choice({t: t for t in EXCEPTION_TYPES}),
               width=24, required=True,
               note="absence, présence en plus, entretien, fermeture, annulation (d’une séance), "
               "absence (chauffeur) ou heures en plus (d’un chauffeur)."),
        Column(key=("code",), header="Qui ou quoi (code)", kind=cells.CODE, width=20,
               required=True,
               note="Code de la personne, du chauffeur, du véhicule ou de la permanence.",
               also=("Code", "Qui", "Quoi")),
        Column(key=("from",), header="Du", kind=cells.DAY, required=True, note="Premier jour."),
        Column(key=("to",), header="Au", kind=cells.DAY,
               note="Dernier jour, compris ; vide : un seul jour."),
        Column(key=("label",), header="Motif", kind=cells.TEXT, width=34, note="Facultatif."),
        Column(key=("start",), header="Heures en plus : de (h:mm)", kind=cells.CLOCK,
               note="Seulement pour « heures en plus »."),
        Column(key=("end",), header="Heures en plus : à (h:mm)", kind=cells.CLOCK,
               note="Seulement pour « heures en plus »."),
    ),
)  # fmt: skip

PAST = SheetLayout(
    key="past",
    title="Séances passées",
    purpose="Les séances des dernières semaines, pour l’espacement, les habitudes et un partage "
    "équitable : une ligne par personne présente.",
    columns=(
        Column(key=("permanence",), header="Permanence", kind=cells.CODE, width=20, required=True,
               refers_to="permanences", note="Code de la permanence."),
        Column(key=("date",), header="Date", kind=cells.DAY, required=True,
               note="Date de la séance."),
        Column(key=("half_day",), header="Demi-journée", kind=cells.HALF_DAY, required=True,
               note="matin, après-midi ou soir."),
        Column(key=("staff",), header="Personne", kind=cells.CODE, refers_to="staff", width=20,
               note="Code de la personne ; vide : équipe inconnue."),
        Column(key=("role",), header="Rôle", kind=cells.CODE, refers_to="roles", width=20,
               note="Code du rôle tenu."),
        Column(key=("work",), header="Travail (h:mm)", kind=cells.DURATION,
               note="Temps de travail, du départ au retour."),
    ),
)  # fmt: skip

LAYOUTS = (
    ROLES, PERMANENCES, OPENINGS, STAFF, UNITS, EXCEPTIONS, PAST, REQUESTS, DRIVERS, CARS, EVENTS,
)  # fmt: skip
READ_ME = "Lisez-moi"
SITES = "Lieux"
IGNORED_SHEETS = (READ_ME, SITES)
