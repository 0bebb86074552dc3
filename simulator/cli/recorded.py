"""Finds the record of an earlier run from what a person calls it."""

from pathlib import Path

from simulator.core.errors import ConfigurationError

RECORD = "run.ndjson"


def record_of_run(run: str) -> Path:
    """Return the record of a run that is named by its folder, its record file or its id."""
    places = (Path(run), Path(run) / RECORD, Path(f"dvcsim-{run}") / RECORD)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        known = ", ".join(sorted(str(path.parent) for path in Path().glob(f"dvcsim-*/{RECORD}")))
        raise ConfigurationError(
            run, "no such run", known or f"the folder of a run, or its {RECORD}", f"Name the folder with {RECORD}."
        )
    return found
