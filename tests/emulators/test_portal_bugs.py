"""Bugs planted in the portal that make real systems stop: an emulated one of the family stops too, and says why."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from simulator.portal import catalogues
from simulator.portal.operation import Call, Reply
from simulator.session import adapter_sessions
from tests.emulators.store import Dossier
from tests.emulators.system import System
from tests.emulators.traits import TRAITS

OWNER = {
    "name": "NGUYỄN THỊ THỬ",
    "number": "099190000001",
    "phone": "0500000001",
    "email": "thu@dancu.example",
    "address": "",
    "tech_id": "TECHID-0001",
}


def lodge(system: System) -> Dossier:
    return system.office.take("1.001193", system.config.unit, dict(OWNER), "Họ tên con: Nguyễn Thị Hoà", [])


def accept(system: System, dossier: Dossier) -> None:
    system.office.act(dossier.code, "accept", "canbo", "")


def failures(system: System) -> list[str]:
    return [line["detail"] for line in system.store.logged() if not line["ok"]]


def whole_day(system: System) -> list[str]:
    """A dossier from the citizen to its result; return what went wrong on the way to the portal."""
    dossier = lodge(system)
    system.sync.run_once()
    for action in ("accept", "process", "finish", "return_result"):
        system.office.act(dossier.code, action, "canbo", "")
        system.sync.run_once()
    return failures(system)


@pytest.mark.parametrize("family", TRAITS)
def test_nothing_goes_wrong_at_the_portal_as_it_is(family, at_portal):
    system = at_portal(family)
    # Who adds and then updates logs only how the second ended.
    assert whole_day(system) == []
    assert system.store.untold() == []


def test_a_session_that_dies_early_stops_a_client_that_keeps_it(at_portal, monkeypatch):
    """It neither logs in again nor hears of the mended portal before its ten minutes are over."""
    system = at_portal("opencps-2021")
    with monkeypatch.context() as planted:
        planted.setattr(adapter_sessions, "LIFETIME", timedelta(0))
        lodge(system)
        system.sync.run_once()
    system.sync.run_once()
    assert len(failures(system)) == 2
    assert system.store.untold() != []
    system.store.keep("session", {"session": "", "until": 0})
    system.sync.run_once()
    assert system.store.untold() == []


def test_a_procedure_without_a_field_breaks_the_dossier(at_portal, monkeypatch):
    row = catalogues.procedure_row
    monkeypatch.setattr(catalogues, "procedure_row", lambda *told: row(*told) | {"LINHVUCTHUCHIEN": []})
    system = at_portal("opencps-2021")
    lodge(system)
    system.sync.run_once()
    assert failures(system) == ["IndexError: list index out of range"]
    assert system.store.untold() != []


def test_a_slow_answer_stops_the_build_that_waits_six_seconds(at_portal, monkeypatch):
    """Of the catalogue, which it asks for each dossier. The time-outs are scaled down."""
    answer = catalogues.ProcedureInFull.answer

    def late(self: catalogues.ProcedureInFull, call: Call) -> Reply:
        threading.Event().wait(0.15)
        return answer(self, call)

    monkeypatch.setattr(catalogues.ProcedureInFull, "answer", late)
    for family, waits in (("opencps-2021", 0.06), ("opencps-2019", 6.0)):
        system = at_portal(family, read_timeout=waits)
        lodge(system)
        system.sync.run_once()
        assert bool(failures(system)) == (family == "opencps-2021"), failures(system)
        assert all("ReadTimeout" in detail for detail in failures(system))


@pytest.mark.parametrize(
    ("family", "answer", "code", "message", "steps"),
    [
        pytest.param("opencps-2019", "ok", "0", "Thực hiện thành công", 1, id="0-for-00"),
        pytest.param("tandan", "ok", "0", "OK", 1, id="success-in-other-words"),
        pytest.param("tandan", "ok", "00", "Thực hiện thành công", 1, id="00-for-0"),
        pytest.param("tandan", "duplicate", "3", "Mã hồ sơ {detail} bị trùng", 2, id="duplicate-in-other-words"),
        pytest.param("lgsp-facade", "duplicate", "3", "Mã hồ sơ {detail} bị trùng", 2, id="duplicate-at-the-facade"),
    ],
)
def test_an_answer_in_other_words_is_no_success(family, answer, code, message, steps, at_portal, live, monkeypatch):
    """A dossier is told of `steps` times; the last telling fails, and the client tries it again and again."""
    right = live.catalogue.dialects[family]
    wrong = replace(right, answers={**right.answers, answer: code}, messages={**right.messages, answer: message})
    monkeypatch.setitem(live.catalogue.dialects, family, wrong)
    system = at_portal(family)
    dossier = lodge(system)
    system.sync.run_once()
    if steps == 2:
        assert failures(system) == []
        accept(system, dossier)
        system.sync.run_once()
    assert failures(system) != []
    assert [one.code for one, _, _ in system.store.untold()] == [dossier.code]
