"""The adapter in OpenAPI: one path whose body key `service` chooses the operation, and the doors of middlewares."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simulator.domain.dialect import Dialect, Door
from simulator.openapi.components import Components
from simulator.openapi.error_codes import ErrorCodes
from simulator.openapi.operation import JSON, Answer, Operation
from simulator.openapi.path_items import examples, origin, parameters, responses

ADAPTER = "/mapi/"
CALL = f"{ADAPTER}g"
PREFIXES = ("/VXPAdapter/RestService/forward", "/XrdAdapter/RestService/forward")
"""What the exchange platforms of the field put before the adapter's paths."""
_ENVELOPE = "Envelope"


def servers(base: str) -> list[dict[str, str]]:
    """Return the addresses of the adapter: its own, and those behind the prefixes of the exchange platforms."""
    return [{"url": f"{base}{prefix}" or "/"} for prefix in ("", *PREFIXES)]


def call_object(operations: Sequence[Operation], codes: ErrorCodes, components: Components) -> dict[str, Any]:
    """Return `POST /mapi/g`: one of the operations' requests, any of their answers, or a refusal."""
    first = operations[0]
    answers = {answer.status: _without_schema(answer) for one in operations for answer in one.answers}
    written = {
        "operationId": "mapi_g",
        "summary": "Mọi dịch vụ chia sẻ của trục kết nối / Every operation of the adapter",
        "description": (
            "Khóa service của thân bản tin chọn nghiệp vụ; lỗi nghiệp vụ cũng trả HTTP 200 với error_code."
            " / The body key `service` chooses the operation; business errors are HTTP 200 with an error_code."
        ),
        **origin(first),
        "x-operation": [one.id for one in operations],
        "externalDocs": {"url": "/docs"},
        "x-error-codes": codes.of_adapter(),
        "parameters": parameters(first.parameters),
        "requestBody": {"required": True, "content": {JSON: _choice(operations, components)}},
        "responses": responses(list(answers.values()), components),
    }
    written["responses"]["200"]["content"] = {JSON: _envelopes(operations, components)}
    return written


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


def _choice(operations: Sequence[Operation], components: Components) -> dict[str, Any]:
    references = {one.service_key: components.use(one.body) for one in operations if one.body}
    mapping = {key: reference["$ref"] for key, reference in references.items()}
    return {
        "schema": {
            "oneOf": list(references.values()),
            "discriminator": {"propertyName": "service", "mapping": mapping},
        },
        "examples": {one.service_key: {"value": one.requests[0]} for one in operations},
    }


def _envelopes(operations: Sequence[Operation], components: Components) -> dict[str, Any]:
    found = [components.use(answer.schema) for one in operations for answer in one.right_answers if answer.schema]
    shown = {one.service_key: {"value": answer.examples[0]} for one in operations for answer in one.right_answers}
    return {"schema": {"anyOf": [*found, _envelope(components)]}, "examples": shown}


def _door(door: Door, operation: Operation, components: Components) -> dict[str, Any]:
    written: dict[str, Any] = {
        "operationId": door.path.replace("/", "_"),
        "summary": f"{operation.title.vi} (qua nền tảng của tỉnh) / {operation.title.en} (through a middleware)",
        **origin(operation),
        "x-source": {"mark": door.mark.value},
        "x-dialects": [],
        "parameters": [
            {"name": name, "in": "query", "required": False, "schema": {"type": "string"}} for name in door.query
        ],
        "responses": {
            "200": {
                "description": "Phong bì của trục kết nối; có hệ đặt các dòng thành chuỗi JSON trong message"
                " / The adapter's envelope; some families put the rows into `message` as JSON",
                "content": {JSON: {"schema": _envelope(components)}},
            },
            "503": {"description": "Gián đoạn theo kịch bản / Disturbed by a weather", "content": {JSON: {}}},
        },
    }
    if door.body and operation.body:
        components.use(operation.body)
        place = f"#/components/schemas/{operation.body.name}/properties/{door.body}"
        shown = [one[door.body] for one in operation.requests if door.body in one]
        written["requestBody"] = {
            "required": True,
            "content": {JSON: {"schema": {"$ref": place}, "examples": examples(shown)}},
        }
    return written


def _envelope(components: Components) -> dict[str, str]:
    components.schemas.setdefault(
        _ENVELOPE,
        {
            "type": "object",
            "description": "Phong bì trả lời. The adapter's envelope.",
            "required": ["error_code", "message"],
            "properties": {
                "error_code": {"type": ["string", "integer"], "description": "Mã kết quả. Code of the result."},
                "message": {"type": "string", "description": "Thông điệp. What happened and what to do."},
                "result": {"type": "array", "description": "Kết quả. Rows."},
            },
        },
    )
    return {"$ref": f"#/components/schemas/{_ENVELOPE}"}


def _without_schema(answer: Answer) -> Answer:
    return Answer(answer.status, answer.text, None) if answer.status == "200" else answer
