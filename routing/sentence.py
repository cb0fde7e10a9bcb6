"""French sentences that remember how they were made, so that they can be said in another language.

All rooms speak French to people, in sentences that stand where they are needed. A door that is
asked for another language looks up the template of the sentence and puts the same values into it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any


class Sentence(str):
    """A text for people, with the template and the values it was made from.

    It is the French text wherever a text is wanted. What is done to it as a text (joining,
    cutting) gives a plain text, which stays French.
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Sentence:  # noqa: D102
        return _made(template.format_map(values) if values else template, template, values)

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (str.__str__(self), self.template, self.values)

    def filled(self, **values: Any) -> Sentence:
        """Return the sentence with values in the places of its template."""
        return Sentence(self.template, **values)

    def typeset(self, text: str) -> Sentence:
        """Return the same sentence, with ``text`` as its French form."""
        return _made(text, self.template, self.values)


def _made(text: str, template: str, values: dict[str, Any]) -> Sentence:
    made = str.__new__(Sentence, text)
    made.template, made.values = template, values
    return made


def say(template: str, **values: Any) -> Sentence:
    """Return a French sentence; ``{name}`` in the template stands for a value.

    Values that are sentences themselves are said in the other language too. The template must be
    written out at the call: the catalogue of the other language is checked against these calls.
    """
    return Sentence(template, **values)


def joined(separator: str, sentences: Iterable[str]) -> Sentence:
    """Return sentences one after the other, to be said in the other language one by one."""
    values = {f"part_{number}": each for number, each in enumerate(sentences)}
    return Sentence(separator.join(f"{{{name}}}" for name in values), **values)


def conjoined(sentences: Iterable[Sentence]) -> Sentence:
    """Return one sentence or more with an « et » between them."""
    return reduce(lambda one, other: say("{one} et {other}", one=one, other=other), sentences)


def sentence_of(error: BaseException) -> str:
    """Return what an exception says, as the sentence it was made with."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Sentence) else error.__str__()  # str() would flatten it
