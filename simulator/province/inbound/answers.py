"""How a call of the portal is answered: HTTP 200 with an integer, whatever comes of it."""

from typing import Any

TAKEN, THERE_ALREADY, FAILED = 0, 1, -1


class NotTaken(Exception):
    """A message that is refused for good; the text says why."""


def answer(code: int, message: str) -> dict[str, Any]:
    """Return the answer to a message."""
    return {"error_code": code, "message": message}


def taken() -> dict[str, Any]:
    """Return the answer to a message that was taken."""
    return answer(TAKEN, "Tiếp nhận thành công")
