"""A plan names only what its programme and its territory know."""

from __future__ import annotations

from collections.abc import Iterator

from routing.planning.check.case import Case
from routing.planning.check.violation import Violation
from routing.planning.check.wording import quoted
from routing.planning.plans import Duty, Round
from routing.sentence import Sentence, say


def references(case: Case) -> Iterator[Violation]:
    """Every permanence, site, unit, person and role that is named exists."""
    yield from _programme_sites(case)
    for round_ in case.plan.rounds:
        if round_.unit not in case.units:
            yield _unknown(
                "UNIT", round_.id, say("l’unité {unit}", unit=quoted(round_.unit)), _tour(round_)
            )
        for stop in round_.stops:
            if stop.permanence not in case.permanences:
                name = say("la permanence {permanence}", permanence=quoted(stop.permanence))
                yield _unknown("PERMANENCE", round_.id, name, _tour(round_))
            if stop.site not in case.sites:
                yield _unknown(
                    "SITE", round_.id, say("le site {site}", site=quoted(stop.site)), _tour(round_)
                )
        for duty in round_.team:
            yield from _duty(case, round_, duty)
    for record in case.plan.unassigned:
        if record.kind == "permanence" and record.id not in case.permanences:
            name = say("la permanence {permanence}", permanence=quoted(record.id))
            yield _unknown(
                "PERMANENCE", record.id, name, say("La liste des séances non planifiées")
            )


def _duty(case: Case, round_: Round, duty: Duty) -> Iterator[Violation]:
    if duty.staff not in case.members:
        yield _unknown(
            "STAFF", round_.id, say("la personne {staff}", staff=quoted(duty.staff)), _tour(round_)
        )
    if duty.role not in case.roles:
        yield _unknown(
            "ROLE", round_.id, say("le rôle {role}", role=quoted(duty.role)), _tour(round_)
        )


def _programme_sites(case: Case) -> Iterator[Violation]:
    for unit in case.programme.units:
        if unit.depot not in case.sites:
            yield _unknown(
                "SITE",
                unit.id,
                say("le site {site}", site=quoted(unit.depot)),
                say("L’unité {unit}", unit=unit.id),
            )
    for permanence in case.programme.permanences:
        if permanence.site not in case.sites:
            name = say("le site {site}", site=quoted(permanence.site))
            yield _unknown(
                "SITE",
                permanence.id,
                name,
                say("La permanence {permanence}", permanence=permanence.id),
            )


def _tour(round_: Round) -> Sentence:
    return say("La tournée {round}", round=round_.id)


def _unknown(kind: str, record: str, name: Sentence, where: Sentence) -> Violation:
    sentence = say("{where} nomme {name}, qui n’existe pas.", where=where, name=name)
    return Violation(f"UNKNOWN_{kind}", record, sentence)
