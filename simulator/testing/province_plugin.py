"""What pytest does when a claim sheet is given: collect its cells, see that both sides are there, judge, and tell.

With xdist each worker judges the cells it is given, in a run and a record of its own; the controller starts the
national side if nothing listens, and afterwards closes what is still open and puts the records together.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator import __version__
from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.checks import CHECKS
from simulator.conformance.one_by_one import end_sessions
from simulator.conformance.plan import Cell, plan
from simulator.conformance.reach import national_url, require_parties
from simulator.core.data_folders import data_folders
from simulator.core.errors import SimulatorError
from simulator.core.ids import random_id
from simulator.domain.claim_sheet import ClaimSheet
from simulator.domain.outcome import Verdict
from simulator.stack.national_side import national_side_at
from simulator.testing.flags import Chosen, chosen
from simulator.testing.items import VERDICT, CellItem, ClaimSheetFile, is_left_out
from simulator.testing.judging import STOP, Judging
from simulator.testing.merged import write_reports
from simulator.testing.wording import count_line, told

_WORKER_INPUT = "dvcsim"
_LATE = "dvcsim_late"
_LATE_TEXT = "Có dữ liệu đến muộn đã đổi kết luận. / What arrived late has changed the verdict."
_LETTERS = {
    (Verdict.INCONCLUSIVE, "failed"): "I",
    (Verdict.WARN, "passed"): "w",
    (Verdict.ATTESTED, "passed"): "a",
}
"""Verdict and outcome for which pytest's own word would say too little."""


def province_plugin(config: pytest.Config) -> "ProvincePlugin":
    """Read flags and claim sheet; a mistake in them ends pytest with what to do, before anything else."""
    try:
        flags = chosen(config)
        catalogue = load_catalogue(data_folders(flags.data_dir), frozenset(CHECKS))
        sheet = load_claim_sheet(flags.sheet, catalogue)
        services = (*flags.options.services, *catalogue.services_of(flags.options.sets))
        cells = plan(sheet, catalogue, replace(flags.options, services=services))
        national_url(sheet, flags.options.simulator)
    except SimulatorError as error:
        raise pytest.UsageError(str(error)) from None
    _collect_the_sheet(config, flags.sheet)
    return ProvincePlugin(config, flags, sheet, catalogue, cells)


def _collect_the_sheet(config: pytest.Config, sheet: Path) -> None:
    """Let pytest collect the claim sheet: alone when no path was given, else beside what was."""
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args = [str(config.invocation_params.dir / sheet)]
        return
    here = config.invocation_params.dir
    if not any((here / word.partition("::")[0]).resolve() == (here / sheet).resolve() for word in config.args):
        config.args.append(str(here / sheet))


class ProvincePlugin:
    """One pytest process: the only one, an xdist worker, or their controller."""

    def __init__(
        self,
        config: pytest.Config,
        flags: Chosen,
        sheet: ClaimSheet,
        catalogue: Catalogue,
        cells: tuple[Cell, ...],
    ) -> None:
        self._config, self._flags, self._sheet, self._catalogue, self._cells = config, flags, sheet, catalogue, cells
        self._given: dict[str, str] | None = getattr(config, "workerinput", {}).get(_WORKER_INPUT)
        self._stack = ExitStack()
        self._run = random_id("run")
        self._folder = self._shared_folder()
        own = f"{self._run}-{config.workerinput['workerid']}" if self._given else self._run  # type: ignore[attr-defined]
        self._judging = Judging(flags, sheet, catalogue, cells, own, self._folder)
        if self._given:
            self._judging.share(self._folder)
        self._nodes: dict[tuple[str, str, str], str] = {}
        self._verdicts: Counter[Verdict] = Counter()
        self._began = time.monotonic()
        self._report: Path | None = None

    def _shared_folder(self) -> Path:
        """Return the folder of the records: a worker's is the controller's."""
        if self._given:
            self._run = self._given["run"]
            return Path(self._given["folder"])
        return Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="dvcsim-pytest-")))

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of xdist which run it belongs to."""
        node.workerinput[_WORKER_INPUT] = {"run": self._run, "folder": str(self._folder)}

    def pytest_report_header(self) -> str:
        """Say who is judged, by the rules of which day, and where."""
        url = national_url(self._sheet, self._flags.options.simulator)
        return f"dvcsim {__version__}: {self._sheet.id}, rules of {self._flags.options.as_of}, national side {url}"

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> ClaimSheetFile | None:
        """Collect the claim sheet."""
        if file_path.resolve() != (self._config.invocation_params.dir / self._flags.sheet).resolve():
            return None
        return ClaimSheetFile.of(parent, file_path, self._judging, self._cells)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note which cells were selected."""
        items = [item for item in session.items if isinstance(item, CellItem)]
        self._nodes = {item.cell.key: item.nodeid for item in items}
        self._judging.announce(item.cell for item in items)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Have both sides there before the first cell, and look at what came late after the last one."""
        if not self._given and self._runs_something(session):
            self._reach_both()
        try:
            result = yield
            self._tell_late()
        except BaseException:
            if not self._given:
                (self._folder / STOP).touch()
            raise
        finally:
            self._judging.close()
        return result

    def _runs_something(self, session: pytest.Session) -> bool:
        if self._config.option.collectonly or session.testsfailed:
            return False
        distributed = getattr(self._config.option, "dist", "no") != "no"
        return distributed or any(isinstance(item, CellItem) and item.cell.runs for item in session.items)

    def _reach_both(self) -> None:
        options = self._flags.options
        try:
            url = national_url(self._sheet, options.simulator)
            self._stack.enter_context(national_side_at(url, self._flags.data_dir))
            require_parties(self._sheet, options.simulator, options.admin_token, options.ca_file)
        except SimulatorError as error:
            raise pytest.UsageError(str(error)) from None

    def _tell_late(self) -> None:
        try:
            late = [
                (self._nodes[outcome.key], outcome.verdict.value, told(self._judging.record, outcome))
                for outcome in self._judging.late()
            ]
        except SimulatorError:
            return  # the national side is gone: every cell has said so
        if self._given:
            self._config.workeroutput[_LATE] = late  # type: ignore[attr-defined]
            return
        for one in late:
            self._report_late(*one)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Report what a worker of xdist has found to be changed by what came late."""
        for one in getattr(node, "workeroutput", {}).get(_LATE, ()):
            self._report_late(*one)

    def _report_late(self, node: str, verdict: str, text: str) -> None:
        """Report the cell once more, with what it is now; pytest keeps its first word, so only a worse one counts."""
        bad = Verdict(verdict) in (Verdict.ERROR, Verdict.FAIL, Verdict.INCONCLUSIVE)
        location: tuple[str, int | None, str] = (node.partition("::")[0], None, node.partition("::")[2])
        report = pytest.TestReport(
            nodeid=node,
            location=location,
            keywords={},
            outcome="failed" if bad else "passed",
            longrepr=f"{text}\n  {_LATE_TEXT}" if bad else None,
            when="call",
            user_properties=[(VERDICT, verdict)],
        )
        self._config.hook.pytest_runtest_logreport(report=report)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Show findings and mistakes in few words; also of set-up, where an item's own representation is not asked."""
        report = yield
        if isinstance(item, CellItem) and call.excinfo is not None:
            report.longrepr = item.shown(call.excinfo.value) or report.longrepr
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the verdicts."""
        verdict = _verdict(report)
        if verdict is not None and (report.when == "call" or (report.when == "setup" and not report.passed)):
            self._verdicts[verdict] += 1

    def pytest_report_teststatus(self, report: Any) -> tuple[str, str, Any] | None:
        """Say INCONCLUSIVE, WARN and ATTESTED where pytest would say failed or passed."""
        verdict = _verdict(report)
        if verdict is None or report.when != "call" or (verdict, report.outcome) not in _LETTERS:
            return None
        return report.outcome, _LETTERS[verdict, report.outcome], (verdict.value, {"yellow": True})

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self) -> Generator[None, object, object]:
        """After workers and items have ended: close what is still open, write the reports, end what was started."""
        result = yield
        if not self._given:
            with self._stack:
                self._clean_up()
        return result

    def _clean_up(self) -> None:
        parts = sorted(path for path in self._folder.iterdir() if path.name.startswith(self._run))
        end_sessions(self._sheet, self._catalogue, self._flags.options, [part.name for part in parts])
        if self._flags.output is not None:
            seconds = time.monotonic() - self._began
            self._report = write_reports(parts, self._run, self._flags.output, seconds)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say how many cells got which verdict, and how many do not apply."""
        left_out = sum(is_left_out(cell) for cell in self._cells)
        terminalreporter.section("dvcsim")
        if not self._config.option.collectonly:
            terminalreporter.line(count_line(self._verdicts) or "no cell was judged")
        terminalreporter.line(f"{left_out} NOT_APPLICABLE, not collected; `dvcsim check` names the reasons")
        if self._report is not None:
            terminalreporter.line(f"Báo cáo / Report: {self._report}")


def _verdict(report: Any) -> Verdict | None:
    """Return the verdict that an item's report carries; None for items of others."""
    found = dict(getattr(report, "user_properties", ())).get(VERDICT)
    return Verdict(found) if found in Verdict.__members__ else None
