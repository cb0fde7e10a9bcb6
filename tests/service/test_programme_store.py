"""Programmes are kept, changed by one at a time, and listed the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest

from api.store.database import Database
from api.store.once import request_token
from api.store.programmes import Entry, Programmes
from api.wire.programme_json import load_programme, programme_text
from routing.planning import load_territory
from routing.planning.programme import Programme

TERRITORY = load_territory()
PROGRAMME = load_programme(TERRITORY.programmes_folder / "promo-soins.json", TERRITORY)


@pytest.fixture
def programmes(database_url: str) -> Iterator[Programmes]:
    database = Database(database_url)
    database.upgrade()
    yield Programmes(database)
    database.close()


def titled(title: str) -> Programme:
    return replace(PROGRAMME, title=title)


def test_what_is_kept_is_the_canonical_text(programmes: Programmes) -> None:
    entry = programmes.add(PROGRAMME)
    assert programmes.find(entry.id) == (entry, programme_text(PROGRAMME))
    assert (entry.version, entry.permanences, entry.requests) == (1, 4, len(PROGRAMME.requests))
    assert entry.created_at == entry.updated_at
    assert abs((datetime.now(UTC) - entry.created_at).total_seconds()) < 60


def test_one_request_done_twice_at_the_same_instant_keeps_one_programme(
    programmes: Programmes,
) -> None:
    kept: list[Entry] = []
    ready = Barrier(4)

    def keep() -> None:
        request_token.set("caller.key")  # of this thread alone
        ready.wait()
        kept.append(programmes.add(PROGRAMME))

    threads = [Thread(target=keep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 4
    assert len(set(kept)) == 1
    assert programmes.page(10) == kept[:1]


@pytest.mark.parametrize("wrong", ["x", "", "a\x00b", "é", "a" * 33, "../secret"])
def test_an_id_that_nobody_gave(programmes: Programmes, wrong: str) -> None:
    assert programmes.find(wrong) is None


def test_a_change_names_the_version_it_changes(programmes: Programmes) -> None:
    first = programmes.add(PROGRAMME)
    second = programmes.change(first.id, titled("Deux"), 1)
    assert second is not None
    assert (second.version, second.title, second.created_at) == (2, "Deux", first.created_at)
    assert second.updated_at >= first.updated_at
    assert programmes.change(first.id, titled("Trois"), 1) is None
    assert programmes.change("x", PROGRAMME, 1) is None
    assert programmes.find(first.id) == (second, programme_text(titled("Deux")))


def test_of_many_changes_to_one_version_one_wins(programmes: Programmes) -> None:
    entry = programmes.add(PROGRAMME)
    made: list[Entry | None] = []
    ready = Barrier(6)

    def change(number: int) -> None:
        ready.wait()
        made.append(programmes.change(entry.id, titled(f"n° {number}"), 1))

    threads = [Thread(target=change, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [found for found in made if found]
    assert len(made) == 6
    assert programmes.find(entry.id) == (winner, programme_text(titled(winner.title)))


def test_a_programme_is_deleted_once(programmes: Programmes) -> None:
    entry = programmes.add(PROGRAMME)
    assert not programmes.remove(entry.id, version=2)
    assert programmes.remove(entry.id, version=1)
    assert not programmes.remove(entry.id)
    assert programmes.find(entry.id) is None


def test_pages_hold_each_programme_once_the_newest_first(programmes: Programmes) -> None:
    made = [programmes.add(titled(f"n° {number}")) for number in range(7)]
    seen: list[Entry] = []
    while page := programmes.page(3, (seen[-1].created_at, seen[-1].id) if seen else None):
        seen += page
        if len(seen) == 3:
            programmes.remove(seen[-1].id)  # what the next page starts from may be gone by then
    assert seen == sorted(made, key=lambda entry: (entry.created_at, entry.id), reverse=True)
