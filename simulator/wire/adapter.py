"""The adapter's envelope: login, the head of every request, and the portal's answers in a dialect."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulator.domain.dialect import Dialect
from simulator.wire.scalars import field


class RequestHead(NamedTuple):
    """What every request after the login carries beside its data."""

    session: str
    agency: str
    service: str


def login_from_wire(body: Any) -> tuple[str, str]:
    """Return (user name, password); empty texts for what is missing."""
    return field(body, "username"), field(body, "password")


def login_answer(dialect: Dialect, session: str) -> dict[str, Any]:
    """Return the answer to a login that succeeded."""
    return {"error_code": dialect.code("ok"), "message": dialect.message("ok"), "session": session}


def request_head(body: Any) -> RequestHead:
    """Return session, agency and operation; a sister deployment names the agency after the handling unit."""
    return RequestHead(field(body, "session"), field(body, "madonvi", "donViXuLy"), field(body, "service"))


def is_sister(body: Any) -> bool:
    """Return whether a client writes as those of the sister deployments do, who read rows under another key."""
    return bool(field(body, "donViXuLy"))


def answer(
    dialect: Dialect,
    name: str,
    result: Sequence[Any] | Mapping[str, Any] | None = None,
    detail: str = "",
    beside: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the envelope for the answer `name` (a key of the dialect); `result` is never left out.

    It is a list, but for the one operation that answers an object.
    """
    rows = dict(result) if isinstance(result, Mapping) else list(result or ())
    return {
        "error_code": dialect.code(name),
        "message": dialect.message(name, detail),
        **dict.fromkeys(dialect.rows_under, rows),
        **(beside or {}),
    }
