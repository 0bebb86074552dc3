"""Writes one operation as an OpenAPI Operation Object."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from simulator.core.text import Text
from simulator.openapi.components import Components
from simulator.openapi.operation import JSON, Answer, Operation, Parameter

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")


def operation_object(operation: Operation, components: Components) -> dict[str, Any]:
    """Return the operation, its schemas put among the components."""
    written: dict[str, Any] = {
        "operationId": _NOT_PLAIN.sub("_", operation.id),
        "summary": both(operation.title),
        "description": both(operation.description),
        **origin(operation),
        "parameters": parameters(operation.parameters),
        "responses": responses(operation.answers, components),
    }
    if operation.body is not None:
        written["requestBody"] = body(operation, components)
    if operation.security:
        written["security"] = [{} if scheme == "none" else {scheme: []} for scheme in operation.security]
    return written


def origin(operation: Operation) -> dict[str, Any]:
    """Return what says how well an operation is known, and where its page is."""
    return {
        "x-operation": operation.id,
        "x-direction": operation.direction,
        "x-source": {"mark": operation.mark.value, "text": operation.source},
        "externalDocs": {"url": f"/docs/{operation.id}"},
    }


def body(operation: Operation, components: Components) -> dict[str, Any]:
    """Return the Request Body Object."""
    assert operation.body is not None
    content = {media: {"schema": components.use(operation.body)} for media in operation.body_media}
    if operation.requests and JSON in content:
        content[JSON]["examples"] = examples(operation.requests)
    return {"required": bool(operation.body.node.get("required")), "content": content}


def parameters(given: Iterable[Parameter]) -> list[dict[str, Any]]:
    """Return the Parameter Objects, the first of each name and place."""
    found = {(one.place, one.name): one for one in reversed(list(given))}
    return [
        {
            "name": one.name,
            "in": one.place,
            "required": one.required,
            "schema": {key: value for key, value in one.schema.items() if key != "description"},
            **({"description": one.description} if one.description else {}),
        }
        for one in reversed(found.values())
    ]


def responses(answers: Sequence[Answer], components: Components) -> dict[str, Any]:
    """Return the Responses Object; several answers under one status are told apart by their schemas."""
    by_status: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_status[answer.status].append(answer)
    return {status: _response(found, components) for status, found in sorted(by_status.items())}


def _response(answers: Sequence[Answer], components: Components) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for media in dict.fromkeys(media for answer in answers for media in answer.media):
        schemas = [components.use(one.schema) for one in answers if one.schema and media in one.media]
        content[media] = _content(media, schemas)
        if media == JSON and (shown := [example for answer in answers for example in answer.examples]):
            content[media]["examples"] = examples(shown)
    described = " · ".join(dict.fromkeys(both(answer.text) for answer in answers))
    has_body = any(answer.schema is not None or answer.media != (JSON,) for answer in answers)
    return {"description": described, **({"content": content} if has_body else {})}


def _content(media: str, schemas: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    if media != JSON or not schemas:
        return {"schema": {"type": "string"}} if media.startswith("text/") else {}
    return {"schema": dict(schemas[0]) if len(schemas) == 1 else {"anyOf": list(schemas)}}


def examples(values: Iterable[Any]) -> dict[str, Any]:
    """Return named Example Objects."""
    return {f"example-{number}": {"value": value} for number, value in enumerate(values, start=1)}


def both(text: Text) -> str:
    """Return a text in both languages, Vietnamese first."""
    return text.vi if text.vi == text.en else f"{text.vi} / {text.en}"
