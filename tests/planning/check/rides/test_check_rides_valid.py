"""A valid plan with rides passes."""

from __future__ import annotations


def test_the_plan_passes(fleet):
    assert fleet.check() == ()
