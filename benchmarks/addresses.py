"""Address search: the share of misspelt names found first, and times; one JSON line a run.

``python -m benchmarks.addresses`` draws 200 real names of streets and lieux-dits of the territory,
writes each as a hurried person would, without a typing error, with one and with two, and asks the
gazetteer; then it asks for streets that are not there.
``--seeds 1 2 3`` repeats it with other draws, ``--misses`` lists what was not found first.

Names and communes are read from the network and the contours here, not from the gazetteer. A
query must hold enough for a person with a map: the kind of street is left out only where the
rest of the name is alone in its commune, the commune only where the name is alone in the
territory (a postal code instead: alone among the communes that share it).
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

import numpy as np
import shapely

from api.gazetteer import gazetteer_of
from routing.planning import load_territory
from routing.planning.territory import Territory
from routing.roads.data import RoadData
from routing.roads.gazetteer import Gazetteer
from routing.roads.gazetteer.towns import read_contours

KINDS = {
    "allée": ("all.", "all"), "avenue": ("av.", "av", "ave"),
    "boulevard": ("bd", "bd.", "bld", "boul."), "chemin": ("chem.", "ch.", "che"),
    "cours": ("crs",), "faubourg": ("fbg",), "hameau": ("ham.",), "impasse": ("imp.", "imp"),
    "lotissement": ("lot.", "lot"), "montée": ("mte",), "passage": ("pass.",),
    "place": ("pl.", "pl", "pce"), "promenade": ("prom.",), "quartier": ("quart.", "qu."),
    "résidence": ("rés.", "res"), "route": ("rte", "rte."), "rue": ("r.", "r"),
    "square": ("sq.",), "traverse": ("trav.", "trav"),
}  # fmt: skip
"""Kinds of streets as people shorten them, from the list of the French post and from habit."""

IN_NAMES = {"saint": "st", "sainte": "ste", "docteur": "dr", "général": "gal", "maréchal": "mal"}
SMALL = {"de", "des", "du", "d", "la", "le", "les", "l", "à", "au", "aux", "et", "en", "sur"}


@dataclass(frozen=True, slots=True)
class Target:
    """A street or a lieu-dit."""

    name: str
    insee: str

    @property
    def bare(self) -> str:
        """The name without the kind of street and small words."""
        words = plain(self.name).split()
        kinds = {plain(kind) for kind in KINDS} | {"ancien", "ancienne", "pont", "vieux", "voie"}
        small = {plain(word) for word in SMALL}
        return " ".join(w for w in words if w not in small and w not in kinds) or plain(self.name)


def plain(text: str) -> str:
    """Lower case letters and digits without accents, one space between words, « St » in full."""
    spelled = unicodedata.normalize("NFKD", re.sub("[’-]", " ", text.replace("œ", "oe")))
    bare = re.sub(r"[^a-z0-9]+", " ", spelled.encode("ascii", "ignore").decode().lower())
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in bare.split())


def targets_of(territory: Territory) -> list[Target]:
    """Give every named street by the commune that one of its edges lies in, and every lieu-dit."""
    data = RoadData.load(territory.roads_path)
    named = np.flatnonzero(data.edge_name > 0)
    ends = data.edge_tail[named], data.edge_head[named]
    found = set()
    for insee, area in read_contours(territory.polygons_path).items():
        inside = shapely.contains_xy(area, data.node_lon / 1e6, data.node_lat / 1e6)
        for name in np.unique(data.edge_name[named[inside[ends[0]] & inside[ends[1]]]]):
            found.add((plain(data.strings[name]), insee, data.strings[name]))
    with (territory.folder / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["insee"]]
        found |= {(plain(row["name"]), row["insee"], row["name"]) for row in rows}
    distinct = {(key, insee): name for key, insee, name in sorted(found) if len(key) > 2}
    return [
        Target(name, insee)
        for (key, insee), name in sorted(distinct.items())
        if key not in map(plain, KINDS)
    ]


class Writer:
    """Writes targets as people do; ``errors`` is the number of typing errors in each."""

    def __init__(self, territory: Territory, targets: Sequence[Target], rng: random.Random) -> None:
        self.communes = {commune.insee: commune for commune in territory.communes}
        self.rng = rng
        self.alone_in_commune = Counter((target.bare, target.insee) for target in targets)
        self.alone = Counter(target.bare for target in targets)
        self.alone_by_code = Counter((t.bare, self.code(t)) for t in targets)

    def code(self, target: Target) -> str:
        """Give the postal code of a target's commune."""
        return self.communes[target.insee].postal_code

    def query(self, target: Target, errors: int) -> str:
        """Write one target."""
        rng = self.rng
        name = self.shortened(target)
        for _ in range(errors):
            name = misspelt(name, rng)
        parts = [f"{rng.randint(1, 300)}{rng.choice(['', '', ' bis', ','])} {name}"
                 if rng.random() < 0.3 and not name[0].isdigit() else name]  # fmt: skip
        draw = rng.random()
        if draw < 0.2 and self.alone[target.bare] == 1:
            pass
        elif draw < 0.4 and self.alone_by_code[target.bare, self.code(target)] == 1:
            parts.append(self.code(target))
        else:
            parts.insert(rng.choice([0, 1, 1, 1]), self.commune(target))
            if draw > 0.8:
                parts.append(self.code(target))
        return self.toned(rng.choice([" ", ", "]).join(parts))

    def shortened(self, target: Target) -> str:
        """Shorten or leave out the kind of street, shorten titles and saints."""
        rng = self.rng
        words = re.split(r"(?<=[\s'’-])", target.name)
        kind = words[0].strip().lower()
        draw = rng.random()
        if kind in KINDS and len(words) > 1:
            alone = self.alone_in_commune[target.bare, target.insee] == 1
            if draw < 0.4:
                words[0] = rng.choice(KINDS[kind]) + " "
            elif draw < 0.6 and alone:
                words = words[1:]
                while len(words) > 1 and plain(words[0]) in SMALL and rng.random() < 0.5:
                    words = words[1:]
        for at, word in enumerate(words):
            bare = word.rstrip(" -").lower()
            if bare in IN_NAMES and len(words) > at + 1 and rng.random() < 0.5:
                words[at] = IN_NAMES[bare] + rng.choice(["", "."]) + word[len(bare) :]
        return "".join(words)

    def commune(self, target: Target) -> str:
        """Write a commune in full, with « St », or without what follows its first words."""
        rng = self.rng
        name = self.communes[target.insee].name
        if rng.random() < 0.5:
            name = re.sub(r"\bSaint\b", "St", re.sub(r"\bSainte\b", "Ste", name))
        head = re.split(r"-(?=(?:la|les|lès|de|d|sur)\b)", name)[0]
        others = [c.name for c in self.communes.values() if c.insee != target.insee]
        if rng.random() < 0.4 and not any(plain(o).startswith(plain(head)) for o in others):
            name = head
        return misspelt(name, rng) if rng.random() < 0.2 else name

    def toned(self, text: str) -> str:
        """Change case, drop accents, hyphens or apostrophes."""
        rng = self.rng
        text = rng.choice([text, text, text.lower(), text.lower(), text.upper()])
        if rng.random() < 0.5:
            text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        return re.sub(r"['’-]", " ", text) if rng.random() < 0.5 else text


def misspelt(text: str, rng: random.Random) -> str:
    """Swap, drop, double or replace one letter."""
    letters = [i for i, c in enumerate(text) if c.isalpha()]
    if len(letters) < 3:
        return text
    at = rng.choice(letters)
    following = text[at + 1 : at + 2]
    match rng.choice(["swap", "drop", "double", "wrong"]):
        case "swap" if following.isalpha() and following != text[at]:
            return text[:at] + following + text[at] + text[at + 2 :]
        case "drop":
            return text[:at] + text[at + 1 :]
        case "double":
            return text[:at] + text[at] * 2 + text[at + 1 :]
        case _:
            others = [c for c in "abcdefghijklmnopqrstuvwxyz" if c != text[at].lower()]
            return text[:at] + rng.choice(others) + text[at + 1 :]


def measure(
    gazetteer: Gazetteer, territory: Territory, targets: Sequence[Target],
    *, count: int, seed: int, errors: int, misses: bool,
) -> None:  # fmt: skip
    """Ask for one draw of names and print the figures."""
    rng = random.Random(f"{seed}/{errors}")  # noqa: S311 - a draw, no secret
    writer = Writer(territory, targets, rng)
    right, among, sure, wrong_sure, times, cpu_times = 0, 0, 0, 0, [], []
    for target in rng.sample(list(targets), count):
        query = writer.query(target, errors)
        began, cpu_began = time.perf_counter(), time.process_time()
        finding = gazetteer.find(query)
        times.append((time.perf_counter() - began) * 1000)
        cpu_times.append((time.process_time() - cpu_began) * 1000)
        hits = [
            (plain(c.name), c.insee) == (plain(target.name), target.insee)
            for c in finding.candidates
        ]
        right, among = right + (hits[:1] == [True]), among + any(hits)
        sure += finding.best is not None
        wrong_sure += finding.best is not None and not hits[0]
        if misses and hits[:1] != [True]:
            found = [f"{c.label} {c.score:.3f}" for c in finding.candidates[:3]]
            print(f"  {query!r}: {target.name}, {territory.commune(target.insee).name}; {found}")
    print(json.dumps({
        "what": "addresses", "seed": seed, "errors": errors, "queries": count,
        "right_first_percent": round(100 * right / count, 1),
        "among_candidates_percent": round(100 * among / count, 1),
        "certain_percent": round(100 * sure / count, 1),
        "certain_but_wrong_percent": round(100 * wrong_sure / count, 1),
        "median_ms": round(median(times), 2),
        "p95_ms": round(quantiles(times, n=20)[-1], 2),
        "most_ms": round(max(times), 2),
        "p95_cpu_ms": round(quantiles(cpu_times, n=20)[-1], 2),
    }), flush=True)  # fmt: skip


def absent(
    gazetteer: Gazetteer, territory: Territory, targets: Sequence[Target], *, count: int, seed: int
) -> None:
    """Ask for streets in communes that have none of that name: nothing should be certain."""
    rng = random.Random(f"absent/{seed}")  # noqa: S311 - a draw, no secret
    there = {(target.bare, target.insee) for target in targets}
    queries: list[str] = []
    while len(queries) < count:
        target, commune = rng.choice(targets), rng.choice(territory.communes)
        if (target.bare, commune.insee) not in there:
            queries.append(f"{target.name}, {commune.name}")
    sure = sum(gazetteer.find(query).best is not None for query in queries)
    print(json.dumps({
        "what": "addresses that do not exist", "seed": seed, "queries": count,
        "certain_percent": round(100 * sure / count, 1),
    }), flush=True)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--errors", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args(arguments)
    territory = load_territory()
    gazetteer = gazetteer_of(territory)
    began, cpu_began = time.perf_counter(), time.process_time()
    gazetteer.find("brignoles")
    first, cpu = time.perf_counter() - began, time.process_time() - cpu_began
    targets = targets_of(territory)
    print(
        json.dumps(
            {
                "what": "index",
                "first_answer_s": round(first, 3),
                "first_answer_cpu_s": round(cpu, 3),
                "targets": len(targets),
            }
        )
    )
    for errors in given.errors:
        for seed in given.seeds:
            measure(gazetteer, territory, targets, count=given.count, seed=seed, errors=errors,
                    misses=given.misses)  # fmt: skip
    for seed in given.seeds:
        absent(gazetteer, territory, targets, count=given.count, seed=seed)


if __name__ == "__main__":
    main()
