"""The map file as text: what it holds and what it must never hold."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from maps import write_map

SPEAKING = ("src", "href", "action", "data", "poster", "srcset", "formaction", "ping")


class Page(HTMLParser):
    """Collects tags, the texts of scripts and styles, and all visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.text: list[str] = []
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open = tag if tag in self.inline else ""
        if self._open:
            self.inline[tag].append("")

    def handle_endtag(self, _tag):
        self._open = ""

    def handle_data(self, data):
        if self._open:
            self.inline[self._open][-1] += data
        else:
            self.text.append(data)

    def attribute(self, tag: str, name: str) -> list[str | None]:
        return [attributes.get(name) for found, attributes in self.tags if found == tag]


@pytest.fixture
def html(sample, tmp_path):
    return write_map(*sample.arguments, tmp_path / "out" / "carte.html").read_text("utf-8")


@pytest.fixture
def page(html):
    return Page(html)


def test_nothing_is_fetched_from_anywhere(page):
    for tag, attributes in page.tags:
        for name in SPEAKING:
            value = attributes.get(name)
            assert value is None or value.startswith(("#", "data:")), (tag, name, value)
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert "style" not in attributes, (tag, attributes)
    for style in page.inline["style"]:
        assert "@import" not in style
        assert all(url.startswith("data:") for url in re.findall(r"url\(([^)]*)\)", style))
    assert "sourceMappingURL" not in "".join(page.inline["script"])


def test_the_policy_allows_exactly_what_is_there(page):
    policy = next(p for p in page.attribute("meta", "content") if p and "default-src" in p)
    for kind, texts in page.inline.items():
        allowed = re.search(rf"{kind}-src ([^;]*)", policy)
        digests = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts]
        assert allowed is not None
        assert allowed[1].split() == [f"'sha256-{digest}'" for digest in digests]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_the_page_says_its_language_and_fits_a_phone(page):
    assert page.attribute("html", "lang") == ["fr"]
    viewport = dict(
        zip(page.attribute("meta", "name"), page.attribute("meta", "content"), strict=True)
    )
    assert viewport["viewport"] == "width=device-width, initial-scale=1"


def test_the_table_says_what_the_map_shows(page, sample):
    text = " ".join(" ".join(page.text).replace("\N{NO-BREAK SPACE}", " ").split())
    assert page.attribute("th", "scope").count("row") == len(sample.plan.rounds)
    for said in (
        "Décembre 2026",
        "Mardi 1er décembre 2026",
        "Jeudi 3 décembre 2026",
        "Unité 2",
        "Permanence de Pierreclos",
        "Bénévole 3 · conduit",
        "Bénévole 1 · rejoint sur place",
        "Personne n’est libre à Permanence de Valbelle.",
        "Vingt-huit jours entre deux séances.",
        "© OpenStreetMap contributors, ODbL 1.0",
        "Limites des communes : IGN 2018",
        "adresse à confirmer",
    ):
        assert said in text, said


def test_nobody_can_read_where_a_volunteer_lives(html, made):
    assert str(made.HOME.lon) not in html
    assert str(made.HOME.lat) not in html


def test_the_same_plan_gives_the_same_bytes(sample, html, tmp_path):
    again = write_map(*sample.arguments, tmp_path / "again.html").read_text("utf-8")
    assert again == html


def test_geometry_is_written_once_however_often_it_is_driven(html):
    legs = re.search(r"tournees\.legs = (\[.*?\]);", html, re.DOTALL)
    assert legs is not None
    encoded = re.findall(r'"([^"]*)"', legs[1])
    assert len(encoded) == 6  # of nine legs driven
    assert len(set(encoded)) == len(encoded)


def test_an_empty_plan_still_makes_a_page(sample, tmp_path):
    plan = replace(sample.plan, rounds=(), unassigned=(), remarks=())
    page = Page(write_map(plan, *sample.arguments[1:], tmp_path / "vide.html").read_text("utf-8"))
    assert "Aucune tournée" in " ".join(page.text)


def test_a_busy_month_stays_small(made, tmp_path):
    sample = made.make_full_month(tmp_path / "territoire")
    assert len(sample.plan.rounds) > 40
    path = write_map(*sample.arguments, tmp_path / "mois.html")
    assert path.stat().st_size < 1_000_000  # 160 kB of it Leaflet


def test_the_page_exists_in_english(sample, tmp_path):
    html = write_map(*sample.arguments, tmp_path / "map.html", lang="en").read_text("utf-8")
    assert '<html lang="en">' in html
    assert "Rounds, stops and teams" in html


def test_hostile_names_are_text_in_the_file(made, tmp_path):
    evil = "</script><img src=x onerror=alert(1)> ${7*7} {{6666*6}} {% x %} {# y #}"
    evil += " `x` 'y' \"z\" \\ 🚐"
    sample = made.make_sample(tmp_path / "territoire", [f"{evil} {i}" for i in range(4)])
    page = Page(write_map(*sample.arguments, tmp_path / "carte.html").read_text("utf-8"))
    assert page.attribute("img", "src") == []
    assert len(page.inline["script"]) == 8
    assert any(evil in text for text in page.text)
    assert "39996" not in "".join(page.text)
