"""Looks after personal data while the service runs: the key at the start, erasing day by day."""

from __future__ import annotations

import logging
import threading

from api.people.errors import PeopleKeyError
from api.people.office import Office
from api.people.retention import keep_purging

_log = logging.getLogger(__name__)


class Keeper:
    """Makes the key where there is none yet, and purges at the start and every day.

    A key that is lost does not keep plans from being made: the log says so, and whoever asks
    for personal data is told.
    """

    def __init__(self, office: Office) -> None:
        try:
            office.vault.prepare()
        except PeopleKeyError as error:
            _log.error("%s", error)
        self._over = threading.Event()
        self._thread = threading.Thread(
            target=keep_purging, args=(office.retention, self._over.wait), daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End, once a purge that is under way has been done."""
        self._over.set()
        self._thread.join()
