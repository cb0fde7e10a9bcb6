"""From a place as a document names it to a point: coordinates, commune, site or address."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from api.wire.document_view import View
from api.wire.faults import Issue, fold, suggestion
from api.wire.scalars import read_text
from routing.planning.ride_requests import Spot
from routing.planning.territory import Territory
from routing.sentence import say

_FAR_KM = 150
_KM_PER_DEGREE = 111.2
_INSEE = re.compile(r"(\d{2}|2[AB])\d{3}")
_SHOWN = 4
"""How many candidates of an address are told."""
_UNKNOWN_NUMBER = "unknown"
_OTHERWISE = say("indiquez plutôt un point (lon et lat), une commune ou un lieu (site).")


class AddressCandidate(Protocol):
    """A place that may be the one an address means."""

    @property
    def label(self) -> str:
        """What people call it."""
        ...

    @property
    def lon(self) -> float:
        """Degrees east, WGS 84."""
        ...

    @property
    def lat(self) -> float:
        """Degrees north, WGS 84."""
        ...

    @property
    def insee(self) -> str:
        """INSEE code of its commune; empty where it is not known."""
        ...

    @property
    def number(self) -> str | None:
        """What became of the house number: « unknown »; ``None`` when none was asked for."""
        ...


class AddressAnswer(Protocol):
    """What an address may mean."""

    @property
    def best(self) -> AddressCandidate | None:
        """The one it means; ``None`` where it takes a person to choose."""
        ...

    @property
    def candidates(self) -> Sequence[AddressCandidate]:
        """All it may mean, the likeliest first."""
        ...


class AddressFinder(Protocol):
    """What finds addresses on this machine, such as the gazetteer of :mod:`routing.roads`."""

    def find(self, text: str) -> AddressAnswer:
        """Return what an address may mean."""
        ...


class PlaceError(Exception):
    """A place that cannot be found; ``key`` is the field of the place to change."""

    def __init__(self, key: str, code: str, message: str, *, private: bool = False) -> None:
        self.key, self.code, self.message, self.private = key, code, message, private
        super().__init__(message)


class PlaceLookup:
    """Where the places of a document are looked up.

    Parameters
    ----------
    territory
        Its communes and sites; without it only coordinates and INSEE codes are understood.
    addresses
        What finds addresses; without it they are refused.
    """

    def __init__(
        self, territory: Territory | None = None, addresses: AddressFinder | None = None
    ) -> None:
        self.territory = territory
        self.addresses = addresses
        self._answers: dict[str, AddressAnswer] = {}
        self._insee = _communes(territory) if territory else {}

    def insee(self, name: str, *, anywhere: bool = True) -> str:
        """Return the INSEE code of a commune named by it or by its name.

        Parameters
        ----------
        anywhere
            Whether a code of a commune that the territory does not know will do.

        Raises
        ------
        PlaceError
            When there is no such commune.
        """
        found = self._insee.get(fold(name))
        if found is not None:
            return found
        if _INSEE.fullmatch(name) and (anywhere or self.territory is None):
            return name
        if self.territory is None:
            raise PlaceError(
                "", "UNKNOWN_COMMUNE", say("indiquez son code INSEE, en cinq caractères.")
            )
        hint = suggestion(name, [commune.name for commune in self.territory.communes])
        raise PlaceError(
            "",
            "UNKNOWN_COMMUNE",
            say("aucune commune ne porte ce nom ou ce code INSEE.{hint}", hint=hint),
        )

    def place(self, raw: Mapping[str, object]) -> Spot | str:
        """Return the site or the point of a place whose fields are well formed.

        Raises
        ------
        PlaceError
            When nothing or too much is given, or there is no such place.
        """
        self._one_of(raw)
        site = _text(raw, "site")
        if site is None:
            return self.spot(raw)
        self._check_site(site)
        return site

    def spot(self, raw: Mapping[str, object]) -> Spot:
        """Return the point of a place whose fields are well formed; see :meth:`place`."""
        self._one_of(raw)
        lon, lat = raw.get("lon"), raw.get("lat")
        site, address = _text(raw, "site"), _text(raw, "address")
        label = _text(raw, "label") or ""
        if isinstance(lon, int | float) and isinstance(lat, int | float):
            self._check_near(lon, lat)
            return Spot(lon=lon, lat=lat, commune=self._commune_of(raw), label=label)
        if site is not None:
            return self._at_site(site)
        if address is not None:
            return self._at_address(raw, address, label)
        return self._at_commune(self._commune_of(raw) or "", label)

    def lacks_number(self, raw: Mapping[str, object]) -> bool:
        """Whether a place is an address whose street is known but not its house number."""
        address = _text(raw, "address")
        if address is None or self.addresses is None:
            return False
        best = self._answer(self.addresses, raw, address).best
        return best is not None and best.number == _UNKNOWN_NUMBER

    def _one_of(self, raw: Mapping[str, object]) -> None:
        point = [key for key in ("lon", "lat") if raw.get(key) is not None]
        given = [*point[:1], *(key for key in ("site", "address") if raw.get(key) is not None)]
        commune = raw.get("commune") is not None
        if not given and not commune:
            raise PlaceError(
                "",
                "PLACE_MISSING",
                say("indiquez « lon » et « lat », « commune », « site » ou « address »."),
            )
        if len(point) == 1:
            missing = "lat" if point == ["lon"] else "lon"
            raise PlaceError(missing, "MISSING", say("ajoutez ce champ, il est obligatoire."))
        if len(given) > 1:
            raise PlaceError(
                given[1],
                "PLACE_TWICE",
                say("le lieu est déjà dit autrement ; gardez une seule façon."),
            )
        if given == ["site"]:
            for key in ("commune", "label"):
                if raw.get(key) not in (None, ""):
                    raise PlaceError(
                        key, "PLACE_TWICE", say("retirez ce champ, le territoire connaît ce lieu.")
                    )

    def _commune_of(self, raw: Mapping[str, object]) -> str | None:
        name = _text(raw, "commune")
        if name is None:
            return None
        try:
            return self.insee(name)
        except PlaceError as error:
            raise PlaceError("commune", error.code, error.message) from None

    def _check_near(self, lon: float, lat: float) -> None:
        if self.territory and (advice := far_away(lon, lat, self.territory)):
            raise PlaceError("", "PLACE_FAR_AWAY", advice, private=True)

    def _check_site(self, site: str) -> None:
        if self.territory is None or any(known.id == site for known in self.territory.sites):
            return
        hint = suggestion(site, site_names(self.territory))
        raise PlaceError(
            "site", "UNKNOWN_SITE", say("aucun lieu ne porte ce code.{hint}", hint=hint)
        )

    def _at_site(self, site: str) -> Spot:
        self._check_site(site)
        if self.territory is None:
            raise PlaceError(
                "site", "NO_TERRITORY", say("sans territoire, indiquez un point (lon et lat).")
            )
        found = self.territory.site(site)
        return Spot(lon=found.lon, lat=found.lat, commune=found.insee or None, label=found.name)

    def _at_commune(self, insee: str, label: str) -> Spot:
        communes = self.territory.communes if self.territory else ()
        for commune in communes:
            if commune.insee == insee:
                return Spot(lon=commune.lon, lat=commune.lat, commune=insee, label=label)
        raise PlaceError(
            "commune",
            "UNKNOWN_COMMUNE",
            say("le territoire ne sait pas où est cette commune ; ajoutez un point (lon et lat)."),
        )

    def _at_address(self, raw: Mapping[str, object], address: str, label: str) -> Spot:
        if self.addresses is None:
            raise PlaceError(
                "address",
                "ADDRESS_NOT_SEARCHED",
                say("les adresses ne sont pas cherchées ici ; {otherwise}", otherwise=_OTHERWISE),
                private=True,
            )
        answer = self._answer(self.addresses, raw, address)
        best = answer.best
        if best is not None:
            return Spot(lon=best.lon, lat=best.lat, commune=best.insee or None, label=label)
        if not answer.candidates:
            message = say(
                "aucun endroit ne ressemble à cette adresse ; vérifiez-la, ou {otherwise}",
                otherwise=_OTHERWISE,
            )
            raise PlaceError("address", "UNKNOWN_ADDRESS", message, private=True)
        names = "; ".join(candidate.label for candidate in answer.candidates[:_SHOWN])
        message = say(
            "cette adresse peut être : {names}. Écrivez celle qui convient, ou {otherwise}",
            names=names,
            otherwise=_OTHERWISE,
        )
        raise PlaceError("address", "AMBIGUOUS_ADDRESS", message, private=True)

    def _answer(
        self, addresses: AddressFinder, raw: Mapping[str, object], address: str
    ) -> AddressAnswer:
        """Look an address up in its commune, or by itself where it names that commune already."""
        commune = _text(raw, "commune")
        if commune is None:
            return self._found(addresses, address)
        answer = self._found(addresses, f"{address}, {self._name_of(commune, raw)}")
        if answer.best is None:
            alone = self._found(addresses, address)
            if alone.best is not None and alone.best.insee == self._commune_of(raw):
                return alone
        return answer

    def _found(self, addresses: AddressFinder, query: str) -> AddressAnswer:
        if query not in self._answers:
            self._answers[query] = addresses.find(query)
        return self._answers[query]

    def _name_of(self, commune: str, raw: Mapping[str, object]) -> str:
        insee = self._commune_of(raw)
        known = self.territory.communes if self.territory else ()
        return next((entry.name for entry in known if entry.insee == insee), commune)


def _communes(territory: Territory) -> dict[str, str]:
    """Return INSEE codes by code and by name, those of sites outside the territory too."""
    names = {fold(commune.name): commune.insee for commune in territory.communes}
    for site in territory.sites:
        if site.insee:
            names.setdefault(fold(site.commune), site.insee)
    return {fold(insee): insee for insee in names.values()} | names


def place_issues(view: View, lookup: PlaceLookup, *, site_stays: bool = False) -> Iterator[Issue]:
    """Yield what is wrong with a place beyond its single fields.

    Parameters
    ----------
    site_stays
        Whether a site is kept by its code, so that its coordinates are not needed yet.
    """
    if not isinstance(view.value, Mapping) or not _well_formed(view):
        return  # that has been said, field by field
    try:
        if site_stays:
            lookup.place(view.value)
        else:
            lookup.spot(view.value)
    except PlaceError as error:
        yield _issue(view[error.key] if error.key else view, error)


def commune_issues(view: View, lookup: PlaceLookup, *, anywhere: bool) -> Iterator[Issue]:
    """Yield that a commune is unknown."""
    name = view.read(read_text)
    if not name:
        return
    try:
        lookup.insee(name, anywhere=anywhere)
    except PlaceError as error:
        yield _issue(view, error)


def _issue(view: View, error: PlaceError) -> Issue:
    private = error.private or isinstance(view.value, Mapping)
    value = None if private else view.value
    return Issue(view.loc, error.code, error.message, value, private)


def _well_formed(place: View) -> bool:
    for key, most in (("lon", 180), ("lat", 90)):
        number = place[key].value
        if number is not None and (
            isinstance(number, bool)
            or not isinstance(number, int | float)
            or not -most <= number <= most
        ):
            return False
    texts = (place[key] for key in ("commune", "site", "address"))
    return all(text.value is None or text.read(read_text) for text in texts)


def _text(raw: Mapping[str, object], key: str) -> str | None:
    """Return a text as the wire reads it, ``None`` where there is none."""
    return View(raw)[key].read(read_text) or None


def site_names(territory: Territory) -> Mapping[str, str]:
    """Return the ids of sites by id, by name and by commune, for suggestions."""
    names = {site.id: site.id for site in territory.sites}
    for site in territory.sites:
        names.setdefault(site.name, site.id)
        names.setdefault(site.commune, site.id)
    return names


def far_away(lon: float, lat: float, territory: Territory) -> str:
    """Return what to do about a point that is far from every commune, else an empty text."""
    places = [(commune.lon, commune.lat) for commune in territory.communes]
    if not places or min(_km(lon, lat, *place) for place in places) <= _FAR_KM:
        return ""
    swapped = min(_km(lat, lon, *place) for place in places) <= _FAR_KM
    advice = (
        say("échangez longitude et latitude") if swapped else say("vérifiez longitude et latitude")
    )
    return say("ce point est loin de toute commune ; {advice}.", advice=advice)


def _km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return a flat-earth distance, in kilometres, good enough to tell far from near."""
    east = (lon - other_lon) * math.cos(math.radians(other_lat))
    return math.hypot(east, lat - other_lat) * _KM_PER_DEGREE
