"""Bugs planted in the portal that make real systems stop: an emulated one of the family stops too, and says why."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from simulator.portal import adapter, catalogues
from simulator.session import adapter_sessions
from simulator.web.recording import Answer, Inbound
from tests.emulators.adapter import SESSION_SECONDS
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
    now = [1_000_000.0]
    system = at_portal("opencps-2021", clock=lambda: now[0])
    with monkeypatch.context() as planted:
        planted.setattr(adapter_sessions, "LIFETIME", timedelta(0))
        lodge(system)
        system.sync.run_once()
    for seconds in (1, SESSION_SECONDS - 2):
        now[0] += seconds
        system.sync.run_once()
    assert len(failures(system)) == 3
    assert system.store.untold() != []
    now[0] += 2
    system.sync.run_once()
    assert system.store.untold() == []


def test_a_client_that_logs_in_for_every_job_hears_of_the_mended_portal_at_once(at_portal, monkeypatch):
    system = at_portal("tandan")
    with monkeypatch.context() as planted:
        planted.setattr(adapter_sessions, "LIFETIME", timedelta(0))
        lodge(system)
        system.sync.run_once()
    assert len(failures(system)) == 1
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


@pytest.mark.parametrize(("seconds", "scale", "stopped"), [(7, 1 / 20, ["opencps-2021"]), (61, 1 / 60, sorted(TRAITS))])
def test_a_slow_portal_stops_whoever_does_not_wait_as_long(seconds, scale, stopped, at_portal, monkeypatch):
    """Seven seconds break the build of 2021 alone, a minute and a second break them all; here all of it is scaled."""
    answer = adapter.Adapter.answer

    def late(self: adapter.Adapter, inbound: Inbound, *told: Any) -> Answer:
        inbound.hold(seconds * scale)
        return answer(self, inbound, *told)

    systems = [at_portal(family, scale=scale) for family in sorted(TRAITS)]
    for system in systems:
        accept(system, lodge(system))
    monkeypatch.setattr(adapter.Adapter, "answer", late)
    jobs = [threading.Thread(target=system.sync.run_once) for system in systems]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(30)
    assert [system.config.family for system in systems if failures(system)] == stopped
    assert all("ReadTimeout" in detail for system in systems for detail in failures(system))


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
