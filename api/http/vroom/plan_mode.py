"""Plan mode: the steps of every vehicle are given; only their times are chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from api.http.vroom.problem import Car, Plan, Planned, Problem, Task
from api.http.vroom.refusal import Refusal
from api.http.vroom.request import StepModel
from routing.sentence import say


def plans_given(problem: Problem) -> list[Plan]:
    """Return the steps of every vehicle that has some.

    Raises
    ------
    Refusal
        When a step names what is not there, or what another step names too.
    """
    tasks: dict[tuple[str, int], Task] = {
        (task.kind, task.model.id): task for task in problem.tasks
    }
    plans = [_plan(car, tasks) for car in problem.cars]
    counts = Counter(
        (step.task.kind, step.task.model.id) for plan in plans for step in plan.steps if step.task
    )
    for (kind, number), count in counts.items():
        if count > 1:
            raise Refusal(
                say(
                    "{kind} {number} : {count} steps le nomment, gardez-en un.",
                    kind=kind,
                    number=number,
                    count=count,
                )
            )
    return [plan for plan in plans if plan.steps]


def _plan(car: Car, tasks: Mapping[tuple[str, int], Task]) -> Plan:
    steps, ends = list[Planned](), dict[str, StepModel]()
    for place, step in enumerate(car.model.steps):
        if step.type in ("start", "end"):
            expected = 0 if step.type == "start" else len(car.model.steps) - 1
            if place != expected:
                raise _wrong(car, place, say("« {type} » n’est pas à sa place.", type=step.type))
            ends[step.type] = step
        elif step.type == "break":
            steps.append(_pause(car, place, step))
        else:
            task = tasks.get((step.type, -1 if step.id is None else step.id))
            if task is None:
                raise _wrong(
                    car, place, say("{type} {id} n’existe pas.", type=step.type, id=step.id)
                )
            steps.append(Planned(task, forced=step))
    taken = Counter(step.pause.id for step in steps if step.pause)
    if taken and max(taken.values()) > 1:
        raise _wrong(car, len(steps), say("une même pause ne se prend qu’une fois."))
    return Plan(car, tuple(steps), ends.get("start"), ends.get("end"), given=True)


def _pause(car: Car, place: int, step: StepModel) -> Planned:
    for pause in car.model.breaks:
        if pause.id == step.id:
            return Planned(pause, forced=step)
    raise _wrong(car, place, say("la pause {id} n’est pas parmi ses breaks.", id=step.id))


def _wrong(car: Car, place: int, message: str) -> Refusal:
    return Refusal(
        say(
            "vehicle {id}, steps, n° {number} : {message}",
            id=car.model.id,
            number=place + 1,
            message=message,
        )
    )
