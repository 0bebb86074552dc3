"""The sentences of reports, from `texts.yaml`, in Vietnamese and English."""

from functools import cache
from importlib.resources import files

from simulator.core.data_folders import DataFile
from simulator.core.text import Text
from simulator.core.yaml_file import load_data_file


@cache
def texts() -> dict[str, Text]:
    """Return every sentence of the reports by its key."""
    file = DataFile(files("simulator.report").joinpath("texts.yaml"), "simulator/report/texts.yaml")
    return {key: Text.of(value) for key, value in load_data_file(file).items()}


def text(key: str, **values: object) -> Text:
    """Return one sentence with its places filled."""
    return texts()[key].fill(**values)


def joined(parts: list[Text], separator: str) -> Text:
    """Return the parts joined, each language by itself."""
    return Text(separator.join(part.vi for part in parts), separator.join(part.en for part in parts))
