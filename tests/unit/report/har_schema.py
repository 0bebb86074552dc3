"""HAR 1.2 as JSON Schema: what the format demands of a log, its pages and its entries; `_names` are free."""

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
SIZE: dict[str, Any] = {"type": "integer", "minimum": -1}
MOMENT: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$"}


def thing(optional: dict[str, Any] | None = None, **required: Any) -> dict[str, Any]:
    """Return an object with these names and no other than `_names` and `comment`."""
    names = {**required, **(optional or {}), "comment": TEXT}
    return {
        "type": "object",
        "required": list(required),
        "properties": names,
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


def many(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


PAIR = thing(name=TEXT, value=TEXT)
TIME = {"type": "number", "minimum": 0}
BODY = thing({"text": TEXT, "encoding": TEXT, "compression": {"type": "integer"}}, size=SIZE, mimeType=TEXT)
MESSAGE = {
    "httpVersion": TEXT, "cookies": many(PAIR), "headers": many(PAIR), "headersSize": SIZE, "bodySize": SIZE,
}  # fmt: skip
REQUEST = thing(
    {"postData": thing({"text": TEXT}, mimeType=TEXT, params=many(PAIR))},
    method=TEXT, url={"type": "string", "pattern": "^https?://"}, queryString=many(PAIR), **MESSAGE,
)  # fmt: skip
RESPONSE = thing(status={"type": "integer"}, statusText=TEXT, content=BODY, redirectURL=TEXT, **MESSAGE)
ENTRY = thing(
    {"pageref": TEXT, "serverIPAddress": TEXT, "connection": TEXT},
    startedDateTime=MOMENT, time=TIME, request=REQUEST, response=RESPONSE, cache=thing(),
    timings=thing(send=TIME, wait=TIME, receive=TIME),
)  # fmt: skip
PAGE = thing(
    startedDateTime=MOMENT, id=TEXT, title=TEXT, pageTimings=thing({"onContentLoad": TIME, "onLoad": TIME})
)  # fmt: skip
HAR = thing(
    log=thing(
        {"browser": thing(name=TEXT, version=TEXT)},
        version={"const": "1.2"}, creator=thing(name=TEXT, version=TEXT), pages=many(PAGE), entries=many(ENTRY),
    )
)  # fmt: skip
