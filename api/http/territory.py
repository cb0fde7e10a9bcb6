"""Health, and the territory as a whole."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from api.http.described import answer
from api.http.language import language, language_headers
from api.http.service import TheService
from api.http.shapes import attribution, bounds
from api.recipe import coming_months
from maps.wording import Wording

health = APIRouter(tags=["health"])
router = APIRouter(prefix="/v1", tags=["territory"])


class SourceModel(BaseModel):
    """Whom to credit for what."""

    of: str = Field(examples=["roads"])
    attribution: str = Field(examples=["© OpenStreetMap contributors, ODbL 1.0"])


class TerritoryModel(BaseModel):
    """What the service knows of where it plans."""

    name: str = Field(examples=["provence-verte-verdon"])
    title: str = Field(examples=["Provence Verte Verdon"])
    timezone: str = Field(examples=["Europe/Paris"])
    school_zone: str = Field(description="Zone of the French school calendar.", examples=["B"])
    bbox: tuple[float, float, float, float] = Field(
        description="West, south, east, north, in degrees (WGS 84).",
        examples=[[5.68, 43.27, 6.42, 43.74]],
    )
    communes: int = Field(examples=[43])
    population: int = Field(description="Of all communes.")
    sites: int = Field(examples=[76])
    sources: list[SourceModel]
    links: dict[str, str]


class MonthModel(BaseModel):
    """A month that may be planned."""

    month: str = Field(description="What an order for a plan names.", examples=["2027-01"])
    title: str = Field(examples=["janvier 2027"])
    first: date = Field(examples=["2027-01-01"])
    last: date = Field(examples=["2027-01-31"])


class MonthList(BaseModel):
    """The coming months, the next one first: it is planned where an order names none."""

    months: list[MonthModel]


class Health(BaseModel):
    """How the service is."""

    status: str = Field(examples=["ok", "ready"])


_UNREADY = {"status": "the database does not answer"}


@health.get("/health")
async def healthy() -> Health:
    """Say that the service answers."""
    return Health(status="ok")


@health.get("/ready", responses=answer(Health, _UNREADY, status=503, description="Not yet."))
def ready(service: TheService, response: Response) -> Health:
    """Say whether the service can do its work: its database answers."""
    if service.database.answers():
        return Health(status="ready")
    response.status_code = 503
    return Health(**_UNREADY)


@router.get("/territory")
def territory(service: TheService) -> TerritoryModel:
    """Say where the service plans: its bounds, its calendar, its sources."""
    known = service.territory
    sources = {
        "roads": "© OpenStreetMap contributors, ODbL 1.0",
        "communes": attribution(known),
    }
    return TerritoryModel(
        name=known.name,
        title=known.title,
        timezone=known.timezone.key,
        school_zone=known.school_zone,
        bbox=bounds(known),
        communes=len(known.communes),
        population=sum(commune.population for commune in known.communes),
        sites=len(known.sites),
        sources=[SourceModel(of=of, attribution=by) for of, by in sources.items() if by],
        links={
            name: f"/v1/{name}"
            for name in ("communes", "communes.geojson", "sites", "sites.geojson", "programmes")
        },
    )


@router.get("/months")
def months(response: Response) -> MonthList:
    """List the coming months by name, for whoever offers them to choose from."""
    response.headers.update(language_headers())
    wording = Wording(language().value)
    return MonthList(
        months=[
            MonthModel(
                month=f"{month.first:%Y-%m}",
                title=wording.period(month),
                first=month.first,
                last=month.last,
            )
            for month in coming_months(date.today())
        ]
    )
