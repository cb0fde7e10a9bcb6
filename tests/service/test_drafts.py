"""Changes noted to a plan: kept beside it, in order, and gone with the person or the plan."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.problems import WORKER_LOST
from api.store.database import Database
from api.store.drafts import Drafts, drop_drafts_about
from api.store.orders import Orders

CANCEL = {"cancel": {"permanence": "RIANS", "date": "2027-01-05"}}
RIDE = {"add_ride": {"id": "ajout-1", "passenger": "p-9"}}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    database.upgrade()
    yield database
    database.close()


def plan(database: Database) -> str:
    order_id = Orders(database, WORKER_LOST.as_dict()).submit("{}", "janvier", 100)
    assert order_id is not None
    return order_id


def test_changes_are_kept_in_their_order_until_none_is_left(database: Database) -> None:
    drafts, order_id = Drafts(database), plan(database)
    assert drafts.of(order_id) == []
    for change in (CANCEL, RIDE):
        drafts.change(order_id, lambda kept, change=change: [*kept, change])
    assert drafts.of(order_id) == [CANCEL, RIDE]
    drafts.change(order_id, lambda _: [])
    assert drafts.of(order_id) == []


def test_nothing_is_noted_to_a_plan_that_is_not_there(database: Database) -> None:
    Drafts(database).change("nothing", lambda _: [CANCEL])
    assert Drafts(database).of("nothing") == []


def test_who_is_erased_is_in_no_draft_any_more(database: Database) -> None:
    drafts, about, other = Drafts(database), plan(database), plan(database)
    drafts.change(about, lambda _: [CANCEL, RIDE])
    drafts.change(other, lambda _: [CANCEL])
    with database.begin() as session:
        drop_drafts_about(session, {"p-9"})
    assert (drafts.of(about), drafts.of(other)) == ([], [CANCEL])
