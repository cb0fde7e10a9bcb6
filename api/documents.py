"""From a plan and its programme to documents in a folder; the doors share this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from api.wire.faults import Fault, InputFaults
from api.wire.people_json import load_people
from api.wire.programme_json import programme_digest
from maps.contacts import Contact
from routing.sentence import say

if TYPE_CHECKING:
    from api.recipe import Ground
    from maps.document_kind import Document, DocumentKind
    from maps.plan_context import PlanContext
    from routing.planning.plans import Plan
    from routing.planning.programme import Programme


def context_of(
    plan: Plan,
    programme: Programme,
    ground: Ground,
    *,
    lang: str = "fr",
    before: Plan | None = None,
    version: int = 0,
) -> PlanContext:
    """Return what the documents of a plan and its programme are drawn from."""
    from maps.plan_context import PlanContext

    return PlanContext(
        plan=plan,
        programme=replace(programme, horizon=plan.horizon),
        territory=ground.territory,
        network=ground.network,
        lang=lang,
        before=before,
        version=version,
    )


def refuse_other_programme(plan: Plan, programme: Programme) -> None:
    """Raise when a programme is not the one of a plan; one made by hand tells none.

    Raises
    ------
    InputFaults
        Saying which programme the plan wants.
    """
    found = programme_digest(programme)
    if plan.programme_digest in ("", found):
        return
    message = say(
        "n’est pas le programme de ce plan (« {programme} »), ou a changé depuis "
        "; donnez celui avec lequel le plan a été fait, avec --previous s’il "
        "suivait un autre plan, ou refaites le plan ; --anyway passe outre.",
        programme=plan.programme,
    )
    fault = Fault(path="", value=found[:12], code="OTHER_PROGRAMME", message=message)
    raise InputFaults(programme.name, [fault])


def read_contacts(path: Path) -> dict[str, Contact]:
    """Read who is behind the pseudonyms.

    Raises
    ------
    InputFaults
        When the file is none of people.
    """
    return {
        key: Contact(name=who.name, phone=who.phone, address=who.address, notes=who.notes)
        for key, who in load_people(path).items()
    }


def clear(folder: Path, kinds: Iterable[DocumentKind]) -> None:
    """Remove what earlier documents left: nobody must drive where only an earlier plan went."""
    for kind in kinds:
        for pattern in kind.patterns():
            for stale in folder.glob(pattern):
                stale.unlink()


def write(made: Iterable[Document], folder: Path) -> list[Path]:
    """Write documents into a folder as they are drawn; return their files."""
    written = []
    for document in made:
        path = folder / document.name
        path.write_bytes(document.content)
        written.append(path)
    return written
