"""Puts the free text of the collected sites into our own short words.

Names, addresses and sources are facts and pass through, tidied. A collector's note is never
copied: each one needs its entry in ``NOTES``, and a new note stops the compilation until
somebody has written it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from place_names import typographic

FINESS = re.compile(r"\s*\(FINESS (\d{9})\)")

OUTSIDE = ""  # the column of that name says it
OPENED_2016 = "ouverture prévue en 2016, activité actuelle à vérifier"
PUBLIC_SERVICE_HOUSE = "maison de services au public en 2019, label France services à vérifier"
NO_ADDRESS = "adresse inconnue"
NOTES = {
    "PVS": "point à la mairie, faute de géocodage de l’adresse",
    "CH-DRAGUIGNAN": "point d’un bâtiment voisin du même établissement : celui de FINESS est faux",
    "CH-TOULON": OUTSIDE,
    "CH-LAGARDE": OUTSIDE,
    "CH-HYERES": OUTSIDE,
    "CHS-PIERREFEU": "psychiatrie de secteur, point approché",
    "CH-AIX": OUTSIDE,
    "CH-PERTUIS": OUTSIDE,
    "CH-MANOSQUE": OUTSIDE,
    "CH-AUBAGNE": OUTSIDE,
    "APHM-TIMONE": OUTSIDE,
    "APHM-CONCEPTION": OUTSIDE,
    "IPC-MARSEILLE": OUTSIDE,
    "CES-TOULON": "à vérifier auprès de la CPAM avant tout usage",
    "MSP-CARCES": OPENED_2016,
    "MSP-LACELLE": OPENED_2016,
    "FS-MEOUNES": "label de janvier 2020, ouverture actuelle à vérifier",
    "FS-AUPS": "label de janvier 2020",
    "MSAP-BARJOLS": PUBLIC_SERVICE_HOUSE,
    "MSAP-RIANS": PUBLIC_SERVICE_HOUSE,
    "CDS-BARJOLS": NO_ADDRESS,
    "CDS-STMAX": NO_ADDRESS,
    "CDS-RIANS": NO_ADDRESS,
    "CSC-BIDOURE": "fermeture possible depuis fin 2023, à vérifier",
    "SC-BRIGNOLES": NO_ADDRESS,
}

NAMES = {
    "PERM-BARJOLS": "Permanence Promo Soins de Barjols",
    "CCAS-ENTRECASTEAUX": "CCAS d’Entrecasteaux",
}
ADDRESSES = {
    "CSC-BIDOURE": "Place Martin Bidouré",
    "CSC-VALISSOLE": "",
}
SOURCES = {
    "Eurostat GISCO": "FINESS (06/03/2020) par Eurostat GISCO",
    "github anct-carto": "ANCT, liste France services (04/2021)",
    "de mémoire": "aucune source trouvée",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What people will read about a site."""

    name: str
    address: str
    source: str
    note: str


def reword(row: Mapping[str, str]) -> Wording:
    """Return the wording of one collected site."""
    site_id, collected = row["id"], row["note"].strip()
    if bool(collected) != (site_id in NOTES):
        what = "has a new note: put it into our own words" if collected else "has lost its note"
        raise SystemExit(f"sites.csv, {site_id} {what} (NOTES in data/site_wording.py)")
    number = FINESS.search(row["nom"])
    notes = [f"FINESS {number[1]}"] if number else []
    if NOTES.get(site_id):
        notes.append(NOTES[site_id])
    address = ADDRESSES.get(site_id, row["adresse"])
    return Wording(
        name=typographic(NAMES.get(site_id, FINESS.sub("", row["nom"]))),
        address=typographic(address[:1].upper() + address[1:]),
        source=typographic(_source(row["source"])),
        note=" ; ".join(notes),
    )


def _source(text: str) -> str:
    for start, short in SOURCES.items():
        if text.startswith(start):
            return short
    return text
