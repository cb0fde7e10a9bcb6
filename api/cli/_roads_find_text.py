"""Candidates of an address search as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli._roads_text import decimal
from api.wire.roads_json import finding_document
from routing.language import french

if TYPE_CHECKING:
    from routing.roads.gazetteer import Addresses, Candidate, Finding

KINDS = {
    "address": "adresse", "street": "voie", "place": "lieu-dit", "commune": "commune",
    "site": "site", "venue": "lieu",
}  # fmt: skip
NUMBERS = {"exact": "exact", "interpolated": "estimé", "unknown": "inconnu"}
VERDICTS = {
    "certain": "Sûr.",
    "ambiguous": "À confirmer : plusieurs lieux peuvent être celui-là, ou aucun tout à fait.",
    "unknown": "Rien d’assez proche.",
}
STREET_ONLY = "La rue est sûre, le numéro inconnu : le point est au milieu de la rue."
PLACE_ONLY = "Le lieu est sûr, le numéro inconnu."
HEADINGS = ("Score", "Genre", "Lieu", "Numéro", "lat,lon")


def finding_text(finding: Finding) -> str:
    """Write the verdict and a table of candidates."""
    verdict = _verdict(finding)
    if not finding.candidates:
        return french(verdict)
    rows = [HEADINGS, *map(_cells, finding.candidates)]
    if all(candidate.number is None for candidate in finding.candidates):
        rows = [(*row[:3], row[4]) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return french("\n".join([verdict, *lines]))


def finding_json(query: str, finding: Finding, attributions: Sequence[str], *, indent: bool) -> str:
    """Write a JSON object, on one line without ``indent``."""
    body = finding_document(query, finding, attributions)
    return json.dumps(body, ensure_ascii=False, indent=2 if indent else None)


def import_text(read: Addresses, target: Path) -> str:
    """Say how many addresses were imported, where they lie and whom to credit."""
    counts = [(len(read.number), "adresse"), (len(read.names), "voie"),
              (len(set(read.insee)), "commune")]  # fmt: skip
    told = ", ".join(f"{decimal(n, 0)} {word}{'s' if n > 1 else ''}" for n, word in counts)
    return french(f"{target} : {told}. Source : {read.meta['attribution']}.")


def choices(candidates: Sequence[Candidate], most: int = 4) -> str:
    """Name candidates in a sentence, each with the point to give instead."""
    return " ; ".join(f"{c.label} ({point(c)})" for c in candidates[:most])


def point(candidate: Candidate) -> str:
    """Write where a candidate is, as the command line reads it."""
    return f"{candidate.lat:.5f},{candidate.lon:.5f}"


def _verdict(finding: Finding) -> str:
    best = finding.best
    if best is None or best.number != "unknown":
        return VERDICTS[finding.certainty]
    return STREET_ONLY if best.kind == "street" else PLACE_ONLY


def _cells(candidate: Candidate) -> tuple[str, ...]:
    number = "" if candidate.number is None else NUMBERS[candidate.number]
    score = f"{candidate.score:.2f}".replace(".", ",")
    return score, KINDS[candidate.kind], candidate.label, number, point(candidate)
