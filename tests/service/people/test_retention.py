"""Who has not been named for long is erased, once a day whoever runs; old plans stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from api.people.retention import keep_purging

YEAR = timedelta(days=365)


def long_ago(house: Any) -> None:
    """Let people have been entered before anything else."""
    with house.database.begin() as session:
        session.execute(text("update people set changed_at = '2020-12-01 00:00:00'"))


def test_people_stay_a_year_after_the_last_date_of_their_plans(house, people) -> None:
    plan_id = house.finished()
    long_ago(house)
    retention = house.office.retention
    assert retention.purge(house.last + YEAR).people == ()
    erased = retention.purge(house.last + YEAR + timedelta(days=1))
    assert erased.people == ("c-1", "p-1", "p-2")
    assert set(erased.doors) == {"c-1", "p-1", "p-2", "c-2"}
    assert house.orders.document(plan_id, "plan.json")
    assert b"43.55678" not in house.raw()
    assert retention.purge(house.last + 2 * YEAR).plans == ()  # nothing is left to do


def test_a_plan_that_was_forgotten_counts_still(house, people) -> None:
    house.finished()
    long_ago(house)
    assert house.office.retention.due(house.last) == []
    house.orders.forget(0)
    assert house.office.retention.due(house.last + YEAR) == []
    assert house.office.retention.due(house.last + YEAR + timedelta(days=1)) == [
        "c-1",
        "p-1",
        "p-2",
    ]


def test_who_was_never_driven_stays_a_year_after_they_were_entered(house, people) -> None:
    today = datetime.now(UTC).date()
    assert house.office.retention.due(today + YEAR) == []
    assert "p-1" in house.office.retention.due(today + YEAR + timedelta(days=2))


def test_it_is_done_once_a_day_by_whoever_comes_first(house, people) -> None:
    day = house.last + YEAR + timedelta(days=9)
    house.finished()
    long_ago(house)
    first = house.office.retention.purge_once_a_day(day)
    assert first is not None
    assert first.people
    assert house.office.retention.purge_once_a_day(day) is None
    assert house.office.retention.purge_once_a_day(day + timedelta(days=1)) is not None


def test_the_service_does_it_and_outlives_its_faults(house, people) -> None:
    looks = iter([False, False, True])
    done: list[int] = []

    def today() -> date:
        done.append(1)
        if len(done) == 2:
            raise OSError
        return house.last

    keep_purging(house.office.retention, lambda _seconds: next(looks), today)
    assert len(done) == 3


def test_the_log_of_accesses_has_its_own_time(house, people) -> None:
    house.office.vault.get("p-1", people)
    rows = house.office.audit.verify().rows
    today = datetime.now(UTC).date()
    house.office.retention.purge(today + timedelta(days=300))
    assert house.office.audit.verify().rows == rows
    house.office.retention.purge(today + timedelta(days=367))
    verdict = house.office.audit.verify()
    assert verdict.broken_at is None
    assert verdict.rows < rows
