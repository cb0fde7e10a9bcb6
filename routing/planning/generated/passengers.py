"""People who ask: where they live, with whom and what they travel, what entitles them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.planning.generated.luck import Luck
from routing.planning.generated.scene import Scene
from routing.planning.generated.shares import Shares
from routing.planning.ride_requests import Entitlement, Party, Spot, Wheelchair

ELSEWHERE = "13055"
"""INSEE code of Marseille, for people who stay with somebody in the territory."""
PRIORITIES, PRIORITY_WEIGHTS = (1, 2, 3), (85.0, 10.0, 5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passenger:
    """What all requests of one person have in common."""

    id: str
    home: Spot
    party: Party
    boarding_s: int
    entitlement: Entitlement
    priority: int

    @property
    def insee(self) -> str:
        """Code of the commune they live in."""
        return self.home.commune or ""


def passenger(
    number: int, scene: Scene, weights: Sequence[float], luck: Luck, shares: Shares
) -> Passenger:
    """Draw somebody from a commune by weight."""
    home = scene.home(luck, weights)
    party = _party(luck, shares)
    return Passenger(
        id=f"P-{number:04d}",
        home=home,
        party=party,
        boarding_s=_boarding_s(party, luck),
        entitlement=_entitlement(luck, shares),
        priority=luck.one_of(PRIORITIES, PRIORITY_WEIGHTS),
    )


def _party(luck: Luck, shares: Shares) -> Party:
    if luck.happens(shares.child):
        return Party(passengers=2, child_seats=1)
    passengers = 2 if luck.happens(shares.couple) else 1
    companions = int(luck.happens(shares.companion))
    kinds = (Wheelchair.FOLDABLE, Wheelchair.RIGID, Wheelchair.NONE)
    sits = shares.foldable, shares.rigid, 1 - shares.foldable - shares.rigid
    chair = luck.one_of(kinds, sits)
    walks = chair is Wheelchair.NONE and luck.happens(shares.walker)
    return Party(passengers=passengers, companions=companions, wheelchair=chair, walkers=int(walks))


def _boarding_s(party: Party, luck: Luck) -> int:
    """Return the time to get in: longer with a wheelchair, a walking frame or a child."""
    if party.wheelchair is not Wheelchair.NONE:
        return luck.whole(5, 8) * 60
    return luck.whole(3, 5) * 60 if party.walkers or party.child_seats else 120


def _entitlement(luck: Luck, shares: Shares) -> Entitlement:
    return Entitlement(
        residence=ELSEWHERE if luck.happens(shares.other_residence) else None,
        low_income=luck.happens(shares.low_income),
        member=luck.happens(shares.member),
    )
