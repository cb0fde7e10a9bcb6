"""A small programme that is valid on the shipped territory, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

EXAMPLE: dict[str, Any] = {
    "format_version": 1,
    "name": "promo-soins",
    "title": "Promo Soins",
    "headquarters": "PVS",
    "roles": [{"id": "infirmier", "label": "Infirmier·ère"}],
    "permanences": [
        {
            "id": "RIANS",
            "name": "Rians",
            "site": "PERM-RIANS",
            "frequency": {"kind": "every_weeks", "weeks": 2, "anchor": "2027-01-04"},
            "openings": [{"weekday": "tuesday", "half_day": "morning", "start": "09:00"}],
            "duration": "PT3H",
            "setup": "PT20M",
            "packing": "PT20M",
            "roles": [{"role": "infirmier"}],
        }
    ],
    "staff": [
        {
            "id": "infirmier-1",
            "label": "Infirmier·ère (0,4 ETP)",
            "roles": ["infirmier"],
            "kind": "employee",
            "availability": {"tuesday": ["morning", "afternoon"]},
            "contract_per_week": "PT14H",
            "may_drive_unit": True,
        }
    ],
    "units": [{"id": "UM1", "label": "Unité mobile", "depot": "PVS", "seats": 3}],
}
