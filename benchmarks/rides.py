"""One day of rides: what is found in a time limit against what is found in ten minutes.

``python -m benchmarks.rides --requests 120 --drivers 15 --seconds 30 --best 600`` draws a day of
appointments over the territory from a seed, with volunteers who are free on it, and plans it twice
from scratch. One JSON line a run: people left out by weight, kilometres, cost, and the gap to the
best run in percent, ``null`` where more people are left out than there.

``--iterations 20000 60000`` bounds the runs by iterations of each thread instead, so that versions
can be compared on a busy machine. ``--explain`` times the reasons and remedies of everybody whom
the first run leaves out, one after the other.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from api.recipe import read_programme
from routing.planning import load_territory
from routing.planning.dates import DateRange
from routing.planning.generated import Wanted, doors_of, generate
from routing.planning.rides.dates import Effort
from routing.planning.rides.day import DayAnswer, plan_day
from routing.planning.rides.explain import reasons_of
from routing.planning.rides.ground import Ground
from routing.planning.rides.question import DayQuestion, weight_of
from routing.planning.rides.remedies import Remedies
from routing.planning.rides.shifts import shifts_on
from routing.planning.travel import travel_table
from routing.roads import RoadNetwork
from routing.vrp.stop import MaxIterations, MaxTime, Stop

DAY = date(2027, 1, 12)
PROGRAMME = "promo-soins"


def drawn_day(requests: int, drivers: int, seed: int) -> tuple[Ground, DayQuestion]:
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
    return ground, ground.question(DAY, visits)


def explanations(ground: Ground, answer: DayAnswer) -> dict[str, float]:
    """Return how long it takes to say why somebody is left out, and what would help."""
    remedies = Remedies(ground=ground, answers={DAY: answer}, effort=Effort(seed=0))
    took = []
    for visit in answer.question.visits:
        if visit.request.id in answer.unserved:
            began = time.perf_counter()
            reasons_of(ground.programme, answer, visit)
            remedies.of(visit)
            took.append(time.perf_counter() - began)
    mean, most = (sum(took) / len(took), max(took)) if took else (0.0, 0.0)
    return {"explained": len(took), "mean_s": round(mean, 2), "max_s": round(most, 2)}


def figures(answer: DayAnswer, cpu_s: float) -> dict[str, float]:
    """Return people left out by weight, kilometres and the cost of routes alone."""
    left = [v for v in answer.question.visits if v.request.id in answer.unserved]
    cost = answer.solution.cost
    return {
        "unserved": sum(weight_of(visit.request) for visit in left),
        "km": round(sum(ride.distance_m for ride in answer.rides) / 1000, 1),
        "cost": cost.total - cost.missed,
        "iterations": answer.solution.iterations,
        "wall_s": round(answer.solution.wall_s, 1),
        "cpu_s": round(cpu_s, 1),
    }


def main(argv: Sequence[str] | None = None) -> None:
    """Plan a day twice and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--requests", type=int, default=120)
    parser.add_argument("--drivers", type=int, default=15)
    parser.add_argument("--seconds", type=float, nargs="+", default=[30.0])
    parser.add_argument("--best", type=float, default=600.0, metavar="SECONDS")
    parser.add_argument("--iterations", type=int, nargs="+", help="bound the runs by these instead")
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args(argv)
    ground, question = drawn_day(asked.requests, asked.drivers, asked.seed)
    drawn = {"requests": len(question.visits), "drivers": len(question.shifts), "seed": asked.seed}
    plan_day(question, MaxIterations(1))  # loads compiled code, or compiles it
    stops: list[Stop] = [MaxTime(seconds) for seconds in (*asked.seconds, asked.best)]
    if asked.iterations:
        stops = [MaxIterations(iterations) for iterations in asked.iterations]
    runs = []
    for number, stop in enumerate(stops):
        before = time.process_time()
        answer = plan_day(question, stop, asked.seed)
        limit = {"time_limit_s": stop.seconds} if isinstance(stop, MaxTime) else {}
        runs.append(drawn | limit | figures(answer, time.process_time() - before))
        if asked.explain and number == 0:
            print(json.dumps(drawn | explanations(ground, answer)), flush=True)
    best = min(runs, key=lambda run: (run["unserved"], run["cost"]))
    for run in runs:
        gap = (
            100 * (run["cost"] / best["cost"] - 1) if run["unserved"] == best["unserved"] else None
        )
        print(json.dumps(run | {"gap_percent": None if gap is None else round(gap, 2)}))


if __name__ == "__main__":
    main()
