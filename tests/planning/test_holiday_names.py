"""Every holiday that can close a session has its English name."""

from __future__ import annotations

import holidays
from vacances_scolaires_france import SchoolHolidayDates

from routing.language import Language, sayable, told
from routing.planning.holiday_names import named


def test_public_and_school_holidays_are_named_in_english() -> None:
    found = {name["nom_vacances"] for name in SchoolHolidayDates().data.values()} - {""}
    for subdivision in (None, "57"):
        days = holidays.country_holidays(
            "FR", subdiv=subdivision, years=range(2024, 2035), language="fr"
        )
        found |= set(days.values())
    assert len(found) > 15
    assert [name for name in sorted(found) if not sayable(named(name), Language.ENGLISH)] == []
    assert told(named("Toussaint"), Language.ENGLISH) == "All Saints’ Day"
    both = named("Ascension; Fête du Travail")
    assert told(both, Language.ENGLISH) == "Ascension Day; Labour Day"


def test_a_name_of_somewhere_else_stays_as_it_is() -> None:
    assert named("Abolition de l'esclavage") == "Abolition de l'esclavage"
