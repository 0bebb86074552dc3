"""What follows when a citizen answers on her phone, or does not: the state, the fact, and the message to the system."""

from simulator.journal.database import Transaction
from simulator.web.citizens import link_citizen
from simulator.web.national import National
from simulator.web.phone_requests import CERTIFICATE, EXPIRED, SHARING, SIGNING, PhoneRequest, PhoneRequests
from simulator.web.recording import Inbound
from simulator.web.webhooks import Webhooks
from simulator.wire.sharing import return_query
from simulator.wire.signing import (
    CERTIFICATE_CODE,
    CERTIFICATE_RESULT,
    SIGNING_CODE,
    SIGNING_RESULT,
    handle_to_wire,
    registration_to_wire,
    signing_result_to_wire,
)


class PhoneDecisions:
    """Answers requests, by the citizen's page or by a tester's hand."""

    def __init__(self, national: National) -> None:
        self._national = national
        self.requests = PhoneRequests(national.db)
        self.webhooks = Webhooks(national)

    @property
    def now(self) -> int:
        """Return the wall time in seconds since 1970."""
        return int(self._national.clock.now().timestamp())

    def asked(self, tx: Transaction, request: PhoneRequest) -> None:
        """Put a request on the phone, and tell the system its code; not yet, when the order is disturbed."""
        self.requests.ask(tx, request)
        if "out_of_order" not in request.faults:
            self._tell_code(tx, request)

    def decide(self, inbound: Inbound, request: PhoneRequest, state: str, by: str) -> bool:
        """End a request; False when it had ended before. `by`: citizen, passcode (too many wrong ones) or admin."""
        with self._national.db.write() as tx:
            done = self.requests.decide(tx, request.id, state, self.now)
            if done:
                self._tell_result(tx, request, state)
        if done:
            sheet = self._national.provinces.get(request.province)
            if sheet is not None:
                inbound.identify(sheet)
            self._record(inbound, request, state, by)
        return done

    def deliver_due(self) -> int:
        """Let what nobody answered expire, and send what is due; return how many messages were sent."""
        with self._national.db.write() as tx:
            for request in self.requests.expire(tx, self.now):
                self._tell_result(tx, request, EXPIRED)
        return self.webhooks.deliver_due()

    def return_address(self, request: PhoneRequest) -> str:
        """Return where the citizen goes back to; empty when the system named no address."""
        state = request.state_at(self.now)
        sheet = self._national.provinces.get(request.province)
        address = str(sheet.raw.get("vneid_services", {}).get("sharing", {}).get("return_url", "")) if sheet else ""
        if request.kind != SHARING or not address:
            return ""
        joined = "&" if "?" in address else "?"
        return f"{address}{joined}{return_query(request.id, state, request.faults)}"

    def _record(self, inbound: Inbound, request: PhoneRequest, state: str, by: str) -> None:
        family = "signing" if request.kind == CERTIFICATE else request.kind
        inbound.fact(
            f"{family}_decided",
            link_citizen(inbound, request.personal_id),
            transaction=request.id,
            request=request.kind,
            client_id=request.client_id,
            personal_id=request.personal_id,
            state=state,
            by=by,
            faults=list(request.faults),
        )

    def _tell_code(self, tx: Transaction, request: PhoneRequest) -> None:
        if request.kind == CERTIFICATE:
            self.webhooks.write(tx, request, CERTIFICATE_CODE, registration_to_wire(request.id, "pending"))
        elif request.kind == SIGNING:
            seconds = request.expires_at - request.asked_at
            self.webhooks.write(tx, request, SIGNING_CODE, handle_to_wire(request.id, seconds))

    def _tell_result(self, tx: Transaction, request: PhoneRequest, state: str) -> None:
        if request.kind == CERTIFICATE:
            data = registration_to_wire(request.id, state, str(request.told.get("credential", "")))
            self.webhooks.write(tx, request, CERTIFICATE_RESULT, data)
        elif request.kind == SIGNING:
            self.webhooks.write(tx, request, SIGNING_RESULT, signing_result_to_wire(request.id, state))
        if "out_of_order" in request.faults:
            self._tell_code(tx, request)
