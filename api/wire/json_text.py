"""JSON text to Python values, with French faults instead of English exceptions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn, TypeAlias

from api.wire.faults import Fault, InputFaults, Loc, pointer
from routing.sentence import say

Source: TypeAlias = str | Path | bytes | Mapping[str, object]
"""A path, the bytes of a file, or a document that is already parsed."""

MAX_BYTES = 20_000_000
MAX_DEPTH = 30


class _Repeating(dict[str, object]):
    """A JSON object in which a key stands more than once."""

    repeated: tuple[str, ...] = ()


def source_name(source: Source, otherwise: str) -> str:
    """Return what to call an input in messages: its file name, or ``otherwise``."""
    return Path(source).name if isinstance(source, str | Path) else otherwise


def refuse(source: str, code: str, message: str, value: object = None) -> NoReturn:
    """Raise the one fault of an input that cannot be read at all."""
    raise InputFaults(source, [Fault("", value, message, code)])


def read_bytes(path: Path, limit: int, name: str) -> bytes:
    """Return the bytes of a file of at most ``limit`` bytes.

    Raises
    ------
    InputFaults
        When there is no such file, it cannot be read or is larger.
    """
    try:
        if path.stat().st_size > limit:
            refuse(
                name,
                "TOO_LARGE",
                say("ce fichier dépasse {megabytes} Mo.", megabytes=limit // 1_000_000),
            )
        return path.read_bytes()
    except FileNotFoundError:
        refuse(name, "NO_FILE", say("ce fichier n’existe pas ; vérifiez le nom et le dossier."))
    except IsADirectoryError:
        refuse(name, "NO_FILE", say("c’est un dossier ; indiquez un fichier."))
    except OSError as error:
        refuse(
            name,
            "NO_FILE",
            say("ce fichier ne se laisse pas lire ({strerror}).", strerror=error.strerror),
        )


def read_document(source: Source, name: str) -> dict[str, object]:
    """Return the JSON object that a source holds.

    Raises
    ------
    InputFaults
        When it is no JSON object: unreadable, misspelt, too large, too deep, a key repeated.
    """
    if isinstance(source, Mapping):
        return dict(source)
    data = source if isinstance(source, bytes) else read_bytes(Path(source), MAX_BYTES, name)
    if len(data) > MAX_BYTES:
        refuse(
            name,
            "TOO_LARGE",
            say("ce texte dépasse {megabytes} Mo.", megabytes=MAX_BYTES // 1_000_000),
        )
    document = _parse(data, name)
    if not isinstance(document, dict):
        refuse(
            name, "NOT_AN_OBJECT", say("le fichier doit commencer par « { » et finir par « } ».")
        )
    faults: list[Fault] = []
    _inspect(document, (), faults)
    if faults:
        raise InputFaults(name, faults)
    return document


def _parse(data: bytes, name: str) -> object:
    if data[:2] == b"PK":
        remedy = (
            say("indiquez un fichier JSON, par exemple plan.json.")
            if name.lower().endswith((".xlsx", ".xlsm"))
            else say("donnez-lui l’extension .xlsx si c’est un programme.")
        )
        refuse(name, "NOT_JSON", say("c’est un classeur ou une archive ; {remedy}", remedy=remedy))
    try:
        return json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        refuse(
            name,
            "BAD_ENCODING",
            say("enregistrez ce fichier en UTF-8 (octet {start} illisible).", start=error.start),
        )
    except json.JSONDecodeError as error:
        refuse(
            name,
            "BAD_JSON",
            say(
                "ligne {lineno}, colonne {colno} : ce n’est pas du JSON ; cherchez là ou "
                "juste avant une virgule, un guillemet ou une accolade en trop ou "
                "manquant.",
                lineno=error.lineno,
                colno=error.colno,
            ),
        )
    except RecursionError:
        refuse(
            name,
            "TOO_DEEP",
            say("le document emboîte plus de {max_depth} niveaux.", max_depth=MAX_DEPTH),
        )
    except ValueError as error:
        refuse(name, "BAD_JSON", say("un nombre est illisible ({error}).", error=error))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = _Repeating(pairs)
    if len(found) < len(pairs):
        times = Counter(key for key, _ in pairs)
        found.repeated = tuple(key for key in found if times[key] > 1)
    return found


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)


def _inspect(value: object, loc: Loc, faults: list[Fault]) -> None:
    """Collect repeated keys and excessive depth below ``value``."""
    if len(loc) > MAX_DEPTH:
        message = say("le document emboîte plus de {max_depth} niveaux.", max_depth=MAX_DEPTH)
        faults.append(Fault(pointer(loc[:3]), None, message, "TOO_DEEP"))
    elif isinstance(value, dict):
        for key in getattr(value, "repeated", ()):
            message = say("la clé « {key} » se répète ; gardez-en une.", key=key)
            faults.append(Fault(pointer((*loc, key)), None, message, "DUPLICATE_KEY"))
        for key, below in value.items():
            _inspect(below, (*loc, key), faults)
    elif isinstance(value, list):
        for index, below in enumerate(value):
            _inspect(below, (*loc, index), faults)
