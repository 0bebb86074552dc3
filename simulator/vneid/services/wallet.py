"""Papers of the wallet as data that can be verified: a JWS for each, signed with VNeID's own keys.

No public interface for this was found; all of it is assumed. A system gets papers after the citizen's consent on her
phone, or by the code that she shows, which is good for one minute.
"""

from collections.abc import Collection
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError

from simulator.core.errors import near_matches
from simulator.core.ids import random_id, random_token
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.person import Person
from simulator.vneid.services.office import Api, Call, Office
from simulator.web.phone_requests import AGREED, EXPIRED, LIFE_SECONDS, REFUSED, WALLET, PhoneRequest
from simulator.web.presentations import Presentation, Presentations
from simulator.wire.scalars import field
from simulator.wire.sharing import (
    CODES,
    begun_to_wire,
    envelope,
    papers_from_wire,
    papers_to_wire,
    state_to_wire,
    transaction_from_wire,
)

API = Api("wallet", CODES, envelope)
ALGORITHM = "ES256"
TYPE = "vneid-paper+jwt"
PAPER_SECONDS = 3600
"""How long a signed paper may be relied on."""


class Wallet:
    """The calls of a system."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.presentations = Presentations(office.national.db)

    def ask(self, call: Call) -> dict[str, Any]:
        """Ask a citizen for papers."""
        sheet = call.client()
        call.readable()
        personal_id, asked = papers_from_wire(call.inbound.json)
        call.about(personal_id)
        call.calm()
        person = self._office.citizen(personal_id)
        self._held(person, asked)
        request = self._request(sheet, personal_id, asked)
        self._office.phone.asked(call.tx, request)
        call.note(transaction=request.id, state=request.state, papers=list(asked))
        return begun_to_wire(request.id, f"{self._office.address}/confirm/{request.id}", LIFE_SECONDS)

    def read(self, call: Call) -> dict[str, Any]:
        """Give the papers of a request that the citizen agreed to."""
        sheet = call.client()
        transaction = transaction_from_wire(call.said)
        call.note(transaction=transaction)
        found = self._office.phone.requests.get(transaction)
        if found is None or found.kind != WALLET or found.client_id != sheet.openid_client:
            raise self._office.refused("unknown", "transaction_unknown", found=transaction or "∅")
        call.about(found.personal_id)
        call.calm()
        state = found.state_at(self._office.now)
        call.note(state=state)
        if state in (EXPIRED, REFUSED):
            raise self._office.refused(state, "papers_expired" if state == EXPIRED else "papers_refused")
        answer = state_to_wire(found.id, state)
        return self._with_papers(call, answer, found.personal_id, found.told["papers"]) if state == AGREED else answer

    def present(self, call: Call) -> dict[str, Any]:
        """Give the papers that a citizen shows by her code; each code once, for one minute."""
        call.client()
        call.readable()
        written = field(call.inbound.json, "payload")
        shown = self.presentations.find(call.tx, written)
        if shown is None:
            raise self._office.refused("unknown", "presentation_unknown")
        call.about(shown.personal_id)
        call.calm()
        self._fresh(shown)
        self.presentations.mark_read(call.tx, written, self._office.now)
        return self._with_papers(call, {}, shown.personal_id, shown.papers)

    def verify(self, call: Call) -> dict[str, Any]:
        """Say whether a signed paper is ours, unchanged and still good; its key is in the public key set too."""
        call.client()
        call.readable()
        try:
            keys = self._office.keys.published
            token = jwt.decode(field(call.inbound.json, "token"), keys, algorithms=[ALGORITHM])
        except (JoseError, ValueError):
            return {"valid": False, "reason": "signature"}
        claims = token.claims
        if token.header.get("typ") != TYPE or claims.get("iss") != self._office.address:
            return {"valid": False, "reason": "issuer"}
        if not isinstance(claims.get("exp"), int) or claims["exp"] <= self._office.now:
            return {"valid": False, "reason": "expired"}
        return {"valid": True, "paper": claims["paper"]}

    def _fresh(self, shown: Presentation) -> None:
        if shown.read_at is not None:
            raise self._office.refused("conflict", "presentation_used")
        if self._office.now >= shown.expires_at:
            raise self._office.refused("expired", "presentation_expired")

    def _held(self, person: Person, asked: Collection[str]) -> None:
        known = self._office.offers.papers
        if not asked:
            raise self._office.refused("invalid", "papers_missing", known=", ".join(known))
        for name in asked:
            if name not in known:
                raise self._office.refused("unknown", "paper_unknown", found=name, near=near_matches(name, known))
            if not known[name].is_held_of(person):
                raise self._office.refused("unknown", "paper_not_held", found=name)

    def _with_papers(
        self, call: Call, answer: dict[str, Any], personal_id: str, asked: Collection[str]
    ) -> dict[str, Any]:
        call.note(papers=list(asked))
        person = self._office.citizen(personal_id)
        audience = call.noted["client_id"]
        return papers_to_wire(answer, [self._signed(person, name, audience) for name in asked])

    def _signed(self, person: Person, name: str, audience: str) -> str:
        paper, now = self._office.offers.papers[name], self._office.now
        key = self._office.keys.signing(ALGORITHM)
        claims = {
            "iss": self._office.address,
            "sub": person["tech_id"],
            "aud": audience,
            "iat": now,
            "exp": now + PAPER_SECONDS,
            "jti": random_token(),
            "paper": {
                "type": name,
                "title": paper.title.vi,
                "source": paper.source,
                "data": {attribute: person[attribute] for attribute in paper.attributes},
            },
        }
        return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": TYPE}, claims, key, [ALGORITHM])

    def _request(self, sheet: ClaimSheet, personal_id: str, asked: Collection[str]) -> PhoneRequest:
        now = self._office.now
        return PhoneRequest(
            id=random_id("wallet"),
            kind=WALLET,
            client_id=sheet.openid_client,
            province=sheet.id,
            personal_id=personal_id,
            asked_at=now,
            expires_at=now + LIFE_SECONDS,
            told={"papers": list(asked)},
        )
