from __future__ import annotations

import pytest

from maps.contacts import Contact


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Jeanne Exemple", "J. E."),
        ("Jean-Pierre  d’Arc", "J.-P. D."),
        ("élodie Ñandú", "É. Ñ."),
        ("🎉 Léa (voisine)", "L. V."),
        ("06 00 00 00 00", ""),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_of_words(name: str, initials: str) -> None:
    assert Contact(name=name).initials == initials


def test_a_contact_tells_nothing_of_itself_to_logs() -> None:
    contact = Contact(name="Jeanne Exemple", phone="06 00 00 00 00", address="Rue A", notes="Chien")
    assert repr([contact]) == "[Contact(…)]"
    assert f"{contact}" == "Contact(…)"
    assert not contact.empty
    assert Contact().empty
