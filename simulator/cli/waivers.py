"""What the flags about waivers mean: files of accepted findings to read, and a draft of one to write."""

from collections.abc import Collection, Sequence
from pathlib import Path

import click

from simulator.catalogue.catalogue import Catalogue
from simulator.catalogue.waivers import load_waivers
from simulator.conformance.waivers import RULES, Looked, apply_waivers
from simulator.core.clock import SystemClock
from simulator.core.errors import ConfigurationError, near_matches
from simulator.domain.waiver import WaiverFile
from simulator.report.reading import RunRecord
from simulator.report.waiver_draft import draft_rows, render_draft


def read_waivers(paths: Sequence[Path], catalogue: Catalogue, systems: Collection[str]) -> tuple[WaiverFile, ...]:
    """Read the waiver files of these systems; one of another system is refused."""
    files = tuple(load_waivers(path, catalogue, RULES) for path in paths)
    for file in files:
        if file.system not in systems:
            raise ConfigurationError(
                f"--waivers {file.label}",
                f"is about {file.system}",
                near_matches(file.system, systems),
                "A finding is accepted for one system only: name it under `system:`.",
            )
    return files


def waive(record: RunRecord, files: Sequence[WaiverFile], catalogue: Catalogue) -> None:
    """Let waivers take the place of those that a run was given; its record on the disk stays as it is."""
    looked = Looked(record.head.get("options", {}), record.interrupted)
    record.waiving = apply_waivers(files, catalogue, record.cells, looked, SystemClock().now().date())


def write_draft(record: RunRecord, path: Path) -> None:
    """Write a waiver file with all findings that nobody has accepted; a file that is there is never overwritten."""
    if record.interrupted:
        do = "Go on with it first: dvcsim check ... --resume RUN."
        raise ConfigurationError("--write-waivers", "the run was interrupted", "a run that came to its end", do)
    rows = draft_rows(record, record.head.get("options", {}).get("fail_on") == "warn")
    if not rows:
        click.echo("Không có phát hiện nào để chấp nhận. / There is no finding to accept.")
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(render_draft(record, rows))
    except FileExistsError:
        do = "Give another name; somebody may have filled it in."
        raise ConfigurationError(f"--write-waivers {path}", "is there already", "a new file", do) from None
    except OSError as error:
        raise ConfigurationError(f"--write-waivers {path}", f"cannot be written ({error.strerror})") from None
    click.echo(f"Bản nháp để điền / Draft to fill in: {path} ({len(rows)})")
