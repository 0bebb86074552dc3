"""A tester's hand on the citizen's phone: answers without a page, arms faults, sends what is due, reads inboxes."""

from typing import Any

from flask import Blueprint, Response, request

from simulator.control.body import YEAR_SECONDS, bad_request, json_object, text_of, texts_of, whole_of
from simulator.control.envelope import answer, not_found
from simulator.core.text import Text
from simulator.web.citizens import find_citizen, link_citizen
from simulator.web.national import National
from simulator.web.notices import Notices
from simulator.web.phone_decisions import PhoneDecisions
from simulator.web.phone_requests import AGREED, CERTIFICATE, CREATED, KINDS, REFUSED, PhoneRequest
from simulator.web.presentations import LIFE_SECONDS, Presentations
from simulator.web.recording import Answer, Inbound, recorded
from simulator.web.service_faults import FAULTS, ServiceFaults

DECISIONS = {"agree": AGREED, "refuse": REFUSED, "create": CREATED}
"""Last part of the path -> state; `create` leaves a certificate for the citizen to activate."""
_TTL_SECONDS = 300


def add_routes(admin: Blueprint, national: National) -> None:
    """Add the routes of the services below `/admin/vneid`."""
    hand = _Hand(national)
    admin.add_url_rule("/vneid/requests", "phone_requests", hand.show)
    decide = recorded(national, "control", "control/phone-decision", transactional=False)(hand.decide)
    admin.add_url_rule(
        "/vneid/<kind>/<request_id>/<decision>", "phone_decision", hand.checked(decide), methods=["POST"]
    )
    admin.add_url_rule("/vneid/webhooks", "webhooks", hand.webhooks)
    admin.add_url_rule("/vneid/webhooks/deliver", "webhooks_deliver", hand.deliver, methods=["POST"])
    admin.add_url_rule("/vneid/service-faults", "service_fault", hand.arm, methods=["POST"])
    admin.add_url_rule("/vneid/service-faults/<fault>", "service_fault_lift", hand.lift, methods=["DELETE"])
    admin.add_url_rule("/vneid/notices", "notices", hand.notices)
    present = recorded(national, "control", "control/present-papers")(hand.present)
    admin.add_url_rule("/vneid/presentations", "presentations", hand.checked_papers(present), methods=["POST"])


class _Hand:
    def __init__(self, national: National) -> None:
        self._national = national
        self._phone = PhoneDecisions(national)
        self._faults = ServiceFaults(national.db)
        self._notices = Notices(national.db)
        self._presentations = Presentations(national.db)

    def show(self) -> Response:
        """Answer what waits on a phone, or on all of them."""
        number = request.args.get("personal_id", "")
        found = self._phone.requests.of_citizen(number) if number else self._phone.requests.latest()
        return answer({"requests": [self._json(one) for one in found]})

    def checked(self, view: Any) -> Any:
        """Return the view that refuses unknown requests and decisions before anything is recorded."""

        def handle(kind: str, request_id: str, decision: str) -> Response:
            if kind not in KINDS:
                raise not_found("unknown_kind", Text("loại yêu cầu", "kind of request"), kind, KINDS)
            if decision not in DECISIONS or (decision == "create" and kind != CERTIFICATE):
                known = [one for one in DECISIONS if one != "create" or kind == CERTIFICATE]
                raise not_found("unknown_decision", Text("quyết định", "decision"), decision, known)
            found = self._phone.requests.get(request_id)
            if found is None or found.kind != kind:
                known = [one.id for one in self._phone.requests.latest() if one.kind == kind]
                raise not_found("unknown_request", Text("yêu cầu", "request"), request_id, known)
            response: Response = view(found=found, state=DECISIONS[decision])
            return response

        return handle

    def decide(self, inbound: Inbound, found: PhoneRequest, state: str) -> Answer:
        """Answer a request as the citizen would, and send what follows."""
        done = self._phone.decide(inbound, found, state, "admin")
        sent = self._phone.deliver_due()
        after = self._phone.requests.get(found.id) or found
        body = {**self._json(after), "return_to": self._phone.return_address(after), "sent": sent}
        if done:
            return Answer(body)
        text = Text(
            f"Yêu cầu {found.id} đã kết thúc: {body['state']}.", f"Request {found.id} has ended: {body['state']}."
        )
        return Answer({"error": {"code": "decided", **text.to_json()}}, 409)

    def webhooks(self) -> Response:
        """Answer the newest messages to systems."""
        return answer({"webhooks": self._phone.webhooks.states()})

    def deliver(self) -> Response:
        """Send what is due now."""
        return answer({"sent": self._phone.deliver_due()})

    def arm(self) -> Response:
        """Arm faults for the next request of a client."""
        body = json_object()
        kind = text_of(body, "kind")
        if kind not in FAULTS:
            raise bad_request("kind", f"one of {', '.join(FAULTS)}")
        faults = texts_of(body, "faults")
        if not faults or not set(faults) <= set(FAULTS[kind]):
            raise bad_request("faults", f"some of {', '.join(FAULTS[kind])}")
        client_id = text_of(body, "client_id")
        if self._national.provinces.client(client_id) is None:
            known = [one.openid_client for one in self._national.provinces.all()]
            raise not_found("unknown_client", Text("ứng dụng", "client"), client_id, known)
        until = self._phone.now + whole_of(body, "ttl_seconds", _TTL_SECONDS, YEAR_SECONDS)
        with self._national.db.write() as tx:
            fault = self._faults.arm(tx, kind, client_id, text_of(body, "personal_id", ""), faults, until)
        return answer({"id": fault, "expires_at": until}, 201)

    def lift(self, fault: str) -> Response:
        """Disarm faults that no request has taken."""
        with self._national.db.write() as tx:
            lifted = self._faults.lift(tx, fault)
        if not lifted:
            raise not_found("unknown_fault", Text("lỗi đang chờ", "armed fault"), fault, [])
        return answer({"id": fault, "lifted": True})

    def notices(self) -> Response:
        """Answer the notices of a citizen."""
        number = request.args.get("personal_id", "")
        if not number:
            raise bad_request("personal_id", "a personal number")
        return answer({"notices": [vars(one) for one in self._notices.of_citizen(number)]})

    def checked_papers(self, view: Any) -> Any:
        """Return the view that refuses an unknown citizen or no papers before anything is recorded."""

        def handle() -> Response:
            body = json_object()
            number, papers = text_of(body, "personal_id"), texts_of(body, "papers")
            if find_citizen(self._national, number) is None:
                raise not_found("unknown_citizen", Text("công dân", "citizen"), number, [])
            if not papers:
                raise bad_request("papers", "a list of ids of papers")
            response: Response = view(number=number, papers=papers)
            return response

        return handle

    def present(self, inbound: Inbound, number: str, papers: tuple[str, ...]) -> Answer:
        """Make the code with which a citizen shows papers."""
        assert inbound.tx is not None
        payload = self._presentations.begin(inbound.tx, number, papers, self._phone.now)
        sessions = link_citizen(inbound, number)
        inbound.fact("wallet_shown", sessions, personal_id=number, papers=list(papers), by="admin")
        return Answer({"payload": payload, "expires_at": self._phone.now + LIFE_SECONDS}, 201)

    def _json(self, found: PhoneRequest) -> dict[str, Any]:
        told = {**vars(found), "state": found.state_at(self._phone.now)}
        return {**told, "told": dict(found.told), "faults": list(found.faults)}
