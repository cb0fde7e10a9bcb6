"""How fast a car really goes: the parameters behind every duration of the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from routing.roads.data import CLASSES


def _frozen(**speeds: float) -> Mapping[str, float]:
    return MappingProxyType(speeds)


OPEN_KPH = _frozen(
    motorway=115, trunk=96, primary=76, secondary=72, tertiary=57, unclassified=40,
    residential=36, living_street=15, service=20, road=40,
    motorway_link=60, trunk_link=60, primary_link=50, secondary_link=45, tertiary_link=40,
)  # fmt: skip
"""Speed held on a straight of each class in open country, without a posted limit.

The French limits (130, 110, 80; Code de la route R413-2) less a few km/h where the road is wide
enough to reach them; below where it is narrow and unmarked. Motorways have stretches at 110 and
90, too.
"""

BUILT_UP_KPH = _frozen(
    motorway=86, trunk=72, primary=48, secondary=47, tertiary=44, unclassified=38,
    residential=32, living_street=12, service=15, road=30,
    motorway_link=50, trunk_link=45, primary_link=38, secondary_link=36, tertiary_link=34,
)  # fmt: skip
"""The same between houses: near the limit of 50 on main roads, less where cars are parked.

What side streets and crossings cost comes on top.
"""


@dataclass(frozen=True, kw_only=True)
class SpeedModel:
    """Durations from the shape and the kind of a road; km/h, seconds, metres, m/s².

    A stretch has a cruising speed: the class's, or ``limit_share`` of a posted limit (never
    more than ``over_class`` times the class's). Bends lower it to √(``lateral_m_s2`` × radius);
    junctions, roundabouts and obstacles lower it at their point and add a wait. Between these
    a car accelerates and brakes at bounded rates. The result is an ordinary driver in light
    traffic; congestion is not modelled.

    Parameters
    ----------
    open_kph, built_up_kph
        Cruising speed by road class outside and inside built-up areas.
    limit_share
        Share of a posted limit that is driven on a free road.
    over_class
        How far above the class's speed a posted limit may lift a road.
    lateral_m_s2
        Sideways acceleration that drivers accept in bends.
    bend_window_m
        Length over which the direction of a road is compared to find its radius.
    slowest_bend_kph
        Hairpins are taken at this speed at least.
    accelerate_m_s2, brake_m_s2
        Ordinary rates of speeding up and slowing down.
    give_way_kph, give_way_s
        Speed at, and mean wait before, a road of higher rank.
    equal_kph, equal_s
        The same where roads of equal rank meet (priority to the right).
    side_street_s
        Mean loss in passing a side street between houses: people crossing, cars turning in
        and out, lights that no tag tells of.
    roundabout_kph, roundabout_s
        The same on entering a roundabout.
    signal_s, stop_s, crossing_gate_s, toll_booth_s, gate_s
        Mean wait at traffic lights, a stop sign, a level crossing, a toll booth, a gate.
    calming_kph
        Speed over humps, tables and chicanes.
    unpaved_kph
        Upper bound on loose surfaces.
    local_kph
        Upper bound where only local traffic is allowed, so that no route cuts through.
    alternating_s
        Mean wait before a stretch with alternating one-way traffic.
    density_radius_m, density_km_per_km2
        Built-up where village streets are at least this dense within the radius and no
        posted limit says otherwise.
    slowest_kph, fastest_kph
        No edge is slower or faster than this, waits aside.
    """

    open_kph: Mapping[str, float] = field(default_factory=lambda: OPEN_KPH)
    built_up_kph: Mapping[str, float] = field(default_factory=lambda: BUILT_UP_KPH)
    limit_share: float = 0.94
    over_class: float = 1.1
    lateral_m_s2: float = 2.8
    bend_window_m: float = 30.0
    slowest_bend_kph: float = 14.0
    accelerate_m_s2: float = 1.2
    brake_m_s2: float = 1.6
    give_way_kph: float = 12.0
    give_way_s: float = 5.0
    equal_kph: float = 22.0
    equal_s: float = 1.5
    side_street_s: float = 0.5
    roundabout_kph: float = 20.0
    roundabout_s: float = 2.0
    signal_s: float = 12.0
    stop_s: float = 5.0
    crossing_gate_s: float = 4.0
    toll_booth_s: float = 25.0
    gate_s: float = 30.0
    calming_kph: float = 25.0
    unpaved_kph: float = 30.0
    local_kph: float = 12.0
    alternating_s: float = 20.0
    density_radius_m: float = 120.0
    density_km_per_km2: float = 7.0
    slowest_kph: float = 5.0
    fastest_kph: float = 130.0

    def __post_init__(self) -> None:
        """Refuse parameters that cannot describe a car, all at once."""
        faults = [
            f"{name}[{road_class!r}] is missing or not positive"
            for name in ("open_kph", "built_up_kph")
            for road_class in CLASSES
            if not getattr(self, name).get(road_class, 0) > 0
        ]
        faults += [
            f"{name} must be {'at least 0' if name.endswith('_s') else 'positive'}, got {value}"
            for name, value in _numbers(self).items()
            if value < 0 or (value == 0 and not name.endswith("_s"))
        ]
        if self.slowest_kph >= self.fastest_kph:
            faults.append("slowest_kph must be below fastest_kph")
        if faults:
            raise ValueError("; ".join(faults))

    def to_json(self) -> dict[str, Any]:
        """Give the parameters as plain JSON values."""
        return {
            "open_kph": dict(self.open_kph),
            "built_up_kph": dict(self.built_up_kph),
            **_numbers(self),
        }


def _numbers(model: SpeedModel) -> dict[str, float]:
    """Give the plain numbers of a model by name."""
    return {name: value for name, value in vars(model).items() if isinstance(value, (int, float))}
