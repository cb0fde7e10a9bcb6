"""The recipe of a made-up month: measure, people and what they ask, volunteers, likings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from routing.planning.dates import Horizon
from routing.planning.errors import PlanningError
from routing.planning.generated.asking import Requests
from routing.planning.generated.doors import Doors
from routing.planning.generated.likings import with_refusals, with_wishes
from routing.planning.generated.luck import Luck
from routing.planning.generated.scene import Scene
from routing.planning.generated.shares import Shares
from routing.planning.generated.volunteers import association_cars, volunteers
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from routing.sentence import say

if TYPE_CHECKING:
    from routing.planning.travel import Roads


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How many requests and drivers, and from which seed."""

    rides: int
    drivers: int
    seed: int
    shares: Shares = field(default_factory=Shares)

    def __post_init__(self) -> None:
        if min(self.rides, self.drivers, self.seed) < 0:
            raise ValueError("numbers of rides and drivers and the seed must not be negative")


def generate(
    programme: Programme,
    territory: Territory,
    horizon: Horizon,
    wanted: Wanted,
    doors: Doors,
    roads: Roads | None = None,
) -> Programme:
    """Return the programme with a made-up month of requests, drivers and cars in place of its own.

    Same arguments, same programme. Permanences, staff, units and events stay; the horizon too,
    for whoever calls this to set.

    Parameters
    ----------
    horizon
        Where appointments, events and named dates lie.
    doors
        Where people may live, see :func:`~routing.planning.generated.doors.doors_of`.
    roads
        For minutes by road; without it they are estimated from straight lines.

    Raises
    ------
    PlanningError
        When requests are wanted and there is nothing to be driven to.
    """
    scene = Scene.of(programme, territory, horizon, doors, roads)
    asking = Requests(scene, Luck(wanted.seed, "requests"), wanted.shares)
    if wanted.rides and not asking.possible:
        raise PlanningError(
            say(
                "rien où conduire : le programme n’a ni permanence ni évènement dans la "
                "période, et le territoire n’a aucun lieu de soins ; ajoutez-en un."
            )
        )
    requests = tuple(asking.draw(wanted.rides))
    cars = association_cars(scene, wanted.drivers)
    drivers = volunteers(scene, wanted.drivers, cars, Luck(wanted.seed, "drivers"))
    requests = with_wishes(requests, drivers, cars, Luck(wanted.seed, "wishes"), wanted.shares)
    drivers = with_refusals(drivers, requests, Luck(wanted.seed, "refusals"))
    return replace(programme, requests=requests, drivers=drivers, cars=cars)
