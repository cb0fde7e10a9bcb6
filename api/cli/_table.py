"""The plan as a table for people, on stdout."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from routing.planning.plans import Plan, Round, SolverReport
    from routing.planning.programme import Programme
    from routing.planning.territory import Territory

HALF_DAYS = {"morning": "matin", "afternoon": "après-midi", "evening": "soir"}
AIMS = {
    "permanences_held": "permanences tenues",
    "people_reached": "personnes qui demandent à venir",
    "regularity": "régularité",
    "optional_roles": "rôles facultatifs",
    "kilometres_and_minutes": "trajets",
}
"""Names of the aims that a proof is about, in their order."""
NARROWEST = 100
"""Columns assumed where the output is not a terminal."""


def show(made: Plan, programme: Programme, territory: Territory) -> None:
    """Print rounds, what is not held and why, rides, remarks, indicators and the proof."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, NARROWEST + 20))
    console.print(_rounds(made, programme, territory))
    _missing(console, made, programme)
    if programme.requests:
        from api.cli._table_rides import show_rides

        show_rides(console, made, programme, territory)
    for remark in made.remarks:
        console.print(f"À savoir : {remark.message}", markup=False)
    _figures(console, made)


def _rounds(made: Plan, programme: Programme, territory: Territory) -> Table:
    from babel.dates import format_date
    from rich import box
    from rich.table import Table
    from rich.text import Text

    first, last = made.horizon.first, made.horizon.last
    table = Table(
        title=Text(f"{made.title}, du {first:%d/%m/%Y} au {last:%d/%m/%Y}"),
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    for heading in ("Date", "Demi-journée", "Village", "Équipe", "Départ", "Retour"):
        table.add_column(heading)
    table.add_column("km", justify="right")
    for held in made.rounds:
        cells = (
            format_date(held.date, "EEE d MMM", locale="fr"),
            " + ".join(dict.fromkeys(HALF_DAYS[stop.half_day] for stop in held.stops)),
            " → ".join(territory.site(stop.site).commune for stop in held.stops),
            _team(held, programme),
            _clock(held.depart_s),
            _clock(held.return_s),
            f"{held.distance_m / 1000:.1f}".replace(".", ","),
        )
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _team(held: Round, programme: Programme) -> str:
    return ", ".join(programme.member(duty.staff).label for duty in held.team)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600} h {seconds % 3600 // 60:02d}"


def _missing(console: Console, made: Plan, programme: Programme) -> None:
    if not made.unassigned:
        console.print("Toutes les séances dues sont tenues.")
        return
    console.print(f"Séances non tenues ({len(made.unassigned)}) :")
    for record in made.unassigned:
        due = f"{record.due.first:%d/%m} au {record.due.last:%d/%m}"
        name = programme.permanence(record.id).name
        console.print(f"  {name}, due du {due}", markup=False)
        for reason in record.reasons:
            console.print(f"    {reason.code} : {reason.message}", markup=False)


def _figures(console: Console, made: Plan) -> None:
    from routing.planning.wording import clock

    found, solver = made.indicators, made.solver
    people = f"{found['people_within_15_min']:,.0f}".replace(",", " ")
    share = f"{found['people_within_15_min_percent']:.0f}"
    kilometres = f"{found['distance_km']:.1f}".replace(".", ",")
    hours = clock(round(3600 * found["duration_h"]))
    held = found["permanences_held"]
    sessions = "permanence tenue" if held < 2 else "permanences tenues"
    console.print(
        f"{held:.0f} {sessions} sur {found['permanences_due']:.0f} · "
        f"{kilometres} km · {hours} de tournée · "
        f"{people} habitants à moins de 15 min ({share} %)"
    )
    if "ride_requests" in found:
        from api.cli._table_rides import ride_figures

        for line in ride_figures(found):
            console.print(line, markup=False)
    console.print(
        f"Plan vérifié · {proof_of(solver)} · graine {solver.seed}, {solver.iterations} itérations"
    )


def proof_of(solver: SolverReport) -> str:
    """Tell the first aim that is not proven; what is said of a later one holds only for it."""
    leading = [aim for aim in solver.aims if aim.aim in AIMS]
    first = next((aim for aim in leading if aim.gap > 0), None)
    if first is None:
        return "optimum prouvé"
    gap = f"{100 * first.gap:.2f}".replace(".", ",")
    if first.aim == "kilometres_and_minutes":
        return f"trajets à {gap} % au plus de l’optimum"
    return (
        f"{AIMS[first.aim]} à {gap} % au plus de l’optimum (coût {first.cost}, au moins "
        f"{first.bound}), et trajets non prouvés : augmentez --iterations ou --time-limit"
    )
