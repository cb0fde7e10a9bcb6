"""The communes and sites of the territory, as lists and on a map."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.http.bodies import refuse
from api.http.conditional import answered, json_body
from api.http.described import NOT_MODIFIED, answer
from api.http.geojson import MEDIA_TYPE, Feature, FeatureCollection, collection, feature
from api.http.paging import Asked, page_of
from api.http.responses import problems
from api.http.service import TheService
from api.http.shapes import commune_feature, communes_geojson, sites_geojson
from api.problems import UnknownPlaceError
from api.wire.faults import fold, suggestion
from routing.planning.territory import Commune, Site, Territory
from routing.sentence import say

router = APIRouter(prefix="/v1", tags=["territory"])


class CommuneModel(BaseModel):
    """A municipality; `lon` and `lat` are the mairie's, in degrees (WGS 84)."""

    model_config = ConfigDict(from_attributes=True)

    insee: str = Field(examples=["83104"])
    name: str = Field(examples=["Rians"])
    epci: str = Field(description="Number of its intercommunality.", examples=["200040202"])
    epci_name: str = Field(examples=["CC Provence Verdon"])
    postal_code: str = Field(examples=["83560"])
    population: int = Field(examples=[4500])
    population_year: int = Field(examples=[2023])
    lon: float = Field(examples=[5.757])
    lat: float = Field(examples=[43.607])
    area_km2: float
    urban_unit: str
    urban_unit_name: str
    social_transport_by_residence: bool = Field(
        description="Whether living there is enough to be driven (C. transports, L3133-1)."
    )


class SiteModel(BaseModel):
    """A place where care, rights or welcome is given, or where a unit sleeps."""

    model_config = ConfigDict(from_attributes=True)

    id: str = Field(examples=["PERM-RIANS"])
    name: str
    kind: str = Field(examples=["permanence"])
    address: str
    postal_code: str
    commune: str = Field(examples=["Rians"])
    insee: str = Field(examples=["83104"])
    lon: float = Field(examples=[5.758])
    lat: float = Field(examples=[43.607])
    precision: str = Field(description="How the point was found.")
    approximate: bool = Field(description="Whether the point stands for the place only roughly.")
    roles: list[str]
    verified: bool = Field(description="Whether existence and address are confirmed.")
    outside: bool = Field(description="Whether its commune is not of the territory.")
    source: str
    note: str


class CommuneList(BaseModel):
    """A page of communes."""

    communes: list[CommuneModel]
    next: str | None = Field(description="Address of those that follow.")


class SiteList(BaseModel):
    """A page of sites."""

    sites: list[SiteModel]
    next: str | None = Field(description="Address of those that follow.")


ByEpci = Annotated[str | None, Query(description="Number or name of an intercommunality.")]
ByCommune = Annotated[str | None, Query(description="Name or INSEE code.", examples=["Rians"])]
ByKind = Annotated[str | None, Query(description="Kind of site.", examples=["permanence"])]
Code = Annotated[str, Path(description="INSEE code.", examples=["83104"])]
_EXAMPLE = feature("Point", [5.757, 43.607], insee="83104", name="Rians")
_MAP = answer(FeatureCollection, collection(_EXAMPLE), media_type=MEDIA_TYPE) | NOT_MODIFIED
_ONE = answer(Feature, _EXAMPLE, media_type=MEDIA_TYPE) | NOT_MODIFIED


@router.get("/communes", responses=problems(422))
def communes(
    service: TheService,
    paging: Asked,
    request: Request,
    response: Response,
    epci: ByEpci = None,
) -> CommuneList:
    """List the communes of the territory."""
    page = page_of(_communes(service.territory, epci), paging, lambda each: each.insee)
    listed = [CommuneModel.model_validate(each) for each in page.items]
    return CommuneList(communes=listed, next=page.following(request, response))


@router.get("/communes.geojson", response_class=Response, responses=_MAP | problems(422))
def communes_map(service: TheService, request: Request, epci: ByEpci = None) -> Response:
    """Read the outlines of the communes."""
    known = service.territory
    return _drawn(request, lambda: communes_geojson(_communes(known, epci), known))


@router.get("/communes/{code}.geojson", response_class=Response, responses=_ONE | problems(404))
def commune_map(code: Code, service: TheService, request: Request) -> Response:
    """Read the outline of a commune."""
    found = _commune(service.territory, code)
    return _drawn(request, lambda: commune_feature(found, service.territory))


@router.get("/communes/{code}", responses=problems(404))
def commune(code: Code, service: TheService) -> CommuneModel:
    """Read a commune."""
    return CommuneModel.model_validate(_commune(service.territory, code))


@router.get("/sites", responses=problems(422))
def sites(
    service: TheService,
    paging: Asked,
    request: Request,
    response: Response,
    commune: ByCommune = None,
    kind: ByKind = None,
) -> SiteList:
    """List the sites of the territory: those of a commune, those of a kind."""
    page = page_of(_sites(service.territory, commune, kind), paging, lambda each: each.id)
    listed = [SiteModel.model_validate(each) for each in page.items]
    return SiteList(sites=listed, next=page.following(request, response))


@router.get("/sites.geojson", response_class=Response, responses=_MAP | problems(422))
def sites_map(
    service: TheService, request: Request, commune: ByCommune = None, kind: ByKind = None
) -> Response:
    """Read the sites as points."""
    return _drawn(request, lambda: sites_geojson(_sites(service.territory, commune, kind)))


@router.get("/sites/{site_id}", responses=problems(404))
def site(
    site_id: Annotated[str, Path(description="Code of the site.", examples=["PERM-RIANS"])],
    service: TheService,
) -> SiteModel:
    """Read a site."""
    try:
        return SiteModel.model_validate(service.territory.site(site_id))
    except KeyError:
        hint = suggestion(site_id, [each.id for each in service.territory.sites])
        message = say("GET /v1/sites donne ceux qui existent.{hint}", hint=hint)
        raise UnknownPlaceError(message) from None


def _drawn(request: Request, draw: Callable[[], dict[str, Any]]) -> Response:
    content = json_body(draw())
    return answered(request, sha256(content).hexdigest()[:16], lambda: content, MEDIA_TYPE)


def _commune(territory: Territory, code: str) -> Commune:
    try:
        return territory.commune(code)
    except KeyError:
        names = {each.name: each.insee for each in territory.communes}
        hint = suggestion(code, names)
        message = say("Indiquez le code INSEE d’une commune du territoire.{hint}", hint=hint)
        raise UnknownPlaceError(message) from None


def _communes(territory: Territory, epci: str | None) -> list[Commune]:
    wanted = _known("epci", epci, {each.epci: each.epci_name for each in territory.communes})
    return [each for each in territory.communes if wanted in (None, each.epci)]


def _sites(territory: Territory, commune: str | None, kind: str | None) -> list[Site]:
    places = {site.insee: site.commune for site in territory.sites}
    places |= {each.insee: each.name for each in territory.communes}
    insee = _known("commune", commune, places)
    wanted = _known("kind", kind, {site.kind: site.kind for site in territory.sites})
    return [
        site
        for site in territory.sites
        if insee in (None, site.insee) and wanted in (None, site.kind)
    ]


def _known(name: str, value: str | None, names: dict[str, str]) -> str | None:
    """Return the code that a filter means, by its code or its name, whatever case and accents.

    Raises
    ------
    InputFaults
        When there is none: an empty list would hide a slip of the pen.
    """
    if value is None or value in names:
        return value
    folded = {fold(label): code for code, label in names.items()}
    if fold(value) in folded:
        return folded[fold(value)]
    hint = suggestion(value, {label: label for label in names.values()})
    message = say("le territoire n’a rien de ce nom.{hint}", hint=hint)
    raise refuse(f"/query/{name}", value, "UNKNOWN_VALUE", message)
