"""Errors as RFC 9457 problem details, from one table: exception, status, stable type, title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from traceback import format_tb
from typing import Any, TypeAlias

from api.people.errors import (
    LinkRefusedError,
    PeopleKeyError,
    SealBrokenError,
    UnknownPersonError,
)
from api.wire.faults import Fault, InputFaults
from maps.selection import SelectionError
from maps.views import PlanMismatchError
from routing.language import Language, told
from routing.planning.errors import PlanningError
from routing.planning.reports.span import ReportError
from routing.roads.types import NoRouteError, PlaceError
from routing.sentence import say, sentence_of


class UnknownPlanError(LookupError):
    """No plan has this id, or it has been forgotten."""


class NotReadyError(Exception):
    """The plan is not made yet, or never will be."""


class UnknownDocumentError(LookupError):
    """There is no document of this kind."""


class NothingSelectedError(LookupError):
    """The plan has nothing of what was selected."""


class UnknownProgrammeError(LookupError):
    """No programme has this name or id."""


class ShippedProgrammeError(Exception):
    """The programme ships with the territory: nobody changes it here."""


class ChangedMeanwhileError(Exception):
    """What is to be changed is not what the client has read."""


class NoConditionError(Exception):
    """A change that does not say what it changes."""


class UnsupportedBodyError(Exception):
    """A body of a kind that is not read here."""


class FarPlacesError(Exception):
    """Places of a request that are far from any road, with where they stand."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)


class UnknownPlaceError(LookupError):
    """No commune or site has this code."""


class BusyError(Exception):
    """Too many plans are waiting already."""


class TooManyRequestsError(Exception):
    """A key or an address asks more than it may; ``seconds`` until it may again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(say("Redemandez dans {seconds} s.", seconds=seconds))


class KeyReusedError(Exception):
    """An ``Idempotency-Key`` that stands for another request."""

    def __init__(self) -> None:
        super().__init__(say("Donnez à chaque demande un Idempotency-Key à elle."))


class AnswerErasedError(Exception):
    """The request was done; its answer was erased with somebody's data."""

    def __init__(self) -> None:
        super().__init__(say("Relisez l’état ; pour la refaire, prenez un autre Idempotency-Key."))


class UnderWayError(Exception):
    """The same request is being answered."""

    def __init__(self) -> None:
        super().__init__(say("Redemandez dans un instant, avec le même Idempotency-Key."))


class UnauthorizedError(Exception):
    """No key, or one that does not hold."""


class ForbiddenError(Exception):
    """A key that does not open this."""


_KEPT = "translations"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem as the wire shows it; ``slug`` ends its stable ``type``."""

    status: int
    slug: str
    title: str
    detail: str = ""
    errors: tuple[Fault, ...] = ()

    def as_dict(self, language: Language = Language.FRENCH) -> dict[str, object]:
        """Return the JSON object of RFC 9457."""
        body: dict[str, object] = {
            "type": f"urn:problem-type:tournees:{self.slug}",
            "title": told(self.title, language),
            "status": self.status,
        }
        if self.detail:
            body["detail"] = told(self.detail, language)
        if self.errors:
            body["errors"] = [fault.as_dict(language) for fault in self.errors]
        return body

    def kept(self) -> dict[str, object]:
        """Return what to keep of a problem that is told later, to whoever asks then."""
        return self.as_dict() | {_KEPT: {Language.ENGLISH: self.as_dict(Language.ENGLISH)}}


def kept_problem(kept: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return what :meth:`Problem.kept` kept, in a language."""
    others = kept.get(_KEPT, {})
    return dict(others.get(language) or {k: v for k, v in kept.items() if k != _KEPT})


def _input_faults(error: BaseException) -> Iterable[Fault]:
    return error.faults if isinstance(error, InputFaults | FarPlacesError) else ()


def _place_faults(error: BaseException) -> Iterable[Fault]:
    if isinstance(error, PlaceError):
        for place, sentence in error.problems:
            yield Fault(path="", value=place, message=sentence, code="PLACE", record=place)


_Faults: TypeAlias = Callable[[BaseException], Iterable[Fault]]


def _none(_error: BaseException) -> Iterable[Fault]:
    return ()


_OFF_ROAD = say("Des lieux sont loin de toute route")

TABLE: Mapping[type[Exception], tuple[int, str, str, _Faults]] = {
    InputFaults: (422, "invalid-input", say("La demande est à corriger"), _input_faults),
    PlaceError: (422, "place-off-road", _OFF_ROAD, _place_faults),
    FarPlacesError: (
        422,
        "place-off-road",
        _OFF_ROAD,
        _input_faults,
    ),
    NoRouteError: (422, "no-road", say("Aucune route ne relie ces lieux"), _none),
    PlanningError: (422, "cannot-plan", say("Ce programme ne peut pas être planifié"), _none),
    PlanMismatchError: (422, "other-programme", say("Ce plan n’est pas de ce programme"), _none),
    SelectionError: (422, "bad-selection", say("Ce choix n’est pas possible"), _none),
    ReportError: (422, "bad-report", say("Ces plans ne font pas un rapport"), _none),
    UnknownPlanError: (404, "unknown-plan", say("Ce plan n’existe pas"), _none),
    UnknownDocumentError: (404, "unknown-document", say("Ce document n’existe pas"), _none),
    NothingSelectedError: (404, "nothing-selected", say("Rien de tel dans ce plan"), _none),
    NotReadyError: (409, "not-ready", say("Ce plan n’est pas prêt"), _none),
    UnknownProgrammeError: (404, "unknown-programme", say("Ce programme n’existe pas"), _none),
    ShippedProgrammeError: (409, "shipped-programme", say("Ce programme ne change pas"), _none),
    ChangedMeanwhileError: (412, "changed-meanwhile", say("Ceci a changé entre-temps"), _none),
    NoConditionError: (428, "if-match-required", say("Dites quelle version vous changez"), _none),
    UnsupportedBodyError: (
        415,
        "unsupported-media-type",
        say("Ce contenu n’est pas lu"),
        _none,
    ),
    UnknownPlaceError: (404, "unknown-place", say("Ce lieu n’existe pas"), _none),
    BusyError: (429, "busy", say("Trop de plans attendent déjà"), _none),
    TooManyRequestsError: (429, "too-many-requests", say("Trop de demandes"), _none),
    KeyReusedError: (422, "key-reused", say("Cette clé a servi à une autre demande"), _none),
    AnswerErasedError: (
        409,
        "answer-erased",
        say("La demande est faite ; sa réponse a été effacée avec les données d’une personne"),
        _none,
    ),
    UnderWayError: (409, "under-way", say("La même demande est en cours"), _none),
    UnauthorizedError: (401, "unauthorized", say("Cette adresse demande une clé"), _none),
    UnknownPersonError: (404, "unknown-person", say("Cette personne n’est pas connue"), _none),
    LinkRefusedError: (409, "link-refused", say("Ce lien ne peut pas être fait"), _none),
    PeopleKeyError: (503, "people-key", say("Les données personnelles sont fermées"), _none),
    SealBrokenError: (503, "people-seal", say("Des données personnelles ne s’ouvrent pas"), _none),
    ForbiddenError: (403, "forbidden", say("Cette clé ne le permet pas"), _none),
}
"""What each exception becomes; the nearest class of the exception counts.

What nobody outside can mend (a damaged road network, a bug) is not here: it answers as
``INTERNAL``, and only the service's log says more.
"""

INTERNAL = Problem(
    500,
    "internal",
    say("Une erreur interne s’est produite"),
    say("Elle est notée au journal du service. Rien de ce que vous avez envoyé n’est en cause."),
)


WORKER_LOST = Problem(
    500,
    "worker-lost",
    say("Le calcul s’est interrompu"),
    say(
        "Le processus de calcul s’est arrêté trois fois, la dernière alors qu’il était seul à "
        "calculer : souvent faute de mémoire. Planifiez moins de jours ou de permanences à la fois."
    ),
)


def trace_of(error: BaseException) -> str:
    """Return what a log may keep of an internal error: no message, it could name people."""
    lines = "".join(format_tb(error.__traceback__))
    return f"{type(error).__module__}.{type(error).__qualname__}\n{lines}"


def problem_of(error: BaseException) -> Problem:
    """Return what to say of an exception; nothing of its inside when it is not in the table."""
    for kind in type(error).__mro__:
        if kind in TABLE:
            status, slug, title, faults = TABLE[kind]
            found = tuple(faults(error))
            return Problem(status, slug, title, "" if found else sentence_of(error), found)
    return INTERNAL
