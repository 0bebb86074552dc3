"""Several messages at one address: one path whose request is one of them, told apart by a key of the body."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.openapi.components import Components
from simulator.openapi.error_codes import ErrorCodes
from simulator.openapi.operation import JSON, Answer, Operation
from simulator.openapi.path_items import origin, parameters, responses

ENVELOPE = "Envelope"


def choice_object(operations: Sequence[Operation], codes: ErrorCodes, components: Components) -> dict[str, Any]:
    """Return the Operation Object of an address: one of the requests, any of their answers, or a refusal."""
    first, key = operations[0], _key(operations)
    answers = {(answer.status, answer.media): _plain(answer) for one in operations for answer in one.answers}
    written = {
        "operationId": f"{first.method.lower()}{first.path.replace('/', '_')}",
        "summary": f"Mọi bản tin ở địa chỉ này, theo khóa {key} / Every message at this address, told apart by {key}",
        "description": (
            f"Khóa {key} của thân bản tin chọn nghiệp vụ; lỗi nghiệp vụ cũng trả HTTP 200 với mã lỗi."
            f" / The body key {key} chooses the operation; business errors are HTTP 200 with a code."
        ),
        **origin(first),
        "x-operation": [one.id for one in operations],
        "externalDocs": {"url": "/docs"},
        "x-error-codes": codes.of_all(operations),
        "parameters": parameters(first.parameters),
        "requestBody": {"required": True, "content": {JSON: _request(operations, key, components)}},
        "responses": responses(list(answers.values()), components),
    }
    written["responses"]["200"].setdefault("content", {})[JSON] = _answer(operations, components)
    return written


def envelope(components: Components) -> dict[str, str]:
    """Return the adapter's envelope, as it comes with a refusal."""
    components.schemas.setdefault(
        ENVELOPE,
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
    return {"$ref": f"#/components/schemas/{ENVELOPE}"}


def _key(operations: Sequence[Operation]) -> str:
    """Return the key whose one value differs from request to request."""
    consts = [_consts(one) for one in operations]
    return next(key for key in consts[0] if len({str(one.get(key)) for one in consts}) == len(consts))


def _consts(operation: Operation) -> Mapping[str, Any]:
    properties = operation.body.node.get("properties", {}) if operation.body else {}
    return {name: schema["const"] for name, schema in properties.items() if "const" in schema}


def _request(operations: Sequence[Operation], key: str, components: Components) -> dict[str, Any]:
    references = {_consts(one)[key]: components.use(one.body) for one in operations if one.body}
    mapping = {value: reference["$ref"] for value, reference in references.items()}
    return {
        "schema": {"oneOf": list(references.values()), "discriminator": {"propertyName": key, "mapping": mapping}},
        "examples": {_consts(one)[key]: {"value": one.requests[0]} for one in operations},
    }


def _answer(operations: Sequence[Operation], components: Components) -> dict[str, Any]:
    found = [components.use(answer.schema) for one in operations for answer in one.right_answers if answer.schema]
    shown = {one.name: {"value": answer.examples[0]} for one in operations for answer in one.right_answers}
    return {"schema": {"anyOf": [*found, envelope(components)]}, "examples": shown}


def _plain(answer: Answer) -> Answer:
    """A right answer without schema and examples: those of all the operations are put in its place."""
    return Answer(answer.status, answer.text, None, answer.media) if answer.status == "200" else answer
