"""What is asked of a worker, and as text in the queue."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from api.wire.programme_json import dump_programme, load_programme
from routing.planning.options import PlanOptions
from routing.planning.programme import Programme
from routing.planning.territory import Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A plan to make: a programme with its horizon, and how to search.

    ``published``: id of an order whose plan people know; its rides stay where they can.
    ``previous``: id of the plan before, already counted as held in the programme. ``base``: id of
    the plan that this one corrects.
    """

    programme: Programme
    options: PlanOptions
    published: str | None = None
    previous: str | None = None
    base: str | None = None

    def text(self) -> str:
        """Return the order as JSON."""
        return json.dumps(
            {
                "programme": dump_programme(self.programme),
                "options": asdict(self.options),
                "published": self.published,
                "previous": self.previous,
                "base": self.base,
            },
            ensure_ascii=False,
        )

    @staticmethod
    def read(text: str, territory: Territory) -> Order:
        """Return the order that a JSON text is.

        Raises
        ------
        api.wire.faults.InputFaults
            When its programme does not fit the territory.
        """
        document = json.loads(text)
        return Order(
            programme=load_programme(document["programme"], territory),
            options=PlanOptions(**document["options"]),
            published=document["published"],
            previous=document.get("previous"),
            base=document.get("base"),
        )
