"""Writes every file of a run's folder from its record. One renderer that breaks does not stop the others."""

import logging
from collections.abc import Callable
from pathlib import Path

from simulator.report.cleanup_csv import render_cleanup_csv
from simulator.report.coverage_csv import render_coverage_csv
from simulator.report.coverage_html import render_coverage_html
from simulator.report.har import render_har
from simulator.report.html import render_html
from simulator.report.junit import render_junit
from simulator.report.reading import RunRecord, read_run
from simulator.report.results import render_results

RENDERERS: dict[str, Callable[[RunRecord], str]] = {
    "results.json": render_results,
    "junit.xml": render_junit,
    "report.html": render_html,
    "exchanges.har": render_har,
    "coverage.html": render_coverage_html,
    "coverage.csv": render_coverage_csv,
    "cleanup.csv": render_cleanup_csv,
}
"""File name -> the pure function from record to text."""

_log = logging.getLogger("dvcsim.report")


def render_all(folder: Path) -> list[Path]:
    """Write every report beside `run.ndjson` and return those that were written.

    A renderer that crashes is logged, and its old file is removed so that nobody reads it as the new one; verdict and
    exit code are not its business.
    """
    return render_record(read_run(folder), folder)


def render_record(record: RunRecord, folder: Path) -> list[Path]:
    """Write every report of a record into a folder, as `render_all` does."""
    return [path for name in RENDERERS if (path := _render(record, folder / name)) is not None]


def _render(record: RunRecord, path: Path) -> Path | None:
    try:
        content = RENDERERS[path.name](record)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        draft.write_text(content, encoding="utf-8", errors="replace", newline="\n")
        draft.replace(path)
    except Exception as error:
        path.unlink(missing_ok=True)
        _log.error("%s was not written: %s: %s", path, type(error).__name__, error)
        _log.debug("The renderer of %s broke", path.name, exc_info=True)
        return None
    return path
