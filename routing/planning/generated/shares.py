"""How often what is asked for, as shares of the requests or of the people; all of it estimates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Probabilities, 0 to 1. Nobody has counted them: change them to what you see.

    Parameters
    ----------
    session, event
        Requests that go to a session or an event of the programme; the others, to appointments.
    given_dates, only_next
        Of those for sessions: on named dates, or the next session only; the others take any.
    same_person
        Requests of somebody who has asked before, if a further ride makes sense for them.
    series
        Appointments that begin a weekly series.
    one_way, at_a_time, when_finished
        Ways back of appointments; all others, and most to sessions, are fetched once it is over.
    couple, child, companion
        People who travel with an adult, with a child in a seat of its own, or accompanied.
    foldable, rigid, walker
        People with a wheelchair of either kind, or a walking frame.
    low_income, member, other_residence
        What entitles people; and residents of a town outside who stay with somebody.
    prescription
        Appointments for which a medical transport is prescribed.
    wished, refused
        Requests that name the only drivers who may come, or one who may not.
    """

    session: float = 0.72
    event: float = 0.05
    given_dates: float = 0.18
    only_next: float = 0.12
    same_person: float = 0.3
    series: float = 0.08
    one_way: float = 0.08
    at_a_time: float = 0.06
    when_finished: float = 0.1
    couple: float = 0.06
    child: float = 0.06
    companion: float = 0.1
    foldable: float = 0.05
    rigid: float = 0.02
    walker: float = 0.07
    low_income: float = 0.75
    member: float = 0.12
    prescription: float = 0.05
    other_residence: float = 0.02
    wished: float = 0.03
    refused: float = 0.04
