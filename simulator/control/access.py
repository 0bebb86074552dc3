"""Who may use `/admin`: the bearer of the token, or, where no token was set, this machine alone."""

import hmac
import ipaddress
from urllib.parse import urlsplit

from flask import Request

from simulator.control.envelope import AdminError
from simulator.core.text import Text
from simulator.web.credentials import authorization_of
from simulator.web.national import National


def require_access(national: National, request: Request) -> None:
    """Raise 401 or 403 unless the caller may use `/admin`."""
    if national.admin_token:
        if not holds_token(national.admin_token, request):
            raise AdminError(
                401,
                "token",
                Text(
                    "Cần mã quản trị: gửi tiêu đề Authorization: Bearer <mã>, đúng mã đã cho với --admin-token.",
                    "A token is needed: send Authorization: Bearer <token>, the one given with --admin-token.",
                ),
                {"WWW-Authenticate": 'Basic realm="dvcsim", charset="UTF-8"'},
            )
    elif not (is_loopback(request.remote_addr or "") and _host_is_ours(national, request)):
        raise AdminError(
            403,
            "loopback_only",
            Text(
                "Không có mã quản trị nên chỉ máy này được gọi. Khởi động lại với --admin-token để mở ra ngoài.",
                "Without a token only this machine may call. Start again with --admin-token to open it.",
            ),
        )


def require_json(request: Request) -> None:
    """Raise 415 for a change that is not sent as JSON: a foreign web page could send it without being asked."""
    if request.method in ("POST", "PUT") and request.content_length and not request.is_json:
        raise AdminError(
            415,
            "not_json",
            Text("Gửi thân yêu cầu với Content-Type: application/json.", "Send Content-Type: application/json."),
        )


def holds_token(token: str, request: Request) -> bool:
    """Return whether the request carries the token, as a bearer token or as the password of HTTP Basic."""
    given = authorization_of(request)
    if given is None:
        return False
    shown = given.token if given.type == "bearer" else given.password if given.type == "basic" else ""
    return hmac.compare_digest((shown or "").encode(), token.encode())


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _host_is_ours(national: National, request: Request) -> bool:
    """Hold off pages of other sites whose name was made to point at this machine (DNS rebinding)."""
    host = urlsplit(f"//{request.host}").hostname or ""
    return is_loopback(host) or host == urlsplit(national.public_url).hostname
