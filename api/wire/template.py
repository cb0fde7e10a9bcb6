"""The empty workbook to fill in, with examples and notes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from api.wire.programme_model import RulesModel
from api.wire.xlsx.cell_times import CellValue
from api.wire.xlsx.writing import write_workbook
from routing.planning.territory import Territory


def _hours(hours: int, minutes: int = 0) -> timedelta:
    return timedelta(hours=hours, minutes=minutes)


_EXAMPLES: dict[str, tuple[tuple[CellValue, ...], ...]] = {
    "roles": (
        ("exemple : infirmier", "Infirmier·ère", "non"),
        ("exemple : médecin", "Médecin bénévole", "oui"),
    ),
    "permanences": (
        (
            "exemple : RIANS", "Rians", "PERM-RIANS", "toutes les 2 semaines", date(2027, 1, 5),
            _hours(3), _hours(0, 20), _hours(0, 20), "infirmier; médecin (facultatif)", "oui", 1,
            7, 28, "non",
        ),
        (
            "exemple : CARCES", "Carcès", "PERM-CARCES", "1er et 3e jeudi du mois", None,
            _hours(2, 30), _hours(0, 20), _hours(0, 20), "infirmier", "oui", 1,
            None, None, "oui",
        ),
    ),
    "openings": (
        ("exemple : RIANS", "mardi", "matin", _hours(9), _hours(9, 30), 0),
        ("exemple : RIANS", "jeudi", "après-midi", _hours(14), None, 1),
        ("exemple : CARCES", "jeudi", "matin", _hours(9, 30), None, 0),
    ),
    "staff": (
        (
            "exemple : infirmier-1", "Infirmier·ère (0,4 ETP)", "infirmier", "salarié", _hours(14),
            None, "journée", None, "journée", "matin", None, None, 4, None, "oui", "au dépôt",
            None, None, None, None, None,
        ),
        (
            "exemple : médecin-1", "Médecin bénévole", "médecin", "bénévole", None,
            None, "matin", None, "matin", None, None, None, 1, 3, "non", "sur place",
            43.453, 5.863, None, None, "PERM-RIANS; PERM-CARCES",
        ),
    ),
    "units": (("exemple : UM1", "Unité mobile", "PVS", 3, _hours(7), _hours(20), "non"),),
    "exceptions": (
        ("exemple : absence", "infirmier-1", date(2027, 2, 15), date(2027, 2, 19), "Congés"),
        ("exemple : entretien", "UM1", date(2027, 1, 11), None, "Contrôle technique"),
        ("exemple : fermeture", "RIANS", date(2027, 1, 19), None, "Salle occupée"),
    ),
    "past": (
        ("exemple : RIANS", date(2026, 12, 22), "matin", "infirmier-1", "infirmier", _hours(5)),
    ),
}  # fmt: skip


def write_template(path: str | Path, territory: Territory | None = None) -> None:
    """Write the workbook to fill in: read-me, headers, lists, examples, usual rules.

    Parameters
    ----------
    territory
        Whose sites are listed in a sheet of their own and offered in drop-down lists.
    """
    rules = RulesModel.model_validate({}).model_dump(mode="json", by_alias=True)
    document = {"rules": rules, "public_holidays_open": False}
    write_workbook(document, territory, _EXAMPLES).save(Path(path))
