"""Everything about a programme document that no single field can tell.

The checks read the raw document forgivingly, so that they speak up in the same breath as
field faults do: a programme with a misspelt date and an unknown site gets both at once.
"""

from __future__ import annotations

from collections.abc import Mapping

from api.wire import record_checks, reference_checks
from api.wire.document_view import View
from api.wire.faults import Issue
from routing.planning.territory import Territory


def check_document(document: Mapping[str, object], territory: Territory | None) -> list[Issue]:
    """Return what does not fit together, inside records and between them.

    Parameters
    ----------
    territory
        Where sites and homes are looked up; ``None`` leaves these checks out.
    """
    root = View(document)
    return [
        *record_checks.check_records(root),
        *reference_checks.check_references(root, territory),
    ]
