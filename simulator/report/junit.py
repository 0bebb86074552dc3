"""`junit.xml`: one test suite per service, one test case per scenario and weather.

| verdict | JUnit |
| --- | --- |
| FAIL | failure, with every failing check in its text |
| ERROR | error |
| INCONCLUSIVE, NOT_RUN, NOT_APPLICABLE | skipped, with the reason |
| WARN | passed, the warnings in system-out |
| ATTESTED | passed, in system-out who vouches for it and with which file |
| PASS | passed |
| FAIL of which waivers cover all that counts | skipped, with the findings and their waivers |

JUnit has no word for "not settled". A pipeline must look at the exit code of `dvcsim`, which is 3 for it.
"""

import re
from typing import Any

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from simulator.domain.outcome import CellOutcome, CheckOutcome, Verdict
from simulator.report.causes import Finding, findings_of
from simulator.report.reading import RunRecord
from simulator.report.rerun import rerun_command
from simulator.report.texts import text
from simulator.report.waived import accepted, waived_cell

_KINDS: dict[Verdict, type[Failure] | type[Error] | type[Skipped]] = {
    Verdict.FAIL: Failure,
    Verdict.ERROR: Error,
    Verdict.INCONCLUSIVE: Skipped,
    Verdict.NOT_RUN: Skipped,
    Verdict.NOT_APPLICABLE: Skipped,
}
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(record: RunRecord) -> str:
    """Return the file's text."""
    document: Any = JUnitXml("dvcsim")
    for service in dict.fromkeys(cell.service for cell in record.cells):
        document.append(_suite(record, service))
    document.update_statistics()
    content: bytes = document.tostring()
    return content.decode("utf-8")


def _suite(record: RunRecord, service: str) -> TestSuite:
    suite = TestSuite(service)
    suite.timestamp = str(record.head.get("started_at", ""))
    for name in ("run", "tool", "version", "as_of", "seed", "dialect"):
        suite.add_property(name, str(record.head.get(name, "")))
    suite.add_property("province", str(record.province.get("id", "")))
    for cell in record.cells:
        if cell.service == service:
            suite.add_testcase(_case(record, cell))
    return suite


def _case(record: RunRecord, cell: CellOutcome) -> TestCase:
    case = TestCase(f"{cell.scenario} [{cell.weather}]", classname=cell.service, time=round(cell.seconds, 3))
    said = _xml("\n\n".join(_said(record, cell)))
    message = _xml(_first_sentence(cell))
    waived = waived_cell(record, cell)
    if cell.verdict in (Verdict.WARN, Verdict.ATTESTED):
        case.system_out = said
    elif (kind := Skipped if waived else _KINDS.get(cell.verdict)) is not None:
        word = text("waived")
        told = (f"{word.vi} / {word.en}: {message}", f"{cell.verdict.value} ({word.en})") if waived else None
        result = kind(*(told or (message, cell.verdict.value)))
        result.text = f"{said}\n\n{_xml(rerun_command(record, cell))}"
        case.result = [result]
    return case


def _first_sentence(cell: CellOutcome) -> str:
    finding = next((item for item in findings_of(cell) if item.verdict is cell.verdict), None)
    message = finding.message if finding else cell.reason
    return f"{message.vi} / {message.en}"


def _said(record: RunRecord, cell: CellOutcome) -> list[str]:
    """Return what is said of the cell's verdict, and of whatever else in it is waived."""
    findings = findings_of(cell, record.waiving)
    return [_finding(item) for item in findings if item.verdict is cell.verdict or item.waiver]


def _finding(finding: Finding) -> str:
    check, waiver, reason = finding.check, finding.waiver, finding.cell.reason
    lines = [_check(check) if check else f"{reason.vi}\n{reason.en}"]
    if waiver:
        until, word = accepted(waiver), text("waived")
        lines.append(f"{word.vi} / {word.en}: {until.vi} / {until.en} ({waiver.reason.vi} / {waiver.reason.en})")
    return "\n".join(lines)


def _check(check: CheckOutcome) -> str:
    lines = [
        f"{check.verdict.value} {check.requirement} ({check.id}, {check.level})",
        check.message.vi,
        check.message.en,
        f"where: {check.where}",
        f"expected: {check.expected}",
        f"found: {check.found}",
        f"owner: {check.owner.value}",
        f"remedy: {check.remedy.vi} / {check.remedy.en}",
        f"exchanges: {', '.join(str(number) for number in check.exchanges)}",
        f"attested: {_vouched(check)}",
    ]
    return "\n".join(line for line in lines if not line.endswith(": "))


def _vouched(check: CheckOutcome) -> str:
    if check.attested is None:
        return ""
    word = text("attested_by", **vars(check.attested))
    return f"{word.vi} / {word.en}"


def _xml(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
