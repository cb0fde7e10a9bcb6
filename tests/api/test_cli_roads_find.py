"""`tournees roads find` and its kin, over the shipped territory."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import main

Run = Callable[..., Result]

HEADER = "id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat"
ADDRESSES = (
    "83023_1;148;;Avenue Frédéric Mistral;83170;83023;Brignoles;6.0571;43.4036",
    "83023_2;150;bis;Avenue Frédéric Mistral;83170;83023;Brignoles;6.0569;43.4035",
    "83023_3;7;;Impasse du Cabri Bleu;83170;83023;Brignoles;6.0601;43.4101",
    "13055_1;1;;La Canebière;13001;13055;Marseille;5.37;43.29",
)


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep imported house numbers out of the home of whoever runs the tests."""
    folder = tmp_path / "data"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


@pytest.fixture
def run() -> Run:
    def call(*words: str | Path, **more: object) -> Result:
        return CliRunner().invoke(main, ["roads", *map(str, words)], **more)  # type: ignore[arg-type]

    return call


@pytest.fixture
def downloaded(tmp_path: Path) -> Path:
    path = tmp_path / "adresses-83.csv"
    path.write_text("\n".join([HEADER, *ADDRESSES]) + "\n", encoding="utf-8")
    return path


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_find_prints_a_table(run: Run) -> None:
    result = run("find", "12 av mistral brignoles")
    assert result.exit_code == 0
    verdict, headings, first, *others = plain(result.stdout).splitlines()
    assert verdict.startswith("La rue est sûre, le numéro inconnu")
    assert headings.split() == ["Score", "Genre", "Lieu", "Numéro", "lat,lon"]
    assert "voie   Avenue Frédéric Mistral, Brignoles" in first
    assert first.split()[-2:] == ["inconnu", "43.40378,6.05876"]
    assert len(others) == 4
    assert "OpenStreetMap" in result.stderr


def test_what_find_prints_is_a_place_for_route(run: Run) -> None:
    point = run("find", "route de la sainte baume nans", "--limit", "1").stdout.split()[-1]
    assert run("route", point, "43.406,6.061").exit_code == 0


def test_real_queries_find_what_is_meant(run: Run) -> None:
    meant = {
        "ste baume nans": "Route de la Sainte-Baume, Nans-les-Pins",
        "Chem. des Fontaites, La Cele": "Chemin des Fontaites, La Celle",
        "allee de mazaugues plan d'aups": "Allée de Mazaugues, Plan-d'Aups-Sainte-Baume",
        "bd josef monnier 83170": "Boulevard Joseph Monnier, Brignoles",
        "hopital brignoles": "Centre hospitalier Jean Marcel, Brignoles",
        "fontrouvière": "Fontrouvière, Tourves",
        "st maximin": "Saint-Maximin-la-Sainte-Baume (83470)",
        "brignoles": "Brignoles (83170)",
        "Nans": "Nans-les-Pins (83860)",
        "D560 barjols": "D 560, Barjols",
    }
    lines = run("find", "-", "--json", input="\n".join(meant)).stdout.splitlines()
    answers = [json.loads(line) for line in lines]
    assert {a["query"]: a["candidates"][0]["label"] for a in answers} == meant
    assert {a["certainty"] for a in answers} == {"certain"}


@pytest.mark.parametrize(
    ("text", "commune"),
    [
        ("rue de la republique carces", "Carcès"),
        ("place jean jaures barjols", "Barjols"),
        ("8 chem du stade barjol", "Barjols"),
        ("rte de barjols brignoles", "Brignoles"),
        ("La Colle Piérade, Montmeyan", "Montmeyan"),
        ("Le Mas des Clos, Ollières", "Ollières"),
        ("Route de Loube, Néoules", "Néoules"),
    ],
)
def test_no_street_elsewhere_comes_before_the_commune_that_was_typed(
    run: Run, text: str, commune: str
) -> None:
    found = json.loads(run("find", text, "--json", "--limit", "20").stdout)
    communes = [candidate["commune"] for candidate in found["candidates"]]
    itself = [candidate["kind"] for candidate in found["candidates"]].index("commune")
    assert found["certainty"] == "ambiguous"
    assert set(communes[: itself + 1]) == {commune}


def test_find_writes_json(run: Run) -> None:
    result = run("find", "Rue de la République, Barjols", "--json", "--limit", "2")
    body = json.loads(result.stdout)
    assert result.stderr == ""
    assert body["query"] == "Rue de la République, Barjols"
    assert "OpenStreetMap" in body["attribution"]
    assert len(body["candidates"]) == 2
    first = body["candidates"][0]
    assert (first["kind"], first["insee"], first["commune"]) == ("street", "83012", "Barjols")
    assert first["number"] is None
    assert 43.5 < first["lat"] < 43.6


def test_find_reads_a_query_a_line(run: Run) -> None:
    text = "ste baume nans\n\n  rue neuve pourcieux \n"
    answers = [
        json.loads(line) for line in run("find", "-", "--json", input=text).stdout.splitlines()
    ]
    assert [answer["query"] for answer in answers] == ["ste baume nans", "rue neuve pourcieux"]
    assert answers[1]["candidates"][0]["label"] == "Rue Neuve, Pourcieux"
    accents = "église, barjols\n"
    typed = [run("find", "-", input=accents.encode(code)).stdout for code in ("utf-8", "cp1252")]
    assert typed[0] == typed[1]
    assert "glise" in typed[0]
    table = run("find", "-", input=text).stdout
    assert table.startswith("ste baume nans\nSûr.\n")
    assert "\n\nrue neuve pourcieux\nSûr.\n" in plain(table)


def test_find_says_what_is_sure_beside_a_number_that_is_not_known(
    run: Run, downloaded: Path
) -> None:
    place = plain(run("find", "12 fontrouvière tourves").stdout)
    assert place.startswith("Le lieu est sûr, le numéro inconnu.")
    assert run("find", "av mistral brignoles").stdout.startswith("Sûr.")
    run("addresses", "import", downloaded)
    assert run("find", "148 av mistral brignoles").stdout.startswith("Sûr.")


def test_find_says_what_is_doubtful_or_unknown(run: Run) -> None:
    doubtful = run("find", "rue de la république")
    assert doubtful.exit_code == 0
    assert doubtful.stdout.startswith("À confirmer")
    unknown = run("find", "xqzwv")
    assert unknown.exit_code == 2
    assert plain(unknown.stdout).startswith("Rien d’assez proche.")
    assert run("find", "-", input="ste baume nans\nxqzwv\n").exit_code == 2


def test_route_and_matrix_take_addresses(run: Run) -> None:
    words = ("12 av mistral, brignoles", "ste baume nans")
    result = run("route", *words)
    assert result.exit_code == 0
    told = plain(result.stderr)
    assert "« ste baume nans » : Route de la Sainte-Baume, Nans-les-Pins." in told
    assert "Avenue Frédéric Mistral, Brignoles, numéro inconnu" in told
    assert "→ Route de la Sainte-Baume, Nans-les-Pins" in result.stdout
    rows = list(csv.DictReader(io.StringIO(run("matrix", *words, "Barjols").stdout)))
    assert len(rows) == 6
    assert (rows[0]["from"], rows[0]["to"]) == words
    assert float(rows[0]["km"]) == pytest.approx(26, abs=3)


def test_doubtful_and_unknown_places_are_told_with_candidates(run: Run) -> None:
    for command in ("route", "matrix", "reach"):
        result = run(command, "rue de la république", "brignoles", "xqzwv")
        assert (result.exit_code, result.stdout) == (2, "")
        told = plain(result.stderr)
        assert told.startswith("Lieux : 2 points à corriger")
        assert "lieu 1 : « rue de la république » : peut être : Rue de La République, " in told
        assert "lieu 3 : « xqzwv » : ni « lat,lon »" in told


def test_matrix_wants_a_file_or_places(run: Run) -> None:
    result = run("matrix", "absent.csv")
    assert result.exit_code == 2
    assert "n’est pas un fichier" in plain(result.stderr)


def test_imported_house_numbers_are_used_everywhere(
    run: Run, downloaded: Path, own_data: Path
) -> None:
    result = run("addresses", "import", downloaded)
    assert result.exit_code == 0
    (kept,) = (own_data / "tournees").iterdir()
    told = plain(result.stdout)
    assert told.startswith(f"{kept} : 3 adresses, 2 voies, 1 commune.")
    assert "Base Adresse Nationale" in told
    found = json.loads(run("find", "148 av mistral brignoles", "--json").stdout)
    first = found["candidates"][0]
    assert (first["kind"], first["number"]) == ("address", "exact")
    assert (first["lon"], first["lat"]) == (6.0571, 43.4036)
    assert first["label"] == "148 Avenue Frédéric Mistral, Brignoles"
    assert "Base Adresse Nationale" in found["attribution"]
    new = json.loads(run("find", "7 imp cabri bleu", "--json").stdout)["candidates"][0]
    assert (new["label"], new["number"]) == ("7 Impasse du Cabri Bleu, Brignoles", "exact")
    route = run("route", "148 av mistral brignoles", "7 imp cabri bleu")
    assert route.stdout.startswith("1. 148 Avenue Frédéric Mistral, Brignoles → 7 Impasse")


def test_house_numbers_may_lie_anywhere(run: Run, downloaded: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.npz"
    assert run("addresses", "import", downloaded, "--out", out).exit_code == 0
    query = ("find", "150 bis av mistral brignoles", "--json")
    assert json.loads(run(*query).stdout)["candidates"][0]["number"] == "unknown"
    found = json.loads(run(*query, "--addresses", out).stdout)
    assert found["candidates"][0]["label"] == "150 bis Avenue Frédéric Mistral, Brignoles"


def test_a_broken_address_file_is_told(run: Run, downloaded: Path, own_data: Path) -> None:
    downloaded.write_text(f"{HEADER}\n{ADDRESSES[0]}\n{ADDRESSES[1].replace('43.4035', 'x')}\n")
    result = run("addresses", "import", downloaded)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "ligne 3, colonne lat : « x »" in plain(result.stderr)
    assert not own_data.exists()
    (own_data / "tournees").mkdir(parents=True)
    (own_data / "tournees" / "adresses-provence-verte-verdon.npz").write_bytes(b"PK")
    damaged = run("find", "brignoles")
    assert damaged.exit_code == 2
    assert "tournees roads addresses import" in damaged.stderr


def test_nothing_asked_is_written_anywhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    caplog.set_level(0)
    run("find", "12 rue du secret médical, brignoles")
    assert not list(tmp_path.iterdir())
    assert "secret" not in caplog.text


def test_help_is_french(run: Run) -> None:
    for words in (("find", "--help"), ("addresses", "import", "--help")):
        result = run(*words)
        assert result.exit_code == 0
        assert result.stdout.startswith("Emploi")


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, api.cli.roads, routing.roads\n"
        "print({'rapidfuzz', 'shapely', 'scipy'} & set(sys.modules) or 'light')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "light"
