"""One signature: the system asks for it, the citizen answers or does not, and the system is asked how it went."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from simulator.control.browser import Browser
from simulator.control.contract_ids import SIGN, SIGNATURE
from simulator.control.forged_webhook import forge
from simulator.control.problems import said
from simulator.control.signature_check import holds
from simulator.control.stage import Stage
from simulator.domain.contract_finding import ContractFinding
from simulator.domain.identity_case import IdentityCase
from simulator.web.outbound import Reply
from simulator.web.phone_decisions import PhoneDecisions
from simulator.web.phone_requests import SIGNING, PhoneRequest
from simulator.wire.signature import SignatureTold, handle_from_wire, signature_from_wire

WAITING, SIGNED = "waiting", "signed"
_PAUSE_SECONDS, _USUAL_SECONDS, _LONGEST_SECONDS = 0.2, 3.0, 10.0
_CONFIRM = "citizen/confirm"
_YES = {"decision": "agree", "consent": "1", "passcode": "246810"}
"""What the page of the stand-in phone wants; its passcode is everybody's and stands on the page."""
_OK = 200


@dataclass
class Signed:
    """Where a signature ended."""

    reply: Reply
    """The last exchange, unrecorded."""
    findings: Sequence[ContractFinding] = ()
    handle: str = ""
    answer: str = ""
    between: str | None = None
    state: str | None = None
    holds: bool | None = None
    taken: int | None = None
    forged_status: int | None = None
    status: int = 0
    said: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the data of the fact `signing_tried`, as far as the walk knows them."""
        return {name: value for name, value in vars(self).items() if name not in ("reply", "findings")}


@dataclass
class SigningWalk:
    """Walks one signature of one case."""

    stage: Stage
    browser: Browser
    case: IdentityCase
    phone: PhoneDecisions

    def walk(self) -> Signed:
        """Sign as the case says; a system that asks VNeID for no signature ends it."""
        reply = self.browser.post(self._url("sign"), SIGN, {})
        handle = handle_from_wire(reply.json()) if reply.status == _OK else ""
        asked = self.phone.requests.get(handle)
        answer = str(self.case.signing.get("answer", "agree"))
        if asked is None or asked.kind != SIGNING or asked.province != self.stage.sheet.id:
            return Signed(reply, answer=answer, status=reply.status or 0, said=said(reply))
        self.stage.record(reply, findings=self.stage.findings(SIGN, reply.json()))
        self.phone.deliver_due()
        forged_status, between = self._forged(handle)
        self._answer(asked, answer)
        return self._ended(asked, Signed(reply, (), handle, answer, between, forged_status=forged_status))

    def _forged(self, handle: str) -> tuple[int | None, str | None]:
        """Send the forgery of the case, if it has one; return its HTTP status and the state that the system tells."""
        told: Mapping[str, Any] = self.case.signing.get("forge") or {}
        if not told:
            return None, None
        reply = forge(self.stage, handle, told)
        self.stage.record(reply)
        seen, state = self._look(handle)
        self.browser.record(seen)
        return reply.status, state.state if state else None

    def _answer(self, asked: PhoneRequest, answer: str) -> None:
        """Let the citizen answer on her phone, or let her time run out; either way the gateway tells the system."""
        if answer == "none":
            with self.stage.national.db.write() as tx:
                self.phone.requests.run_out(tx, asked.id, self.phone.now)
            self.phone.deliver_due()
            return
        form = _YES if answer == "agree" else {"decision": "refuse"}
        self.browser.fill(f"{self.stage.national.public_url}/vneid/confirm/{asked.id}", _CONFIRM, form)

    def _ended(self, asked: PhoneRequest, ended: Signed) -> Signed:
        """Ask the system until it no longer waits, or for as long as it claims to need at most."""
        until = time.monotonic() + min(self.stage.sheet.sync_max_seconds or _USUAL_SECONDS, _LONGEST_SECONDS)
        ended.reply, told = self._look(asked.id)
        while told is not None and told.state == WAITING and time.monotonic() < until:
            self.browser.record(ended.reply)
            time.sleep(_PAUSE_SECONDS)
            ended.reply, told = self._look(asked.id)
        ended.status, ended.said = ended.reply.status or 0, said(ended.reply)
        if told is not None:
            ended.state, ended.taken = told.state, told.taken
            ended.holds = holds(asked, told) if told.state == SIGNED else None
            ended.findings = self.stage.findings(SIGNATURE, ended.reply.json())
        return ended

    def _look(self, handle: str) -> tuple[Reply, SignatureTold | None]:
        reply = self.browser.get(f"{self._url('signature')}?handle={quote(handle)}", SIGNATURE)
        document = reply.json()
        usable = reply.status == _OK and isinstance(document, Mapping)
        return reply, signature_from_wire(document) if usable else None

    def _url(self, hook: str) -> str:
        return self.stage.url(self.stage.sheet.hooks[hook].path)
