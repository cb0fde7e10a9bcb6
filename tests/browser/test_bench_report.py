"""The report of `tournees bench`, opened: its plots are drawn and any solution can be chosen."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from benchmarks import generated
from benchmarks.formats import read
from benchmarks.literature.report import write_report
from benchmarks.literature.runs import BestKnown, Run
from benchmarks.literature.session import Session
from routing.vrp.search.engine import Order


class Named:
    def __init__(self, name):
        self.name = name


@pytest.fixture
def report(tmp_path):
    problems, runs = [], []
    for seed in (1, 2):
        path = tmp_path / f"p0{seed}.txt"
        path.write_text(generated.periodic(6, 3, 3, seed), encoding="ascii")
        problems.append(read("pvrp", path))
    for problem in problems:
        clients = enumerate(problem.instance.clients)
        visits = [(day, c) for c, client in clients for day in client.pattern.day_sets[0]]
        orders = tuple(
            Order(vehicle, day, tuple(c for on, c in visits if on == day and c % 3 == vehicle))
            for day in range(3)
            for vehicle in range(3)
            if any(on == day and c % 3 == vehicle for on, c in visits)
        )
        common = {"family": "pvrp", "instance": problem.name, "time_limit_s": 2.0}
        known = BestKnown(cost=problem.cost(orders) * 0.99)
        for seed in (1, 2):
            runs.append(
                Run(
                    **common,
                    solver="tournees",
                    seed=seed,
                    wall_s=2.0,
                    cost=problem.cost(orders),
                    vehicles=3,
                    feasible=True,
                    best_known=known,
                    orders=orders,
                    curve=((0.1, 900.0), (1.0, problem.cost(orders))),
                )
            )
            runs.append(
                Run(
                    **common,
                    solver="autre",
                    seed=seed,
                    wall_s=0.0,
                    expressible=False,
                    reason="no visit patterns",
                )
            )
    session = Session(
        problems=problems,
        solvers=[Named("tournees"), Named("autre")],
        seeds=[1, 2],
        time_limit_s=2.0,
        known={},
    )
    write_report(tmp_path / "report.html", session, runs)
    return tmp_path / "report.html", problems, runs


def routes(browser):
    return browser.find_elements(By.CSS_SELECTOR, "#picture polyline")


def test_any_solution_can_be_chosen(report, open_page):
    path, problems, runs = report
    browser = open_page(path)
    assert len(browser.find_elements(By.CSS_SELECTOR, "figure > svg")) == 4
    of_first = [order for order in runs[0].orders if order.day == 0]
    assert len(routes(browser)) == len(of_first)
    Select(browser.find_element(By.ID, "instance")).select_by_visible_text("p02")
    Select(browser.find_element(By.ID, "day")).select_by_visible_text("tous")
    last = runs[-2].orders
    assert len(routes(browser)) == len(last)
    nodes = {code for order in last for code in order.stops}
    assert len(nodes) == len(problems[1].instance.clients)
    said = browser.find_element(By.ID, "said").text
    assert f"{len(last)} tournées" in said
    drawn = browser.find_elements(By.CSS_SELECTOR, "#progress path")
    assert len(drawn) == 2


@pytest.mark.parametrize("width", [1000, 390])
def test_nothing_keeps_people_out(report, open_page, resize, barriers, width):
    resize((width, 900))
    open_page(report[0])
    assert barriers() == []
