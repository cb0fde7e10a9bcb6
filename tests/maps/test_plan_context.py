"""What several documents need is made once, whichever thread asks for it first."""

from __future__ import annotations

from threading import Barrier, Thread

from maps.plan_context import Shelf


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
