"""The English catalogue: complete, nothing left over, and nothing said around it."""

from __future__ import annotations

import ast
import io
import pickle
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract

from api.problems import TABLE
from api.wire.language import preferred
from routing.language import Language, catalogue, told
from routing.sentence import Sentence, joined, say

HOUSE = Path(__file__).parent.parent.parent
SOURCES = [
    path
    for room in ("api", "maps", "routing")
    for path in sorted((HOUSE / room).rglob("*.py"))
    if "cli" not in path.parts  # the command line speaks French
]
TELLERS = {"Issue", "Fault", "issue", "ScalarError", "refuse", "_refuse", "Refusal", "Problem"}
TELLERS |= {kind.__name__ for kind in TABLE}
"""What is called with a message for people."""
FRENCH = re.compile(
    r"[éèêëàâùûçîôœ«]|\b[cdjlnsq]’|\b(?:le|la|les|des|du|une|est|pas|pour|avec|sans)\b",
    re.IGNORECASE,
)
SPEAKING = [
    path
    for path in sorted((HOUSE / "routing" / "planning").rglob("*.py"))
    if not path.name.startswith(("territory", "setting_keys"))  # faults of a folder, on a terminal
]
NO_MESSAGE = {"path", "source", "code", "value", "record"}


def templates() -> Iterator[str]:
    for path in SOURCES:
        for _, found, _, _ in extract("python", io.BytesIO(path.read_bytes()), {"say": None}):
            yield found if isinstance(found, str) else found[0]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_sentence_has_its_english_and_none_is_left_over() -> None:
    assert set(templates()) == catalogue().keys()


def test_translators_tools_find_every_sentence() -> None:
    """Their extraction overlooks calls in the arguments of some calls."""
    written = {
        call.args[0].value
        for path in SOURCES
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and _name(call.func) == "say" and call.args
        if isinstance(call.args[0], ast.Constant)
    }
    assert written == set(templates())


def test_the_english_holds_the_same_values() -> None:
    for template, english in catalogue().items():
        if "« { »" not in template:  # braces for themselves: it takes no values
            assert fields(english) == fields(template)


def unsaid(tree: ast.Module) -> Iterator[ast.expr]:
    """Find texts with words that are handed to a teller without ``say``."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call.func) in TELLERS:
            given = [word.value for word in call.keywords if word.arg not in NO_MESSAGE]
            for argument in (*call.args, *given):
                yield from _texts(argument)


def messages(tree: ast.Module) -> list[ast.stmt]:
    """Return calls of a teller with what is put aside under the name of a message."""
    return [
        ast.copy_location(ast.Expr(ast.Call(ast.Name("Issue"), [found.value], [])), found)
        for found in ast.walk(tree)
        if isinstance(found, ast.Assign) and _name(found.targets[0]) in {"message", "remedy"}
    ]


def _texts(expression: ast.AST) -> Iterator[ast.expr]:
    if isinstance(expression, ast.Call):
        return  # its own arguments are looked at where it is a teller
    if (
        isinstance(expression, ast.JoinedStr)
        and any(
            isinstance(part, ast.Constant) and " " in str(part.value) for part in expression.values
        )
    ) or (isinstance(expression, ast.Constant) and " " in str(expression.value).strip()):
        yield expression
    elif not isinstance(expression, ast.JoinedStr):
        for part in ast.iter_child_nodes(expression):
            yield from _texts(part)


def _name(named: ast.expr) -> str:
    return getattr(named, "id", getattr(named, "attr", ""))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_nothing_is_told_to_people_but_by_say(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    if "routing" not in path.parts:  # whose messages may be a checker's, for programmers
        tree.body += messages(tree)
    assert [f"line {text.lineno}: {ast.unparse(text)}" for text in unsaid(tree)] == []


def french(tree: ast.Module) -> Iterator[ast.Constant]:
    """Find French words that are neither a docstring nor the template of a sentence."""
    apart = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call.func) == "say":
            apart.add(id(call.args[0]))
    for node in ast.walk(tree):
        if id(node) in apart or not isinstance(node, ast.Constant):
            continue
        if isinstance(node.value, str) and FRENCH.search(node.value):
            yield node


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(HOUSE)))
def test_the_planner_says_nothing_that_cannot_be_said_in_english(path: Path) -> None:
    found = french(ast.parse(path.read_text("utf-8")))
    assert [f"line {text.lineno}: {text.value!r}" for text in found] == []


def test_french_without_say_is_found() -> None:
    tree = ast.parse('why = "pas libre" if n else say("déjà prise")\nreturn f"{n} jours d’été"')
    assert [text.value for text in french(tree)] == ["pas libre", " jours d’été"]


def test_a_text_without_say_is_found() -> None:
    tree = ast.parse('yield_ = record.issue("CODE", f"trop de {n} mots" if n else "un mot")')
    assert len(list(unsaid(tree))) == 2


def test_a_sentence_is_its_french_text_and_keeps_what_it_was_made_of() -> None:
    inner = say("aucun lieu")
    sentence = say("{nothing} ne porte ce code.{hint}", nothing=inner, hint="")
    assert sentence == "aucun lieu ne porte ce code."
    copy = pickle.loads(pickle.dumps(sentence))  # noqa: S301 - our own
    for each in (sentence, copy):
        assert isinstance(each, Sentence)
        assert told(each, Language.ENGLISH) == "no place has this code."
    both = joined("\n", [sentence, say("lundi")])
    assert told(both, Language.ENGLISH) == "no place has this code.\nMonday"
    assert told(both, Language.FRENCH) == "aucun lieu ne porte ce code.\nlundi"


def test_a_value_is_never_taken_for_a_template() -> None:
    said = say("« {value} » : {message}", value="{message.__class__}", message=say("lundi"))
    assert told(said, Language.ENGLISH) == "“{message.__class__}”: Monday"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "fr"),
        ("", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("fr-FR, fr;q=0.9, en;q=0.8", "fr"),
        ("de, EN-us ; Q=0.5", "en"),
        ("en, fr", "fr"),
        ("*", "fr"),
        ("*;q=0.1, en;q=0.2", "en"),
        ("*;q=0.5, en;q=0.2", "fr"),
        ("en;q=0, fr;q=0", "fr"),
        ("en;q=2", "fr"),
        ("é;;q=,", "fr"),
    ],
)
def test_the_language_is_the_one_liked_best(accepted: str | None, language: str) -> None:
    assert preferred(accepted) == language
