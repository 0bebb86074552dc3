"""The person who answers the work list: reads an item, does at the system's own pages what it says, and answers.

It knows the pages of the emulated systems as an instructed tester would, and nothing of the suite but the work list.
"""

import base64
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from .web import Web

PDF = b"%PDF-1.4\n%%EOF\n"
PLACES = {"full_name": "name", "personal_id": "number", "phone": "phone", "email": "email", "residence": "address"}
"""Last part of a datum about the applicant -> what the system's form asks; everything else goes into free text."""


class CannotDo(Exception):
    """The system did not let the person do it."""


@dataclass
class Hands:
    """One tester at one emulated system."""

    national: str
    """Address of the national side."""
    system: str
    """Address of the system."""
    inputs: Mapping[str, str]
    """What is asked -> name of the input in the system's form."""
    officer: tuple[str, str] = ("canbo", "canbo-password")
    name: str = "Người kiểm thử"
    sync_after: bool = True
    """Whether she presses "synchronise now" after each item."""
    http: requests.Session = field(default_factory=requests.Session)
    _citizens: dict[str, Web] = field(default_factory=dict)
    _dossiers: dict[str, list[str]] = field(default_factory=dict)
    _office: Web | None = None

    def __post_init__(self) -> None:
        self.http.trust_env = False

    def waiting(self, run: str = "") -> list[dict[str, Any]]:
        """Return the items that nobody has answered."""
        answer = self.http.get(f"{self.national}/admin/work", params={"status": "waiting"}, timeout=20)
        return [item for item in answer.json()["items"] if not run or item["run"] == run]

    def work_through(self, most: int = 10_000) -> int:
        """Do what waits; return how many items were answered."""
        items = self.waiting()[:most]
        for item in items:
            self.do(item)
        return len(items)

    def do(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """Do one item and answer it."""
        try:
            said = {"result": "done", **self._done(item)}
        except CannotDo as problem:
            said = {"result": "cannot", "reason": str(problem)}
        if self.sync_after:
            self._at_office().open("/can-bo/ho-so")
            self._at_office().send(self._at_office().form("dong-bo"), {})
        body = {"by": self.name, **said}
        answer = self.http.post(f"{self.national}/admin/work/{item['id']}/answer", json=body, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()["item"]

    def _done(self, item: Mapping[str, Any]) -> dict[str, Any]:
        hand, _, action = item["action"].partition(".")
        if hand == "officer":
            return self._as_officer(item, action)
        work = {
            "apply": self._apply,
            "view": self._view,
            "supplement": self._supplement,
            "withdraw": self._withdraw,
        }.get(action)
        if work is None:
            raise CannotDo(f"Không biết làm {item['action']}")
        return work(item)

    def _apply(self, item: Mapping[str, Any]) -> dict[str, Any]:
        web = self._citizen(item)
        self._open_form(web, item)
        form = web.form("ho-so")
        empty = {name: not form.fields.get(field_name) for name, field_name in self.inputs.items()}
        values, lines = {}, []
        for one in item["type"]:
            place = PLACES.get(one["datum"].partition(".")[2]) if one["datum"].startswith("applicant.") else None
            if place and not empty[place]:
                continue
            if place:
                values[self.inputs[place]] = one["value"]
            else:
                lines.append(f"{one['label']['vi']}: {one['value']}")
        values[self.inputs["content"]] = "\n".join(lines)
        web.send(form, values, _files(form, item["attach"]))
        code = web.read("ma-ho-so")
        if not code:
            raise CannotDo(f"Không nộp được hồ sơ: {web.read('error') or web.status}")
        self._dossiers.setdefault(item["session"], []).append(code)
        again = [one["datum"] for one in item["type"] if not one["datum"].startswith("applicant.")]
        return {"dossier_code": code, **_seen(item, form_asks=again)}

    def _open_form(self, web: Web, item: Mapping[str, Any]) -> None:
        """Go from the portal to the system, log in at both, and press the button again."""
        web.open(item["open"])
        self._log_in(web, item["who"]["personal_id"])
        if not web.has("nop-ho-so"):
            raise CannotDo(f"Trang đích không có nút nộp hồ sơ: {web.url} {web.status}")
        web.click("nop-ho-so")

    def _log_in(self, web: Web, personal_id: str) -> None:
        for _ in range(4):
            form = next((one for one in web.forms() if "personal_id" in one.fields), None)
            if form is None or "/vneid" not in web.url:
                return
            web.send(form, {"personal_id": personal_id})
        raise CannotDo(f"Đăng nhập VNeID không xong: {web.url}")

    def _view(self, item: Mapping[str, Any]) -> dict[str, Any]:
        web = self._own_dossier(item)
        return {"note": f"{web.read('trang-thai')} {web.read('ly-do')}".strip(), **_seen(item)}

    def _supplement(self, item: Mapping[str, Any]) -> dict[str, Any]:
        web = self._own_dossier(item)
        typed = "\n".join(f"{one['label']['vi']}: {one['value']}" for one in item["type"])
        form = web.form("bo-sung")
        web.send(form, {"noi_dung": typed or "Đã khai lại"}, {"tep__": ("bo-sung.pdf", PDF)})
        return self._unless_refused(web, item)

    def _withdraw(self, item: Mapping[str, Any]) -> dict[str, Any]:
        web = self._own_dossier(item)
        web.send(web.form("rut"), {"ly_do": item.get("reason") or "Rút hồ sơ"})
        return self._unless_refused(web, item)

    def _as_officer(self, item: Mapping[str, Any], action: str) -> dict[str, Any]:
        web = self._at_office().open(f"/can-bo/ho-so/{self._code(item)}")
        web.send(web.form("xu-ly"), {"y_kien": item.get("reason") or "", "thao_tac": action})
        return self._unless_refused(web, item)

    def _unless_refused(self, web: Web, item: Mapping[str, Any]) -> dict[str, Any]:
        if web.status != 200:
            told = web.page.xpath("//*[@class='error']")
            raise CannotDo(str(told[0].text_content()) if told else f"HTTP {web.status}")
        return _seen(item)

    def _own_dossier(self, item: Mapping[str, Any]) -> Web:
        web = self._citizen(item).open(f"{self.system}/ho-so/{self._code(item)}")
        if web.status == 404:
            # A tester who comes back in a new browser has to log in again.
            self._open_form(web, item)
            web.open(f"{self.system}/ho-so/{self._code(item)}")
        if not web.has("ma-ho-so"):
            raise CannotDo(f"Không mở được hồ sơ {self._code(item)}")
        return web

    def _code(self, item: Mapping[str, Any]) -> str:
        told = self._dossiers.get(item["session"], [])
        code = str(item.get("dossier_code") or (told[-1] if told else ""))
        if not code:
            raise CannotDo("Không biết mã hồ sơ")
        return code

    def _citizen(self, item: Mapping[str, Any]) -> Web:
        return self._citizens.setdefault(str(item["who"]["personal_id"]), Web())

    def _at_office(self) -> Web:
        if self._office is None:
            self._office = Web().open(f"{self.system}/can-bo")
            account, password = self.officer
            self._office.send(self._office.form("dang-nhap"), {"tai_khoan": account, "mat_khau": password})
        return self._office

    def sync_log(self) -> list[dict[str, Any]]:
        """Return the system's own log of what it told the portal."""
        return list(self._at_office().http.get(f"{self.system}/can-bo/nhat-ky", timeout=20).json())


def _seen(item: Mapping[str, Any], form_asks: Any = ()) -> dict[str, Any]:
    """Answer the item's questions, with a picture."""
    answers = {one["id"]: "yes" for one in item.get("questions") or []}
    if not answers:
        return {}
    picture = base64.b64encode(png()).decode()
    return {"answers": answers, "screenshot": {"name": "man-hinh.png", "base64": picture}}


def _files(form: Any, attach: Any) -> dict[str, tuple[str, bytes]]:
    """Attach each paper where the form has a place for it."""
    places = [name for name in form.fields if name and name.startswith("tep__")]
    found = {}
    for n, paper in enumerate(attach):
        place = f"tep__{paper['code']}"
        if place not in places and "tep__" in places:
            place = "tep__"
        if place in places:
            found[place] = (f"giay-to-{n}.pdf", PDF)
    return found


def png() -> bytes:
    """Return a white picture of one point."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\xff")),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
