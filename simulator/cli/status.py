"""`dvcsim status`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.cli.recorded import record_of_run
from simulator.core.errors import ConfigurationError
from simulator.core.exit_status import ExitStatus
from simulator.domain.outcome import Verdict
from simulator.report.marks import MARKS
from simulator.stack.run_status import latest_run, status_of

_WORDS = {
    "running": "đang chạy / running",
    "waiting": "đang chờ người thao tác / waiting for people",
    "stopped": "đã dừng, chạy tiếp được / stopped, can go on",
    "finished": "đã xong / finished",
}
_MOST_ITEMS = 20


@click.command(
    "status", epilog=epilog("dvcsim status", "dvcsim status dvcsim-run-0a1b2c3d4e5f", "dvcsim status --json")
)
@click.argument("run", required=False)
@options.simulator
@options.as_json
@options.ca_file
@options.admin_token
def command(run: str | None, simulator: str, as_json: bool, ca_file: str, admin_token: str) -> ExitStatus:
    """Tell how far a run is: its cells by verdict, and the work that waits for people.

    RUN is the folder or the id of a run; without it the latest one below this folder. Exit code 0 whatever the run's
    own verdict is.
    """
    told = status_of(_folder(run), simulator, admin_token, ca_file)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _tell(told)
    return ExitStatus.OK


def _folder(run: str | None) -> Path:
    if run is not None:
        return record_of_run(run).parent
    found = latest_run(Path())
    if found is None:
        raise ConfigurationError("dvcsim status", "no run here", "a folder with run.ndjson", "Name the run's folder.")
    return found


def _tell(told: Mapping[str, Any]) -> None:
    cells = told["cells"]
    click.echo(f"{told['run']}  {_WORDS[told['status']]}  {cells['done']}/{cells['all']}  {told['folder']}")
    click.echo("  " + "  ".join(f"{MARKS[Verdict(name)]} {name} {number}" for name, number in told["counts"].items()))
    if told["work"] is None:
        click.echo(f"Không hỏi được phía quốc gia / The national side does not answer: {told['unreachable']}")
    elif told["work"]["items"]:
        _tell_work(told)
    if told["status"] == "stopped":
        click.echo(f"Chạy tiếp / Go on: {told['go_on']}")


def _tell_work(told: Mapping[str, Any]) -> None:
    asked, items = told["work"]["estimate"], told["work"]["items"]
    click.echo(
        f"Còn {asked['items']} việc, {asked['log_ins']} lần đăng nhập, khoảng {asked['minutes']} phút:"
        f" {told['work_url']}"
    )
    click.echo(f"{asked['items']} items of work, {asked['log_ins']} log-ins, about {asked['minutes']} minutes")
    for item in items[:_MOST_ITEMS]:
        by = f"  ({item['taken_by']})" if item["taken_by"] else ""
        click.echo(f"  {item['id']}  {item['title']['vi']} / {item['title']['en']}{by}")
    if len(items) > _MOST_ITEMS:
        click.echo(f"  … +{len(items) - _MOST_ITEMS}")
