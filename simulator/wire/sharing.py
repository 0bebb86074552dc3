"""Consented sharing, notices and papers: what a system asks of VNeID beside the login, and the envelope of the answers.

Seen in public clients: the headers, the number of the citizen, the service code, the transaction, the way back with
`<transaction>|<result>`, and that the code of an expired request ends in 4005. Everything else is assumed.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from simulator.core.text import Text
from simulator.domain.person import Person
from simulator.wire.scalars import field

CODES: Mapping[str, tuple[str, int]] = {
    "ok": ("0", 200),
    "invalid": ("4000", 400),
    "credentials": ("4001", 401),
    "time": ("4002", 400),
    "service": ("4003", 400),
    "unknown": ("4004", 404),
    "expired": ("4005", 410),
    "refused": ("4006", 403),
    "conflict": ("4009", 409),
    "disturbed": ("5003", 503),
}
"""Our word -> (code, HTTP status)."""

_STATES = {"pending": "PENDING", "agreed": "AGREED", "refused": "REFUSED", "expired": "EXPIRED"}
_ATTRIBUTES = {
    "personal_id": "citizenPid",
    "full_name": "fullName",
    "birth_date": "birthDate",
    "gender": "gender",
    "ethnicity": "ethnicity",
    "nationality": "nationality",
    "home_town": "homeTown",
    "residence": "residence",
    "id_document": "idDocument",
    "marital_status": "maritalStatus",
    "phone": "phoneNumber",
    "email": "email",
}


class SharingAsked(NamedTuple):
    """A system asks for a citizen's data."""

    personal_id: str
    service_code: str


class NoticeSent(NamedTuple):
    """A notice to a citizen."""

    id: str
    personal_id: str
    dossier_code: str
    status: str
    title: str
    content: str
    link: str


def envelope(code: str, text: Text, data: Any = None) -> dict[str, Any]:
    """Return an answer: code, sentence (Vietnamese, then English) and what was asked for."""
    return {"code": code, "message": f"{text.vi} / {text.en}", "data": data}


def sharing_from_wire(body: Any) -> SharingAsked:
    """Read who and which service a request for data names."""
    return SharingAsked(field(body, "citizenPid"), field(body, "serviceCode"))


def transaction_from_wire(query: Any) -> str:
    """Read which transaction is asked about."""
    return field(query, "txnId")


def begun_to_wire(transaction: str, link: str, seconds: int) -> dict[str, Any]:
    """Return what a system is told of the request that it began."""
    return {"txnId": transaction, "link": link, "expiresIn": seconds}


def state_to_wire(transaction: str, state: str) -> dict[str, Any]:
    """Return how far a request got."""
    return {"txnId": transaction, "status": _STATES[state]}


def shared_to_wire(person: Person, attributes: Collection[str]) -> dict[str, str]:
    """Return the data that a citizen agreed to share, those that the state knows; dates as dd/MM/yyyy."""
    return {
        _ATTRIBUTES[name]: "/".join(reversed(person[name].split("-"))) if name == "birth_date" else person[name]
        for name in attributes
        if name in person.attributes
    }


def with_citizen(answer: Mapping[str, Any], told: Mapping[str, str]) -> dict[str, Any]:
    """Return the state of a request together with the shared data."""
    return {**answer, "citizen": dict(told)}


def return_query(transaction: str, state: str, faults: Collection[str] = ()) -> str:
    """Return the query with which the citizen comes back; faults are the oddities that public clients met."""
    value = transaction if "without_result" in faults else f"{transaction}|{_STATES[state]}"
    written = quote(value, safe="")
    name = "transitionCode" if "misspelled" in faults else "transactionCode"
    return f"{name}={quote(written, safe='') if 'double_encoded' in faults else written}"


def notice_from_wire(body: Any) -> NoticeSent:
    """Read a notice; empty texts for what is missing."""
    names = ("id", "citizenPid", "dossierCode", "status", "title", "content", "link")
    return NoticeSent(*(field(body, name) for name in names))


def notice_to_wire(notice_id: str, repeated: bool) -> dict[str, Any]:
    """Return the receipt of a notice."""
    return {"id": notice_id, "repeated": repeated}


def papers_from_wire(body: Any) -> tuple[str, tuple[str, ...]]:
    """Read (personal number, ids of papers) of a request for papers; no papers when the list is unusable."""
    papers = body.get("papers") if isinstance(body, Mapping) else None
    usable = isinstance(papers, list) and all(isinstance(one, str) for one in papers)
    return field(body, "citizenPid"), tuple(dict.fromkeys(papers or ())) if usable else ()


def papers_to_wire(answer: Mapping[str, Any], papers: Collection[str]) -> dict[str, Any]:
    """Return the signed papers beside what else is told."""
    return {**answer, "papers": list(papers)}
