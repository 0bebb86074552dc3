"""`junit.xml`: one test suite per service, one test case per scenario and weather.

| verdict | JUnit |
| --- | --- |
| FAIL | failure, with every failing check in its text |
| ERROR | error |
| INCONCLUSIVE, NOT_RUN, NOT_APPLICABLE | skipped, with the reason |
| WARN | passed, the warnings in system-out |
| PASS, ATTESTED | passed |

JUnit has no word for "not settled". A pipeline must look at the exit code of `dvcsim`, which is 3 for it.
"""

import re
from typing import Any

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from simulator.domain.outcome import CellOutcome, CheckOutcome, Verdict
from simulator.report.causes import findings_of
from simulator.report.reading import RunRecord
from simulator.report.rerun import rerun_command

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
    said = _xml("\n\n".join(_said(cell, cell.verdict)))
    message = _xml(_first_sentence(cell))
    if cell.verdict is Verdict.WARN:
        case.system_out = said
    elif (kind := _KINDS.get(cell.verdict)) is not None:
        result = kind(message, cell.verdict.value)
        result.text = f"{said}\n\n{_xml(rerun_command(record, cell))}"
        case.result = [result]
    return case


def _first_sentence(cell: CellOutcome) -> str:
    finding = next((item for item in findings_of(cell) if item.verdict is cell.verdict), None)
    message = finding.message if finding else cell.reason
    return f"{message.vi} / {message.en}"


def _said(cell: CellOutcome, verdict: Verdict) -> list[str]:
    findings = [finding for finding in findings_of(cell) if finding.verdict is verdict]
    return [_check(item.check) if item.check else f"{cell.reason.vi}\n{cell.reason.en}" for item in findings]


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
    ]
    return "\n".join(line for line in lines if not line.endswith(": "))


def _xml(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
