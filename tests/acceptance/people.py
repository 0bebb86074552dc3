"""People who work through the list: they do at the reference province what an item says, and answer it."""

import base64
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote, urljoin

import requests

from simulator.core.clock import VIETNAM
from tests.acceptance.processes import client

PDF = base64.b64encode(b"%PDF-1.4\n%%EOF\n").decode()
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 16).decode()


class People:
    """Citizens and officers of one province, whose test interfaces the claim sheet does not tell the national side."""

    def __init__(self, national_url: str, province: Mapping[str, Any]) -> None:
        self._url, self._province = national_url, province
        self._admin = client()
        self._citizens: dict[str, requests.Session] = {}
        self._dossiers: dict[str, str] = {}
        self._forms: dict[str, list[dict[str, Any]]] = {}
        self.answered: list[str] = []
        """`<scenario> <action>` in the order of the answers."""
        self.had_enough = threading.Event()
        """Set when they have answered as much as they were to."""

    def work_until(self, enough: threading.Event, most: int = 1000) -> None:
        """Answer whatever is asked, waiting for news in between, until it is enough."""
        position = 0
        while not enough.is_set() and len(self.answered) < most:
            with suppress(requests.ConnectionError):  # a national side that was killed comes back
                listed = self._admin.get(f"{self._url}/admin/work?status=open", timeout=10).json()
                for item in listed["items"][: most - len(self.answered)]:
                    self._answer(item)
                if not listed["items"]:
                    news = f"{self._url}/admin/exchanges?after={max(position, listed['position'])}&wait=1"
                    position = self._admin.get(news, timeout=10).json()["position"]
        self.had_enough.set()

    def _answer(self, item: Mapping[str, Any]) -> None:
        said = self._officer(item) if item["kind"] == "officer" else self._citizen(item)
        answers = {question["id"]: "yes" for question in item["questions"]}
        body = {"result": "done", "by": "Tổ kiểm thử", "answers": answers, **said}
        body |= {"screenshot": {"name": f"{item['id']}.png", "base64": PNG}}
        answer = self._admin.post(f"{self._url}/admin/work/{item['id']}/answer", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        self.answered.append(f"{item['scenario']} {item['action']}")

    def _citizen(self, item: Mapping[str, Any]) -> dict[str, Any]:
        browser = self._citizens.setdefault(item["session"], client())
        browser.headers["Accept"] = "application/json"
        if item["action"] == "citizen.apply":
            return self._apply(browser, item)
        path = self._dossiers[item["session"]]
        page = browser.get(path, timeout=10).json()
        if item["action"] == "citizen.supplement":
            asked = page["asked"]
            papers = [_paper(code) for code in asked["components"]]
            values = {row["id"]: row["value"] for row in page["fields"] if row["id"] in asked["fields"]}
            body = {"supplement_id": item["id"], "values": values, "components": papers}
            browser.post(urljoin(path, page["supplement"]), json=body, timeout=10).raise_for_status()
        if item["action"] == "citizen.withdraw":
            body = {"request_id": item["id"], "reason": item["reason"]}
            browser.post(urljoin(path, page["withdraw"]), json=body, timeout=10).raise_for_status()
        return {}

    def _apply(self, browser: requests.Session, item: Mapping[str, Any]) -> dict[str, Any]:
        path = quote(item["open"].removeprefix(self._url), safe="")
        login = f"{self._url}/citizen/login?next={path}&login_hint={item['who']['personal_id']}"
        form = browser.get(login, timeout=10)
        told = {row["datum"]: row["value"] for row in item["type"]}
        fields = form.json()["fields"]
        values = {
            row["id"]: row["value"] or told.get(row["datum"], "x")
            for row in fields
            if row["state"] != "locked" and (row["value"] or row["datum"] in told or row["required"])
        }
        self._forms[item["session"]] = fields
        codes = [row["code"] for row in form.json()["components"] if row["required"]]
        query = dict(part.split("=", 1) for part in form.url.partition("?")[2].split("&"))
        body = {
            "submission_id": item["id"],
            "procedure": form.json()["procedure"],
            "agency": query["MaCoQuanThucHien"],
            "values": values,
            "components": [_paper(code) for code in codes],
        }
        sent = browser.post(urljoin(form.url, form.json()["submit"]), json=body, timeout=10)
        assert sent.status_code == 201, sent.text
        self._dossiers[item["session"]] = urljoin(form.url, sent.json()["view"])
        self._dossiers[f"code {item['session']}"] = sent.json()["dossier_code"]
        return {}

    def _officer(self, item: Mapping[str, Any]) -> dict[str, Any]:
        hook = self._province["hooks"]["officer"]
        body = {
            "request_id": item["id"],
            "dossier_code": self._dossiers[f"code {item['session']}"],
            "action": item["action"].partition(".")[2],
            "reason": item["reason"],
            "session_time": datetime.now(VIETNAM).isoformat(),
            "fields": [row["id"] for row in self._forms[item["session"]] if row["label"] in item["ask"]],
        }
        headers = {"Authorization": f"Bearer {hook['token']}"}
        address = self._province["base_url"] + hook["path"]
        acted = self._admin.post(address, json=body, headers=headers, timeout=10)
        if acted.status_code in (404, 409):
            return {"result": "cannot", "reason": acted.text[:200]}
        assert acted.status_code == 200, acted.text
        return {}


def _paper(code: str) -> dict[str, str]:
    return {"code": code, "name": f"{code}.pdf", "content_type": "application/pdf", "content": PDF}
