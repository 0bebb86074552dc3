"""`dvcsim doctor`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click

from simulator.catalogue.catalogue import load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.conformance.reach import national_url
from simulator.core.data_folders import data_folders
from simulator.core.errors import SimulatorError
from simulator.core.exit_status import ExitStatus, most_urgent
from simulator.core.text import Text
from simulator.doctor.bench import Bench
from simulator.doctor.diagnosis import MARKS, Diagnosis, State
from simulator.doctor.examination import examine
from simulator.doctor.place import is_private
from simulator.doctor.texts import fine, text
from simulator.stack.national_side import national_side_at

_QUESTIONS = {
    "messages_off": "Tin nhắn và thư gửi ra ngoài đã tắt? / Are outgoing SMS and e-mail switched off?",
    "test_system": "Đây là hệ thống thử, không phục vụ người dân? / Is this a test system that serves nobody?",
}


@click.command(
    "doctor",
    epilog=epilog(
        "dvcsim doctor province.yaml",
        "dvcsim doctor province.yaml --test-system --messages-off --json",
        "dvcsim doctor province.yaml --simulator https://sim.example:8025 --ca-file ca.pem",
    ),
)
@click.argument("sheet", type=click.Path(path_type=Path, dir_okay=False))
@options.simulator
@click.option("--test-system", is_flag=True, default=None, help="Say that it is a test system, not production.")
@click.option("--messages-off", is_flag=True, default=None, help="Say that no SMS or e-mail leaves it.")
@options.as_json
@options.ca_file
@options.admin_token
@options.data_dir
def command(
    sheet: Path,
    simulator: str,
    test_system: bool | None,
    messages_off: bool | None,
    as_json: bool,
    ca_file: str,
    admin_token: str,
    data_dir: Path | None,
) -> ExitStatus:
    """Find what keeps the system that SHEET describes and the national side apart, in both directions.

    One line each: ✓ fine, ! look at it, ✕ broken, ? unclear; below it what to do. Registers the claim sheet and uses
    the national side of --simulator, DVCSIM_SIMULATOR or the sheet, as `dvcsim check` does; nothing is filed. A host
    of the state (*.gov.vn) is not called without --test-system.
    """
    catalogue = load_catalogue(data_folders(data_dir))
    teller = _Teller(as_json)
    try:
        claims = load_claim_sheet(sheet, catalogue)
        url = national_url(claims, simulator).rstrip("/")
    except SimulatorError as error:
        teller.tell(_unreadable(error))
        return teller.end()
    teller.tell(fine("sheet", "sheet_read", file=sheet, id=claims.id, services=len(claims.services)))
    bench = Bench(claims, catalogue, url, admin_token, ca_file, test_system, messages_off)
    if not as_json and _at_terminal():
        _ask(bench)
    for found in _examined(bench, data_dir):
        teller.tell(found)
    return teller.end()


def _examined(bench: Bench, data_dir: Path | None) -> Iterator[Diagnosis]:
    """Yield every diagnosis; a national side is started where nobody listens and it may be."""
    with national_side_at(bench.url, data_dir) as child:
        bench.started = child is not None
        yield from examine(bench)


def _ask(bench: Bench) -> None:
    """Ask at a terminal what no flag said."""
    if bench.messages_off is None:
        bench.messages_off = click.confirm(_QUESTIONS["messages_off"], default=False)
    if bench.test_system is None and not is_private(urlsplit(bench.sheet.base_url).hostname or ""):
        bench.test_system = click.confirm(f"{bench.sheet.base_url}: {_QUESTIONS['test_system']}", default=False)


def _at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _unreadable(error: SimulatorError) -> Diagnosis:
    first, _, do = error.text().partition("\n")
    return Diagnosis("sheet", State.BROKEN, text("sheet"), Text.of(first), Text.of(do.strip()) if do else None)


class _Teller:
    """Prints each line as soon as it is found, or all of them as JSON at the end."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._found: list[Diagnosis] = []

    def tell(self, found: Diagnosis) -> None:
        self._found.append(found)
        if not self._as_json:
            click.echo(f"{MARKS[found.state]} {_both(found.title)}: {_both(found.found)}")
            if found.do:
                click.echo(f"    → {found.do.vi}" + (f"\n      {found.do.en}" if found.do.en != found.do.vi else ""))

    def end(self) -> ExitStatus:
        """Return the exit code; print the JSON."""
        code = most_urgent(one.exit_status for one in self._found)
        if self._as_json:
            lines = [one.to_json() for one in self._found]
            click.echo(json.dumps({"format": 1, "exit_code": int(code), "lines": lines}, ensure_ascii=False, indent=2))
        else:
            counts = (f"{MARKS[state]} {sum(one.state is state for one in self._found)}" for state in State)
            click.echo(" · ".join(counts), err=True)
        return code


def _both(said: Text) -> str:
    return said.vi if said.vi == said.en else f"{said.vi} / {said.en}"
