"""The province's form as the citizen's browser reads it, the submission, and the view of the dossier.

These messages are our own design (assumed, DESIGN 5): no public source shows how a province serves its form to
anything but a browser.
"""

import base64
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from simulator.wire.scalars import UnreadableAnswer, field, flag, number, require_object, rows, text


class Attachment(NamedTuple):
    """One component of the dossier that the citizen hands in."""

    code: str
    name: str
    content: bytes
    content_type: str = "application/pdf"


class Submitted(NamedTuple):
    """What the province answered to a submission."""

    dossier_code: str
    status: int | None
    view: str
    """Path of the page that shows the dossier; empty when none was given."""


def form_from_wire(document: Any) -> dict[str, Any]:
    """Return the data of the fact `form_read`, with the path to submit to under `submit`."""
    form = require_object(document, "the form")
    if not isinstance(form.get("fields"), list):
        raise UnreadableAnswer("the form has no list `fields`")
    return {
        "procedure_code": field(form, "procedure"),
        "fields": [_field(row) for _, row in rows(form, "fields")],
        "components": [_component(row) for _, row in rows(form, "components")],
        "submit": field(form, "submit"),
        "fee": _whole(form.get("fee"), "online_vnd"),
    }


def submission_to_wire(
    *, submission_id: str, procedure: str, agency: str, values: Mapping[str, str], components: Iterable[Attachment]
) -> dict[str, Any]:
    """Return the body of a submission; `values` by field id, contents in base64."""
    return {
        "submission_id": submission_id,
        "procedure": procedure,
        "agency": agency,
        "values": dict(values),
        "components": attachments_to_wire(components),
    }


def attachments_to_wire(components: Iterable[Attachment]) -> list[dict[str, str]]:
    """Return components as they are handed in, contents in base64."""
    return [
        {
            "code": component.code,
            "name": component.name,
            "content_type": component.content_type,
            "content": base64.b64encode(component.content).decode("ascii"),
        }
        for component in components
    ]


def submission_from_wire(document: Any) -> Submitted:
    """Read the answer to a submission that was taken."""
    answer = require_object(document, "the answer to the submission")
    if not field(answer, "dossier_code"):
        raise UnreadableAnswer("the answer to the submission has no `dossier_code`")
    return Submitted(field(answer, "dossier_code"), number(answer.get("status")), field(answer, "view"))


def refusal_from_wire(document: Any) -> str:
    """Return why a submission was refused, in one line; an empty text when the answer does not say."""
    reasons = [
        ": ".join(part for part in (field(row, "field", "component", "demand"), field(row, "message")) if part)
        for _, row in rows(document, "errors")
    ]
    return "; ".join(reason for reason in reasons if reason) or field(document, "message")


def view_from_wire(document: Any) -> dict[str, Any]:
    """Return the data of the fact `dossier_view`, without `place`; `decision` is None before there is one."""
    view = require_object(document, "the view of the dossier")
    decided = isinstance(view.get("decision"), list)
    unit = view.get("unit")
    return {
        "dossier_code": field(view, "dossier_code"),
        "status": number(view.get("status")),
        "unit": {name: field(unit, name) for name in ("code", "name")} if isinstance(unit, Mapping) else None,
        "fields": [_filed(row) for _, row in rows(view, "fields")],
        "decision": [_decided(row) for _, row in rows(view, "decision")] if decided else None,
        "history": [_step(row) for _, row in rows(view, "history")],
        "asked": _asked(view.get("asked")),
        "supplement": text(view["supplement"]) if "supplement" in view else None,
        "withdraw": text(view["withdraw"]) if "withdraw" in view else None,
        "notes": _texts(view.get("notes")),
        "payment": _payment(view["payment"]) if "payment" in view else None,
        "obligations": _obligations(view.get("obligations")),
    }


def payment_from_wire(document: Any) -> dict[str, Any]:
    """Return {reference, amount, url} of the answer to the citizen who pays."""
    answer = require_object(document, "the answer to the payment")
    if not field(answer, "payment_url"):
        raise UnreadableAnswer("the answer to the payment has no `payment_url`")
    amount = number(answer.get("amount"))
    return {"reference": field(answer, "reference"), "amount": amount, "url": field(answer, "payment_url")}


def supplement_to_wire(
    *, supplement_id: str, values: Mapping[str, str], components: Iterable[Attachment]
) -> dict[str, Any]:
    """Return the body of a supplement; `values` by field id, contents in base64."""
    return {"supplement_id": supplement_id, "values": dict(values), "components": attachments_to_wire(components)}


def withdrawal_to_wire(*, request_id: str, reason: str) -> dict[str, str]:
    """Return the body of a withdrawal."""
    return {"request_id": request_id, "reason": reason}


def changed_from_wire(document: Any) -> tuple[str, int | None]:
    """Return (dossier code, status) of the answer to a supplement or a withdrawal that was taken."""
    answer = require_object(document, "the answer")
    if not field(answer, "dossier_code"):
        raise UnreadableAnswer("the answer has no `dossier_code`")
    return field(answer, "dossier_code"), number(answer.get("status"))


def _payment(shown: Any) -> dict[str, Any]:
    """Return what the page says of the fee; empty when nothing is to be paid."""
    if not isinstance(shown, Mapping):
        return {}
    money = {name: number(shown.get(name)) for name in ("amount", "paid")}
    return money | {name: field(shown, name) for name in ("state", "pay", "receipt")}


def _filed(row: Mapping[str, Any]) -> dict[str, str]:
    return {"id": field(row, "id"), "datum": field(row, "datum"), "value": text(row.get("value"))}


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"status": number(row.get("status")), "at": field(row, "at"), "content": field(row, "content")}


def _obligations(told: Any) -> list[dict[str, Any]] | None:
    """Return what has to be paid for the dossier; None when the page does not say."""
    if not isinstance(told, list):
        return None
    found = ((row, number(row.get("amount"))) for row in told if isinstance(row, Mapping))
    names = ("decision", "day", "item")
    return [
        {name: field(row, name) for name in names} | {"amount": vnd, "paid": flag(row.get("paid"))}
        for row, vnd in found
    ]


def _asked(asked: Any) -> dict[str, Any] | None:
    if not isinstance(asked, Mapping):
        return None
    return {"reason": field(asked, "reason")} | {name: _texts(asked.get(name)) for name in ("components", "fields")}


def _texts(value: Any) -> list[str]:
    return [text(item) for item in value if text(item)] if isinstance(value, list) else []


def _whole(part: Any, name: str) -> int | None:
    """Return a whole number of an optional part; None when it is not shown as one."""
    value = part.get(name) if isinstance(part, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _field(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("id", "label", "datum", "type", "state", "value", "source")
    return {name: field(row, name) for name in names} | {"required": flag(row.get("required"))}


def _component(row: Mapping[str, Any]) -> dict[str, Any]:
    replaced = row.get("replaced_by")
    return {
        "code": field(row, "code"),
        "name": field(row, "name"),
        "required": flag(row.get("required")),
        "replaced_by": [text(source) for source in replaced] if isinstance(replaced, list) else [],
        "reason": field(row, "reason"),
    }


def _decided(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: field(row, name) for name in ("datum", "value", "source")}
