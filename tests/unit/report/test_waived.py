"""How reports show what is accepted for a time: beside the verdict, never in its place."""

import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console

from simulator.core.text import Text
from simulator.domain.outcome import Verdict
from simulator.domain.waiving import AppliedWaiver, State, Waiving, waivings_of
from simulator.report.causes import causes_of
from simulator.report.console import summary_of
from simulator.report.html import render_html
from simulator.report.junit import render_junit
from simulator.report.matrix import matrix_of
from simulator.report.reading import RunRecord, read_run
from simulator.report.rerun import next_command
from simulator.report.results import results_of
from simulator.report.waiver_draft import draft_rows, render_draft
from tests.unit.domain.waiver_builder import LAST, waiver
from tests.unit.report.run_builder import cell, check, events, head, not_synchronised, write_run

LOST = "every_status_reaches_portal"
SCHEMA = Path(__file__).parents[3] / "contracts/files/results.schema.json"


def recorded(cells):
    record = RunRecord()
    for event in events(cells, "FAIL"):
        record.add(event)
    return record


def waived(record, *waivers, state=State.IN_FORCE):
    """Hand the waivers to the record as the engine does: as an event."""
    met = waivings_of(waivers, record.cells, False)
    applied = tuple(AppliedWaiver(one, state, tuple(places)) for one, places in met.items())
    files = (("/somewhere/waivers.yaml", "cd" * 32),)
    record.add({"event": "waivers", **Waiving(LAST, False, files, applied).to_json()})
    return record


@pytest.fixture
def failed():
    """A birth that fails, a marriage that fails for the same reason, and a cell that passes."""
    passed = check("arrives_once", "SYNC-STATUS", "PASS", ("Đến đúng một lần.", "Arrived once."))
    return recorded(
        [
            cell("khai-sinh", "tracking/every-status", "FAIL", [not_synchronised("H99.12-250701-0001", [1]), passed]),
            cell("xac-nhan-hon-nhan", "tracking/every-status", "FAIL", [not_synchronised("H99.12-250701-0002", [2])]),
            cell("khai-sinh", "once/login-data", "PASS", [passed]),
        ]
    )


ROW = waiver(id="cho-ban-va", check=LOST, owner="Sở <KHCN>", reason=Text("Chờ bản vá", "Waiting for a patch"))
ONE = waiver(id="cho-ban-va", check=LOST, services=("khai-sinh",))


def console(record):
    page = io.StringIO()
    target = Console(file=page, width=120, soft_wrap=True, markup=False, highlight=False)
    for block in summary_of(record):
        target.print(block)
    return page.getvalue()


def test_the_console_says_until_when_by_whom_on_what_basis(failed):
    said = console(waived(failed, ROW))
    assert "✕ KHÔNG ĐẠT / FAIL  § TẠM CHẤP NHẬN / WAIVED" in said
    assert "Every finding that decides the exit code (2) is waived for a time; the verdict stays as it is." in said
    assert "✕ 1 §" in said
    assert "nothing found that blocks go-live" in said
    assert "TẠM CHẤP NHẬN / WAIVED: cho-ban-va: đến hết ngày 2026-12-31; Sở <KHCN>; Công văn 12/STP" in said
    assert "§ CÒN HIỆU LỰC / IN FORCE  cho-ban-va  check: every_status_reaches_portal · * × * × *" in said
    assert "Chờ bản vá / Waiting for a patch" in said


def test_a_run_with_something_left_is_not_called_waived(failed):
    said = console(waived(failed, ONE))
    assert "✕ KHÔNG ĐẠT / FAIL\n" in said
    assert "Findings waived for a time: 1; others that decide the exit code: 1." in said
    assert said.count("✕ 1 §") == 1
    assert "1 cause blocks go-live" in said


def test_what_is_waived_and_what_is_not_are_two_causes_and_the_open_one_comes_first(failed):
    causes = causes_of(waived(failed, ONE), [Verdict.FAIL])
    assert [(cause.waiver.id if cause.waiver else "", cause.services) for cause in causes] == [
        ("", ("xac-nhan-hon-nhan",)), ("cho-ban-va", ("khai-sinh",)),
    ]  # fmt: skip
    assert "xac-nhan-hon-nhan" in next_command(failed, Path("x"))


def test_a_run_without_waivers_says_nothing_of_them(failed):
    assert "§" not in console(failed)
    assert "waive" not in json.dumps(results_of(failed))
    assert 'id="waivers"' not in render_html(failed)


def test_the_results_keep_the_verdicts_and_name_the_waiver_where_it_is(failed):
    before = results_of(failed)
    document = results_of(waived(failed, ONE))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(document)
    assert [one["verdict"] for one in document["cells"]] == [one["verdict"] for one in before["cells"]]
    assert document["summary"]["verdict"] == "FAIL"
    assert document["summary"]["counts"] == before["summary"]["counts"]
    assert document["summary"]["waived"] == {
        "findings": 1, "left": 1, "expired": 0, "stale": 0, "in_force": 1, "unseen": 0,
    }  # fmt: skip
    first, second, third = document["cells"]
    assert first["waived"] is True
    assert first["checks"][0]["waiver"] == {
        "id": "cho-ban-va",
        "until": "2026-12-31",
        "owner": "Sở Tư pháp",
        "legal_basis": "Công văn 12/STP",
        "reason": {"vi": "Đã biết", "en": "Known"},
    }
    assert "waiver" not in first["checks"][1]
    assert "waived" not in second
    assert "waived" not in third
    assert document["waivers"]["files"] == [{"name": "waivers.yaml", "digest": "cd" * 32}]
    assert (document["waivers"]["rows"][0]["state"], document["waivers"]["rows"][0]["covers"]) == ("in_force", 1)


def test_a_session_that_was_not_run_carries_its_waiver_itself():
    record = waived(recorded([cell("khai-sinh", "once/x", "NOT_RUN")]), waiver())
    document = results_of(record)["cells"][0]
    assert (document["verdict"], document["waived"], document["waiver"]["id"]) == ("NOT_RUN", True, "known")


def test_junit_skips_a_cell_of_which_all_is_waived_and_says_why(failed):
    cases = list(ElementTree.fromstring(render_junit(waived(failed, ONE))).iter("testcase"))
    skipped = cases[0].find("skipped")
    assert skipped is not None
    assert skipped.get("type") == "FAIL (WAIVED)"
    assert (skipped.get("message") or "").startswith("TẠM CHẤP NHẬN / WAIVED: Hồ sơ")
    assert "up to and including 2026-12-31; Sở Tư pháp; Công văn 12/STP" in (skipped.text or "")
    assert [case.find("failure") is not None for case in cases] == [False, False, True]


def test_the_page_has_a_section_of_waivers_that_each_waived_cause_points_to(failed):
    page = render_html(waived(failed, ROW))
    assert '<section id="waivers">' in page
    assert 'id="waiver-cho-ban-va"' in page
    assert '<a href="#waiver-cho-ban-va">' in page
    assert "Sở &lt;KHCN&gt;" in page
    assert "/somewhere" not in page


def test_one_case_of_a_check_is_marked_where_it_alone_is_waived():
    cases = [
        check("forged_login_refused", "LOGIN-REFUSE", "FAIL", (case, case), case=case) for case in ("first", "second")
    ]
    record = recorded([cell("khai-sinh", "identity/id-token", "FAIL", cases)])
    page = render_html(waived(record, waiver(check="forged_login_refused/second")))
    rows = page.partition('<section id="cases">')[2].partition("</table>")[0].split("<tr>")
    marked = {case: "TẠM CHẤP NHẬN" in row for row in rows for case in ("first", "second") if f"<code>{case}<" in row}
    assert marked == {"first": False, "second": True}


def test_the_matrix_marks_only_what_is_waived_altogether(failed):
    rows = matrix_of(waived(failed, ONE)).rows
    marks = {row.service: [cell.waived for cell in row.cells if cell] for row in rows}
    assert marks == {"khai-sinh": [False, True], "xac-nhan-hon-nhan": [False]}
    assert [cell.verdict for row in rows for cell in row.cells if cell].count(Verdict.FAIL) == 2


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.EXPIRED, "† HẾT HẠN / EXPIRED  cho-ban-va"),
        (State.EXPIRED, "No longer holds since 2027-01-01; findings that count again: 2. Mend the system"),
        (State.EXPIRED, "Waivers that have expired: 1."),
        (State.STALE, "∅ KHÔNG CÒN CẦN / STALE"),
        (State.STALE, "Delete the row."),
        (State.UNSEEN, "This run did not look everywhere the row names"),
    ],
)
def test_a_waiver_that_needs_somebody_says_what_to_do(failed, state, said):
    page = console(waived(failed, ROW, state=state))
    assert said in page
    assert "§" not in page


def test_a_run_that_goes_on_forgets_what_its_waivers_came_to(failed):
    waived(failed, ROW).add(head())
    assert failed.waiving.applied == ()


def test_the_waivers_come_back_from_the_record(tmp_path, failed):
    lines = list(events([cell("khai-sinh", "tracking/every-status", "FAIL", [not_synchronised("H99.12-1", [1])])]))
    lines.insert(-1, {"event": "waivers", **waived(failed, ONE).waiving.to_json()})
    assert read_run(write_run(tmp_path, lines)).waiving == failed.waiving


def test_a_draft_names_each_finding_once_and_the_findings_of_no_other_session(record):
    rows = draft_rows(record, False)
    assert [(row.name, row.first.verdict.value, row.services, row.weathers) for row in rows] == [
        (LOST, "FAIL", ("khai-sinh", "xac-nhan-hon-nhan"), ("calm",)),
        (LOST, "FAIL", ("khai-sinh",), ("portal-down",)),
        ("replaced_paper_not_asked", "INCONCLUSIVE", ("khai-sinh",), ("calm",)),
        ("known_data_not_asked", "FAIL", ("xac-nhan-hon-nhan",), ("calm",)),
        ("", "NOT_RUN", ("lap-dien",), ("calm",)),
    ]
    text = render_draft(record, rows)
    assert 'finding: "Dossier …: the status' in text
    assert "  - id: every-status-reaches-portal-2\n" in text
    assert "    cell: true\n    verdict: NOT_RUN\n" in text
    assert text.count('owner: ""') == text.count('legal_basis: ""') == text.count('expires: ""') == len(rows)


def test_a_drafted_row_covers_what_it_was_drafted_from_and_no_other_datum():
    def asked(datum, label):
        said = f"The form makes the citizen type “{label}” ({datum}), which VNEID already held."
        return check("known_data_not_asked", "ONCE-ASK", "FAIL", (said, said))

    record = recorded([cell("khai-sinh", "once/x", "FAIL", [asked("applicant.residence", "Nơi ở"), asked("a.b", "B")])])
    first, second = (one for one in render_draft(record, draft_rows(record, False)).split("\n") if "finding:" in one)
    row = waiver(check="known_data_not_asked", finding=json.loads(first.partition(": ")[2]))
    assert second != first
    assert len(waived(record, row).waiving.applied[0].covers) == 1


def test_a_draft_of_a_run_that_fails_on_warnings_has_the_warnings_too(record):
    assert [row.name for row in draft_rows(record, True) if row.first.verdict is Verdict.WARN] == [
        "typed_data_unchanged"
    ]


def test_a_second_draft_leaves_out_what_is_accepted_already(failed):
    assert [row.services for row in draft_rows(waived(failed, ONE), False)] == [("xac-nhan-hon-nhan",)]
    assert draft_rows(waived(failed, ROW), False) == ()
