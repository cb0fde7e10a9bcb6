"""What several documents need is made once, whichever thread asks for it first."""

from __future__ import annotations

import pickle
from threading import Barrier, Thread

from maps.contacts import Contact
from maps.documents import KINDS
from maps.plan_context import PlanContext, Shelf
from maps.views import PlanMismatchError


def test_two_threads_that_want_the_same_thing_get_one() -> None:
    shelf, made, got = Shelf(), list[object](), list[object]()
    both = Barrier(2)

    def make() -> object:
        made.append(object())
        return made[-1]

    def want() -> None:
        both.wait()
        got.append(shelf.once("sheet", make))

    threads = [Thread(target=want) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert got == [made[0], made[0]]


def test_a_thing_may_be_made_of_others_while_another_thread_makes_its_own() -> None:
    """One lock for all things would stop here: each waits for the other to have begun."""
    shelf, both = Shelf(), Barrier(2, timeout=20)

    def make(name: str) -> str:
        both.wait()
        return shelf.once(f"part of {name}", lambda: name)

    other = Thread(target=lambda: shelf.once("b", lambda: make("b")))
    other.start()
    assert shelf.once("a", lambda: make("a")) == "a"
    other.join()
    assert shelf.once("b", lambda: "made again") == "b"


def test_another_process_draws_the_same_of_what_it_is_given(rides) -> None:
    plan, programme, territory, network = rides.arguments
    who = {"*": Contact(name="Zoé Ménard")}
    here = PlanContext(
        plan=plan, programme=programme, territory=territory, network=network, people=who, version=3
    )
    before = KINDS["driver-sheets"].draw(here)
    there = pickle.loads(pickle.dumps(here))  # noqa: S301
    assert (there.people, there.version, there.itineraries.known) == (who, 3, {})
    assert KINDS["driver-sheets"].draw(there) == before


def test_ways_found_elsewhere_are_not_asked_for_again(rides) -> None:
    plan, programme, territory, network = rides.arguments
    given = {"plan": plan, "programme": programme, "territory": territory}
    first = PlanContext(**given, network=network)
    ways = first.ways()
    second = PlanContext(**given, network=None)  # type: ignore[arg-type]
    second.itineraries.learn(ways)
    assert ways
    assert second.ways() == ways


def test_what_a_plan_lacks_reads_alike_from_another_process() -> None:
    told = PlanMismatchError(("une unité", "un site"))
    heard = pickle.loads(pickle.dumps(told))  # noqa: S301
    assert (str(heard), heard.missing) == (str(told), told.missing)
