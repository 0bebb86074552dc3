"""`dvcsim init`."""

import sys
from pathlib import Path

import click

from simulator.catalogue.catalogue import Catalogue, load_catalogue
from simulator.catalogue.claim_sheets import load_claim_sheet
from simulator.cli import options
from simulator.cli.exit_codes import epilog
from simulator.cli.init_answers import Answers
from simulator.cli.init_questions import Questions, answers_from
from simulator.cli.init_sheet import left_out, secret_names, sheet_text, write_sheet
from simulator.core.data_folders import data_folders

_FLAGS = (
    ("kind", "province or ministry."),
    ("province", "Code or name of the province (99 is the trial one)."),
    ("id", "Short id of the system."),
    ("name", "Its name in Vietnamese."),
    ("name-en", "Its name in English."),
    ("agency", "Agency code sent in every message."),
    ("receiving-agency", "Agency code in the hand-over."),
    ("base-url", "Where your system listens."),
    ("landing", "Path of the landing page of the hand-over."),
    ("simulator", "Where the national side listens."),
    ("dialect", "Family of the software (dvcsim list dialects)."),
    ("profile", "Profile of VNeID (dvcsim list profiles)."),
    ("driver", "Who works its pages: api, browser or attended."),
    ("intake", "How dossiers reach it: redirect, pull, poll-linked, counter or push."),
    ("account", "Name of the account at the adapter."),
    ("client-id", "Id of the OpenID client."),
)


def _with_flags(command: click.Command) -> click.Command:
    """Add a flag for each question; without it the question is asked, or its default taken."""
    flags = [click.Option([f"--{name}"], metavar="TEXT", help=text) for name, text in _FLAGS]
    command.params = [*flags, *command.params]
    return command


@click.command(
    "init",
    epilog=epilog(
        "dvcsim init",
        "dvcsim init --province 'Nghệ An' --agency 000.00.00.H99 --driver attended --output nghe-an.yaml",
        "dvcsim init --defaults --service khai-sinh --base-url http://127.0.0.1:8030",
    ),
)
@options.services
@options.sets
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("province.yaml"),
    show_default=True,
    help="The file to write.",
)
@click.option("--force", is_flag=True, help="Overwrite it.")
@click.option("--defaults", is_flag=True, help="Ask nothing: take the default where no flag says otherwise.")
@options.data_dir
def command(
    services: tuple[str, ...],
    sets: tuple[str, ...],
    output: Path,
    force: bool,
    defaults: bool,
    data_dir: Path | None,
    **given: str | None,
) -> None:
    """Write a commented claim sheet, province.yaml, that `dvcsim check` accepts.

    Asks at a terminal for what no flag gives; anywhere else the defaults are taken. Secrets are not asked: the file
    names the environment variables that hold them.
    """
    catalogue = load_catalogue(data_folders(data_dir))
    if not force and output.exists():
        write_sheet(output, "", force=False)  # refuses before anybody has answered fifteen questions
    asked = Questions({name.replace("_", "-"): word for name, word in given.items()}, not defaults and _at_terminal())
    answers = answers_from(asked, services, sets, catalogue)
    text = sheet_text(answers, catalogue)
    write_sheet(output, text, force)
    load_claim_sheet(output, catalogue, dict.fromkeys(secret_names(answers).values(), "x"))
    _tell(output, answers, catalogue, text)


def _at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _tell(output: Path, answers: Answers, catalogue: Catalogue, text: str) -> None:
    click.echo(f"Đã viết / Written: {output}")
    click.echo("Bí mật lấy từ biến môi trường; đặt trước khi chạy / Secrets come from the environment; set them first:")
    for name in secret_names(answers).values():
        if any(f"${{{name}}}" in line and not line.startswith("#") for line in text.splitlines()):
            click.echo(f"  export {name}=...")
    if missing := left_out(answers, catalogue):
        click.echo(
            f"Mức khai tối thiểu còn {len(missing)} dịch vụ khác; chúng sẽ là NOT_RUN. / The minimum claim wants more"
            f" services, which will be NOT_RUN: {', '.join(missing)}"
        )
    if answers.driver == "browser":
        click.echo("Thay các selector nháp trong `browser:`. / Replace the draft selectors in `browser:`.")
    click.echo(f"Tiếp theo / Next: dvcsim validate {output}, dvcsim pack {output}, dvcsim doctor {output}")


command = _with_flags(command)
