"""The empty workbook to fill in, with examples and notes."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

from api.wire.programme_model import RulesModel
from api.wire.xlsx.cell_times import CellValue
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
        (
            "exemple : absence", "infirmier-1", date(2027, 2, 15), date(2027, 2, 19), "Congés",
            None, None,
        ),
        ("exemple : entretien", "UM1", date(2027, 1, 11), None, "Contrôle technique", None, None),
        ("exemple : fermeture", "RIANS", date(2027, 1, 19), None, "Salle occupée", None, None),
        (
            "exemple : heures en plus", "conducteur-1", date(2027, 1, 16), None, None,
            _hours(8), _hours(12),
        ),
    ),
    "past": (
        ("exemple : RIANS", date(2026, 12, 22), "matin", "infirmier-1", "infirmier", _hours(5)),
    ),
    "requests": (
        (
            "exemple : r1", "p-001", "Barjols", "permanence", "RIANS", date(2027, 1, 5), None,
            None, _hours(1), "dès que fini", None, None, None, 1, 1, None, "pliant", None, None,
            None, None, None, None, 1, None, None, None, "oui", None, None, None, None, None, None,
        ),
        (
            "exemple : r2", "p-002", "43,557; 6,008; Barjols; Le portail vert", "rendez-vous",
            "CH-BRIGNOLES", date(2027, 1, 6), None, _hours(14, 30), _hours(0, 45),
            "à l’heure dite", _hours(16), None, "non", 1, None, None, None, None, _hours(0, 3),
            None, None, _hours(0, 45), _hours(0, 20), 1, "conducteur-1", None, "Barjols", "oui",
            "non", "non", 1, 3, None, None,
        ),
        (
            "exemple : r3", "p-003", "CCAS-BRAS", "évènement", "atelier-1", None, None, None, None,
            "quand il ou elle appelle", _hours(11), _hours(12), None, 1, None, None, None, None,
            None, None, None, None, None, 1, None, None, None, None, "oui", None, None, None, None,
            None,
        ),
    ),
    "drivers": (
        (
            "exemple : conducteur-1", "Conductrice 1", "Barjols", None,
            "4 places; 2 places + 1 fauteuil", 1, 0, 5, "non", None, "8:00-18:00", None,
            "8:00-12:00; 14:00-18:00", None, None, None, _hours(6), 150, None, 800, _hours(1, 30),
            _hours(11, 30), _hours(13), _hours(0, 45), None, "Brignoles", 1240, 9, _hours(18),
            412.5, 0,
        ),
        (
            "exemple : conducteur-2", "Conducteur 2", "Brignoles", "VOITURE-1",
            None, None, None, None, None, "9h-17h", None, "9h-17h", None, "9h-12h", None, None,
            None, None, None, None, _hours(0), None, None, None, None, None, None, None, None,
            None, None,
        ),
    ),
    "cars": (("exemple : VOITURE-1", "La Kangoo", "PVS", "4 places", 2, 1, 5, "non"),),
    "events": (
        (
            "exemple : atelier-1", "Atelier diabète", "CCAS-BRAS", date(2027, 1, 14),
            _hours(9, 30), _hours(11, 30),
        ),
    ),
}  # fmt: skip


def write_template(path: str | Path, territory: Territory | None = None) -> None:
    """Write the workbook to fill in: read-me, headers, lists, examples, usual rules.

    Parameters
    ----------
    territory
        Whose sites are listed in a sheet of their own and offered in drop-down lists.
    """
    Path(path).write_bytes(template_xlsx(territory))


def template_xlsx(territory: Territory | None = None) -> bytes:
    """Return the workbook to fill in, as :func:`write_template` writes it."""
    rules = RulesModel.model_validate({}).model_dump(mode="json", by_alias=True)
    document = {"rules": rules, "public_holidays_open": False}
    content = BytesIO()
    from api.wire.xlsx.writing import write_workbook  # loads openpyxl

    write_workbook(document, territory, _EXAMPLES).save(content)
    return content.getvalue()
