"""`dvcsim validate`."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from simulator.catalogue.catalogue import load_catalogue, problems
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.catalogue.documents import Document
from simulator.catalogue.waivers import waiver_problems
from simulator.checks import CHECKS
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.cli.message_files import held_against, named_contract, told
from simulator.conformance.applicability import table_problems
from simulator.conformance.options import DEFAULT_AS_OF
from simulator.conformance.table import table_text
from simulator.conformance.waivers import RULES
from simulator.core.data_folders import DataFolders, data_folders
from simulator.core.errors import ConfigurationError, SimulatorError
from simulator.core.exit_status import ExitStatus
from simulator.core.yaml_file import load_path
from simulator.openapi.documents import load_described
from simulator.wire.contracts import load_contracts

_MESSAGE = (
    "Kiểm tra một bản tin thì thêm --contract, ví dụ: dvcsim validate FILE.json --contract portal/DongBoHoSoMC\n"
    "To check a message, name its contract as above."
)


@click.command(
    "validate",
    epilog=epilog(
        "dvcsim validate",
        "dvcsim validate province.yaml waivers.yaml",
        "dvcsim validate --data-dir ./our-services",
        "dvcsim validate message.json --contract portal/DongBoHoSoMC",
        "dvcsim validate answer.json --contract portal/TraCuuHoSo --answer --json",
        "our-system --print-message | dvcsim validate - --contract portal/CapNhatTienDoHoSoMC --fail-on warn",
    ),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--write-table",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the table of which scenario is told to whom, as the rules have it, to FILE first.",
)
@click.option("--contract", "contract_id", metavar="ID", help="Hold messages against this contract (- reads stdin).")
@click.option("--answer", is_flag=True, help="With --contract: the messages are answers.")
@click.option(
    "--fail-on",
    type=click.Choice(["fail", "warn"]),
    default="fail",
    show_default=True,
    help="With --contract: the verdict from which the exit code is 1.",
)
@options.as_json
@options.data_dir
def command(
    paths: tuple[Path, ...],
    write_table: Path | None,
    contract_id: str | None,
    answer: bool,
    fail_on: str,
    as_json: bool,
    data_dir: Path | None,
) -> ExitStatus:
    """Check every data file, and the claim sheets, waiver files or data folders in PATH.

    Each problem is printed with file and line; the exit code is 2 when there is one.

    With --contract, PATH are messages in JSON: each is held against the contract as the portal would, offline; the exit
    code is 1 when one breaks it.
    """
    if contract_id is not None:
        return _messages(contract_id, answer, paths, as_json, fail_on, data_dir)
    if answer or as_json or fail_on != "fail":
        raise click.UsageError("--answer, --json and --fail-on go with --contract ID.")
    if write_table is not None:
        _write_table(write_table, data_dir)
    folders = [path for path in (data_dir, *paths) if path is not None and path.is_dir()]
    sheets = [path for path in paths if not path.is_dir()]
    found = list(_problems(folders or [data_dir], sheets, data_dir))
    for problem in found:
        click.echo(problem.text())
    if found and any(path.suffix == ".json" for path in sheets):
        click.echo(_MESSAGE, err=True)
    click.echo("Không có lỗi. / No problem found." if not found else f"{len(found)} lỗi / problems", err=True)
    return ExitStatus.USAGE if found else ExitStatus.OK


def _messages(
    contract_id: str, answer: bool, paths: tuple[Path, ...], as_json: bool, fail_on: str, data_dir: Path | None
) -> ExitStatus:
    if not paths:
        raise click.UsageError("--contract wants messages: one or more files, or - for stdin.")
    contract = named_contract(load_contracts(data_folders(data_dir)), contract_id, answer)
    return told(list(held_against(contract, answer, paths)), as_json, fail_on)


def _write_table(path: Path, data_dir: Path | None) -> None:
    catalogue = load_catalogue(data_folders(data_dir), frozenset(CHECKS), with_table=False)
    text = table_text(catalogue, DEFAULT_AS_OF)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"--write-table {path}", f"cannot be written ({error.strerror})") from None


def _problems(roots: Sequence[Path | None], sheets: list[Path], data_dir: Path | None) -> Iterator[SimulatorError]:
    broken = False
    for root in roots:
        try:
            folders = data_folders(root)
        except SimulatorError as error:
            yield error
            continue
        for problem in _data_problems(folders):
            broken = True
            yield problem
    if not broken:
        yield from _sheet_problems(sheets, data_dir)


def _data_problems(folders: DataFolders) -> Iterator[SimulatorError]:
    found = problems(folders, frozenset(CHECKS))
    yield from found
    if found:
        return
    catalogue = load_catalogue(folders, frozenset(CHECKS))
    yield from table_problems(catalogue)
    try:
        load_described(folders, load_contracts(folders), catalogue.dialects)
    except SimulatorError as error:
        yield error


def _sheet_problems(sheets: list[Path], data_dir: Path | None) -> Iterator[SimulatorError]:
    catalogue = load_catalogue(data_folders(data_dir), frozenset(CHECKS))
    for sheet in sheets:
        try:
            document = load_path(sheet)
            if isinstance(document, Mapping) and "waivers" in document:
                yield from waiver_problems(Document(str(sheet), document), catalogue, RULES)
            else:
                load_claim_sheet(sheet, catalogue)
        except SimulatorError as error:
            yield error
