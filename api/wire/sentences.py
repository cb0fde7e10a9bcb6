"""What the sentences of a plan are made of, so that a stored plan can be said in English later.

A plan keeps its French texts where they always stood. Beside them ``sentences`` tells, once for
each text, its template and the values in its places: a text as text, another sentence by its
number. Sentences are made again from that table and found by their French text, which therefore
always wins: what is not in the table, or was changed by hand, stays in French.

Plans come from anywhere. A template may only have plain ``{names}`` in it; a sentence may only
name sentences before it, and is neither long nor deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import Field, StrictInt, StrictStr

from api.wire.fields import MOST_TEXT, WireModel
from routing.language import Language, told
from routing.sentence import Sentence

_PLAIN = re.compile(r"(?:[^{}]|\{[a-z][a-z0-9_]*\})*")
_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")

_LONGEST = 2 * MOST_TEXT
"""Characters of template and values of the longest sentence, its names counted."""
_DEEPEST = 12
"""Most sentences inside of each other."""

_Item = TypeVar("_Item")
_Short = Annotated[StrictStr, Field(max_length=MOST_TEXT)]
Row: TypeAlias = tuple[StrictInt | _Short, ...]


class SentencesModel(WireModel):
    """Comment les phrases du plan sont faites, pour les dire dans une autre langue."""

    templates: tuple[_Short, ...] = Field(
        default=(),
        description="Modèles des phrases.",
        examples=[["pas disponible le {day}", "{weekday} {day}/{month}", "mardi"]],
    )
    said: tuple[Row, ...] = Field(
        default=(),
        description=(
            "Phrases : le numéro du modèle, puis la valeur de chacun de ses noms, dans l’ordre où "
            "ils y viennent ; un nombre désigne une phrase qui précède. Les numéros partent de 0."
        ),
        examples=[[[2], [1, 0, "12", "01"], [0, 1]]],
    )


def sentences_out(texts: Iterable[str]) -> SentencesModel:
    """Return what the sentences among ``texts`` are made of."""
    table = _Table()
    for text in texts:
        if isinstance(text, Sentence):
            table.number(text)
    return SentencesModel.model_construct(templates=tuple(table.templates), said=tuple(table.rows))


def sentences_in(model: SentencesModel) -> Mapping[str, Sentence]:
    """Return the sentences of a plan by their French text; what makes no sentence is left out."""
    made: list[Sentence | None] = []
    depths: list[int] = []
    for row in model.said:
        inside = (_at(depths, value) for value in row[1:])
        depths.append(1 + max((depth for depth in inside if depth is not None), default=0))
        made.append(_made(row, model.templates, made) if depths[-1] <= _DEEPEST else None)
    return {sentence.strip(): sentence for sentence in made if sentence is not None}


def sentences_of(document: Mapping[str, Any]) -> Mapping[str, Sentence]:
    """Return the sentences of a plan's valid document by their French text."""
    return sentences_in(SentencesModel.model_validate(document.get("sentences", {})))


def said_in(part: Any, sentences: Mapping[str, Sentence], language: Language) -> Any:
    """Return a part of a plan's document with every ``message`` in a language."""
    if isinstance(part, list):
        return [said_in(each, sentences, language) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: told(sentences.get(value, value), language)
        if key == "message"
        else said_in(value, sentences, language)
        for key, value in part.items()
    }


class _Table:
    """Templates and sentences, each once, numbered as they come."""

    def __init__(self) -> None:
        self.templates: dict[str, int] = {}
        self.rows: dict[tuple[int | str, ...], int] = {}

    def number(self, sentence: Sentence) -> int | None:
        """Return the number of a sentence; ``None`` where the table cannot hold it."""
        names = _names(sentence.template)
        if names is None or set(names) != sentence.values.keys():
            return None
        values = [self._value(sentence.values[name]) for name in dict.fromkeys(names)]
        held = [value for value in values if value is not None]
        if len(held) < len(values):
            return None
        template = self.templates.setdefault(sentence.template, len(self.templates))
        return self.rows.setdefault((template, *held), len(self.rows))

    def _value(self, value: object) -> int | str | None:
        if isinstance(value, Sentence):
            return self.number(value)
        return str(value) if isinstance(value, str | int) else None


def _made(row: Row, templates: Sequence[str], before: Sequence[Sentence | None]) -> Sentence | None:
    """Make a sentence of a table that anybody may have written; ``None``: it makes none."""
    template = _at(templates, row[0]) if row else None
    names = None if template is None else _names(template)
    if template is None or names is None:
        return None
    distinct = list(dict.fromkeys(names))
    given = [_at(before, value) if isinstance(value, int) else value for value in row[1:]]
    if len(given) != len(distinct) or any(value is None for value in given):
        return None
    values = dict(zip(distinct, given, strict=True))
    length = len(template) + sum(len(values[name] or "") for name in names)
    return Sentence(template, **values) if length <= _LONGEST else None


def _at(items: Sequence[_Item], number: int | str) -> _Item | None:
    return items[number] if isinstance(number, int) and 0 <= number < len(items) else None


@lru_cache(maxsize=4096)
def _names(template: str) -> tuple[str, ...] | None:
    """Return the names in a template as often as they come; ``None`` if it has more than names."""
    return tuple(_NAME.findall(template)) if _PLAIN.fullmatch(template) else None
