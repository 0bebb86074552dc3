"""The adapter in OpenAPI: the prefixes of its addresses, and the doors of middlewares in front of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.domain.dialect import Dialect, Door
from simulator.openapi.components import Components
from simulator.openapi.operation import JSON, Operation
from simulator.openapi.path_items import examples, origin
from simulator.openapi.shared_paths import envelope

ADAPTER = "/mapi/"
PREFIXES = ("/VXPAdapter/RestService/forward", "/XrdAdapter/RestService/forward")
"""What the exchange platforms of the field put before the adapter's paths."""


def servers(base: str) -> list[dict[str, str]]:
    """Return the addresses of the adapter: its own, and those behind the prefixes of the exchange platforms."""
    return [{"url": f"{base}{prefix}" or "/"} for prefix in ("", *PREFIXES)]


def door_paths(
    operations: Iterable[Operation], dialects: Mapping[str, Dialect], components: Components
) -> dict[str, dict[str, Any]]:
    """Return the middlewares' addresses: path -> method -> Operation Object."""
    by_service = {one.service_key: one for one in operations if one.service_key}
    paths: dict[str, dict[str, Any]] = {}
    for dialect in dialects.values():
        for door in dialect.facade.doors if dialect.facade else ():
            methods = paths.setdefault(f"/{door.path}", {})
            if door.service not in by_service:
                continue
            written = methods.setdefault(door.method.lower(), _door(door, by_service[door.service], components))
            written["x-dialects"].append(dialect.id)
    return {path: methods for path, methods in paths.items() if methods}


def _door(door: Door, operation: Operation, components: Components) -> dict[str, Any]:
    named = [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}} for name in door.query]
    written: dict[str, Any] = {
        "operationId": door.path.replace("/", "_"),
        "summary": f"{operation.title.vi} (qua nền tảng của tỉnh) / {operation.title.en} (through a middleware)",
        **origin(operation),
        "x-source": {"mark": door.mark.value},
        "x-dialects": [],
        "parameters": named,
        "responses": _answers(door, components),
    }
    content = _body(door, operation, components)
    return written | ({"requestBody": {"required": True, "content": {JSON: content}}} if content else {})


def _answers(door: Door, components: Components) -> dict[str, Any]:
    content: dict[str, Any] = {JSON: {"schema": envelope(components)}}
    if door.gives_file:
        content["text/plain"] = {"schema": {"type": "string", "description": "Tệp dạng base64. The file in base64."}}
    return {
        "200": {"description": _ENVELOPED, "content": content},
        "503": {"description": "Gián đoạn theo kịch bản / Disturbed by a weather", "content": {JSON: {}}},
    }


def _body(door: Door, operation: Operation, components: Components) -> dict[str, Any]:
    """Return the media type of the bare body: a part of the message, or an object with names of its own."""
    if door.fields:
        return {"schema": {"type": "object", "properties": {name: {"type": "string"} for name in door.fields}}}
    if not door.body or operation.body is None:
        return {}
    components.use(operation.body)
    shown = [one[door.body] for one in operation.requests if door.body in one]
    place = f"#/components/schemas/{operation.body.name}/properties/{door.body}"
    return {"schema": {"$ref": place}, "examples": examples(shown)}


_ENVELOPED = (
    "Phong bì của trục kết nối; có hệ đặt các dòng thành chuỗi JSON trong message"
    " / The adapter's envelope; some families put the rows into `message` as JSON"
)
