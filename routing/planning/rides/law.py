"""Whether social transport may carry somebody, article by article.

*Transport d'utilité sociale*: Code des transports L3133-1, R3133-1 to R3133-5 (décret 2019-850 du
20/08/2019, arrêté du 17/10/2019). Ceilings are settings of the territory, by date. An association
may carry its own members privately (L3131-1), whatever the distance and the residence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from routing.planning.plans import RideChange, RideReason
from routing.planning.rides.places import pickup_key
from routing.planning.rides.visits import Visit
from routing.planning.territory import SocialTransportTerms, Territory
from routing.planning.travel import Travel
from routing.sentence import say

MEMBER = RideChange(
    kind="membership",
    amount=0,
    message=say(
        "si la personne adhère à l’association, celle-ci peut la transporter comme membre "
        "(C. transports, L3131-1)"
    ),
)
LOW_INCOME = RideChange(
    kind="low_income",
    amount=0,
    message=say(
        "si elle justifie de la C2S, de ressources sous son plafond ou d’un minimum social "
        "(C. transports, R3133-1, 2°)"
    ),
)
PRESCRIPTION = RideChange(
    kind="prescription",
    amount=0,
    message=say(
        "si un médecin prescrit le transport, l’Assurance maladie peut prendre en charge un taxi "
        "ou un VSL (CSS, R322-10)"
    ),
)
USE_PRESCRIPTION = RideChange(
    kind="use_prescription",
    amount=0,
    message=say("réservez un taxi conventionné ou un VSL avec la prescription (CSS, L322-5)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Why a visit may not be carried, and the ways out; no reasons: it may."""

    reasons: tuple[RideReason, ...]
    changes: tuple[RideChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The rules of social transport on the ground of one territory.

    ``communes``: INSEE code of every place by its key, see :mod:`.communes`.
    """

    territory: Territory
    travel: Travel
    communes: Mapping[str, str | None]

    def of(self, visit: Visit) -> Verdict:
        """Judge a request on a date."""
        entitled = visit.request.entitlement
        if entitled.prescription:
            reason = RideReason(
                code="MEDICAL_TRANSPORT",
                message=say(
                    "un transport est prescrit : il relève du transport sanitaire ou du taxi "
                    "conventionné (CSS, L322-5 et R322-10), pas du transport d’utilité sociale"
                ),
            )
            return Verdict(reasons=(reason,), changes=(USE_PRESCRIPTION,))
        terms = self.territory.social_transport_on(visit.date)
        if entitled.member or terms is None:
            return Verdict(reasons=())
        reasons = (*self._too_far(visit, terms), *self._not_entitled(visit))
        if not reasons:
            return Verdict(reasons=())
        ways: tuple[RideChange, ...] = (MEMBER, PRESCRIPTION)
        if not any(reason.code == "TOO_FAR" for reason in reasons):
            ways = (MEMBER, LOW_INCOME, PRESCRIPTION)
        return Verdict(reasons=reasons, changes=ways)

    def _too_far(self, visit: Visit, terms: SocialTransportTerms) -> Iterator[RideReason]:
        door = pickup_key(visit.request)
        far = self.travel.metres(door, visit.place)
        if visit.collect_s is not None:
            far = max(far, self.travel.metres(visit.place, door))
        if far > terms.max_distance_m:
            yield RideReason(
                code="TOO_FAR",
                message=say(
                    "{far} km : le transport d’utilité sociale s’arrête à {most} km par trajet "
                    "(C. transports, R3133-4)",
                    far=f"{far / 1000:.0f}",
                    most=f"{terms.max_distance_m / 1000:.0f}",
                ),
            )

    def _not_entitled(self, visit: Visit) -> Iterator[RideReason]:
        entitled = visit.request.entitlement
        if entitled.low_income:
            return
        door = pickup_key(visit.request)
        residence = entitled.residence or self.communes.get(door)
        if not self._rural(residence):
            yield RideReason(
                code="NOT_ENTITLED",
                message=say(
                    "{commune} n’ouvre pas droit par la seule résidence au transport d’utilité "
                    "sociale (C. transports, R3133-1, 1°)",
                    commune=self._name(residence),
                ),
            )
            return
        for place in (self.communes.get(door), self.communes.get(visit.place)):
            if not self._rural(place):
                yield RideReason(
                    code="DESTINATION_NOT_ALLOWED",
                    message=say(
                        "par la seule résidence, le transport d’utilité sociale reste entre "
                        "communes rurales ou de moins de 12 000 habitants : {commune} n’en est pas "
                        "(C. transports, R3133-1)",
                        commune=self._name(place),
                    ),
                )

    def _rural(self, insee: str | None) -> bool:
        return any(
            commune.insee == insee and commune.social_transport_by_residence
            for commune in self.territory.communes
        )

    def _name(self, insee: str | None) -> str:
        for commune in self.territory.communes:
            if commune.insee == insee:
                return commune.name
        return say("une commune hors du territoire")
