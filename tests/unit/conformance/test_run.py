"""A whole run against a national side on a real port, with a scripted system under test."""

import json
import threading
from typing import ClassVar

import pytest

from simulator.conformance import RunOptions, StopSignal, national
from simulator.conformance.record import read_record
from simulator.core.errors import ConfigurationError, SystemUnreachable
from simulator.core.exit_status import ExitStatus
from simulator.domain.outcome import Owner, Verdict
from tests.unit.conformance.conftest import TRACKED, catalogue, claims, scenario, several, weather

CALM = ("calm",)


def events(record):
    return [json.loads(line) for line in record.path.read_text(encoding="utf-8").splitlines()]


def kinds(record):
    return [event["event"] for event in events(record)]


def test_a_system_that_does_everything_right_passes_in_every_weather(run):
    record = run()

    assert {cell.weather: cell.verdict for cell in record.cells.values()} == {
        "calm": Verdict.PASS,
        "portal-down": Verdict.PASS,
    }
    assert record.exit_status() is ExitStatus.OK


def test_the_record_tells_the_run_in_order(run):
    record = run(weathers=CALM)

    assert kinds(record)[:3] == ["run_started", "cell_planned", "session_opened"]
    assert kinds(record)[-3:] == ["cell_finished", "test_data", "run_finished"]
    assert [event["record"]["verb"] for event in events(record) if event["event"] == "step"] == [
        "call", "officer", "expect", "officer", "expect", "check", "cleanup", "settle",
    ]  # fmt: skip


def test_what_speaks_against_the_claimed_dialect_is_recorded(run, fake):
    sign = {"id": "facade-path", "title": {"vi": "qua nền tảng", "en": "through a middleware"}, "mark": "SEEN"}
    own = {"id": "default", "contradicting": [sign, {**sign, "title": {}, "mark": "ASSUMED"}]}
    fake.dialect = {"contradicted": True, "claimed": "default", "proposed": "tandan", "dialects": [own]}
    told = [event for event in events(run(weathers=CALM)) if event["event"] == "dialect"]

    assert [(one["claimed"], one["proposed"], one["signs"]) for one in told] == [("default", "tandan", [sign["title"]])]


def test_the_head_of_the_record_holds_what_a_reader_needs(run):
    head = events(run(weathers=CALM, command=("dvcsim", "check")))[0]

    assert head["format"] == "dvcsim-run/1"
    assert head["province"]["id"] == "tinh-thu"
    assert head["requirements"]["SYNC-STATUS"]["remedy"] == {"vi": "Sửa", "en": "Sửa"}
    assert head["assumptions"]
    assert head["command"] == ["dvcsim", "check"]


def test_the_head_of_the_record_names_every_rule_also_those_that_no_cell_judges(run):
    rules = events(run(weathers=CALM))[0]["requirements"]

    assert set(rules) == set(catalogue().requirements)
    assert rules["SYNC-STATUS"]["checks"] == ["every_status_reaches_portal"]
    assert rules["SYNC-STATUS"]["scenarios"] == ["tracking/short"]
    assert rules["SYNC-STATUS"]["in_force"] is True
    assert [rule for rule, told in rules.items() if not told["scenarios"]], "some rule is judged by no scenario here"
    assert all(told["not_tested"] is None for told in rules.values())


def test_a_status_that_never_arrives_fails_without_waiting_for_the_whole_claim(run, fake):
    fake.sut.reports = lambda session, status: status != 4

    record = run(claimed={"sync_max_seconds": 600.0}, weathers=CALM)

    (cell,) = record.cells.values()
    assert cell.verdict is Verdict.FAIL
    assert cell.seconds < 10
    assert record.exit_status() is ExitStatus.FAIL
    expected = [event["record"] for event in events(record) if event["event"] == "step"][4]
    assert (expected["status"], expected["ended_by"], expected["limit_from"]) == ("timed_out", "idle", "claim")


@pytest.mark.parametrize("expected", [True, False], ids=["awaited", "only judged"])
def test_a_message_under_way_while_the_probe_says_idle_is_not_missing(run, fake, expected):
    """The probe says idle all the time; a system that claims to send every 0.8 s has until then."""

    def reports(session, status):
        if status == 4:
            threading.Timer(0.3, fake.report, (session, 4)).start()
        return status != 4

    fake.sut.reports = reports
    told = tuple(step for step in TRACKED if expected or step.index != 4)

    record = run(catalogue(scenario(steps=told)), claimed={"sync_every_seconds": 0.8}, weathers=CALM)

    assert [cell.verdict for cell in record.cells.values()] == [Verdict.PASS]


def test_a_status_that_no_step_awaits_is_missing_after_the_claimed_beat(run, fake):
    fake.sut.reports = lambda session, status: status != 4
    told = tuple(step for step in TRACKED if step.index != 4)

    (cell,) = run(catalogue(scenario(steps=told)), claimed={"sync_every_seconds": 0.4}, weathers=CALM).cells.values()

    assert cell.verdict is Verdict.FAIL
    assert cell.seconds > 0.4


def test_a_system_that_does_not_catch_up_fails_only_in_the_outage(run, fake):
    fake.sut.catches_up = False

    verdicts = {cell.weather: cell.verdict for cell in run().cells.values()}

    assert verdicts == {"calm": Verdict.PASS, "portal-down": Verdict.FAIL}


def test_a_weather_starts_when_what_was_caused_before_has_arrived(run, fake):
    run(weathers=("portal-down",))

    calls = [call.rsplit("/", 1)[1] for call in fake.calls if call.startswith("POST") or call.startswith("PUT")]
    started = calls.index("portal-down")
    assert calls[started - 2 : started + 2] == ["citizen", "idle", "portal-down", "officer"]


def test_a_weather_of_messages_touches_its_own_session_and_needs_no_drained_system(run, fake):
    light = weather("registry-down", touches="message", party="registries", starts_before="call", ends_before="officer")
    book = catalogue(scenario(weathers=("registry-down",)))
    book.weathers["registry-down"] = light

    (cell,) = run(book).cells.values()

    assert cell.verdict is Verdict.PASS
    (session,) = fake.sessions
    assert [one for one in fake.touched if one[1]] == [("start", session), ("stop", session)]
    assert not light.exclusive


def test_a_weather_is_lifted_even_when_the_story_breaks_off(run, fake):
    fake.sut.officer_problem = {"kind": "http_status", "detail": "answered 500", "url": "http://p/officer"}

    record = run(weathers=("portal-down",))

    assert fake.disturbed == {}
    assert record.verdict is Verdict.INCONCLUSIVE


def test_the_record_names_the_sets_and_their_services(run):
    record = run(weathers=CALM, sets=("all",))

    assert record.started["options"]["sets"] == ["all"]
    assert record.started["options"]["services"] == [cell.service for cell in record.cells.values()]
    assert RunOptions.taken_over(record.started)["sets"] == ("all",)


def test_one_cause_is_one_line(run, fake):
    fake.sut.apply_problem = {"kind": "not_json", "detail": "text/html", "url": "http://p/apply"}

    (cell,) = run(weathers=CALM).cells.values()

    assert [check.verdict for check in cell.checks] == [Verdict.INCONCLUSIVE] * 3
    assert "http://p/apply" in cell.checks[0].message.vi
    assert all(check.id for check in cell.checks)
    assert "http://p/apply" not in cell.checks[1].message.vi


def test_after_a_failed_submission_the_rest_is_skipped(run, fake):
    fake.sut.apply_problem = {"kind": "not_json", "detail": "text/html", "url": "http://p/apply"}

    record = run(weathers=CALM)

    statuses = [event["record"]["status"] for event in events(record) if event["event"] == "step"]
    assert statuses == ["failed", "skipped", "skipped", "skipped", "skipped", "done", "done"]
    assert not [call for call in fake.calls if call.endswith("/officer")]


class TestUnreachable:
    PROBLEM: ClassVar = {"kind": "refused", "detail": "nobody listens", "url": "http://127.0.0.1:2/apply"}

    def test_a_system_that_gives_no_answer_ends_the_run_before_any_session(self, run, fake):
        fake.sut.probe_problem = self.PROBLEM

        with pytest.raises(SystemUnreachable, match=r"127\.0\.0\.1:2/apply: refused: nobody listens") as caught:
            run()

        assert caught.value.exit_status is ExitStatus.UNREACHABLE
        assert "province.yaml" in caught.value.do
        assert fake.sessions == {}

    def test_the_record_says_why_no_cell_was_run(self, run, fake, tmp_path):
        fake.sut.probe_problem = self.PROBLEM
        with pytest.raises(SystemUnreachable):
            run()

        record = read_record(tmp_path / "run")

        assert {cell.verdict for cell in record.cells.values()} == {Verdict.NOT_RUN}
        assert all("http://127.0.0.1:2/apply" in cell.reason.vi for cell in record.cells.values())
        assert (record.finished["verdict"], record.finished["interrupted"]) == ("NOT_RUN", False)

    def test_the_run_can_go_on_once_the_system_is_there(self, run, fake):
        fake.sut.probe_problem = self.PROBLEM
        with pytest.raises(SystemUnreachable):
            run()
        fake.sut.probe_problem = None

        assert run(resume=True).verdict is Verdict.PASS

    def test_a_run_that_needs_no_session_does_not_ask(self, run, fake):
        run(claimed={"services": {}})

        assert not [call for call in fake.calls if call.endswith("/probe")]

    def test_a_system_that_goes_away_later_is_nobody_s_fault_and_the_run_goes_on(self, run, fake):
        fake.sut.apply_problem = self.PROBLEM

        record = run()

        assert {cell.verdict for cell in record.cells.values()} == {Verdict.INCONCLUSIVE}
        assert all(cell.checks[0].owner is Owner.NETWORK for cell in record.cells.values())


def test_a_national_side_that_is_not_there_is_named(run, tmp_path):
    with pytest.raises(SystemUnreachable, match="connection refused"):
        run(claimed={"url": "http://127.0.0.1:9"}, output=tmp_path / "other")


def test_a_claim_sheet_that_shares_an_identity_is_the_user_s_to_mend(run):
    with pytest.raises(ConfigurationError, match="shares an account"):
        run(claimed={"raw": {"id": "conflict"}})


def test_an_ambiguous_message_makes_the_cell_inconclusive(run, fake):
    fake.ambiguous = True
    fake.sut.reports = lambda session, status: False

    (cell,) = run(weathers=CALM).cells.values()

    assert cell.verdict is Verdict.INCONCLUSIVE


def test_a_check_that_breaks_is_our_error_and_hides_no_other(run, monkeypatch):
    from dataclasses import replace

    from simulator.checks import CHECKS

    def broken(evidence):
        raise ZeroDivisionError("oops")

    monkeypatch.setitem(CHECKS, "arrives_once", replace(CHECKS["arrives_once"], judge=broken))

    (cell,) = run(weathers=CALM).cells.values()

    assert cell.verdict is Verdict.ERROR
    assert "oops" in cell.reason.en
    assert [check.verdict for check in cell.checks] == [Verdict.PASS, Verdict.PASS, Verdict.ERROR]


def test_a_story_without_a_check_is_our_error(run):
    (cell,) = run(catalogue(scenario(checks=(), weathers=CALM))).cells.values()

    assert cell.verdict is Verdict.ERROR


def test_sessions_run_at_once_but_never_beside_an_exclusive_weather(run, fake):
    services = several(4)
    beside: list[int] = []

    def look(session: str, hand: str) -> None:
        if fake.sessions[session]["weather"] == "portal-down":
            beside.append(fake.at_once)

    fake.before_hand = look
    record = run(catalogue(services=services), claimed={"services": claims(services)})

    assert record.verdict is Verdict.PASS
    assert fake.most_at_once > 1
    assert set(beside) == {1}


def test_the_concurrency_is_bounded(run, fake):
    services = several(4)

    run(catalogue(services=services), claimed={"services": claims(services)}, concurrency=2)

    assert fake.most_at_once == 2


def test_what_arrives_after_the_close_is_judged_again(run, fake):
    fake.sut.reports = lambda session, status: status != 4

    def late(event):
        if event["event"] == "cell_finished" and not fake.late:
            fake.late = True
            fake.report(event["cell"]["session"], 4)

    record = run(weathers=CALM, listen=late)

    (cell,) = record.cells.values()
    assert kinds(record).count("cell_finished") == 2
    assert cell.checks[0].verdict in (Verdict.PASS, Verdict.FAIL)
    assert "status_missing" not in cell.checks[0].message.en


def test_a_listener_that_breaks_changes_no_verdict(run):
    def broken(event):
        raise ValueError("listener")

    assert run(weathers=CALM, listen=broken).verdict is Verdict.PASS


def test_the_national_side_may_be_killed_and_started_again(run, served, fake):
    restarted = threading.Event()

    def restart(session: str, hand: str) -> None:
        if hand == "process" and not restarted.is_set():
            restarted.set()
            threading.Thread(target=served.restart, daemon=True).start()

    fake.before_hand = restart

    assert run(weathers=CALM).verdict is Verdict.PASS
    assert restarted.is_set()


def test_a_national_side_that_stays_away_ends_the_run_without_blaming_anybody(run, served, fake, monkeypatch):
    monkeypatch.setattr(national, "COMES_BACK_SECONDS", 0.5)

    def leave(session: str, hand: str) -> None:
        if hand == "process":
            threading.Thread(target=served.stop, daemon=True).start()

    fake.before_hand = leave
    record = run()

    assert {cell.weather: cell.verdict for cell in record.cells.values()} == {
        "calm": Verdict.INCONCLUSIVE,
        "portal-down": Verdict.NOT_RUN,
    }
    assert record.exit_status() is ExitStatus.INCONCLUSIVE


def test_a_stop_leaves_the_rest_not_run_and_exits_with_130(run, fake):
    stop, services = StopSignal(), several(3)

    def at_first_step(event):
        if event["event"] == "step":
            stop.request()

    record = run(
        catalogue(services=services),
        claimed={"services": claims(services)},
        stop=stop,
        listen=at_first_step,
        concurrency=1,
    )

    assert {cell.verdict for cell in record.cells.values()} == {Verdict.NOT_RUN}
    assert record.interrupted
    assert record.exit_status() is ExitStatus.INTERRUPTED
    assert len(fake.sessions) == 1


class TestResume:
    def interrupted(self, run, after: str):
        stop = StopSignal()

        def listen(event):
            if event["event"] == after and event.get("record", {}).get("verb") in (None, "officer"):
                stop.request()

        return run(stop=stop, listen=listen, weathers=CALM)

    def test_a_session_that_is_still_open_goes_on_after_its_last_step(self, run, fake):
        self.interrupted(run, "step")
        accepted = fake.calls.count("POST /admin/sessions/s-1/officer")

        record = run(resume=True)

        assert record.verdict is Verdict.PASS
        assert len(fake.sessions) == 1
        assert fake.calls.count("POST /admin/sessions/s-1/officer") == accepted + 1

    def test_a_finished_cell_is_kept(self, run, fake):
        run(weathers=CALM)

        record = run(resume=True)

        assert record.verdict is Verdict.PASS
        assert len(fake.sessions) == 1

    def test_a_listener_of_a_resumed_run_hears_of_the_cells_that_are_kept(self, run):
        run(weathers=CALM)
        heard = []

        run(resume=True, listen=heard.append)

        assert [event["kept"] for event in heard if event["event"] == "cell_finished"] == [True]

    def test_a_session_that_was_closed_is_told_again_from_the_start(self, run, fake):
        self.interrupted(run, "step")
        fake.sessions["s-1"]["status"] = "closed"

        record = run(resume=True)

        assert record.verdict is Verdict.PASS
        assert len(fake.sessions) == 2

    def test_a_session_that_the_national_side_forgot_is_told_again_from_the_start(self, run, fake):
        self.interrupted(run, "step")
        fake.sessions.clear()
        fake.exchanges.clear()
        fake.answered.clear()

        assert run(resume=True).verdict is Verdict.PASS

    def test_a_line_that_a_crash_cut_off_does_not_matter(self, run):
        record = self.interrupted(run, "step")
        with record.path.open("a", encoding="utf-8") as file:
            file.write('{"event":"step","sess')

        assert run(resume=True).verdict is Verdict.PASS

    def test_another_system_s_run_is_refused(self, run):
        run(weathers=CALM)

        with pytest.raises(ConfigurationError, match="tinh-thu"):
            run(resume=True, claimed={"id": "tinh-khac"})

    def test_a_folder_with_a_run_is_not_written_over(self, run):
        run(weathers=CALM)

        with pytest.raises(ConfigurationError, match="already holds a run"):
            run(weathers=CALM)
