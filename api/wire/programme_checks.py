"""Everything about a programme document that no single field can tell.

The checks read the raw document forgivingly, so that they speak up in the same breath as
field faults do: a programme with a misspelt date and an unknown site gets both at once.
"""

from __future__ import annotations

from collections.abc import Mapping

from api.wire import record_checks, reference_checks, ride_checks, ride_references
from api.wire.document_view import View
from api.wire.faults import Issue
from api.wire.place_lookup import PlaceLookup


def check_document(document: Mapping[str, object], lookup: PlaceLookup) -> list[Issue]:
    """Return what does not fit together, inside records and between them.

    Parameters
    ----------
    lookup
        Where sites and homes are looked up; without a territory most of that is left out.
    """
    root = View(document)
    return [
        *record_checks.check_records(root),
        *reference_checks.check_references(root, lookup.territory),
        *ride_checks.check_rides(root),
        *ride_references.check_ride_references(root, lookup),
    ]
