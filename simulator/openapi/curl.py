"""The shell command that sends an operation's example."""

import json
import shlex
from typing import Any
from urllib.parse import urlencode

from simulator.openapi.operation import JSON, Operation

_SYSTEM = "https://tinh.example"
"""Stands for `base_url` of a claim sheet."""
_SECRETS = {
    "token": '--header "Authorization: Bearer $ADMIN_TOKEN"',
    "linked": '--header "Authorization: Bearer $TOKEN"',
    "access": '--header "Authorization: Bearer $ACCESS_TOKEN"',
    "gateway": '--header "Authorization: Bearer $TOKEN"',
    "hook": '--header "Authorization: Bearer $HOOK_TOKEN"',
    "account": "--user demo:demo",
    "client_basic": "--user demo-rp:demo-rp-secret",
    "client_id": "--header 'client-id: demo-rp' --header 'client-secret: demo-rp-secret'",
    "login": '--cookie "dvcqg_citizen=$COOKIE"',
}
"""Security scheme -> how curl shows who calls."""


def curl_of(operation: Operation, base: str) -> str:
    """Return the command; `base` is the address of the national side. Secrets are variables of the shell."""
    example = operation.requests[0] if operation.requests else None
    lines = [f"curl --request {operation.method} {shlex.quote(_address(operation, base, example))}"]
    if "none" not in operation.security:
        lines += [f"  {_SECRETS[one]}" for one in operation.security[:1] if one in _SECRETS]
    if operation.body is not None and example is not None:
        lines += _body(operation, example)
    return " \\\n".join(lines)


def _address(operation: Operation, base: str, example: Any) -> str:
    values = example if isinstance(example, dict) else {}
    at_the_system = operation.is_offered_by_the_system
    path = operation.path.replace("{base_url}", _SYSTEM) if at_the_system else f"{base.rstrip('/')}{operation.path}"
    places = {one.name: one.schema["examples"][0] for one in operation.parameters if "examples" in one.schema}
    asked = {key: value for key, value in values.items() if f"{{{key}}}" not in path}
    for key, value in {**places, **values}.items():
        path = path.replace(f"{{{key}}}", str(value))
    return f"{path}?{urlencode(asked)}" if asked and operation.method == "GET" else path


def _body(operation: Operation, example: Any) -> list[str]:
    if JSON not in operation.body_media:
        return [f"  --data-urlencode {shlex.quote(f'{key}={value}')}" for key, value in example.items()]
    written = json.dumps(example, ensure_ascii=False, indent=2)
    return [f"  --header 'Content-Type: {JSON}'", f"  --data-raw {shlex.quote(written)}"]
