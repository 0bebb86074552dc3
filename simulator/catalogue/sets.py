"""Sets of services: named ones from `services/sets/*.yaml`, and a file of the user's own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from simulator.catalogue.documents import Document, FileSchemas
from simulator.core.errors import ConfigurationError, DataFileError, near_matches
from simulator.core.yaml_file import load_path


def load_sets(
    schemas: FileSchemas, services: Collection[str], found: list[DataFileError]
) -> dict[str, tuple[str, ...]]:
    """Read the named sets: id -> services."""
    result: dict[str, tuple[str, ...]] = {}
    # A service whose file has a problem is known all the same; to call it unknown would only repeat that problem.
    broken = {Path(problem.where.partition(":")[0]).stem for problem in found}
    for document in schemas.documents("set", "services/sets", found):
        found.extend(_problems(document, {*services, *broken}))
        result[document.data["id"]] = tuple(document.data["services"])
    return result


def set_members(
    word: str, sets: Mapping[str, Sequence[str]], schemas: FileSchemas, services: Collection[str]
) -> tuple[str, ...]:
    """Return the services of a set that the user named by its id or by its file."""
    if word in sets:
        return tuple(sets[word])
    if not Path(word).suffix and not Path(word).is_file():
        do = "Name one of them, or the file of a set."
        raise ConfigurationError(f"--set {word}", "no such set", near_matches(word, sets), do)
    document = Document(word, load_path(Path(word)))
    found = schemas.problems("set", document) or list(_problems(document, services))
    if found:
        raise found[0]
    return tuple(document.data["services"])


def _problems(document: Document, services: Collection[str]) -> Iterator[DataFileError]:
    members = document.data["services"]
    for index, member in enumerate(members):
        if member not in services:
            yield document.unknown(("services", index), "service", member, list(services))
        elif members.index(member) != index:
            yield document.problem(("services", index), f"{member!r} stands twice")
