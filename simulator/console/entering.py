"""Who may read the console: whoever may use `/admin`, or a browser that has shown the token once in a form.

The cookie holds no token, only what is derived from it and from the secret of the data folder, so a new token or a new
folder ends it. A form carries a word that no foreign page can read, so that none can send one in a visitor's name.
"""

import hashlib
import hmac

from flask import Blueprint, Request, Response, request

from simulator.control.access import require_access
from simulator.control.envelope import AdminError
from simulator.core.text import Text
from simulator.web.national import National
from simulator.web.pages import Pages, language, wants_html

COOKIE = "dvcsim_console"
ENTER = "/console/enter"
LEAVE = "/console/leave"
_OPEN = (ENTER, "/console/static/")
"""Paths for which nothing has to be shown: the form itself, and files that everybody may have."""
_WEEK_SECONDS = 7 * 86_400


def guard(national: National, pages: Pages) -> Response | None:
    """Return the page that asks for the token, or None for those who may pass; raise for programs that may not."""
    if request.path.startswith(_OPEN) and national.admin_token:
        return None
    if not _entered(national, request):
        try:
            require_access(national, request)
        except AdminError as error:
            if error.status == 401 and wants_html():
                return _ask(pages, request.full_path if request.method == "GET" else "/", 401)
            raise
    return None


def require_form(national: National) -> None:
    """Raise unless the form that was sent is one of ours."""
    if not hmac.compare_digest(request.form.get("form_token", "").encode(), form_token(national).encode()):
        raise AdminError(
            403,
            "foreign_form",
            Text(
                "Biểu mẫu này không do trang của chúng tôi gửi, hoặc trang đã cũ. Tải lại trang rồi gửi lại.",
                "This form was not sent by a page of ours, or the page is old. Load the page again and send it anew.",
            ),
        )


def form_token(national: National) -> str:
    """Return the word that every form of ours carries."""
    return _derived(national, "form")


def may_leave(national: National, asked: Request) -> bool:
    """Return whether the browser holds a cookie that it could give back."""
    return _entered(national, asked)


def add_routes(console: Blueprint, national: National, pages: Pages) -> None:
    """Add the form in which the token is shown, and the way out."""

    @console.post(ENTER)
    def enter() -> Response:
        onward = _own_path(request.form.get("next", "/"))
        token = national.admin_token or ""
        if not token or not hmac.compare_digest(request.form.get("token", "").encode(), token.encode()):
            return _ask(pages, onward, 403, wrong=True)
        response = go_on(onward)
        secure = national.public_url.startswith("https:")
        value = _derived(national, f"console {token}")
        response.set_cookie(COOKIE, value, _WEEK_SECONDS, httponly=True, samesite="Lax", secure=secure)
        return response

    @console.post(LEAVE)
    def leave() -> Response:
        require_form(national)
        response = go_on("/")
        response.delete_cookie(COOKIE)
        return response


def go_on(address: str) -> Response:
    """Return the answer to a form that was sent: the browser goes on to a page."""
    return Response("", 303, {"Location": address})


def _ask(pages: Pages, onward: str, status: int, wrong: bool = False) -> Response:
    # The page that answers a form has no address of its own to be read again in the other language.
    other = {"other_address": "/?lang=" + ("en" if language() == "vi" else "vi")} if wrong else {}
    return pages.page("enter.html", status, onward=_own_path(onward), wrong=wrong, **other)


def _own_path(onward: str) -> str:
    """A page of ours to go on to, never another site's."""
    return onward if onward.startswith("/") and not onward.startswith(("//", "/\\")) else "/"


def _entered(national: National, asked: Request) -> bool:
    if not national.admin_token:
        return False
    known = _derived(national, f"console {national.admin_token}")
    return hmac.compare_digest(asked.cookies.get(COOKIE, "").encode(), known.encode())


def _derived(national: National, what: str) -> str:
    return hmac.new(national.secret, what.encode(), hashlib.sha256).hexdigest()
