"""Each emulated system runs its whole dialogue against one national side; the journal shows every word of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from simulator.domain.exchange import Exchange
from simulator.session.sessions import Session
from simulator.web.national import National
from tests.emulators.adapter import SESSION_SECONDS
from tests.emulators.families.opencps import OpenCps
from tests.emulators.ring import lodged, nothing_is_wrong
from tests.emulators.store import Dossier, Step
from tests.emulators.system import System
from tests.emulators.traits import TRAITS

DIALOGUE = yaml.safe_load(Path(__file__).with_name("dialogue.yaml").read_text(encoding="utf-8"))


class Heard:
    """What the journal has heard since the last look."""

    def __init__(self, live: National) -> None:
        self._live = live
        self._known = 0

    def all(self) -> list[Exchange]:
        return list(reversed(self._live.journal.latest(500)))

    def lines(self) -> list[str]:
        """Return what was new, as `dialogue.yaml` writes it."""
        new = self.all()[self._known :]
        self._known += len(new)
        return [line_of(one) for one in new]


def line_of(exchange: Exchange) -> str:
    body = json.loads(exchange.request_body or "{}") if exchange.method == "POST" else {}
    rows = body if isinstance(body, list) else body.get("data", ())
    query = dict(part.partition("=")[::2] for part in urlsplit(exchange.url).query.split("&"))
    updating = body.get("isUpdating", "") if isinstance(body, dict) else query.get("isUpdating", "")
    if not updating and isinstance(body, list) and exchange.operation == "portal/DongBoHoSoMC":
        updating = "True" if urlsplit(exchange.url).path.endswith("CapNhat") else "False"
    words = [exchange.operation.removeprefix("portal/"), str(len(rows)) if rows else "", updating]
    code = json.loads(exchange.response_body or "{}")["error_code"]
    return f"{' '.join(word for word in words if word)} = {code}"


def work(system: System, dossier: Dossier, *actions: str) -> None:
    for action in actions:
        system.office.act(dossier.code, action, "canbo", "")


def note(system: System, dossier: Dossier, times: int) -> None:
    """Let officers write so many steps more, of the status that the dossier has."""
    kept = system.store.find(dossier.code)
    assert kept is not None
    kept.steps += [Step(kept.status, f"202607010800{n:02}", "canbo", f"Bước {n}") for n in range(1, times + 1)]
    system.store.save(kept)


@pytest.mark.parametrize("family", TRAITS)
def test_a_dossier_is_told_as_the_family_tells_it(
    family: str, at_portal: Callable[..., System], live: National, open_session: Callable[..., Session]
) -> None:
    now = [1_000_000.0]
    system, heard, expected = at_portal(family, clock=lambda: now[0]), Heard(live), DIALOGUE[family]
    session = open_session(f"field-{family}")
    dossier = lodged(system, session)
    system.sync.run_once()
    assert heard.lines() == expected["filed"]
    work(system, dossier, "accept", "process")
    note(system, dossier, 10)
    system.sync.run_once()
    assert heard.lines() == expected["worked"]
    now[0] += SESSION_SECONDS + 60
    work(system, dossier, "finish", "return_result")
    system.sync.run_once()
    assert heard.lines() == expected["returned"]
    assert system.store.untold() == []
    nothing_is_wrong(heard.all())
    _reached(heard.all(), expected, live)
    kept = live.db.read("SELECT status FROM portal_dossier")
    assert [row["status"] for row in kept] == [10]


def _reached(exchanges: list[Exchange], expected: dict[str, Any], live: National) -> None:
    assert {expected["prefix"] in urlsplit(one.url).path for one in exchanges} == {True}
    routed = [fact.data for fact in live.journal.facts("") if fact.kind == "routing"]
    told = {_where(fact) for fact in routed} or {"nowhere"}
    assert told == {expected["routed"]}


def _where(fact: dict[str, Any]) -> str:
    return "nameless" if fact["nameless"] else str(fact["where"])


@pytest.mark.parametrize("family", ["opencps-2019", "opencps-2021"])
def test_services_questions_and_satisfaction_are_told_beside_dossiers(
    family: str, at_portal: Callable[..., System], live: National
) -> None:
    talker, heard = at_portal(family).talker, Heard(live)
    assert isinstance(talker, OpenCps)
    beside = talker.beside
    assert {row["MATTHC"] for row in beside.online_services()} >= {"1.001193"}
    question = str(beside.questions()[0]["HOIDAPID"])
    assert beside.answer(question, "Nộp tại bộ phận một cửa.", "20260305093000")
    assert [row["NOIDUNGTRALOI"] for row in beside.answer_of(question)] == ["Nộp tại bộ phận một cửa."]
    assert beside.own_question("700001", "G01-TP01", "Khi nào có kết quả?")
    assert beside.satisfaction("3-2026", "1.001193")
    nothing_is_wrong(heard.all())
