"""The sheets of rides and their columns: requests, drivers, cars, events."""

from __future__ import annotations

from api.wire.scalars import JOURS, WEEKDAYS
from api.wire.xlsx import cells, ride_cells
from api.wire.xlsx.columns import Column, SheetLayout, code_column, name_column

_PLACE_NOTE = (
    "Commune, code ou nom d’un lieu, adresse (« 12 avenue Mistral, Brignoles »), ou latitude; "
    "longitude; commune; repère."
)

EVENTS = SheetLayout(
    key="events",
    title="Évènements",
    purpose="Ce qui a une date et où des personnes sont conduites : ateliers, petits-déjeuners "
    "santé. Une ligne chacun.",
    columns=(
        code_column("cet évènement", "atelier-1"),
        name_column("cet évènement"),
        Column(key=("place",), header="Endroit", kind=ride_cells.PLACE, width=34, required=True,
               note=_PLACE_NOTE, also=("Lieu", "Où")),
        Column(key=("date",), header="Date", kind=cells.DAY, required=True, note="Date."),
        Column(key=("start",), header="Début (h:mm)", kind=cells.CLOCK, required=True,
               note="Par exemple 9:30."),
        Column(key=("end",), header="Fin (h:mm)", kind=cells.CLOCK, required=True,
               note="Par exemple 11:30."),
    ),
)  # fmt: skip


def _car(whose: str) -> tuple[Column, ...]:
    return (
        Column(key=("car", "configurations"), header="Places pour passagers",
               kind=ride_cells.CONFIGURATIONS, width=26, also=("Places",),
               note=f"{whose} sans qui conduit : « 4 places » ; s’il y a plusieurs façons de "
               "l’agencer, « 4 places; 2 places + 1 fauteuil »."),
        Column(key=("car", "boot"), header="Coffre (fauteuils pliés)", kind=cells.WHOLE,
               note="Fauteuils pliés et déambulateurs que le coffre contient ; vide : 1."),
        Column(key=("car", "child_seats"), header="Sièges enfant", kind=cells.WHOLE,
               note="À bord ; vide : aucun."),
        Column(key=("car", "fiscal_power"), header="Puissance fiscale (CV)", kind=cells.WHOLE,
               note="Pour le barème kilométrique."),
        Column(key=("car", "electric"), header="Électrique", kind=cells.YES_NO,
               note="oui ou non."),
    )  # fmt: skip


CARS = SheetLayout(
    key="cars",
    title="Voitures",
    purpose="Les voitures de l’association que des chauffeurs prennent : une ligne chacune.",
    columns=(
        code_column("cette voiture", "VOITURE-1"),
        name_column("cette voiture"),
        Column(key=("site",), header="Lieu", kind=cells.CODE, width=18, required=True,
               refers_to="sites", note="Code du lieu où elle dort, voir la feuille « Lieux ».",
               also=("Site", "Dépôt")),
        *_car("Places de la voiture,"),
    ),
)  # fmt: skip

DRIVERS = SheetLayout(
    key="drivers",
    title="Chauffeurs",
    purpose="Les bénévoles qui conduisent : une ligne par personne, et sa semaine ordinaire. Noms "
    "de famille, téléphones et adresses n’ont pas leur place ici : ils vont dans people.json.",
    pseudonymous=True,
    columns=(
        code_column("ce chauffeur", "conducteur-4"),
        Column(key=("label",), header="Nom affiché", kind=cells.TEXT, width=26, required=True,
               note="Sur le plan et les feuilles ; sans nom de famille.", also=("Libellé",)),
        Column(key=("home",), header="Domicile", kind=ride_cells.PLACE, width=30, required=True,
               note=_PLACE_NOTE, also=("Départ",)),
        Column(key=("association_car",), header="Voiture de l’association", kind=cells.CODE,
               width=18, refers_to="cars",
               note="Code, si ce chauffeur n’a pas sa propre voiture ; les cinq colonnes "
               "suivantes restent alors vides."),
        *_car("Places de sa propre voiture,"),
        *(
            Column(key=("hours", day), header=jour.capitalize(), kind=ride_cells.HOURS,
                   width=18, note="Heures possibles : 8:00-12:00; 14:00-18:00. Vide : "
                   "indisponible.")
            for day, jour in zip(WEEKDAYS, JOURS, strict=True)
        ),
        Column(key=("max_per_day",), header="Temps au plus par jour (h:mm)", kind=cells.DURATION,
               width=16, note="De chez soi à chez soi ; vide : sans limite."),
        Column(key=("max_km_per_day",), header="Distance au plus par jour (km)",
               kind=ride_cells.KM, width=16, note="Vide : sans limite."),
        Column(key=("max_per_month",), header="Temps au plus par mois (h:mm)",
               kind=cells.DURATION, width=16, note="Vide : sans limite."),
        Column(key=("max_km_per_month",), header="Distance au plus par mois (km)",
               kind=ride_cells.KM, width=16, note="Vide : sans limite."),
        Column(key=("max_wait",), header="Attente au plus sur place (h:mm)", kind=cells.DURATION,
               width=16, note="Au-delà, retour chez soi ; vide : attend toujours, 0:00 : "
               "jamais."),
        Column(key=("lunch", "from"), header="Repas : pas avant (h:mm)", kind=cells.CLOCK,
               note="Début de la pause au plus tôt ; vide, comme les deux suivantes : pas de "
               "pause."),
        Column(key=("lunch", "until"), header="Repas : commencé avant (h:mm)", kind=cells.CLOCK,
               note="Début de la pause au plus tard."),
        Column(key=("lunch", "length"), header="Repas : durée (h:mm)", kind=cells.DURATION,
               note="Par exemple 0:45."),
        Column(key=("refused_passengers",), header="Passagers refusés", kind=cells.CODES,
               width=20, note="Pseudonymes, séparés par des points-virgules."),
        Column(key=("refused_communes",), header="Communes refusées", kind=cells.CODES, width=20,
               note="Noms ou codes INSEE, séparés par des points-virgules."),
        Column(key=("km_this_year",), header="Déjà fait cette année (km)", kind=ride_cells.KM,
               note="Pour l’association, pour le barème ; vide : 0."),
        Column(key=("given", "rides"), header="Mois passés : trajets", kind=cells.WHOLE,
               note="Pour un partage équitable."),
        Column(key=("given", "time"), header="Mois passés : temps (h:mm)", kind=cells.DURATION,
               note="Pour un partage équitable."),
        Column(key=("given", "km"), header="Mois passés : distance (km)", kind=ride_cells.KM,
               note="Pour un partage équitable."),
        Column(key=("given", "evenings"), header="Mois passés : soirées", kind=cells.WHOLE,
               note="Pour un partage équitable."),
    ),
)  # fmt: skip

REQUESTS = SheetLayout(
    key="requests",
    title="Demandes",
    purpose="Les trajets demandés : une ligne par demande. La personne n’est qu’un pseudonyme ; "
    "nom, téléphone et notes vont dans people.json.",
    pseudonymous=True,
    columns=(
        code_column("cette demande", "r12"),
        Column(key=("passenger",), header="Passager (pseudonyme)", kind=cells.CODE, width=18,
               required=True, note="Le même pour toutes les demandes d’une personne, par exemple "
               "p-031 ; jamais son nom.", also=("Pseudonyme",)),
        Column(key=("pickup",), header="Départ", kind=ride_cells.PLACE, width=34, required=True,
               note=_PLACE_NOTE, also=("Prise en charge",)),
        Column(key=("goal", "kind"), header="Vers", kind=ride_cells.GOAL, required=True,
               note="permanence, rendez-vous ou évènement."),
        Column(key=("goal", "where"), header="Destination", kind=cells.TEXT, width=34,
               required=True, note="Code de la permanence ou de l’évènement ; pour un "
               "rendez-vous, l’endroit, comme au départ."),
        Column(key=("goal", "dates"), header="Date", kind=ride_cells.DAYS, width=16,
               note="Du rendez-vous ; ou des séances qui conviennent, séparées par des "
               "points-virgules ; vide : n’importe quelle séance.", also=("Dates",)),
        Column(key=("goal", "only_next"), header="Prochaine séance seulement", kind=cells.YES_NO,
               note="oui : la première séance tenue à partir de la date."),
        Column(key=("goal", "at"), header="Heure du rendez-vous (h:mm)", kind=cells.CLOCK,
               note="Par exemple 14:30."),
        Column(key=("goal", "length"), header="Durée sur place (h:mm)", kind=cells.DURATION,
               note="Du rendez-vous, ou à la permanence, attente comprise (vide : 1:00)."),
        Column(key=("return", "kind"), header="Retour", kind=ride_cells.RETURN, width=22,
               note="aucun, dès que fini (d’ordinaire), à l’heure dite, ou quand il ou elle "
               "appelle."),
        Column(key=("return", "from"), header="Retour : à partir de (h:mm)", kind=cells.CLOCK,
               width=16, note="L’heure dite, ou le début de l’attente de l’appel."),
        Column(key=("return", "until"), header="Retour : au plus tard (h:mm)", kind=cells.CLOCK,
               width=16, note="Fin de l’attente de l’appel."),
        Column(key=("return", "same_driver_required"), header="Même chauffeur exigé",
               kind=cells.YES_NO, note="oui : sinon, il est seulement préféré."),
        Column(key=("party", "passengers"), header="Passagers", kind=cells.WHOLE,
               note="Vide : 1."),
        Column(key=("party", "companions"), header="Accompagnants", kind=cells.WHOLE,
               note="Vide : aucun."),
        Column(key=("party", "child_seats"), header="Sièges enfant", kind=cells.WHOLE,
               note="Combien en ont besoin ; vide : aucun."),
        Column(key=("party", "wheelchair"), header="Fauteuil roulant",
               kind=ride_cells.WHEELCHAIR, note="non, pliant (va au coffre) ou non pliant."),
        Column(key=("party", "walkers"), header="Déambulateurs", kind=cells.WHOLE,
               note="Vide : aucun."),
        Column(key=("boarding",), header="Temps pour monter (h:mm)", kind=cells.DURATION,
               note="Vide : 0:02."),
        Column(key=("arrive_early", "least"), header="Avance au moins (h:mm)",
               kind=cells.DURATION, note="À l’arrivée ; vide : 0:10."),
        Column(key=("arrive_early", "most"), header="Avance au plus (h:mm)",
               kind=cells.DURATION, note="À l’arrivée ; vide : 0:30."),
        Column(key=("max_ride",), header="Temps à bord au plus (h:mm)", kind=cells.DURATION,
               note="Vide : le plus grand de 1,5 × direct et direct + 15 minutes."),
        Column(key=("max_wait",), header="Attente du retour au plus (h:mm)", kind=cells.DURATION,
               note="De la voiture, une fois que c’est fini ; vide : 0:30."),
        Column(key=("priority",), header="Priorité (1 à 100)", kind=cells.WHOLE,
               note="S’il faut choisir, les plus grands nombres d’abord ; d’ordinaire 1."),
        Column(key=("wished_drivers",), header="Chauffeurs souhaités", kind=cells.CODES, width=20,
               refers_to="drivers", note="Personne d’autre ne viendra ; vide : tous."),
        Column(key=("refused_drivers",), header="Chauffeurs refusés", kind=cells.CODES, width=20,
               refers_to="drivers", note="Codes, séparés par des points-virgules."),
        Column(key=("entitlement", "residence"), header="Commune de résidence", kind=cells.CODE,
               width=20, note="Nom ou code INSEE ; vide : celle du départ."),
        Column(key=("entitlement", "low_income"), header="Ressources modestes", kind=cells.YES_NO,
               note="oui : C2S, ressources sous son plafond, ou minimum social (R3133-1)."),
        Column(key=("entitlement", "member"), header="Adhérent", kind=cells.YES_NO,
               note="oui : l’association peut conduire ses membres (L3131-1)."),
        Column(key=("entitlement", "prescription"), header="Prescription de transport",
               kind=cells.YES_NO, note="oui : un taxi ou un VSL est à demander (R322-10)."),
        Column(key=("series", "every_weeks"), header="Série : toutes les … semaines",
               kind=cells.WHOLE, width=16, note="Pour plusieurs fois : 1, 2, 3… ; vide : une "
               "seule fois."),
        Column(key=("series", "times"), header="Série : combien de fois", kind=cells.WHOLE,
               note="Première date comprise."),
        Column(key=("series", "dates"), header="Série : dates changées", kind=ride_cells.DAYS,
               width=26, note="Vide, ou toutes les dates de la série, séparées par des "
               "points-virgules."),
        Column(key=("series_code",), header="Série (code)", kind=cells.CODE,
               note="Code de la série dont cette ligne est une date ; d’ordinaire vide."),
    ),
)  # fmt: skip
