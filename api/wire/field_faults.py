"""Pydantic's findings as issues: places in the given document, words in French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from api.wire import personal
from api.wire.faults import Issue, Loc, suggestion
from routing.sentence import say

_Model = TypeVar("_Model", bound=BaseModel)

_SENTENCES = {
    "missing": ("MISSING", say("ajoutez ce champ, il est obligatoire.")),
    "string_too_short": ("EMPTY", say("écrivez quelque chose ici.")),
    "string_too_long": ("TOO_LONG", say("raccourcissez à {max_length} caractères au plus.")),
    "int_type": ("WRONG_TYPE", say("indiquez un nombre entier, sans guillemets.")),
    "int_from_float": ("WRONG_TYPE", say("indiquez un nombre entier.")),
    "float_type": (
        "WRONG_TYPE",
        say("indiquez un nombre, sans guillemets, avec un point décimal."),
    ),
    "finite_number": ("WRONG_TYPE", say("indiquez un nombre fini.")),
    "bool_type": ("WRONG_TYPE", say("indiquez true (oui) ou false (non), sans guillemets.")),
    "string_type": ("WRONG_TYPE", say("indiquez un texte entre guillemets.")),
    "tuple_type": ("WRONG_TYPE", say("indiquez une liste entre crochets.")),
    "dict_type": ("WRONG_TYPE", say("indiquez un objet entre accolades.")),
    "model_type": ("WRONG_TYPE", say("indiquez un objet entre accolades.")),
    "model_attributes_type": ("WRONG_TYPE", say("indiquez un objet entre accolades.")),
    "greater_than_equal": ("OUT_OF_RANGE", say("indiquez au moins {ge}.")),
    "less_than_equal": ("OUT_OF_RANGE", say("indiquez au plus {le}.")),
    "greater_than": ("OUT_OF_RANGE", say("indiquez plus de {gt}.")),
    "less_than": ("OUT_OF_RANGE", say("indiquez moins de {lt}.")),
    "too_short": ("EMPTY", say("il en faut au moins {min_length}.")),
    "too_long": ("TOO_LONG", say("il en faut au plus {max_length}.")),
    "union_tag_not_found": ("MISSING", say("ajoutez « kind » : {tags}.")),
    "union_tag_invalid": (
        "BAD_CHOICE",
        say("choisissez l’une de ces valeurs de « kind » : {tags}."),
    ),
}

_KINDS = {
    "frequency": "every_weeks, per_month, nth_weekday, on_dates",
    "destination": "permanence, appointment, event",
    "return": "none, after, at, when_finished",
}
"""Fields whose records tell by « kind » which fields they have, and the kinds."""


def validate(
    model: type[_Model], document: Mapping[str, object]
) -> tuple[_Model | None, list[Issue]]:
    """Return the valid model, or ``None`` and every field that is wrong."""
    try:
        return model.model_validate(document), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, list(_merged(_issue(model, document, found) for found in details))


def _merged(issues: Iterator[Issue]) -> Iterator[Issue]:
    """Say each place once, and not that a list is too short because its entries are wrong."""
    found = {issue.loc: issue for issue in reversed(list(issues))}
    inner = {loc[:depth] for loc in found for depth in range(len(loc))}
    for loc, issue in reversed(found.items()):
        if loc not in inner or issue.code != "EMPTY":
            yield issue


def _issue(model: type[BaseModel], document: Mapping[str, object], found: Any) -> Issue:
    kind = str(found["type"])
    keep_last = kind in {"missing", "extra_forbidden"}
    loc = _place(document, found["loc"], keep_last=keep_last)
    issue = _worded(model, kind, loc, found)
    return replace(issue, value=None, private=True) if personal.tells_where(loc) else issue


def _worded(model: type[BaseModel], kind: str, loc: Loc, found: Any) -> Issue:
    context = found.get("ctx", {})
    value = None if kind == "missing" else found["input"]
    if kind == "wire":
        return Issue(loc, context["code"], context["message"], value)
    if kind == "extra_forbidden" and personal.is_personal(loc):
        return Issue(loc, "PERSONAL_FIELD", personal.REMEDY, private=True)
    if kind == "extra_forbidden":
        given = str(loc[-1])  # another kind of the record may have a field of this very name
        hint = suggestion(given, _known_keys(model, loc) - {given})
        return Issue(
            loc, "UNKNOWN_FIELD", say("retirez ce champ, il n’existe pas.{hint}", hint=hint), value
        )
    if kind in {"literal_error", "enum"}:
        others, _, last = str(context["expected"]).replace("'", "").rpartition(" or ")
        remedy = (
            say("indiquez {others} ou {last}.", others=others, last=last)
            if others
            else say("indiquez {last}.", last=last)
        )
        return Issue(loc, "BAD_CHOICE", remedy, value)
    context = context | {"tags": str(context.get("expected_tags", _kinds(loc))).replace("'", "")}
    code, sentence = _SENTENCES.get(kind, ("INVALID", say("cette valeur ne convient pas ici.")))
    return Issue(loc, code, sentence.filled(**context), value)


def _kinds(loc: Loc) -> str:
    return next((_KINDS[part] for part in reversed(loc) if part in _KINDS), "")


def _place(document: object, loc: Loc, *, keep_last: bool) -> Loc:
    """Drop from pydantic's location what is not in the document (union tags, ``[key]``)."""
    kept: list[str | int] = []
    here = document
    for depth, part in enumerate(loc):
        if depth and loc[depth - 1] in _KINDS and part == _kind(here):
            continue  # the tag of a union, even where a field has the same name
        inside = (isinstance(here, Mapping) and part in here) or (
            isinstance(here, list | tuple) and isinstance(part, int) and part < len(here)
        )
        if inside:
            here = here[part]  # type: ignore[index]
            kept.append(part)
        elif keep_last and depth == len(loc) - 1:
            kept.append(part)
    return tuple(kept)


def _kind(value: object) -> object:
    return value.get("kind") if isinstance(value, Mapping) else None


def _known_keys(model: type[BaseModel], loc: Loc) -> set[str]:
    """Return the fields that may stand where ``loc`` points."""
    parents = [part for part in loc[:-1] if isinstance(part, str)]
    tree = _keys_below(model)
    for parent in reversed(parents):
        if parent in tree:
            return tree[parent]
    return {field.alias or name for name, field in model.model_fields.items()}


@cache
def _keys_below(model: type[BaseModel]) -> dict[str, set[str]]:
    """Return, for each field that holds records, the fields of those records."""
    tree: dict[str, set[str]] = {}
    for name, field in model.model_fields.items():
        for nested in _models_in(field.annotation):
            keys = tree.setdefault(field.alias or name, set())
            keys.update(f.alias or n for n, f in nested.model_fields.items())
            for key, below in _keys_below(nested).items():
                tree.setdefault(key, set()).update(below)
    return tree


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
