"""The person who answers the work list: reads an item, does at the system's own pages what it says, and answers.

It knows the pages of the emulated systems as an instructed tester would, and nothing of the suite but the work list.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from .looking import PLACES, Seen, answers_of
from .picture import PDF, screenshot
from .web import File, Web

Item = Mapping[str, Any]


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
    sync_after: bool = True
    """Whether she presses "synchronise now" after each item."""
    name: str = "Người kiểm thử"
    http: requests.Session = field(default_factory=requests.Session)
    _citizens: dict[str, Web] = field(default_factory=dict)
    _reasons: dict[str, str] = field(default_factory=dict)
    """Session -> what she wrote as an officer."""
    _office: Web | None = None

    def __post_init__(self) -> None:
        self.http.trust_env = False

    def waiting(self) -> list[dict[str, Any]]:
        """Return the items that nobody has answered."""
        answer = self.http.get(f"{self.national}/admin/work", params={"status": "waiting"}, timeout=20)
        return list(answer.json()["items"])

    def do(self, item: Item) -> dict[str, Any]:
        """Do one item and answer it."""
        try:
            said = {"result": "done", **self._done(item)}
        except CannotDo as problem:
            said = {"result": "cannot", "reason": str(problem)}
        if self.sync_after:
            self.synchronise()
        return self.answer(item, said)

    def answer(self, item: Item, said: Mapping[str, Any]) -> dict[str, Any]:
        """Answer an item."""
        url = f"{self.national}/admin/work/{item['id']}/answer"
        answer = self.http.post(url, json={"by": self.name, **said}, timeout=20)
        if answer.status_code != 200:
            raise CannotDo(answer.text)
        return dict(answer.json()["item"])

    def synchronise(self) -> None:
        """Press the button that tells the portal now."""
        web = self._at_office().open(f"{self.system}/can-bo/ho-so")
        web.send(web.form("dong-bo"), {})

    def _done(self, item: Item) -> dict[str, Any]:
        hand, _, action = item["action"].partition(".")
        known = {
            "apply": self._apply,
            "view": self._view,
            "supplement": self._supplement,
            "withdraw": self._withdraw,
        }
        if hand == "officer":
            seen, code = self._act(item, action), ""
        elif hand == "citizen" and action in known:
            seen, code = known[action](item)
        else:
            raise CannotDo(f"Hệ thống không có chỗ để làm {item['action']}")
        answers = answers_of(item, seen)
        file = {"screenshot": screenshot()} if answers else {}
        return {"dossier_code": code, "answers": answers, **file}

    def _apply(self, item: Item) -> tuple[Seen, str]:
        web = self._citizen(item)
        self._open_form(web, item)
        form = web.form("ho-so")
        seen = Seen({name: form.fields.get(place) or "" for name, place in self.inputs.items()}, web.read("le-phi"))
        values, lines = {}, []
        for line in item["type"]:
            place = place_of(line["datum"], self.inputs)
            if place and not seen.filled[place]:
                values[self.inputs[place]] = line["value"]
            elif not place and not line.get("known"):
                lines.append(f"{line['label']['vi']}: {line['value']}")
        web.send(form, values | {self.inputs["content"]: "\n".join(lines)}, _files(form.fields, item["attach"]))
        if not web.has("ma-ho-so"):
            raise CannotDo(f"Không nộp được hồ sơ: HTTP {web.status}")
        return seen, web.read("ma-ho-so")

    def _open_form(self, web: Web, item: Item) -> None:
        """Go from the portal to the system, log in at both, and press the button again."""
        web.open(item["open"])
        self._log_in(web, item["who"]["personal_id"])
        if not web.has("nop-ho-so"):
            raise CannotDo(f"Trang đích không có nút nộp hồ sơ: {web.url} {web.status}")
        web.click("nop-ho-so")

    @staticmethod
    def _log_in(web: Web, personal_id: str) -> None:
        for _ in range(4):
            form = next((one for one in web.forms() if "personal_id" in one.fields), None)
            if form is None or "/vneid" not in web.url:
                return
            web.send(form, {"personal_id": personal_id})
        raise CannotDo(f"Đăng nhập VNeID không xong: {web.url}")

    def _view(self, item: Item) -> tuple[Seen, str]:
        return self._look_at(self._own_dossier(item), item), ""

    def _supplement(self, item: Item) -> tuple[Seen, str]:
        web = self._own_dossier(item)
        seen = self._look_at(web, item)
        typed = "\n".join(f"{line['label']['vi']}: {line['value']}" for line in item["type"])
        web.send(web.form("bo-sung"), {"noi_dung": typed}, {"tep__": ("bo-sung.pdf", PDF)})
        _require_done(web)
        return seen, ""

    def _look_at(self, web: Web, item: Item) -> Seen:
        return Seen({}, page=web.page.text_content(), reason=self._reasons.get(item["session"], ""))

    def _withdraw(self, item: Item) -> tuple[Seen, str]:
        web = self._own_dossier(item)
        web.send(web.form("rut"), {"ly_do": item["reason"]})
        _require_done(web)
        return Seen({}), ""

    def _act(self, item: Item, action: str) -> Seen:
        web = self._at_office().open(f"{self.system}/can-bo/ho-so/{self._code(item)}")
        asks = [f"Yêu cầu: {'; '.join(item['ask'])}"] if item["ask"] else []
        web.send(web.form("xu-ly"), {"y_kien": "\n".join([item["reason"], *asks]), "thao_tac": action})
        _require_done(web)
        self._reasons[item["session"]] = item["reason"] or self._reasons.get(item["session"], "")
        return Seen({})

    def _own_dossier(self, item: Item) -> Web:
        code, web = self._code(item), self._citizen(item)
        if not web.open(f"{self.system}/ho-so/{code}").has("ma-ho-so"):
            # In a new browser she has to log in first.
            web.open(f"{self.system}/dang-nhap?quay_lai=/ho-so/{code}")
            self._log_in(web, item["who"]["personal_id"])
        if not web.has("ma-ho-so"):
            raise CannotDo(f"Không mở được hồ sơ {code}: {web.url}")
        return web

    def _code(self, item: Item) -> str:
        if not item["dossier_code"]:
            raise CannotDo("Không biết số hồ sơ")
        return str(item["dossier_code"])

    def _citizen(self, item: Item) -> Web:
        return self._citizens.setdefault(str(item["who"]["personal_id"]), Web())

    def _at_office(self) -> Web:
        if self._office is None:
            self._office = Web().open(f"{self.system}/can-bo")
            self._office.send(self._office.form("dang-nhap"), {"tai_khoan": "canbo", "mat_khau": "canbo-password"})
        return self._office

    def sync_log(self) -> list[dict[str, Any]]:
        """Return the system's own log of what it told the portal."""
        return list(self._at_office().http.get(f"{self.system}/can-bo/nhat-ky", timeout=20).json())


def place_of(datum: str, inputs: Mapping[str, str]) -> str:
    """Return what the form calls a line about the applicant; empty for everything that goes into the free text."""
    subject, _, attribute = datum.partition(".")
    place = PLACES.get(attribute, "") if subject == "applicant" else ""
    return place if place in inputs else ""


def _require_done(web: Web) -> None:
    if web.status != 200:
        told = web.page.xpath("//*[@class='error']")
        raise CannotDo(str(told[0].text_content()) if told else f"HTTP {web.status}")


def _files(places: Any, attach: Any) -> dict[str, File]:
    """Attach each paper where the form has a place for it."""
    found = {}
    for number, paper in enumerate(attach):
        place = f"tep__{paper['code']}"
        place = place if place in places else "tep__"
        if place in places:
            found[place] = (f"giay-to-{number}.pdf", PDF)
    return found
