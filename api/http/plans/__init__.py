"""Plans over HTTP: order one, follow it, read it, judge it, correct it, publish it."""

from fastapi import APIRouter

from api.http.plans import events, judging, ordering, reading
from api.http.plans.asking import place_order as place_order
from api.http.plans.ordering import finished_plan as finished_plan

router = APIRouter()
for part in (events, judging, ordering, reading):  # `{id}:compare` before any `{id}`
    router.include_router(part.router)
