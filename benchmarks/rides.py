"""One day of rides: what is found in a time limit against what is found in ten minutes.

``python -m benchmarks.rides --requests 120 --drivers 15 --seconds 30 --best 600`` draws a day of
appointments over the territory from a seed, with volunteers who are free on it, and plans it twice
from scratch. One JSON line a run: people left out by weight, kilometres, cost, and the gap to the
best run in percent, ``null`` where more people are left out than there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from api.recipe import read_programme
from routing.planning import load_territory
from routing.planning.dates import DateRange
from routing.planning.generated import Wanted, doors_of, generate
from routing.planning.rides.day import DayAnswer, plan_day
from routing.planning.rides.ground import Ground
from routing.planning.rides.question import DayQuestion, weight_of
from routing.planning.rides.shifts import shifts_on
from routing.planning.travel import travel_table
from routing.roads import RoadNetwork
from routing.vrp.stop import MaxIterations, MaxTime

DAY = date(2027, 1, 12)
PROGRAMME = "promo-soins"


def question_of(requests: int, drivers: int, seed: int) -> DayQuestion:
    """Draw a day with so many requests that may be carried and so many drivers free on it."""
    territory = load_territory(None)
    network = RoadNetwork.load(territory.roads_path)
    shipped = read_programme(PROGRAMME, territory)
    bare = replace(shipped, permanences=(), events=(), past=())
    day = DateRange(DAY, DAY)
    # the law refuses some of them, and not everybody is free on that day
    wanted = Wanted(rides=2 * requests, drivers=4 * drivers, seed=seed)
    drawn = generate(bare, territory, day, wanted, doors_of(territory, network.data))
    free = {shift.driver.id for shift in shifts_on(drawn, DAY)}
    names = [driver.id for driver in drawn.drivers if driver.id in free][:drivers]
    mine = tuple(driver for driver in drawn.drivers if driver.id in names)
    programme = replace(drawn, drivers=mine)
    travel = travel_table(programme, territory, network)
    ground = Ground.of(programme, territory, travel, day, ())
    visits = [found[0] for found in ground.calendar().visits.values()][:requests]
    return ground.question(DAY, visits)


def figures(answer: DayAnswer) -> dict[str, float]:
    """Return people left out by weight, kilometres and the cost of routes alone."""
    left = [v for v in answer.question.visits if v.request.id in answer.unserved]
    cost = answer.solution.cost
    return {
        "unserved": sum(weight_of(visit.request) for visit in left),
        "km": round(sum(ride.distance_m for ride in answer.rides) / 1000, 1),
        "cost": cost.total - cost.missed,
        "iterations": answer.solution.iterations,
        "wall_s": round(answer.solution.wall_s, 1),
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Plan a day twice and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--requests", type=int, default=120)
    parser.add_argument("--drivers", type=int, default=15)
    parser.add_argument("--seconds", type=float, nargs="+", default=[30.0])
    parser.add_argument("--best", type=float, default=600.0, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args(argv)
    question = question_of(asked.requests, asked.drivers, asked.seed)
    drawn = {"requests": len(question.visits), "drivers": len(question.shifts), "seed": asked.seed}
    plan_day(question, MaxIterations(1))  # loads compiled code, or compiles it
    runs = []
    for seconds in [*asked.seconds, asked.best]:
        found = figures(plan_day(question, MaxTime(seconds), asked.seed))
        runs.append(drawn | {"time_limit_s": seconds} | found)
    best = min(runs, key=lambda run: (run["unserved"], run["cost"]))
    for run in runs:
        gap = (
            100 * (run["cost"] / best["cost"] - 1) if run["unserved"] == best["unserved"] else None
        )
        print(json.dumps(run | {"gap_percent": None if gap is None else round(gap, 2)}))


if __name__ == "__main__":
    main()
