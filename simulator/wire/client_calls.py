"""Messages as a client of the adapter sends them, to try whether an account is taken, and what it is answered."""

from typing import Any, NamedTuple

from simulator.wire.scalars import field


class Told(NamedTuple):
    """What the adapter answered."""

    code: str
    message: str
    session: str


def login_call(account: str, password: str) -> dict[str, str]:
    """Return the body of a login."""
    return {"username": account, "password": password}


def procedure_call(session: str, agency: str, code: str) -> dict[str, str]:
    """Return the body that asks for one procedure: the smallest call that needs session and agency."""
    return {"session": session, "madonvi": agency, "service": "LayThuTuc", "maTTHC": code}


def told(body: Any) -> Told:
    """Read an answer of the adapter."""
    return Told(field(body, "error_code"), field(body, "message"), field(body, "session"))
