"""Writes the programmes that ship, ``data/communes/programmes/*.json``.

Run it after changing a ``programme_*.py`` beside it, :mod:`routing.planning.generated`, or the
territory's tables or roads::

    python data/compile_programmes.py [--out data/communes/programmes]

Each programme is checked as a user's own would be before anything is written.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import programme_extension
import programme_promo_soins
import programme_rides
import programme_territoire

from api.wire.programme_json import programme_text, validate
from routing.planning.generated import doors_of
from routing.planning.programme import Programme
from routing.planning.territory import Territory
from routing.planning.territory_folder import load_territory
from routing.roads import RoadNetwork

COMMUNES = Path(__file__).parent / "communes"


def main() -> None:
    """Write every programme, or none when one of them has a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=COMMUNES / "programmes")
    options = parser.parse_args()
    territory = load_territory(COMMUNES)
    made = programmes(territory)
    faults = [f"{p.name}: {fault}" for p in made for fault in validate(p, territory)]
    if faults:
        raise SystemExit("\n".join(faults))
    options.out.mkdir(parents=True, exist_ok=True)
    for programme in made:
        path = options.out / f"{programme.name}.json"
        path.write_text(programme_text(programme), encoding="utf-8", newline="\n")
        sys.stderr.write(
            f"{programme.name}: {len(programme.permanences)} permanences, "
            f"{len(programme.staff)} people, {len(programme.units)} units, "
            f"{len(programme.requests)} ride requests, {len(programme.drivers)} drivers\n"
        )


def programmes(territory: Territory) -> tuple[Programme, ...]:
    """Build the programmes that ship."""
    network = RoadNetwork.load(territory.roads_path)
    doors = doors_of(territory, network.data)
    made = (
        programme_promo_soins.PROGRAMME,
        programme_extension.PROGRAMME,
        programme_territoire.programme(territory),
    )
    return tuple(
        programme_rides.with_rides(programme, territory, doors, network) for programme in made
    )


if __name__ == "__main__":
    main()
