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


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("06 12.34-56 78", "0612345678"),
        ("+33 (0)6 12 34 56 78 ou 04 94 00 00 00", "+33612345678"),
        ("chez sa fille : 0494000000", "0494000000"),
        ("le 15", ""),
        ("", ""),
    ],
)
def test_the_first_number_is_dialled(phone: str, dialled: str) -> None:
    assert Contact(phone=phone).dialled == dialled


def test_a_contact_tells_nothing_of_itself_to_logs() -> None:
    contact = Contact(name="Jeanne Exemple", phone="06 00 00 00 00", address="Rue A", notes="Chien")
    assert repr([contact]) == "[Contact(…)]"
    assert f"{contact}" == "Contact(…)"
    assert not contact.empty
    assert Contact().empty
