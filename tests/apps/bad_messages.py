"""Makes the malformed messages of `tests/examples/negative/messages/`, and sends their bytes as they are."""

import base64
import gzip
import http.client
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from tests.apps.portal_messages import AGENCY, CODE, report, step

STORED, NEW = CODE, f"{CODE[:-1]}8"
FOLDER = Path(__file__).parents[1] / "examples" / "negative" / "messages"


def cases() -> list[dict[str, Any]]:
    """Return every case of every file."""
    files = sorted(FOLDER.glob("*.yaml"))
    return [case for path in files for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


def body_of(send: dict[str, Any], session: str) -> bytes:
    """Return the bytes that a case sends."""
    if "base64" in send:
        return base64.b64decode(send["base64"])
    text = send["raw"] if "raw" in send else _written(send, session)
    body: bytes = text.replace("${session}", session).encode(send.get("charset", "utf-8"))
    return gzip.compress(body) if send.get("gzip") else body


def sent(url: str, send: dict[str, Any], body: bytes) -> tuple[int, dict[str, Any]]:
    """Send the bytes over a connection of their own; return status and envelope."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        connection.putrequest(send.get("method", "POST"), "/mapi/g")
        headers = {"Content-Type": "application/json", **send.get("headers", {})}
        for name, value in headers.items():
            if value:
                connection.putheader(name, value)
        if send.get("chunked"):
            connection.putheader("Transfer-Encoding", "chunked")
            connection.endheaders(_chunks(body), encode_chunked=True)
        elif send.get("without_length"):
            connection.endheaders()
        else:
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def _chunks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 7):
        yield body[start : start + 7]


def _written(send: dict[str, Any], session: str) -> str:
    service = send.get("service", "DongBoHoSoMC")
    message = {"session": session, "madonvi": AGENCY, "service": service, "data": _rows(send, service)}
    if service == "DongBoHoSoMC":
        message["isUpdating"] = "False"
    message |= send.get("envelope", {})
    text = json.dumps({name: value for name, value in message.items() if name not in send.get("without", ())},
                      ensure_ascii=False)  # fmt: skip
    for token, value in _unwritable(send).items():
        text = text.replace(f'"{token}"', value)
    for old, new in send.get("text", {}).items():
        assert old in text
        text = text.replace(old, new, 1)
    return text


def _rows(send: dict[str, Any], service: str) -> list[Any]:
    if "many_empty" in send:
        return [{}] * send["many_empty"]
    good = report(MaHoSo=NEW) if service == "DongBoHoSoMC" else step(MaHoSo=STORED)
    if "many" in send:
        return [_numbered(good, send, number) for number in range(send["many"])]
    return [_changed({**good, **_made(send, good)}, changes) for changes in send.get("rows", [{}])]


def _numbered(good: dict[str, Any], send: dict[str, Any], number: int) -> dict[str, Any]:
    bad = {"MaTTHC": "9.999999"} if number == send.get("bad") else {}
    return {**good, "MaHoSo": f"000.00.12.H99-260305-1{number:04}", **send.get("row", {}), **bad}


def _changed(row: dict[str, Any], changes: Any) -> Any:
    """Return the row with the changes; what is no mapping stands in its place."""
    if not isinstance(changes, dict):
        return changes
    left_out = changes.get("-", [])
    return {name: value for name, value in {**row, **changes}.items() if name not in (*left_out, "-")}


def _made(send: dict[str, Any], good: dict[str, Any]) -> dict[str, Any]:
    """Return the values that are too long to be written down."""
    made: dict[str, Any] = {}
    if "nested" in send:
        made["TruongLa"] = "@nested"
    if "values" in send:
        made["TruongLa"] = [0] * send["values"]
    if "digits" in send:
        made["TenTTHC"] = "@digits"
    if "pad_mb" in send:
        made["GhiChu"] = "x" * (send["pad_mb"] * 1024 * 1024)
    if "decompose" in send:
        made[send["decompose"]] = unicodedata.normalize("NFD", good[send["decompose"]])
    return made


def _unwritable(send: dict[str, Any]) -> dict[str, str]:
    """Return what no library of ours would write: token of the row -> JSON."""
    depth = send.get("nested", 0)
    return {"@nested": "[" * depth + "]" * depth, "@digits": "9" * send.get("digits", 1)}
