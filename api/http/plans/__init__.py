"""Plans over HTTP: order one, follow it, read it, publish it."""

from fastapi import APIRouter

from api.http.plans import events, ordering
from api.http.plans.ordering import finished_plan as finished_plan
from api.http.plans.ordering import place_order as place_order

router = APIRouter()
for part in (events, ordering):
    router.include_router(part.router)
