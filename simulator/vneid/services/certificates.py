"""Certificates of citizens at the remote signing service: registered by a system, agreed to on the citizen's phone.

A citizen has one free certificate at most. Which providers there are is assumed: one, fictitious.
"""

from typing import Any

from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.vneid.services.authority import read_certificate
from simulator.vneid.services.office import Call, Office
from simulator.vneid.services.signing_gate import SigningGate
from simulator.vneid.services.signing_store import Certificate, SigningStore
from simulator.web.phone_requests import (
    AGREED,
    CERTIFICATE,
    CREATED,
    LIFE_SECONDS,
    PENDING,
    PhoneRequest,
)
from simulator.wire.signing import (
    certificate_to_wire,
    providers_to_wire,
    registration_from_wire,
    registration_to_wire,
    transaction_from_wire,
)

PROVIDER = "THU-CA"
PROVIDER_NAME = "Dịch vụ ký số từ xa hư cấu"


class Certificates:
    """The calls about providers and certificates."""

    def __init__(self, office: Office, gate: SigningGate, store: SigningStore) -> None:
        self._office = office
        self._gate = gate
        self._store = store

    def providers(self, call: Call) -> list[dict[str, str]]:
        """Tell which signing services there are."""
        self._gate.enter(call)
        return providers_to_wire([(PROVIDER, PROVIDER_NAME)])

    def register(self, call: Call) -> dict[str, Any]:
        """Ask a citizen for her agreement to a certificate."""
        sheet = self._gate.enter(call)
        personal_id, provider = registration_from_wire(call.inbound.json)
        call.about(personal_id)
        call.calm()
        person = self._office.citizen(personal_id)
        if provider not in ("", PROVIDER):
            raise self._office.refused("invalid", "provider_unknown", found=provider, known=PROVIDER)
        if self.has_one(personal_id):
            raise self._office.refused("invalid", "certificate_exists")
        issued = self._office.authority.issue(person)
        request = self._request(call, sheet, personal_id, issued.credential)
        self._store.keep(call.tx, issued, personal_id, request.id)
        self._office.phone.asked(call.tx, request)
        call.note(transaction=request.id, state=PENDING)
        return registration_to_wire(request.id, PENDING)

    def status(self, call: Call) -> dict[str, Any]:
        """Tell how far a registration got."""
        sheet = self._gate.enter(call)
        transaction = transaction_from_wire(call.said)
        call.note(transaction=transaction)
        found = self._office.phone.requests.get(transaction)
        if found is None or found.kind != CERTIFICATE or found.province != sheet.id:
            raise self._office.refused("unknown", "transaction_unknown", found=transaction or "∅")
        call.about(found.personal_id)
        call.calm()
        state = found.state_at(self._office.now)
        call.note(state=state)
        credential = str(found.told["credential"]) if state in (AGREED, CREATED) else ""
        return registration_to_wire(found.id, state, credential)

    def listed(self, call: Call) -> list[dict[str, str]]:
        """Tell which certificates of a citizen can sign."""
        self._gate.enter(call)
        personal_id, _ = registration_from_wire(call.said)
        call.about(personal_id)
        call.calm()
        self._office.citizen(personal_id)
        return [
            certificate_to_wire(one.credential, *read_certificate(one.certificate))
            for one in self._usable(personal_id, AGREED)
        ]

    def usable(self, credential: str) -> Certificate | None:
        """Return the certificate with that serial number if it can sign."""
        found = self._store.certificate(credential)
        return found if found and found in self._usable(found.personal_id, AGREED) else None

    def has_one(self, personal_id: str) -> bool:
        """Return whether a citizen has a certificate, or one waits for her."""
        return bool(self._usable(personal_id, PENDING, CREATED, AGREED))

    def _usable(self, personal_id: str, *states: str) -> list[Certificate]:
        known = {one.id: one.state_at(self._office.now) for one in self._office.phone.requests.of_citizen(personal_id)}
        return [one for one in self._store.certificates_of(personal_id) if known.get(one.request_id) in states]

    def _request(self, call: Call, sheet: ClaimSheet, personal_id: str, credential: str) -> PhoneRequest:
        now = self._office.now
        return PhoneRequest(
            id=random_id("cert"),
            kind=CERTIFICATE,
            client_id=sheet.openid_client,
            province=sheet.id,
            personal_id=personal_id,
            asked_at=now,
            expires_at=now + LIFE_SECONDS,
            told={"credential": credential, "provider": PROVIDER_NAME},
            faults=self._office.faults.take(call.tx, CERTIFICATE, sheet.openid_client, personal_id, now),
        )
