"""From a name or a file to a verified plan and its documents; the doors share this recipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from api.gazetteer import LazyGazetteer
from api.phases import CHECK, DRAW
from api.wire.faults import Fault, InputFaults, suggestion
from routing.planning import PlanOptions, Progress, load_territory, plan
from routing.planning.dates import Horizon
from routing.planning.programme import Programme
from routing.sentence import say

if TYPE_CHECKING:
    from maps.document_kind import Document, DocumentKind
    from routing.planning.check import Violation
    from routing.planning.plans import Plan
    from routing.planning.progress import Tell
    from routing.planning.territory import Territory
    from routing.roads import RoadNetwork

DEFAULT_PROGRAMME = "promo-soins"


class PlanRejectedError(Exception):
    """The checker found faults in a plan of our own making: a bug, nothing of it is kept."""

    def __init__(self, violations: tuple[Violation, ...]) -> None:
        super().__init__("; ".join(f"{v.code} {v.record} : {v.message}" for v in violations))
        self.violations = violations


@dataclass(frozen=True, slots=True)
class Ground:
    """A territory and the roads on which its plans are made."""

    territory: Territory
    network: RoadNetwork


def open_ground(territory: Path | None = None, network: Path | None = None) -> Ground:
    """Load a territory (the shipped one without a folder) and its roads (or another file).

    Raises
    ------
    TerritoryError
        With every fault of the folder.
    NetworkFileError
        When the network file is missing or damaged.
    """
    from routing.roads import RoadNetwork

    facts = load_territory(territory)
    return Ground(facts, RoadNetwork.load(network or facts.roads_path))


def read_programme(
    name: str, territory: Territory, tell: Callable[[str], None] | None = None
) -> Programme:
    """Read a programme by its name in the territory, or from a JSON file or XLSX workbook.

    Parameters
    ----------
    tell
        Called with a sentence about what was passed over or found in part only.

    Raises
    ------
    InputFaults
        With everything that is wrong with it, or the names that exist.
    """
    addresses = LazyGazetteer(territory)
    path = Path(name)
    if path.suffix.lower() in {".xlsx", ".xlsm"}:
        from api.wire.programme_xlsx import read_programme_xlsx

        return read_programme_xlsx(path, territory, tell, addresses)
    from api.wire.programme_json import load_programme

    if path.suffix.lower() == ".json" or path.exists():
        return load_programme(path, territory, addresses=addresses, tell=tell)
    known = programme_names(territory)
    if name not in known:
        raise InputFaults(
            name,
            [
                Fault(
                    path="",
                    value=name,
                    code="UNKNOWN_PROGRAMME",
                    message=say(
                        "ni un fichier, ni un programme du territoire ({known}){hint}",
                        known=", ".join(known),
                        hint=suggestion(name, known),
                    ),
                )
            ],
        )
    return load_programme(territory.programmes_folder / f"{name}.json", territory)


def programme_names(territory: Territory) -> list[str]:
    """Names of the programmes that ship with a territory, the default first."""
    names = sorted(path.stem for path in territory.programmes_folder.glob("*.json"))
    return sorted(names, key=lambda name: name != DEFAULT_PROGRAMME)


def coming_month(today: date) -> Horizon:
    """Return the whole calendar month after that of ``today``."""
    return month_of(today.replace(day=1) + timedelta(days=32))


def coming_months(today: date) -> Iterator[Horizon]:
    """Yield the months after that of ``today``, the next one first, for a year."""
    for _ in range(12):
        month = coming_month(today)
        yield month
        today = month.first


def month_of(day: date) -> Horizon:
    """Return the whole calendar month of ``day``."""
    first = day.replace(day=1)
    return Horizon(first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))


def after(programme: Programme, previous: Path) -> Programme:
    """Return the programme with the sessions of an earlier plan file as held.

    Raises
    ------
    InputFaults, PlanningError
        When the file is no plan, or not of this programme.
    """
    from routing.planning.carry_over import with_previous

    return with_previous(programme, known_plan(previous))


def known_plan(path: Path) -> Plan:
    """Read a plan file.

    Raises
    ------
    InputFaults
        When it is none.
    """
    from api.wire.plan_json import load_plan

    return load_plan(path)


def make_plan(
    programme: Programme,
    ground: Ground,
    options: PlanOptions,
    *,
    published: Plan | None = None,
    progress: Tell,
    cancelled: Callable[[], bool],
) -> Plan:
    """Plan a programme with its horizon, verify the plan, and stamp it.

    ``published``: a plan that people know; what it says stays where it can.

    Raises
    ------
    PlanningError, Cancelled, PlaceError
        As :func:`routing.planning.plan`.
    PlanRejectedError
        When the plan breaks a rule.
    """
    made = plan(
        programme,
        ground.territory,
        ground.network,
        options,
        published=published,
        progress=progress,
        cancelled=cancelled,
    )
    stamped = stamped_plan(made, programme, ground.territory)
    progress(_past(CHECK, stamped))
    violations = check_plan(programme, stamped, ground)
    if violations:
        raise PlanRejectedError(violations)
    return stamped


def stamped_plan(made: Plan, programme: Programme, territory: Territory) -> Plan:
    """Return a plan that says what programme it answers, and when."""
    from api.wire.programme_json import programme_digest

    now = datetime.now(UTC).astimezone(territory.timezone).replace(microsecond=0)
    return replace(made, programme_digest=programme_digest(programme), generated_at=now)


def _past(phase: str, made: Plan, share: float = 0.0) -> Progress:
    """Return how far the work is once there is a plan."""
    found = made.solver
    return Progress(phase=phase, share=share, cost=found.cost, gap=found.gap, best=made)


def check_plan(programme: Programme, made: Plan, ground: Ground) -> tuple[Violation, ...]:
    """Return every rule that a plan breaks, by the checker that knows nothing of planning."""
    from routing.planning.check import check, travel_of

    travel = travel_of(programme, ground.territory, ground.network)
    return check(programme, made, ground.territory, travel)


def write_documents(
    made: Plan, programme: Programme, ground: Ground, folder: Path, *, progress: Tell
) -> list[Path]:
    """Write ``plan.json``, map, sheets and who is fetched when; return what was written."""
    from api.documents import clear, write
    from maps.documents import kinds_named

    kinds = kinds_named(["map", "sheets", "passengers"])
    folder.mkdir(parents=True, exist_ok=True)
    clear(folder, kinds)
    return write(first_documents(made, programme, ground, kinds, progress=progress), folder)


def first_documents(
    made: Plan,
    programme: Programme,
    ground: Ground,
    kinds: Sequence[DocumentKind],
    *,
    progress: Tell,
) -> Iterator[Document]:
    """Yield ``plan.json`` and then the documents of these kinds, each when it is drawn."""
    from api.documents import context_of
    from api.wire.plan_json import plan_text
    from maps.document_kind import Document
    from maps.documents import documents

    text = plan_text(made, ground.territory)
    yield Document(name="plan.json", media_type="application/json", content=text.encode())
    context = context_of(made, programme, ground)
    for done, kind in enumerate(kinds):
        progress(_past(DRAW, made, done / len(kinds)))
        yield from documents(context, [kind])
