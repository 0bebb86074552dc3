"""Calls a hook of the claim sheet: a path below the base URL, with its bearer token."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from simulator.control.problems import HandProblem, no_answer
from simulator.control.stage import Stage
from simulator.web.outbound import Reply

PARTY = "control"


def call_hook(
    stage: Stage, name: str, method: str, operation: str, body: Any = None, query: Mapping[str, str] | None = None
) -> Reply:
    """Call the hook `name` and return its answer, unrecorded; that it is not offered or silent is a problem."""
    hook = stage.sheet.hooks.get(name)
    if hook is None:
        detail = f"claim sheet {stage.sheet.id} offers no `hooks.{name}`"
        raise HandProblem("not_offered", detail)
    headers = {"Accept": "application/json"}
    if hook.token:
        headers["Authorization"] = f"Bearer {hook.token}"
    reply = stage.outbound.send(
        method,
        stage.url(f"{hook.path}?{urlencode(query)}" if query else hook.path),
        party=PARTY,
        operation=operation,
        province=stage.sheet,
        sessions=(stage.session.id,),
        headers=headers,
        json=body,
    )
    if reply.error:
        raise no_answer(reply)
    return reply
