"""A webhook about a signature that VNeID did not send, or sent long ago: what a stranger may try."""

import hmac
from collections.abc import Mapping
from typing import Any

import orjson

from simulator.control.stage import Stage
from simulator.core.ids import random_id
from simulator.web.outbound import Reply
from simulator.wire.signing import SIGNATURE_HEADER, SIGNING_RESULT, signing_result_to_wire, webhook_to_wire

OPERATION = "vneid/signing-webhook"


def forge(stage: Stage, handle: str, told: Mapping[str, Any]) -> Reply:
    """Send what the case says of the forgery (`contracts/files/identity-cases.schema.json`) and return the answer."""
    settings = stage.sheet.raw["vneid_services"]["signing"]
    at = int(stage.national.clock.now().timestamp()) - int(told.get("age_seconds", 0))
    body = _body(handle, str(told["tells"]), at)
    signed = _body(handle, "pending", at) if told["key"] == "other_body" else body
    header = {} if told["key"] == "none" else {SIGNATURE_HEADER: _hmac(str(settings["secret"]), signed, told["key"])}
    return stage.outbound.send(
        "POST",
        str(settings["webhook_url"]),
        party="vneid",
        operation=OPERATION,
        province=stage.sheet,
        sessions=(stage.session.id,),
        headers={"Content-Type": "application/json", **header},
        body=body,
    )


def _body(handle: str, state: str, at: int) -> bytes:
    data = signing_result_to_wire(handle, state)
    return orjson.dumps(webhook_to_wire(random_id("wh"), SIGNING_RESULT, 1, at, data, unknown_field=False))


def _hmac(secret: str, body: bytes, key: str) -> str:
    used = f"not-{secret}" if key == "other" else secret
    return f"sha256={hmac.new(used.encode(), body, 'sha256').hexdigest()}"
