"""The largest job that the service takes: beyond it, a plan would keep others waiting for long."""

from __future__ import annotations

from collections.abc import Iterator

from api.http.settings import Settings
from api.wire.faults import Fault, InputFaults
from routing.planning.programme import Programme
from routing.sentence import say


def refuse_too_large(programme: Programme, settings: Settings) -> None:
    """Refuse what is larger than the operator allows; programmes have their horizon by now.

    Raises
    ------
    InputFaults
        With everything there is too much of, and the setting that says so.
    """
    faults = list(_too_many(programme, settings))
    if faults:
        raise InputFaults("demande", faults)


def _too_many(programme: Programme, settings: Settings) -> Iterator[Fault]:
    horizon = programme.horizon
    days = 0 if horizon is None else (horizon.last - horizon.first).days + 1
    for path, count, most, setting in (
        ("/horizon", days, settings.max_days, "TOURNEES_MAX_DAYS"),
        (
            "/programme/permanences",
            len(programme.permanences),
            settings.max_permanences,
            "TOURNEES_MAX_PERMANENCES",
        ),
        (
            "/programme/requests",
            len(programme.requests),
            settings.max_requests,
            "TOURNEES_MAX_REQUESTS",
        ),
    ):
        if count > most:
            message = say(
                "planifiez-en au plus {most} à la fois, ou faites relever {setting}.",
                most=most,
                setting=setting,
            )
            yield Fault(path=path, value=count, message=message, code="TOO_MANY")
