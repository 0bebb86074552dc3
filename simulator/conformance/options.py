"""What the user chose for a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from simulator.domain.waiver import WaiverFile

DEFAULT_AS_OF = date(2025, 7, 1)
"""The go-live of the two-tier local government: the rules of this day are applied unless another is chosen."""
DEFAULT_PATIENCE_SECONDS = 20.0
"""How long we wait for something that no rule and no claim gives a time for, before `patience` scales it."""


@dataclass(frozen=True)
class RunOptions:
    """The choices of one run. An empty selection means everything."""

    output: Path
    """The run's folder; `run.ndjson` is written there."""
    run: str = ""
    """Id of the new run; empty takes a random one."""
    services: tuple[str, ...] = ()
    """Ids, globs, or ids of sets."""
    sets: tuple[str, ...] = ()
    """Ids or files of sets whose services are added to `services` when a run begins."""
    scenarios: tuple[str, ...] = ()
    weathers: tuple[str, ...] = ()
    told_elsewhere: tuple[str, ...] = ()
    """Scenarios told once a system that another system with the same login code is told in the same demonstration."""
    as_of: date = DEFAULT_AS_OF
    seed: int = 0
    patience: float = 1.0
    """Factor on every wait of ours and on the claimed maximum of the system under test."""
    fail_on: str = "fail"
    """`fail`, or `warn` to let the command fail on warnings too."""
    waivers: tuple[WaiverFile, ...] = ()
    """Findings that are accepted for a time; a resumed run takes those that it is given again."""
    concurrency: int | None = None
    """Sessions at once; None takes what the claim sheet allows."""
    simulator: str = ""
    """URL of the national side; empty takes the one in the claim sheet."""
    admin_token: str = ""
    ca_file: str = ""
    """Certificates to trust at the national side (PEM); empty: the public ones."""
    resume: bool = False
    """Go on with the run whose record lies in `output`; its own selection, date and seed then apply."""
    end_open_sessions: bool = False
    """Whether sessions of the system that an earlier run left open are closed first."""
    ladder: bool = True
    """Whether the first dossier has to get through before the other stories are told."""
    command: tuple[str, ...] = ()
    """The command line, for the record."""
    stop_after_seconds: float = 10.0
    """How long running sessions may take to close after the first Ctrl-C."""

    def chosen(self) -> dict[str, Any]:
        """Return what a resumed run has to take over, as it stands in the record."""
        return {
            "services": list(self.services),
            "sets": list(self.sets),
            "scenarios": list(self.scenarios),
            "weathers": list(self.weathers),
            "patience": self.patience,
            "fail_on": self.fail_on,
        }

    @staticmethod
    def taken_over(started: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that a resumed run takes from its `run_started` event."""
        chosen = started["options"]
        return {
            "services": tuple(chosen["services"]),
            "sets": tuple(chosen.get("sets", ())),
            "scenarios": tuple(chosen["scenarios"]),
            "weathers": tuple(chosen["weathers"]),
            "as_of": date.fromisoformat(started["as_of"]),
            "seed": int(started["seed"]),
        }
