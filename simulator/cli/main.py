"""The command `dvcsim`. Commands are imported when they are used, so that `--help` answers at once."""

import importlib
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

from simulator import __version__
from simulator.cli.exit_codes import epilog
from simulator.core.errors import SimulatorError, near_matches
from simulator.core.exit_status import ExitStatus

COMMANDS = {
    "demo": "See it work: start both sides, run every scenario, and report.",
    "serve": "Serve the national side: portal, VNeID, registries, /admin.",
    "province": "Serve the reference system under test.",
    "init": "Write the claim sheet of your system.",
    "pack": "Write what the supplier has to configure.",
    "doctor": "Find what keeps a system and the national side apart.",
    "check": "Check a province's system against the national side.",
    "status": "Tell how far a run is, and what it waits for.",
    "report": "Write the reports of a run again.",
    "diff": "Compare two runs.",
    "list": "List services, scenarios, requirements, checks, defects ...",
    "validate": "Check data folders, claim sheets, or messages against a contract.",
    "mutants": "Prove that every check can fail.",
}
"""Command -> its line in `dvcsim --help`; the module of the same name holds the rest."""


class LazyGroup(click.Group):
    """A group whose commands live in modules that are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module(f"simulator.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the ones that are close."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"No such command {args[0]!r}; {near_matches(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=epilog(
        "dvcsim demo                       see it work in a minute",
        "dvcsim serve                      the national side on http://127.0.0.1:8025",
        "dvcsim check province.yaml        check your system",
        "dvcsim list scenarios             what is tested",
    ),
)
@click.version_option(__version__, prog_name="dvcsim")
def main() -> None:
    """Stand in for the national side of Vietnam's online public services, and judge the systems that connect to it."""


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code; a user's mistake never shows a traceback."""
    _speak_utf8()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    sys.exit(int(_outcome(arguments)))


def _outcome(arguments: Sequence[str] | None) -> int:
    try:
        words = list(sys.argv[1:] if arguments is None else arguments)
        result = main.main(args=words, prog_name="dvcsim", standalone_mode=False, obj=tuple(words))
    except SimulatorError as error:
        click.echo(f"dvcsim: {error.text()}", err=True)
        return error.exit_status
    except click.ClickException as error:
        error.show()
        return ExitStatus.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("dvcsim: interrupted", err=True)
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return ExitStatus.OK
    except Exception:
        traceback.print_exc()
        click.echo("dvcsim: this is a mistake of dvcsim itself; please report the lines above", err=True)
        return ExitStatus.ERROR
    return result if isinstance(result, int) else ExitStatus.OK


def _speak_utf8() -> None:
    """Write UTF-8 wherever the output goes; a console that cannot show a letter shows a stand-in."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _forget_output() -> None:
    """Keep the interpreter from complaining when it flushes a pipe that nobody reads any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
