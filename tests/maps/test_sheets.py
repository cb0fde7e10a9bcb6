from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from maps import write_round_sheets
from maps.page_space import page_space
from maps.sheets import ALL_SHEETS
from maps.views import round_views


@pytest.fixture
def folder(sample, tmp_path):
    folder = tmp_path / "feuilles"
    write_round_sheets(*sample.arguments, folder)
    return folder


def text_of(path):
    html = re.sub(r"<style>.*?</style>", "", path.read_text("utf-8"), flags=re.DOTALL)
    plain = re.sub(r"<[^>]+>", " ", html).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(plain.replace("&nbsp;", " ").split())


def test_one_file_per_round_named_by_date_and_unit_number(sample, tmp_path):
    paths = write_round_sheets(*sample.arguments, tmp_path / "a" / "b")
    assert [path.name for path in paths] == [
        "feuille-2026-12-01-unite-1.html",
        "feuille-2026-12-01-unite-2.html",
        "feuille-2026-12-03-unite-1.html",
        "feuille-2026-12-17-unite-1.html",
    ]
    assert {p.name for p in paths[0].parent.iterdir()} == {p.name for p in paths} | {ALL_SHEETS}


def test_file_names_never_repeat_or_betray_a_unit_called_after_somebody(sample, tmp_path):
    units = tuple(replace(u, id=f"voiture-de-{u.id}") for u in sample.programme.units)
    rounds = tuple(
        replace(r, unit=f"voiture-de-{r.unit}", id=f"{r.id}-{again}")
        for r in sample.plan.rounds[:1]
        for again in (1, 2)
    )
    paths = write_round_sheets(
        replace(sample.plan, rounds=rounds),
        replace(sample.programme, units=units),
        *sample.arguments[2:],
        tmp_path / "feuilles",
    )
    assert [path.name for path in paths] == [
        "feuille-2026-12-01-unite-1.html",
        "feuille-2026-12-01-unite-1-2.html",
    ]


def test_a_sheet_says_everything_the_team_needs(folder):
    text = text_of(folder / "feuille-2026-12-03-unite-1.html")
    for said in (
        "Jeudi 3 décembre 2026",
        "Unité 1",
        "Départ – Valbelle",
        "12 rue de l’Église, 83000 Valbelle",
        "Fontfraîche",
        "Permanence de Fontfraîche, 83000 Fontfraîche (adresse à confirmer)",
        "Pause de 11 h 52 à 12 h 37",
        "Soins infirmiers Bénévole 0 à bord peut conduire",
        "Conduite Bénévole 3 à bord conduit",
        "Médecine Bénévole 1 rejoint sur place",
        "Valbelle → Fontfraîche",
        "D 13 · Route des Vignes",
        "D 560",
        "Notes",
        "Signature",
        "© OpenStreetMap contributors, ODbL 1.0",
    ):
        assert said in text, said
    assert "12 rue de l’Église, 83000 Valbelle (" not in text


def test_a_sheet_has_no_script_and_fetches_nothing(folder):
    html = unescape((folder / "feuille-2026-12-03-unite-1.html").read_text("utf-8"))
    assert "<script" not in html
    assert "script-src 'none'" in html
    assert not re.search(r"""(?:src|href)=["'](?!data:|#|geo:)""", html)


def test_sheets_are_drawn_in_greys_only(folder):
    html = (folder / ALL_SHEETS).read_text("utf-8")
    for colour in re.findall(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b", html):
        size = len(colour) // 3
        assert len({colour[i : i + size] for i in range(0, len(colour), size)}) == 1, colour


def test_all_sheets_in_one_file_say_the_same(sample, folder):
    whole = text_of(folder / ALL_SHEETS)
    assert whole.count("Feuille de tournée ·") == len(sample.plan.rounds)


def test_the_same_plan_gives_the_same_sheets(sample, folder, tmp_path):
    write_round_sheets(*sample.arguments, tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_hostile_names_are_text(made, tmp_path):
    evil = "</style><script>alert(1)</script> {{7*7}} 'y' \"z\" 🚐"
    sample = made.make_sample(tmp_path / "t", [f"{evil} {i}" for i in range(4)])
    paths = write_round_sheets(*sample.arguments, tmp_path / "feuilles")
    html = paths[0].read_text("utf-8")
    assert "<script" not in html
    assert "{{7*7}}" in html


def test_many_stops_turn_the_page_compact(sample, made):
    day = sample.plan.rounds[0].date
    plans = {
        n: made.make_plan(
            [made.make_round(day, 1, [i % 4 for i in range(n)], sample.programme, sample.network)],
            sample.programme,
        )
        for n in (1, 2, 5)
    }
    spaces = {
        n: page_space(round_views(plan, sample.programme, sample.territory)[0])
        for n, plan in plans.items()
    }
    assert [spaces[n].compact for n in (1, 2, 5)] == [False, False, True]
    assert spaces[1].lines >= spaces[2].lines >= 3


def test_a_plan_without_rounds_leaves_one_empty_file(sample, tmp_path):
    plan = replace(sample.plan, rounds=())
    assert write_round_sheets(plan, *sample.arguments[1:], tmp_path) == []
    assert (tmp_path / ALL_SHEETS).is_file()
