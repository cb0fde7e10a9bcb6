"""Solution files: the best of every solver on every instance."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.formats import Problem
from benchmarks.literature.runs import OURS, Run, document


@dataclass
class Archive:
    """Writes ``folder/<instance>.json`` for ours and ``folder/<solver>/<instance>.json`` else.

    A file is written as soon as a run is better than those before it in this call.
    """

    folder: Path
    best: dict[tuple[str, str], Run] = field(default_factory=dict)

    def keep(self, problem: Problem, run: Run) -> Path | None:
        """Write the solution of ``run`` where it is the best so far."""
        key = run.solver, run.instance
        if run.cost is None or (key in self.best and self.best[key].rank <= run.rank):
            return None
        self.best[key] = run
        folder = self.folder if run.solver == OURS else self.folder / run.solver
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{run.instance}.json"
        text = json.dumps(document(problem, run), ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")
        return path
