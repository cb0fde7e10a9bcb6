"""Who is behind the pseudonyms, for coordinators alone; every look is on record."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from api.http.access import reading
from api.http.bodies import JsonBytes, openapi_body
from api.http.described import answer
from api.http.language import language, language_headers
from api.http.paging import Asked, Page
from api.http.people_models import Dossier, ErasedReport, Imported, PersonEntry, PersonList
from api.http.responses import problems
from api.http.service import TheService
from api.people.audit import Caller
from api.problems import ForbiddenError
from api.store.keys import Key, Role
from api.wire.faults import InputFaults, pointer
from api.wire.json_text import read_document
from api.wire.people_json import PeopleModel, PersonModel, load_people
from maps.contacts import Contact
from routing.language import told
from routing.sentence import say

REMAINS = say(
    "Les plans gardent le pseudonyme, les communes, les heures et les kilomètres ; les sauvegardes "
    "faites avant gardent tout jusqu’à ce que vous les effaciez."
)


def coordinating(
    request: Request, service: TheService, key: Annotated[Key, Depends(reading)]
) -> Caller:
    """Return who asks; that somebody else than a coordinator did is noted as well.

    Raises
    ------
    ForbiddenError
        When the key is not a coordinator's.
    """
    caller = Caller(actor=f"key:{key.id}", via=f"{request.method} {request.scope['route'].path}")
    if key.role is not Role.COORDINATOR:
        asked = request.path_params
        who = asked.get("pseudonym") or asked.get("driver") or ""
        service.people.audit.refuse(caller, who)
        raise ForbiddenError(
            say(
                "Les données personnelles ne s’ouvrent qu’avec une clé de coordination "
                "(« tournees keys add --role coordinator »)."
            )
        )
    return caller


def no_store(response: Response) -> None:
    """Keep the answer out of every cache."""
    response.headers["Cache-Control"] = "no-store"


Coordinator = Annotated[Caller, Depends(coordinating)]
PLAIN = r"^[^\x00-\x1f]+$"
"""What codes in addresses are made of: no control characters, which PostgreSQL does not take."""
Pseudonym = Annotated[
    str, Path(description="Pseudonyme, ou code de qui conduit.", max_length=64, pattern=PLAIN)
]
router = APIRouter(
    tags=["people"],
    dependencies=[Depends(coordinating), Depends(no_store)],
    responses=problems(401, 403, 503),
)


@router.get("/v1/people", responses=problems(422))
def listed(service: TheService, paging: Asked, request: Request, response: Response) -> PersonList:
    """List the pseudonyms of whom something is known, without anything personal."""
    after = paging.place[0].replace("\0", "") if paging.place else ""
    entries = service.people.vault.entries(after=after, limit=paging.limit + 1)
    page = Page.of(entries, paging, lambda entry: (entry.pseudonym,))
    people = [PersonEntry.of(entry) for entry in page.items]
    return PersonList(people=people, next=page.following(request, response))


@router.post(
    "/v1/people:import",
    openapi_extra=openapi_body(PeopleModel),
    responses=problems(413, 415, 422),
)
def import_(body: JsonBytes, service: TheService, caller: Coordinator) -> Imported:
    """Keep what is known of many persons, each in place of what was known before."""
    people = {key: _contact(person) for key, person in load_people(body).items()}
    added, changed = service.people.vault.put(people, caller)
    return Imported(added=added, changed=changed)


@router.get("/v1/people/{pseudonym:path}:export", responses=answer(Dossier) | problems(404, 422))
def export(pseudonym: Pseudonym, service: TheService, caller: Coordinator) -> Any:
    """Give all that is held about a person (GDPR, article 15): fields, plans, accesses."""
    return service.people.dossiers.of(pseudonym, caller)


@router.get("/v1/people/{pseudonym:path}", responses=problems(404, 422))
def get(pseudonym: Pseudonym, service: TheService, caller: Coordinator) -> PersonModel:
    """Give name, phone, address and notes of a person."""
    return PersonModel.model_validate(asdict(service.people.vault.get(pseudonym, caller)))


@router.put(
    "/v1/people/{pseudonym:path}",
    status_code=204,
    response_class=Response,
    openapi_extra=openapi_body(PersonModel),
    responses={
        201: {"description": "Nobody was known by that pseudonym before."},
        **problems(404, 413, 415, 422),
    },
)
def put(
    pseudonym: Pseudonym, body: JsonBytes, service: TheService, caller: Coordinator
) -> Response:
    """Keep what is known of a person, in place of what was known before."""
    person = _one_person(pseudonym, read_document(body, "demande"))
    added, _ = service.people.vault.put({pseudonym: _contact(person)}, caller)
    return Response(status_code=201 if added else 204, headers={"Cache-Control": "no-store"})


@router.delete("/v1/people/{pseudonym:path}", responses=problems(404, 422))
def erase(
    pseudonym: Pseudonym, service: TheService, caller: Coordinator, response: Response
) -> ErasedReport:
    """Erase a person: their fields, their door in planning data, what was drawn with it."""
    done = service.people.erasure.erase([pseudonym], caller)
    response.headers.update(language_headers())
    return ErasedReport.of(done, told(REMAINS, language()))


def _one_person(pseudonym: str, document: dict[str, object]) -> PersonModel:
    try:
        people = load_people({"people": {pseudonym: document}})
    except InputFaults as found:
        before = pointer(("people", pseudonym))
        faults = [replace(fault, path=fault.path.removeprefix(before)) for fault in found.faults]
        raise InputFaults("demande", faults) from None
    return people[pseudonym]


def _contact(person: PersonModel) -> Contact:
    return Contact(**person.model_dump())
