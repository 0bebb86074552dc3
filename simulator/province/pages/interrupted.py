"""A form that comes when its session has ended: what was typed is kept, and the citizen is asked to log in again."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from simulator.province.codes import national_code
from simulator.province.config import LANDING
from simulator.province.pages.browser import session_of
from simulator.province.pages.login import send_to_login
from simulator.province.pages.replies import problem, wants_json
from simulator.province.system import ProvinceSystem

KEPT = "Phiên đăng nhập đã kết thúc. Những gì ông/bà đã khai được giữ lại; hãy đăng nhập lại bằng VNeID để tiếp tục."
LOG_IN = "Hãy đăng nhập bằng VNeID."
_FIELD = "field."
_LONGEST = 10_000


def keep_and_ask_login(system: ProvinceSystem) -> Response:
    """Keep what was typed if it is known whose session it was; a person goes to VNeID and back to the form."""
    owner = system.logins.owner_before(session_of(system))
    asked = request.get_json(silent=True) if request.is_json else request.form
    sent: Mapping[str, Any] = asked if isinstance(asked, Mapping) else {}
    code = national_code(str(sent.get("procedure") or ""))
    if owner and code:
        system.drafts.save(owner, code, _values(sent))
    if wants_json() or not code:
        return problem(401, "Chưa đăng nhập", KEPT if owner and code else LOG_IN)
    query = {"MaTTHC": code, "MaCoQuanThucHien": str(sent.get("agency") or "")}
    return send_to_login(system, f"{LANDING}?{urlencode(query)}")


def _values(sent: Mapping[str, Any]) -> dict[str, str]:
    """Return field id -> text, from a program's JSON or from the page's form."""
    values = sent.get("values") if request.is_json else None
    pairs = values.items() if isinstance(values, Mapping) else sent.items()
    prefix = "" if isinstance(values, Mapping) else _FIELD
    typed = ((str(name), text) for name, text in pairs if isinstance(text, str) and len(text) <= _LONGEST)
    return {name.removeprefix(prefix): text for name, text in typed if name.startswith(prefix)}
