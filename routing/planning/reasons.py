"""Why a due session is not held: first what each date lacks, then what would free one.

Reasons are facts. A missing person, unit or date is read off the programme; a conflict with
other sessions is shown by solving again with one thing more and seeing the session held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ortools.sat.python import cp_model

from routing.planning.model.aims import Aim
from routing.planning.model.build import Built, Question, build
from routing.planning.model.rounds import Offer
from routing.planning.model.search import Search
from routing.planning.model.team import available, counts, may_serve
from routing.planning.plan import Reason, Unassigned
from routing.planning.pool import Pool, Template, Visit
from routing.planning.programme import (
    DateRange,
    HalfDay,
    Joins,
    Opening,
    Permanence,
    Programme,
    StaffMember,
    Unit,
)
from routing.planning.series import Need
from routing.planning.travel import site_key

RETRY_DETERMINISTIC_S = 20.0


def unassigned(question: Question, built: Built, search: Search) -> tuple[Unassigned, ...]:
    """List every session that is due and not held, with its reasons."""
    found = []
    cost = search.value(built.objectives[Aim.HELD].cost)
    for need, missing in built.sessions.missing:
        count = search.value(missing)
        if count:
            reasons = _date_reasons(question, need) or _conflicts(question, need, count, cost)
            record = Unassigned(
                kind="permanence", id=need.permanence.id, due=need.due, reasons=reasons
            )
            found += [record] * count
    return tuple(found)


def _date_reasons(question: Question, need: Need) -> tuple[Reason, ...]:
    """Reasons that rule out every single date; empty when some date is possible by itself."""
    causes: dict[tuple[str, str], list[date]] = defaultdict(list)
    for day in need.due:
        weekday = [o for o in need.permanence.openings if o.weekday == day.weekday()]
        if not weekday:
            continue
        closed = question.days.closed(need.permanence, day)
        if closed is not None:
            causes[closed.code, closed.because].append(day)
        elif day not in need.dates:
            gap = need.permanence.min_gap_days
            causes["MIN_GAP", f"moins de {gap} jours après ou avant une autre séance"].append(day)
        else:
            blocks = [_blocked(question, need.permanence, opening, day) for opening in weekday]
            if any(not block for block in blocks):
                return ()
            for block in blocks:
                for cause in block:
                    if day not in causes[cause]:
                        causes[cause].append(day)
    if not causes:
        period = _period(need.due)
        message = f"aucun jour de permanence autorisé {period}"
        return (Reason(code="NO_DATE", message=message),)
    return tuple(
        Reason(code=code, message=f"{because} : {_dates(days)}")
        for (code, because), days in sorted(causes.items(), key=lambda item: item[1])
    )


def _blocked(
    question: Question, permanence: Permanence, opening: Opening, day: date
) -> list[tuple[str, str]]:
    """List what makes this very half-day impossible, everything else being free."""
    programme = question.programme
    fit = [u for u in programme.units if not (u.is_car and permanence.unit_required)]
    if not fit:
        return [("NO_UNIT", "aucune unité du programme ne convient")]
    running = [u for u in fit if u.runs(day)]
    if not running:
        return [("UNIT_IN_MAINTENANCE", "unité en entretien")]
    visit = Visit(permanence=permanence, opening=opening)
    able = [u for u in running if _drivable(question.pool, u, visit, day)]
    if not able:
        return [_too_far(question, permanence, running)]
    return _no_team(programme, permanence, opening.half_day, day)


def _drivable(pool: Pool, unit: Unit, visit: Visit, day: date) -> bool:
    return any(t.slots == (visit.slot,) for t in pool.templates(unit, day.weekday()))


def _too_far(question: Question, permanence: Permanence, units: list[Unit]) -> tuple[str, str]:
    site = site_key(permanence.site)
    reached = [
        u
        for u in units
        if question.travel.reachable(site_key(u.depot), site)
        and question.travel.reachable(site, site_key(u.depot))
    ]
    if not reached:
        return "UNREACHABLE", "aucune route ne mène du dépôt au lieu de la permanence"
    minutes = round(min(question.travel.seconds(site_key(u.depot), site) for u in reached) / 60)
    return (
        "SHIFT_TOO_SHORT",
        f"trop loin pour la journée de l’unité ({minutes} min de route à l’aller, "
        "horaires, durée du travail et pauses compris)",
    )


def _no_team(
    programme: Programme, permanence: Permanence, half_day: HalfDay, day: date
) -> list[tuple[str, str]]:
    found = []
    here = [m for m in programme.staff if available(m, day, half_day)]
    for role in dict.fromkeys(need.role for need in permanence.roles):
        required = counts(permanence, role)[0]
        able = [m for m in here if role in m.roles and may_serve(programme, m, role, permanence)]
        if len(able) < required:
            found.append(_missing_role(programme, permanence, role, here))
    drivers = [m for m in here if m.may_drive_unit and m.joins is Joins.DEPOT]
    if not drivers:
        found.append(("NO_DRIVER", "personne de disponible pour conduire l’unité"))
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
            f"{label} sans autorisation de l’Ordre pour ce lieu (CSP R4127-74)",
        )
    return "NO_STAFF", f"personne de disponible comme {label}"


def _conflicts(question: Question, need: Need, count: int, cost: int) -> tuple[Reason, ...]:
    """Find what single addition would let the session be held, by solving again."""
    found = [
        Reason(code=code, message=message)
        for code, message, change in _additions(question.programme, need.permanence)
        if _would_be_held(question, need, count, cost, change)
    ]
    if found:
        return tuple(found)
    return (
        Reason(
            code="COMPETITION",
            message=(
                "les dates possibles sont prises par d’autres permanences, et ni une personne, "
                f"ni une unité de plus n’y suffirait à elle seule {_period(need.due)}"
            ),
        ),
    )


def _additions(
    programme: Programme, permanence: Permanence
) -> list[tuple[str, str, Callable[[Programme], Programme]]]:
    found: list[tuple[str, str, Callable[[Programme], Programme]]] = [
        (
            "CONTRACT_HOURS",
            "les heures de contrat des salariés sont épuisées : la séance serait tenue sans "
            "cette limite",
            _without_contracts,
        )
    ]
    for role in dict.fromkeys(n.role for n in permanence.roles if not n.optional):
        label = programme.role(role).label.lower()
        found.append(
            (
                "NO_STAFF_LEFT",
                f"il manque une personne comme {label} : avec une de plus, la séance serait tenue",
                _with_member(role, permanence),
            )
        )
    found.append(
        (
            "NO_DRIVER_LEFT",
            "il manque quelqu’un pour conduire l’unité : avec une personne de plus, la séance "
            "serait tenue",
            _with_member(None, permanence),
        )
    )
    found.append(
        (
            "NO_UNIT_LEFT",
            "l’unité est prise : avec une unité de plus, la séance serait tenue",
            _with_unit(permanence),
        )
    )
    return found


def _without_contracts(programme: Programme) -> Programme:
    staff = tuple(replace(member, contract_s_per_week=None) for member in programme.staff)
    return replace(programme, staff=staff)


def _with_member(role: str | None, permanence: Permanence) -> Callable[[Programme], Programme]:
    """Add somebody always free: for ``role``, or only to drive."""

    def change(programme: Programme) -> Programme:
        like = next(
            m
            for m in programme.staff
            if (role is None and m.may_drive_unit) or (role is not None and role in m.roles)
        )
        always = frozenset((weekday, half) for weekday in range(7) for half in HalfDay)
        extra = replace(
            like,
            id="+",
            roles=(role,) if role is not None else like.roles[-1:],
            availability=always,
            absences=(),
            contract_s_per_week=None,
            max_half_days_per_week=None,
            max_half_days_per_month=None,
            sites_allowed=None,
            sites_refused=frozenset(),
            authorised_sites=frozenset({permanence.site}),
            joins=Joins.DEPOT,
            may_drive_unit=role is None,
        )
        return replace(programme, staff=(*programme.staff, extra))

    return change


def _with_unit(permanence: Permanence) -> Callable[[Programme], Programme]:
    def change(programme: Programme) -> Programme:
        like = next(u for u in programme.units if not (u.is_car and permanence.unit_required))
        return replace(programme, units=(*programme.units, replace(like, id="+", maintenance=())))

    return change


def _would_be_held(
    question: Question,
    need: Need,
    count: int,
    cost: int,
    change: Callable[[Programme], Programme],
) -> bool:
    """Whether the change lets one more session be held without giving another up."""
    programme = change(question.programme)
    changed = replace(question, programme=programme, pool=Pool(programme, question.travel))
    built = build(changed, _everything(changed))
    missing = next(literal for other, literal in built.sessions.missing if other == need)
    built.model.add(missing <= count - 1)
    built.model.add(built.objectives[Aim.HELD].cost <= cost - 10 * need.permanence.priority)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.interleave_search = True
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = RETRY_DETERMINISTIC_S
    return solver.solve(built.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def _everything(question: Question) -> Offer:
    """Offer every route whose sessions are due on the date."""

    def offer(unit: Unit, day: date) -> Sequence[Template]:
        return question.open(question.pool.templates(unit, day.weekday()), unit, day)

    return offer


def _period(days: DateRange) -> str:
    if days.first == days.last:
        return f"le {days.first:%d/%m/%Y}"
    return f"du {days.first:%d/%m/%Y} au {days.last:%d/%m/%Y}"


def _dates(days: list[date]) -> str:
    return ", ".join(f"{day:%d/%m}" for day in sorted(days))
