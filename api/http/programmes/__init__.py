"""Programmes over HTTP: check one, keep it, read it, change it, as JSON or as a workbook."""

from fastapi import APIRouter

from api.http.programmes import changing, reading, validation

validate = validation.router
router = APIRouter()
for part in (reading, changing):
    router.include_router(part.router)
