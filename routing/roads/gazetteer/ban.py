"""Reads the *Base Adresse Nationale*: one downloaded CSV file of a département, plain or gzip."""

from __future__ import annotations

import csv
import gzip
import io
import math
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from routing.roads.gazetteer.addresses import Addresses, AddressRow, addresses_of
from routing.roads.gazetteer.types import GazetteerFileError
from routing.sentence import say

COLUMNS = ("numero", "rep", "nom_voie", "code_insee", "lon", "lat")
"""Columns that are read, as the official files name them; there are others."""
OPTIONAL = frozenset({"rep"})
CREDIT = "Base Adresse Nationale, Licence Ouverte 2.0"
NO_NUMBER = 99_999
"""What the source writes for a lieu-dit without numbers."""
MOST_FAULTS = 10
"""After so many faults reading stops."""

_GZIP = b"\x1f\x8b"
_LIMITS = {"lon": 180.0, "lat": 90.0}


def read_addresses(path: Path, insee: Collection[str]) -> Addresses:
    """Read the addresses of some communes from a file of the *Base Adresse Nationale*.

    Parameters
    ----------
    path
        CSV in UTF-8 with a header, separated by semicolons (or commas), plain or gzip.
    insee
        Codes of the communes to keep; rows of others are passed over unread.

    Raises
    ------
    GazetteerFileError
        When the file cannot be read, has faults (line, column and value of the first ones),
        or holds no address of these communes.
    """
    reader = _Reader(path.name, frozenset(insee))
    try:
        with _opened(path) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
            rows = list(reader.rows(text))
    except UnicodeDecodeError as error:
        raise reader.failed(f"ligne {reader.line + 1} : ce n’est pas de l’UTF-8.") from error
    except csv.Error as error:
        raise reader.failed(f"ligne {reader.line + 1} : ligne illisible ({error}).") from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise reader.failed(
            f"après la ligne {reader.line}, l’archive est abîmée ou incomplète : "
            "téléchargez-la de nouveau."
        ) from error
    except OSError as error:
        raise GazetteerFileError(f"{path} : {error.strerror or error}.") from error
    if reader.faults:
        raise reader.failed(*reader.faults)
    if not rows:
        raise reader.failed(
            "aucune adresse des communes du territoire : est-ce le fichier du bon département ?"
        )
    return addresses_of(rows, {"source": path.name, "attribution": CREDIT})


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return gzip.open(path) if packed else path.open("rb")  # type: ignore[return-value]


class _Reader:
    """Reads the rows of one file and gathers what is wrong with them."""

    def __init__(self, name: str, wanted: frozenset[str]) -> None:
        self.name = name
        self.wanted = wanted
        self.faults: list[str] = []
        self.line = 0

    def failed(self, *faults: str) -> GazetteerFileError:
        lines = "\n".join(f"  • {fault}" for fault in faults)
        return GazetteerFileError(f"Le fichier d’adresses {self.name} est à corriger :\n{lines}")

    def rows(self, text: Iterable[str]) -> Iterator[AddressRow]:
        """Give the rows of the wanted communes that have no fault."""
        lines = iter(text)
        header = next(lines, "")
        separator = max(";,\t", key=header.count)
        names = next(csv.reader([header], delimiter=separator), [])
        missing = [name for name in COLUMNS if name not in names and name not in OPTIONAL]
        self.line = 1
        if missing:
            self.faults += [f"ligne 1 : la colonne « {name} » manque." for name in missing]
            return
        place = {name: names.index(name) for name in COLUMNS if name in names}
        table = csv.reader(lines, delimiter=separator)
        for cells in table:
            self.line = 1 + table.line_num
            if not cells:
                continue
            if len(cells) != len(names):
                self._fault(
                    "",
                    say("{cells} colonnes au lieu de {names}.", cells=len(cells), names=len(names)),
                )
            elif cells[place["code_insee"]] in self.wanted:
                row = self._row({name: cells[at].strip() for name, at in place.items()})
                if row is not None:
                    yield row
            if len(self.faults) >= MOST_FAULTS:
                return

    def _row(self, cells: Mapping[str, str]) -> AddressRow | None:
        before = len(self.faults)
        number = self._number(cells["numero"])
        if not cells["nom_voie"]:
            self._fault("nom_voie", say("donnez le nom de la voie."))
        lon, lat = (self._degrees(name, cells[name]) for name in ("lon", "lat"))
        if len(self.faults) > before:
            return None
        suffix = cells.get("rep", "").lower()
        return AddressRow(cells["code_insee"], cells["nom_voie"], number, suffix, lon, lat)

    def _number(self, text: str) -> int:
        if not (text.isascii() and text.isdigit()):
            self._fault("numero", say("« {text} » : donnez un nombre entier.", text=text))
            return 0
        return 0 if int(text) >= NO_NUMBER else int(text)

    def _degrees(self, column: str, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not abs(value) <= _LIMITS[column]:
            self._fault(
                column, say("« {text} » : donnez des degrés, par exemple 6.0613.", text=text)
            )
            return 0.0
        return value

    def _fault(self, column: str, advice: str) -> None:
        where = f"ligne {self.line}, colonne {column}" if column else f"ligne {self.line}"
        self.faults.append(f"{where} : {advice}")
