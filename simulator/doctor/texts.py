"""The sentences of the doctor, from `texts.yaml`, and diagnoses made of them."""

from functools import cache
from importlib.resources import files

from simulator.core.data_folders import DataFile
from simulator.core.text import Text
from simulator.core.yaml_file import load_data_file
from simulator.doctor.diagnosis import Diagnosis, State


@cache
def texts() -> dict[str, Text]:
    """Return every sentence by its key."""
    file = DataFile(files("simulator.doctor").joinpath("texts.yaml"), "simulator/doctor/texts.yaml")
    return {key: Text.of(value) for key, value in load_data_file(file).items()}


def text(key: str, **values: object) -> Text:
    """Return one sentence with its places filled."""
    found = texts()[key]
    return found.fill(**values) if values else found


def fine(name: str, found: str, **values: object) -> Diagnosis:
    """Return that all is well: title `<name>`, sentence `found`."""
    return Diagnosis(name, State.FINE, text(name), text(found, **values))


def note(name: str, found: str, **values: object) -> Diagnosis:
    """Return something to look at; what to do is `<found>_do` where that is there."""
    return Diagnosis(name, State.NOTE, text(name), text(found, **values), _do(found, values))


def broken(name: str, found: str, unreachable: bool = False, **values: object) -> Diagnosis:
    """Return what keeps the sides apart; what to do is `<found>_do`."""
    return Diagnosis(name, State.BROKEN, text(name), text(found, **values), _do(found, values), unreachable)


def unclear(name: str, found: str, **values: object) -> Diagnosis:
    """Return what could not be examined, or waits for an answer."""
    return Diagnosis(name, State.UNCLEAR, text(name), text(found, **values), _do(found, values))


def _do(found: str, values: dict[str, object]) -> Text | None:
    key = f"{found}_do"
    return text(key, **values) if key in texts() else None
