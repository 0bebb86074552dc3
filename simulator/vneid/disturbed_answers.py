"""What a fault makes of an answer of VNeID: members changed, another answer in its place, late, or cut off.

The right answer is made first, so that codes and tokens are used up as they would be; only what leaves is another. The
journal keeps what was really sent, and the fact `fault_shown` says that it was wrong on purpose.
"""

import base64
import os
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from flask import Response

from simulator.session.login_faults import LoginFault
from simulator.vneid.envelope import wrap
from simulator.vneid.malformed import changed, stranger
from simulator.web.recording import Inbound, ViewResult, as_response

_MEGABYTE = 1024 * 1024
_JSON = "application/json"


def with_other_members(response: Response, stage: Mapping[str, Any]) -> None:
    """Take members out of a good JSON answer and put others in."""
    if response.status_code == 200 and ("set" in stage or "remove" in stage):
        response.set_data(orjson.dumps(changed(response.get_json(), stage)))


def leave_disturbed(inbound: Inbound, right: ViewResult, stage: Mapping[str, Any]) -> Response:
    """Return the answer that leaves instead of the right one; `stage` has `answer` when there is another."""
    response, told = as_response(right), stage.get("answer") or {}
    if not told:
        return response
    if {"status", "body"} & set(told):
        status = int(told.get("status", response.status_code))
        response = Response(str(told.get("body", "")), status, content_type=told.get("type", _JSON))
    elif "type" in told:
        response.content_type = told["type"]
    response.headers.update(told.get("headers") or {})
    if "size_mb" in told:
        response.set_data(response.get_data().ljust(int(told["size_mb"]) * _MEGABYTE))
    inbound.leaving.cut = told.get("cut", "")
    if "delay_seconds" in told:
        inbound.hold(float(told["delay_seconds"]))
    return response


def tell_of(inbound: Inbound, fault: LoginFault | None, stages: Iterable[str], sessions: Iterable[str] = ()) -> None:
    """Say which part of a fault an answer showed, so that nobody takes it for VNeID's own."""
    if fault and any(fault.at(stage) for stage in stages):
        leaving = inbound.leaving
        told = fault.shown(*stages, held_seconds=leaving.held_seconds, cut=leaving.cut)
        inbound.fact("fault_shown", sessions, **told)


def is_good(inbound: Inbound, response: Response) -> bool:
    """Return whether the client gets an answer that says yes."""
    return response.status_code == 200 and not inbound.leaving.cut


def error_of(inbound: Inbound, response: Response) -> str:
    """Return OAuth's word in a refusal; `cut` when nothing whole arrives, the HTTP status when there is no word."""
    if is_good(inbound, response):
        return ""
    document = response.get_json(silent=True, force=True)
    word = document.get("error") if isinstance(document, Mapping) else None
    return "cut" if inbound.leaving.cut else str(word or response.status_code)


def sealed(text: bytes, receiver: RSAPublicKey, stage: Mapping[str, Any]) -> bytes:
    """Return an answer in its envelope, or as the stage `envelope` wants it: unwrapped, or not to be opened."""
    if stage.get("plain"):
        return text
    other = stage.get("key") == "other"
    envelope = wrap(text, stranger().public_key if other else receiver)
    if stage.get("key") == "bad_padding":
        noise = b"\x00" + os.urandom(receiver.key_size // 8 - 1)
        envelope = envelope._replace(key=base64.b64encode(noise).decode())
    return orjson.dumps(envelope._asdict())
