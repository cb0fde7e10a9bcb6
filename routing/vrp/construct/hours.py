"""When and by whom: windows, breaks, and the slots that may come to a node."""

from __future__ import annotations

from itertools import pairwise

from routing.vrp.construct.board import Board
from routing.vrp.fleet import Break


def add_hours(board: Board) -> None:
    """Bound the start of service at every node, its slots, and the breaks of every slot."""
    for node, index in zip(board.layout.nodes, board.index, strict=True):
        board.model.VehicleVar(index).SetValues([-1, *node.slots])
        if not node.windows:
            continue
        start = board.time.CumulVar(index)
        first, last = node.windows[0].earliest_s, node.windows[-1].latest_s
        if first > board.horizon_s:
            board.model.VehicleVar(index).SetValue(-1)
            continue
        start.SetRange(first, min(last, board.horizon_s))
        for before, after in pairwise(node.windows):
            if before.latest_s + 1 < after.earliest_s and after.earliest_s <= board.horizon_s:
                start.RemoveInterval(before.latest_s + 1, after.earliest_s - 1)
            elif before.latest_s <= board.horizon_s < after.earliest_s:
                start.SetMax(before.latest_s)
    _add_breaks(board)


def _add_breaks(board: Board) -> None:
    busy = [0] * board.model.Size()
    for node, index in zip(board.layout.nodes, board.index, strict=True):
        busy[index] = node.service_s
    for slot in board.layout.slots:
        breaks = [
            _interval(board, slot.index, number, pause)
            for number, pause in enumerate(slot.shift.breaks)
        ]
        if breaks:
            board.time.SetBreakIntervalsOfVehicle(breaks, slot.index, busy)


def _interval(board: Board, slot: int, number: int, pause: Break) -> object:
    """Return a break that is taken when the route spans the last moment of its windows."""
    solver = board.model.solver()
    first, last = pause.windows[0].earliest_s, pause.windows[-1].latest_s
    name = f"break {slot}.{number}"
    interval = solver.FixedDurationIntervalVar(first, last, pause.duration_s, True, name)
    if len(pause.windows) > 1:
        begin = solver.IntVar(first, last, f"start of {name}")
        for before, after in pairwise(pause.windows):
            begin.RemoveInterval(before.latest_s + 1, after.earliest_s - 1)
        solver.Add(interval.SafeStartExpr(first) == begin)
    begun = board.time.CumulVar(board.start(slot)) <= last
    lasting = board.time.CumulVar(board.end(slot)) >= last
    solver.Add(interval.PerformedExpr() == begun * lasting)
    return interval
