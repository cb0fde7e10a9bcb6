"""What rules out every single date of a due session, read off the programme."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from routing.planning.dates import DateRange
from routing.planning.model.build import Question
from routing.planning.model.team import available, counts, may_serve
from routing.planning.model.trips import bound
from routing.planning.plans import Reason
from routing.planning.pool import Visit
from routing.planning.programme import Joins, Opening, Permanence, Programme, StaffMember, Unit
from routing.planning.rides.places import site_key
from routing.planning.series import Need
from routing.planning.wording import full_day, short_days
from routing.sentence import Sentence, say

SUNDAY = 6


def date_reasons(question: Question, need: Need) -> tuple[Reason, ...]:
    """Return what rules out each date; nothing when some date is possible by itself."""
    causes: dict[tuple[str, str], list[date]] = defaultdict(list)
    for day in need.due:
        weekday = [o for o in need.permanence.openings if o.weekday == day.weekday()]
        if not weekday:
            continue
        closed = question.days.closed(need.permanence, day)
        if closed is not None:
            causes[closed.code, closed.because].append(day)
        elif day not in need.dates:
            causes["MIN_GAP", _too_close(need.permanence)].append(day)
        else:
            blocks = [_blocked(question, need.permanence, opening, day) for opening in weekday]
            if any(not block for block in blocks):
                return ()
            for block in blocks:
                for cause in block:
                    if day not in causes[cause]:
                        causes[cause].append(day)
    if not causes:
        message = say("aucun jour de permanence autorisé {period}", period=period(need.due))
        return (Reason(code="NO_DATE", message=message),)
    return tuple(
        Reason(code=code, message=_on(because, days))
        for (code, because), days in sorted(causes.items(), key=lambda item: item[1])
    )


def _blocked(
    question: Question, permanence: Permanence, opening: Opening, day: date
) -> list[tuple[str, str]]:
    """List what makes this very half-day impossible, everything else being free."""
    programme = question.programme
    fit = [u for u in programme.units if not (u.is_car and permanence.unit_required)]
    if not fit:
        return [("NO_UNIT", say("aucune unité du programme ne convient"))]
    running = [u for u in fit if u.runs(day)]
    if not running:
        return [("UNIT_IN_MAINTENANCE", say("unité en entretien"))]
    visit = Visit(permanence=permanence, opening=opening)
    if not any(_drivable(question, unit, visit, day) for unit in running):
        return [_too_far(question, permanence, running)]
    here = [m for m in programme.staff if available(m, day, opening.half_day)]
    lacking = _no_team(programme, permanence, here)
    if lacking or day.weekday() != SUNDAY or programme.rules.sunday_work:
        return lacking
    free = [m for m in here if not bound(programme, m)]
    resting = _no_team(programme, permanence, free)
    if not resting:
        return []
    return [("SUNDAY_REST", say("le dimanche est un jour de repos (L3132-3)"))]


def _too_close(permanence: Permanence) -> Sentence:
    gap = permanence.min_gap_days or 1
    if gap == 1:
        return say("une séance a déjà eu lieu ce jour-là")
    return say("moins de {gap} jours après ou avant une autre séance", gap=gap)


def _drivable(question: Question, unit: Unit, visit: Visit, day: date) -> bool:
    """Whether a unit can be at a session on a date, on a round of its own or a longer one."""
    templates = question.open(question.pool.templates(unit, day.weekday()), unit, day)
    return any(visit.slot in template.slots for template in templates)


def _too_far(question: Question, permanence: Permanence, units: list[Unit]) -> tuple[str, str]:
    site = site_key(permanence.site)
    reached = [
        u
        for u in units
        if question.travel.reachable(site_key(u.depot), site)
        and question.travel.reachable(site, site_key(u.depot))
    ]
    if not reached:
        because = say("aucune route ne mène du dépôt au lieu de la permanence")
        return "UNREACHABLE", because
    minutes = round(min(question.travel.seconds(site_key(u.depot), site) for u in reached) / 60)
    return (
        "SHIFT_TOO_SHORT",
        say(
            "trop loin pour la journée de l’unité ({minutes} min de route à l’aller, "
            "horaires, durée du travail et pauses compris)",
            minutes=minutes,
        ),
    )


def _no_team(
    programme: Programme, permanence: Permanence, here: list[StaffMember]
) -> list[tuple[str, str]]:
    found = []
    for role in dict.fromkeys(need.role for need in permanence.roles):
        required = counts(permanence, role)[0]
        able = [m for m in here if role in m.roles and may_serve(programme, m, role, permanence)]
        if len(able) < required:
            found.append(_missing_role(programme, permanence, role, here))
    drivers = [m for m in here if m.may_drive_unit and m.joins is Joins.DEPOT]
    if not drivers:
        found.append(("NO_DRIVER", say("personne de disponible pour conduire l’unité")))
    return found


def _missing_role(
    programme: Programme, permanence: Permanence, role: str, here: list[StaffMember]
) -> tuple[str, str]:
    label = programme.role(role).label.lower()
    unauthorised = [
        m
        for m in here
        if role in m.roles
        and programme.role(role).authorised_sites_only
        and permanence.site not in m.authorised_sites
    ]
    if unauthorised:
        return (
            "NOT_AUTHORISED",
            say(
                "{role} sans autorisation de l’Ordre pour ce lieu (CSP R4127-74)",
                role=label,
            ),
        )
    return "NO_STAFF", say("personne de disponible comme {role}", role=label)


def period(days: DateRange) -> Sentence:
    """Return the dates as people say them."""
    if days.first == days.last:
        return say("le {day}", day=full_day(days.first))
    return say("du {first} au {last}", first=full_day(days.first), last=full_day(days.last))


def _on(because: str, days: list[date]) -> Sentence:
    return say("{because} : {days}", because=because, days=short_days(sorted(days)))
