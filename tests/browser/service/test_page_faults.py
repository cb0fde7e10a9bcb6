"""What can go wrong on the page, and what people then see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from sqlalchemy import update

from api.problems import WORKER_LOST
from api.store.keys import Role
from api.store.order_records import Outcome, Standing, Status
from api.store.people_tables import LinkRow

WORKING = Standing(phase="rounds", share=0.5, done=0.4, cost=48_020, gap=0.031)


@pytest.fixture
def claim(served: Any) -> Any:
    """A plan that is being made."""
    served.shelf.order()
    claim = served.shelf.taken()
    served.shelf.orders.push(claim, WORKING)
    return claim


def finish(served: Any, claim: Any, status: Status, **more: Any) -> None:
    assert served.shelf.orders.finish(claim, Outcome(status=status, documents={}, **more))


def test_a_lost_connection_is_told_and_found_again(
    served: Any, person: Any, claim: Any, expected: list[str]
) -> None:
    expected += ["ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY", "ERR_NETWORK"]
    person.open(f"/plans/{claim.id}")
    person.reads("au plus 3,1")
    served.stop()
    try:
        person.reads("Connexion perdue")
    finally:
        served.start()
    served.shelf.orders.push(claim, Standing(phase="rides", share=0.1, done=0.8))
    person.reads("Trajets des bénévoles")
    assert "Connexion perdue" not in person.text
    finish(served, claim, Status.CANCELLED)
    person.reads("arrêté avant qu’un premier plan existe")


def test_a_plan_is_stopped_by_its_button(served: Any, person: Any, claim: Any) -> None:
    person.open(f"/plans/{claim.id}")
    person.press("Arrêter le calcul")
    assert not served.shelf.orders.push(claim, WORKING)
    finish(served, claim, Status.CANCELLED)
    person.reads("Calcul annulé")
    person.press("Planifier de nouveau")
    assert person.path == "/"


def test_a_plan_that_kills_its_workers_says_so_in_french(
    served: Any, person: Any, claim: Any
) -> None:
    person.open(f"/plans/{claim.id}")
    finish(served, claim, Status.FAILED, problem=WORKER_LOST.as_dict())
    person.reads("Le calcul s’est interrompu")
    person.reads("faute de mémoire")


def test_a_busy_queue_keeps_what_was_chosen(served: Any, person: Any, expected: list[str]) -> None:
    expected.append("429")
    waiting = [served.shelf.order() for _ in range(served.service.settings.queue_limit)]
    try:
        person.open("/?programme=extension")
        person.press("Planifier")
        person.reads("Attendez qu’un plan soit fini")
        chosen = person.browser.find_element(By.ID, "programme").get_property("value")
        assert chosen == "extension"
    finally:
        for plan_id in waiting:
            served.service.desk.cancel(plan_id)


def test_a_double_click_orders_one_plan(served: Any, person: Any) -> None:
    before = {state.id for state in served.service.desk.states()}
    person.open("/")
    person.browser.execute_script(
        "const b = document.querySelector('main form button'); b.click(); b.click();"
    )
    person.reads("En attente de son tour")
    made = {state.id for state in served.service.desk.states()} - before
    assert len(made) == 1
    served.service.desk.cancel(made.pop())


def test_a_revoked_key_leads_to_the_door_and_back(
    served: Any, person: Any, claim: Any, expected: list[str]
) -> None:
    expected.append("401")
    person.open(f"/plans/{claim.id}")
    person.reads("Dates et tournées")
    for key in served.service.keys.all():
        served.service.keys.revoke(key.id)
    served.service.known_keys.clear()
    served.shelf.orders.push(claim, Standing(phase="teams", done=0.5))
    person.reads("Votre session est finie")
    field = person.browser.find_element(By.ID, "key")
    field.send_keys(served.key())
    person.press("Entrer")
    person.reads("Équipes")
    assert person.path == f"/plans/{claim.id}"
    finish(served, claim, Status.CANCELLED)


def test_a_wrong_key_is_told(served: Any, person: Any, expected: list[str]) -> None:
    expected.append("401")
    person.browser.delete_all_cookies()
    person.open("/login?lang=fr")
    person.browser.find_element(By.ID, "key").send_keys("tn_wrong")
    person.press("Entrer")
    person.reads("Cette clé n’ouvre rien")


def test_whoever_left_is_out(person: Any) -> None:
    person.browser.find_element(By.CSS_SELECTOR, ".leave button").click()
    person.reads("À bientôt")
    person.open("/")
    assert person.path == "/login"


def test_an_unknown_plan_is_told_with_a_way_on(person: Any, expected: list[str]) -> None:
    expected.append("404")
    person.open("/plans/AAAAAAAAAAAAAAAA")
    person.reads("Ce plan n’existe pas")
    person.press("Aller à l’accueil")
    assert person.path == "/"


def test_a_reader_finds_nothing_to_press(served: Any, person: Any) -> None:
    plan = served.plan()
    person.enter(served.key(Role.READER))
    person.open(plan)
    person.reads("lecture seule")
    for page in ("", "/open", "/volunteers", "/changes", "/publish"):
        person.open(plan + page)
        assert person.browser.find_elements(By.CSS_SELECTOR, "main button") == []


def test_publishing_in_two_tabs_gives_one_number(served: Any, person: Any) -> None:
    plan = served.plan()
    person.open(f"{plan}/publish")
    published = served.service.desk.publish(plan.rpartition("/")[2])  # in the other tab
    person.press("Publier")
    person.reads("déjà publié")
    person.reads(f"Publié, n° {published.number}")


def test_an_expired_link_says_whom_to_ask(served: Any, person: Any, expected: list[str]) -> None:
    expected.append("410")
    plan = served.plan()
    served.service.desk.publish(plan.rpartition("/")[2])
    person.open(f"{plan}/volunteers")
    person.press("Créer le lien")
    url = person.browser.find_element(By.CSS_SELECTOR, ".link input[readonly]").get_property(
        "value"
    )
    person.browser.delete_all_cookies()
    person.browser.get(url)
    person.reads("Conductrice")
    with served.service.database.begin() as session:
        session.execute(update(LinkRow).values(expires_at=datetime.now(UTC) - timedelta(days=1)))
    person.browser.get(url)
    assert "Conductrice" not in person.text


def test_without_scripts_a_plan_is_ordered_followed_and_published(served: Any, person: Any) -> None:
    person.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    person.open("/")
    person.press("Planifier")
    person.reads("En attente de son tour")
    served.service.desk.cancel(person.browser.current_url.rpartition("/")[2])
    person.reads("Calcul annulé")  # the page fetches itself again
    plan = served.plan()
    person.open(f"{plan}/publish")
    person.press("Publier")
    person.reads("Plan publié")
