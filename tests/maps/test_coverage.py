"""How far people have to the nearest place, and the page that shows it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import ceil

import pytest

from maps.coverage import LIMITS_MIN, Measure, care_sites, cover, held_sites
from maps.coverage_page import SHADES, coverage_html
from maps.plan_context import PlanContext
from maps.selection import ALL


@pytest.fixture
def context(sample) -> PlanContext:
    plan, programme, territory, network = sample.arguments
    return PlanContext(plan=plan, programme=programme, territory=territory, network=network)


def covered(context, sites):
    return cover(Measure.SESSIONS, sites, context.territory, context.network)


def test_every_commune_has_its_nearest_site(context):
    one = (context.territory.site("P0"),)
    found = covered(context, one).by_commune
    assert found["83000"].minutes == 0
    assert found["83000"].step == 0
    metres = 0.1 * 0.73 * 111_195
    assert found["83001"].minutes == ceil(metres / 15 / 60)
    assert all(reach.site == one[0] for reach in found.values())


def test_more_sites_never_leave_people_further_away(context):
    few, more = (context.territory.site("P0"),), held_sites(context.plan, context.territory)
    near, nearer = covered(context, few), covered(context, (*few, *more))
    for before, after in zip(near.reaches, nearer.reaches, strict=True):
        assert after.minutes <= before.minutes
    assert all(b <= a for b, a in zip(near.people, nearer.people, strict=True))


def test_people_are_counted_where_their_commune_is_near(context):
    found = covered(context, (context.territory.site("P0"),))
    for limit, people in zip(LIMITS_MIN, found.people, strict=True):
        near = [r.commune.population for r in found.reaches if r.minutes <= limit]
        assert people == sum(near)
    assert found.people[-1] <= found.population == 10_000


def test_nothing_held_covers_nobody(context):
    found = covered(context, ())
    assert found.people == (0, 0, 0)
    assert {reach.minutes for reach in found.reaches} == {None}
    assert found.areas == ()
    assert coverage_html(replace(context, plan=replace(context.plan, rounds=())), ALL) is None


def test_the_page_tells_every_commune_and_fetches_nothing(context):
    html = (coverage_html(context, ALL) or b"").decode()
    for commune in context.territory.communes:
        assert f'scope="row">{commune.name}</th>' in html
    assert "default-src &#39;none&#39;" in html
    assert len(care_sites(context.territory)) == 1
    assert "permanence tenue (" in html
    assert all(colour in html for colour in SHADES)


def test_two_plans_stand_side_by_side(context):
    alone = (coverage_html(context, ALL) or b"").decode()
    before = replace(context.plan, rounds=context.plan.rounds[:1])
    both = (coverage_html(replace(context, before=before), ALL) or b"").decode()
    assert alone.count('class="coverage-map"') == 1
    assert both.count('class="coverage-map"') == 2
    assert "Avant" in both
    headings = 'role="columnheader"'
    assert alone.count(headings) == 4  # commune, inhabitants, sessions, care
    assert both.count(headings) == 5
    cells = len(context.territory.communes) * 3
    assert alone.count('role="cell"') == cells


def test_shades_get_lighter_on_paper_too():
    def light(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lights = [light(shade) for shade in SHADES]
    assert all(b - a > 25 for a, b in pairwise(lights))
