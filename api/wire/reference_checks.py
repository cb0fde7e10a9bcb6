"""Checks between records: every code named exists, every need can in principle be met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from api.wire.code_checks import duplicates, names, unknown
from api.wire.document_view import View
from api.wire.faults import Issue
from api.wire.limits import DEFAULT_LEAVE_S, DEFAULT_RETURN_S, MAX_SESSION_S
from api.wire.place_lookup import far_away, site_names
from api.wire.scalars import (
    read_clock,
    read_day,
    read_duration,
    read_half_day,
    write_clock,
)
from routing.planning.territory import Territory
from routing.sentence import say


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes that may be named; ``None`` where the list itself is missing or broken."""

    roles: Mapping[str, str] | None
    permanences: Mapping[str, str] | None
    staff: Mapping[str, str] | None
    sites: Mapping[str, str] | None


def check_references(root: View, territory: Territory | None) -> Iterator[Issue]:
    """Yield unknown and repeated codes, and needs that nobody and nothing can meet."""
    known = _Known(
        roles=names(root["roles"], "label"),
        permanences=names(root["permanences"], "name"),
        staff=names(root["staff"], "label"),
        sites=site_names(territory) if territory else None,
    )
    for plural in ("roles", "permanences", "staff", "units"):
        yield from duplicates(root[plural])
    if root["permanences"].is_list and not list(root["permanences"]):
        yield root["permanences"].issue("NO_PERMANENCE", say("décrivez au moins une permanence."))
    yield from unknown(root["headquarters"], known.sites, "UNKNOWN_SITE", "lieu")
    yield from _permanences(root, known)
    yield from _staff(root, known, territory)
    for unit in root["units"]:
        yield from unknown(unit["depot"], known.sites, "UNKNOWN_SITE", "lieu")
    yield from _past(root, known)


def _permanences(root: View, known: _Known) -> Iterator[Issue]:
    held = _roles_held(root["staff"])
    for permanence in root["permanences"]:
        yield from unknown(permanence["site"], known.sites, "UNKNOWN_SITE", "lieu")
        for need in permanence["roles"]:
            wrong = list(unknown(need["role"], known.roles, "UNKNOWN_ROLE", "rôle"))
            yield from wrong
            required = need["optional"].value is not True
            if required and not wrong and held is not None and need["role"].id not in held:
                yield need["role"].issue(
                    "NOBODY_HAS_ROLE",
                    say(
                        "personne dans l’équipe ne tient ce rôle ; ajoutez quelqu’un ou rendez "
                        "le rôle facultatif."
                    ),
                )
        if permanence["unit_required"].value in (None, True):
            yield from _carried(permanence, root["units"])


def _roles_held(staff: View) -> set[str | None] | None:
    if not staff.is_list or not all(list(member["roles"]) for member in staff):
        return None  # somebody's roles are wrong: that has been said
    return {role.id for member in staff for role in member["roles"]} | {None}


def _carried(permanence: View, units: View) -> Iterator[Issue]:
    """Check that a mobile unit exists and runs at the hours of each opening."""
    if units.value is not None and not units.is_list:
        return
    mobile = [unit for unit in units if unit["is_car"].value is not True]
    if not mobile:
        yield permanence["unit_required"].issue(
            "NO_UNIT",
            say(
                "aucune unité mobile n’est décrite ; ajoutez-en une, ou dites qu’une "
                "voiture suffit."
            ),
        )
    shifts = [_shift(unit) for unit in mobile]
    duration = permanence["duration"].read(read_duration)
    if not mobile or duration is None or duration > MAX_SESSION_S:
        return
    if any(leave >= back for leave, back in shifts):
        return  # that has been said
    setup = permanence["setup"].read(read_duration) or 0
    packing = permanence["packing"].read(read_duration) or 0
    for opening in permanence["openings"]:
        start = opening["start"].read(read_clock)
        if start is None:
            continue
        begin, end = start - setup, start + duration + packing
        if not any(leave <= begin and end <= back for leave, back in shifts):
            hours = reduce(
                lambda first, more: say("{first} ou {more}", first=first, more=more),
                (
                    say("de {leave} à {back}", leave=write_clock(leave), back=write_clock(back))
                    for leave, back in shifts
                ),
            )
            yield opening["start"].issue(
                "OPENING_OUTSIDE_SHIFT",
                say(
                    "la séance occuperait l’unité de {begin} à {end}, or elle ne "
                    "circule que {hours} ; changez l’un ou l’autre.",
                    begin=write_clock(max(begin, 0)),
                    end=write_clock(end),
                    hours=hours,
                ),
            )


def _shift(unit: View) -> tuple[int, int]:
    """Return when a unit leaves and returns; what is not said or unreadable has its default."""
    leave, back = unit["leave"].read(read_clock), unit["return"].read(read_clock)
    return (
        DEFAULT_LEAVE_S if leave is None else leave,
        DEFAULT_RETURN_S if back is None else back,
    )


def _staff(root: View, known: _Known, territory: Territory | None) -> Iterator[Issue]:
    for member in root["staff"]:
        for role in member["roles"]:
            yield from unknown(role, known.roles, "UNKNOWN_ROLE", "rôle")
        for field in ("sites_allowed", "sites_refused", "authorised_sites"):
            for site in member[field]:
                yield from unknown(site, known.sites, "UNKNOWN_SITE", "lieu")
        if territory:
            yield from _home(member["home"], territory)


def _home(home: View, territory: Territory) -> Iterator[Issue]:
    lon, lat = home["lon"].value, home["lat"].value
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return
    if advice := far_away(lon, lat, territory):
        # no value: where somebody lives is not repeated in messages
        yield Issue(home.loc, "HOME_FAR_AWAY", advice)


def _past(root: View, known: _Known) -> Iterator[Issue]:
    begins = root["horizon"]["from"].read(read_day)
    seen: set[tuple[object, ...]] = set()
    for session in root["past"]:
        yield from unknown(
            session["permanence"], known.permanences, "UNKNOWN_PERMANENCE", "permanence"
        )
        day, half = session["date"].read(read_day), session["half_day"].read(read_half_day)
        key = (session["permanence"].id, day, half)
        if None not in key and key in seen:
            yield session["date"].issue(
                "DUPLICATE_SESSION",
                say("cette séance est déjà indiquée plus haut ; gardez-en une."),
            )
        seen.add(key)
        if day and begins and day >= begins:
            yield session["date"].issue(
                "PAST_IN_HORIZON",
                say(
                    "une séance passée précède la période à planifier, qui commence le "
                    "{begins:%d/%m/%Y}.",
                    begins=begins,
                ),
            )
        for duty in session["team"]:
            yield from unknown(duty["staff"], known.staff, "UNKNOWN_STAFF", "membre de l’équipe")
            yield from unknown(duty["role"], known.roles, "UNKNOWN_ROLE", "rôle")
