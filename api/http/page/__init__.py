"""The web page: plan a month with the mouse, watch, correct, publish, hand out."""

from fastapi import APIRouter

from api.http.page import (
    changing,
    comparing,
    links,
    papers,
    plan,
    publishing,
    removing,
    start,
    upload,
)

router = APIRouter()
for part in (start, upload, removing, comparing, plan, changing, publishing, papers, links):
    router.include_router(part.router)
