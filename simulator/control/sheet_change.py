"""A claim sheet that changes while sessions of its system are open: what was begun under one claim is judged under it.

Where a system listens, its secrets and how hard it may be driven may change, so that it can be started again elsewhere.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.control.envelope import AdminError
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet
from simulator.web.national import National

_FREE = frozenset({"base_url", "national_side", "version", "limits", "name", "vneid_services"})
_SECRET = frozenset({"password", "client_secret", "token", "envelope_key", "secret", "security_key"})
_ADDRESSES = frozenset({"redirect_uris", "post_logout_redirect_uris", "backchannel_logout_uri"})
_SHOWN = 3


def refuse_changed(national: National, sheet: ClaimSheet) -> None:
    """Raise the 409 when the sheet claims something else than the one under which sessions are open."""
    known = national.provinces.get(sheet.id)
    changed = list(_differences(known.raw, sheet.raw)) if known is not None else []
    if not changed:
        return
    runs = dict.fromkeys(one.run for one in national.sessions.all(status="open") if one.province == sheet.id)
    if runs:
        raise AdminError(409, "sheet_changed", _said(sheet.id, changed, list(runs)))


def _differences(old: Mapping[str, Any], new: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Yield the paths that differ, of what a session rests on."""
    for name in dict.fromkeys((*old, *new)):
        if name in _SECRET or name in _ADDRESSES or (not path and name in _FREE):
            continue
        before, after = old.get(name), new.get(name)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _differences(before, after, f"{path}{name}.")
        elif before != after:
            yield f"{path}{name}"


def _said(province: str, changed: list[str], runs: list[str]) -> Text:
    rest = len(changed) - _SHOWN
    what = ", ".join(changed[:_SHOWN]) + (f" (+{rest})" if rest > 0 else "")
    which = ", ".join(runs)
    return Text(
        f"Tờ khai {province} đã đổi ({what}) trong khi còn phiên đang mở của lần chạy {which}. Chạy tiếp lần đó bằng tờ"
        f" khai cũ (--resume), hoặc kết thúc các phiên đó bằng --end-open-sessions.",
        f"Claim sheet {province} has changed ({what}) while sessions of the run {which} are open. Go on with that run"
        " under the old sheet (--resume), or end its sessions with --end-open-sessions.",
    )
