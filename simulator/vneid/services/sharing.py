"""Consented sharing: a system asks for a citizen's data, the citizen agrees on her phone, the system fetches them."""

from datetime import datetime
from typing import Any

from flask import request

from simulator.core.clock import VIETNAM
from simulator.core.errors import near_matches
from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.vneid.services.office import Api, Call, Office
from simulator.web.phone_requests import AGREED, EXPIRED, LIFE_SECONDS, REFUSED, SHARING, PhoneRequest
from simulator.wire.sharing import (
    CODES,
    SharingAsked,
    begun_to_wire,
    envelope,
    shared_to_wire,
    sharing_from_wire,
    state_to_wire,
    transaction_from_wire,
    with_citizen,
)
from simulator.wire.times import from_wire_time

API = Api("sharing", CODES, envelope)
CLOCK_SECONDS = 300
"""How far the clock of a request may differ from ours (assumed)."""
DEFAULT_SERVICE = "BASIC"
"""What is asked for when a request names no service (assumed)."""
_MOST_LETTERS = 64


class Sharing:
    """The calls of a system."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def init(self, call: Call) -> dict[str, Any]:
        """Begin: put the question on the citizen's phone."""
        sheet = call.client()
        reference = self._request_id()
        self._request_time()
        call.readable()
        asked = sharing_from_wire(call.inbound.json)
        code = asked.service_code or DEFAULT_SERVICE
        call.note(service_code=code)
        call.about(asked.personal_id)
        call.calm()
        self._known_organisation(sheet)
        if code not in self._office.offers.sharing:
            near = near_matches(code, self._office.offers.sharing)
            raise self._office.refused("service", "service_unknown", code=code, near=near)
        self._office.citizen(asked.personal_id)
        begun = self._begin(call, sheet, reference, asked._replace(service_code=code))
        call.note(transaction=begun.id, state=begun.state)
        left = max(0, begun.expires_at - self._office.now)
        return begun_to_wire(begun.id, f"{self._office.address}/share/{begun.id}", left)

    def transaction(self, call: Call) -> dict[str, Any]:
        """Tell the data of a request that the citizen agreed to."""
        found = self._found(call)
        state = found.state_at(self._office.now)
        if state == EXPIRED:
            raise self._office.refused("expired", "sharing_expired")
        if state == REFUSED:
            raise self._office.refused("refused", "sharing_refused")
        answer = state_to_wire(found.id, state)
        if state != AGREED:
            return answer
        attributes = self._office.offers.sharing[found.told["service"]].attributes
        person = self._office.citizen(found.personal_id)
        call.note(attributes=[name for name in attributes if name in person.attributes])
        return with_citizen(answer, shared_to_wire(person, attributes))

    def status(self, call: Call) -> dict[str, Any]:
        """Tell how far a request got."""
        found = self._found(call)
        return state_to_wire(found.id, found.state_at(self._office.now))

    def _request_id(self) -> str:
        written = request.headers.get("request_id", "")
        if not written or len(written) > _MOST_LETTERS:
            raise self._office.refused("invalid", "request_id_missing", most=_MOST_LETTERS)
        return written

    def _request_time(self) -> None:
        written = request.headers.get("request_time", "")
        at = from_wire_time(f"{written[4:8]}{written[2:4]}{written[:2]}{written[8:]}") if len(written) == 14 else ""
        if not at:
            raise self._office.refused("time", "request_time_shape", found=written or "∅")
        if abs(datetime.fromisoformat(at).timestamp() - self._office.now) > CLOCK_SECONDS:
            ours = f"{datetime.fromtimestamp(self._office.now, VIETNAM):%d%m%Y%H%M%S}"
            raise self._office.refused("time", "request_time_stale", found=written, ours=ours, seconds=CLOCK_SECONDS)

    def _known_organisation(self, sheet: ClaimSheet) -> None:
        code = request.args.get("code", sheet.agency)
        if code != sheet.agency:
            raise self._office.refused("invalid", "organisation_differs", found=code, expected=sheet.agency)

    def _begin(self, call: Call, sheet: ClaimSheet, reference: str, asked: SharingAsked) -> PhoneRequest:
        """Return the request; the same one when the system sends its request again."""
        client_id, now = sheet.openid_client, self._office.now
        known = self._office.phone.requests.by_reference(call.tx, client_id, SHARING, reference)
        if known is not None:
            if (known.personal_id, known.told["service"]) != (asked.personal_id, asked.service_code):
                raise self._office.refused("conflict", "request_id_reused", found=reference)
            return known
        request_ = PhoneRequest(
            id=random_id("share"),
            kind=SHARING,
            client_id=client_id,
            province=sheet.id,
            personal_id=asked.personal_id,
            asked_at=now,
            expires_at=now + LIFE_SECONDS,
            told={"service": asked.service_code},
            faults=self._office.faults.take(call.tx, SHARING, client_id, asked.personal_id, now),
            reference=reference,
        )
        self._office.phone.asked(call.tx, request_)
        return request_

    def _found(self, call: Call) -> PhoneRequest:
        sheet = call.client()
        transaction = transaction_from_wire(call.said)
        call.note(transaction=transaction)
        found = self._office.phone.requests.get(transaction)
        if found is None or found.kind != SHARING or found.client_id != sheet.openid_client:
            raise self._office.refused("unknown", "transaction_unknown", found=transaction or "∅")
        call.about(found.personal_id)
        call.calm()
        call.note(state=found.state_at(self._office.now), service_code=found.told["service"])
        return found
