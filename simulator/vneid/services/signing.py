"""Signing of digests: a system sends them, the citizen agrees on her phone, the system polls the signatures."""

import base64
import binascii
from typing import Any

from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.vneid.services.authority import sign_digests
from simulator.vneid.services.certificates import Certificates
from simulator.vneid.services.office import Api, Call, Office
from simulator.vneid.services.signing_gate import SigningGate
from simulator.vneid.services.signing_store import Certificate, SigningStore
from simulator.web.phone_requests import AGREED, LIFE_SECONDS, SIGNING, PhoneRequest
from simulator.wire.signing import (
    CODES,
    SignAsked,
    envelope,
    handle_from_wire,
    handle_to_wire,
    poll_to_wire,
    signing_from_wire,
)

API = Api("signing", CODES, envelope)
MAX_DOCUMENTS = 50
"""Most documents in one request (assumed)."""
_DIGEST_BYTES = 32
_MOST_LETTERS = 255


class Signing:
    """The calls to sign and to poll."""

    def __init__(self, office: Office, gate: SigningGate, store: SigningStore, certificates: Certificates) -> None:
        self._office = office
        self._gate = gate
        self._store = store
        self._certificates = certificates

    def sign(self, call: Call) -> dict[str, Any]:
        """Put the documents on the citizen's phone."""
        sheet = self._gate.enter(call)
        asked = signing_from_wire(call.inbound.json)
        certificate = self._certificates.usable(asked.credential)
        if certificate is not None:
            call.about(certificate.personal_id)
        call.calm()
        self._sound(asked)
        if certificate is None:
            raise self._office.refused("unknown", "credential_unknown", found=asked.credential or "∅")
        request = self._request(call, sheet, asked, certificate)
        self._office.phone.asked(call.tx, request)
        call.note(transaction=request.id, state=request.state, documents=len(asked.documents or ()))
        return handle_to_wire(request.id, LIFE_SECONDS)

    def poll(self, call: Call) -> dict[str, Any]:
        """Tell how far a request got, with the signatures once there are any."""
        sheet = self._gate.enter(call)
        handle = handle_from_wire(call.said)
        call.note(transaction=handle)
        found = self._office.phone.requests.get(handle)
        if found is None or found.kind != SIGNING or found.province != sheet.id:
            raise self._office.refused("unknown", "transaction_unknown", found=handle or "∅")
        call.about(found.personal_id)
        call.calm()
        state = found.state_at(self._office.now)
        call.note(state=state, documents=len(found.told["documents"]))
        return poll_to_wire(found.id, state, self._signatures(found) if state == AGREED else ())

    def _signatures(self, request: PhoneRequest) -> list[str]:
        """Return the signatures; PKCS #1 v1.5 gives the same ones each time, so that none has to be kept."""
        certificate = self._store.certificate(str(request.told["credential"]))
        assert certificate is not None
        return sign_digests(certificate.key, [digest for _, digest in request.told["documents"]])

    def _sound(self, asked: SignAsked) -> None:
        if asked.documents is None:
            raise self._office.refused("invalid", "documents_missing")
        if len(asked.documents) > MAX_DOCUMENTS:
            raise self._office.refused("invalid", "documents_too_many", most=MAX_DOCUMENTS)
        for number, document in enumerate(asked.documents, 1):
            if not document.name.strip() or len(document.name) > _MOST_LETTERS:
                raise self._office.refused("invalid", "document_nameless", number=number, most=_MOST_LETTERS)
            if not _is_digest(document.digest):
                raise self._office.refused("invalid", "digest_unusable", number=number)

    def _request(self, call: Call, sheet: ClaimSheet, asked: SignAsked, certificate: Certificate) -> PhoneRequest:
        now, personal_id = self._office.now, certificate.personal_id
        return PhoneRequest(
            id=random_id("sign"),
            kind=SIGNING,
            client_id=sheet.openid_client,
            province=sheet.id,
            personal_id=personal_id,
            asked_at=now,
            expires_at=now + LIFE_SECONDS,
            told={"credential": certificate.credential, "documents": [list(one) for one in asked.documents or ()]},
            faults=self._office.faults.take(call.tx, SIGNING, sheet.openid_client, personal_id, now),
        )


def _is_digest(written: str) -> bool:
    try:
        return len(base64.b64decode(written, validate=True)) == _DIGEST_BYTES
    except (binascii.Error, ValueError):
        return False
