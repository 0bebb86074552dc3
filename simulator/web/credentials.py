"""The Authorization header of a request, whatever somebody has put into it."""

from flask import Request
from werkzeug.datastructures import Authorization


def authorization_of(request: Request) -> Authorization | None:
    """Return the header, or None when there is none or it cannot be read (base64 is ASCII)."""
    try:
        return request.authorization
    except ValueError:
        return None
