"""What the engine's tests share: a claim sheet, a catalogue of two small scenarios, a fake national side."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.catalogue.minimum import MinimumClaim
from simulator.checks import CHECKS
from simulator.conformance import RunOptions, RunRecord, StopSignal, run_check, waiting
from simulator.core.text import Text
from simulator.domain.claim_sheet import ClaimSheet, Hook, ServiceClaim
from simulator.domain.mark import Mark
from simulator.domain.requirement import Requirement
from simulator.domain.scenario import Scenario, Step, Weather
from tests.unit.checks.evidence_builder import SERVICE, service_without
from tests.unit.conformance.fake_national import FakeNational, Served


def words(text: str) -> Text:
    return Text(text, text)


def rule(name: str) -> Requirement:
    return Requirement(
        id=name,
        title=words(name),
        text=words(name),
        document="31/2021/QĐ-TTg",
        article="Điều 30",
        level="MUST",
        binds="province",
        mark=Mark.SEEN,
        valid_from=date(2020, 1, 1),
        valid_until=None,
        remedy=words("Sửa"),
        family="tracking",
    )


def weather(name: str, **changes: Any) -> Weather:
    known: dict[str, Any] = {"touches": "nothing", "party": "", "starts_before": "", "ends_before": ""}
    known |= {"answer_status": 503, "lifts_after_refused": 0, "lifts_after_seconds": 0.0, "label": "test"}
    return Weather(id=name, title=words(name), **{**known, **changes})


CALM = weather("calm")
DOWN = weather(
    "portal-down",
    touches="party",
    party="portal",
    starts_before="officer",
    ends_before="expect",
    lifts_after_refused=1,
    lifts_after_seconds=2.0,
)


def steps(*told: tuple[str, Any]) -> tuple[Step, ...]:
    made = []
    for index, (verb, rest) in enumerate(told):
        target = rest if isinstance(rest, str) else ""
        arguments = {} if isinstance(rest, str) else rest
        if verb == "expect":
            target, arguments = "dossier_report", {"where": {"dossier_code": "${dossier}", "status": rest}}
        made.append(Step(index, verb, target, arguments, index + 1))
    return tuple(made)


TRACKING_CHECKS = ("every_status_reaches_portal", "no_older_state_over_newer", "arrives_once")
TRACKED = steps(
    ("call", "citizen.apply"),
    ("officer", "accept"),
    ("expect", 2),
    ("officer", "process"),
    ("expect", 4),
    ("check", {"checks": list(TRACKING_CHECKS)}),
    ("cleanup", {}),
)


def scenario(name: str = "tracking/short", **changes: Any) -> Scenario:
    known: dict[str, Any] = {
        "title": words(name),
        "summary": words(name),
        "roles": ("handler",),
        "intakes": ("redirect",),
        "drivers": ("api",),
        "needs": ("officer",),
        "services": ("*",),
        "kinds": ("province", "ministry"),
        "claims": (),
        "starts_on": None,
        "weathers": ("calm", "portal-down"),
        "people": {},
        "given": {},
        "steps": TRACKED,
        "checks": TRACKING_CHECKS,
        "once": False,
        "alone": False,
        "label": "test",
    }
    return Scenario(id=name, **{**known, **changes})


def catalogue(*scenarios: Scenario, services: tuple[Any, ...] = (SERVICE,)) -> Any:
    everything = tuple(service.id for service in services)
    return SimpleNamespace(
        services={service.id: service for service in services},
        scenarios={one.id: one for one in scenarios or (scenario(),)},
        weathers={"calm": CALM, "portal-down": DOWN},
        sets={"all": everything},
        services_of=lambda sets: everything if "all" in sets else (),
        minimum=MinimumClaim(),
        applicability=None,
        sources={},
        identity_cases={},
        identity_profiles={},
        dialects={},
        requirements={check.requirement: rule(check.requirement) for check in CHECKS.values()},
    )


def sheet(url: str = "http://127.0.0.1:1", **changes: Any) -> ClaimSheet:
    known: dict[str, Any] = {
        "id": "tinh-thu",
        "name": words("Tỉnh thử"),
        "province_code": "99",
        "agency": "000.00.00.H99",
        "receiving_agency": "H99.12",
        "kind": "province",
        "version": "1",
        "base_url": "http://127.0.0.1:2",
        "national_side": url,
        "dialect": "default",
        "account": "demo",
        "openid_client": "demo-rp",
        "landing": "/apply",
        "services": {SERVICE.id: ServiceClaim("handler", "redirect", "api")},
        "hooks": {"officer": Hook("/officer"), "idle": Hook("/idle")},
        "test_clock": "per_dossier",
        "sync_every_seconds": 0.1,
        "sync_max_seconds": 3.0,
        "concurrency": 4,
        "label": "province.yaml",
        "raw": {"id": "tinh-thu"},
    }
    return ClaimSheet(**{**known, **changes})


def several(count: int) -> tuple[Any, ...]:
    return tuple(service_without(id=f"dich-vu-{number}") for number in range(count))


def claims(services: tuple[Any, ...]) -> dict[str, ServiceClaim]:
    return {service.id: ServiceClaim("handler", "redirect", "api") for service in services}


@pytest.fixture(autouse=True)
def short_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is slow on loopback: ask the idle probe soon."""
    monkeypatch.setattr(waiting, "QUIET_SECONDS", 0.05)
    monkeypatch.setattr(waiting, "SURE_SECONDS", 0.1)


@pytest.fixture
def fake() -> FakeNational:
    return FakeNational()


@pytest.fixture
def served(fake: FakeNational) -> Iterator[Served]:
    running = Served(fake)
    yield running
    running.stop()


Run = Callable[..., RunRecord]


@pytest.fixture
def run(served: Served, tmp_path: Path) -> Run:
    def call(
        book: Any = None,
        listen: Any = None,
        stop: StopSignal | None = None,
        claimed: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> RunRecord:
        chosen = RunOptions(output=options.pop("output", tmp_path / "run"), **options)
        return run_check(sheet(**{"url": served.url, **(claimed or {})}), book or catalogue(), chosen, listen, stop)

    return call
