"""`contracts/routes/<document>.yaml`: the operations that have no contract, and what whole groups of paths share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.catalogue.documents import FileSchemas
from simulator.core.data_folders import DataFolders
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.mark import Mark
from simulator.openapi.operation import JSON, Answer, Operation, Parameter, Schema

_IN_PATH = re.compile(r"\{([^}]+)\}")
_TEXT = {"type": "string"}
_KIND = "routes"


@dataclass(frozen=True)
class RoutesFile:
    """One file: a document's title, what its operations share, and the operations themselves."""

    id: str
    title: Text
    description: Text
    data: Mapping[str, Any]

    @property
    def schemes(self) -> Mapping[str, Any]:
        """Return the security schemes."""
        schemes: Mapping[str, Any] = self.data.get("schemes", {})
        return schemes

    def operations(self) -> Iterator[Operation]:
        """Yield the operations of the file."""
        for route in self.data.get("routes", ()):
            yield self._operation(route)

    def shared_answers(self, method: str, path: str) -> Iterator[Answer]:
        """Yield what every operation at such a path may answer besides."""
        for rule in self._rules("answers", method, path):
            for status in rule["statuses"]:
                yield Answer(str(status), Text.of(rule["text"]), self.schema(rule.get("schema")), _media(rule))

    def shared_parameters(self, method: str, path: str) -> Iterator[Parameter]:
        """Yield the values that every operation at such a path takes besides."""
        for rule in self._rules("parameters", method, path):
            said = Text.of(rule["text"])
            yield Parameter(
                rule["name"], rule["in"], bool(rule.get("required")), _TEXT | rule.get("schema", {}), _both(said)
            )

    def security(self, method: str, path: str) -> tuple[str, ...]:
        """Return the schemes of a path, any of which is enough; the longest rule that fits decides."""
        rules = sorted(self._rules("security", method, path), key=lambda rule: -len(rule["below"]))
        return tuple(rules[0]["schemes"]) if rules else ()

    def statuses(self, contract: str) -> tuple[str, ...]:
        """Return the statuses under which a contract's answer comes."""
        return tuple(str(one) for one in self.data.get("statuses", {}).get(contract, ("200",)))

    def media(self, contract: str) -> tuple[str, ...]:
        """Return the media types of a contract's answer, where they are not JSON alone."""
        return tuple(self.data.get("media", {}).get(contract, ()))

    def pages(self, path: str) -> bool:
        """Return whether a person's browser gets a page at a path."""
        return any(path.startswith(start) for start in self.data.get("pages", ()))

    def schema(self, node: Mapping[str, Any] | None) -> Schema | None:
        """Return a schema of this file; None for no body."""
        return Schema("", "", node, {"$defs": self.data.get("schemas", {})}) if node is not None else None

    def _rules(self, kind: str, method: str, path: str) -> Iterator[Mapping[str, Any]]:
        for rule in self.data.get(kind, ()):
            if path.startswith(rule["below"]) and method in rule.get("methods", (method,)):
                yield rule

    def _operation(self, route: Mapping[str, Any]) -> Operation:
        method, path = route["method"], route["path"]
        own = tuple(self._answer(status, said) for status, said in route["answers"].items())
        taken = {one.status for one in own}
        shared = [one for one in self.shared_answers(method, path) if one.status not in taken]
        return Operation(
            id=f"{self.id}/{route['id']}",
            title=Text.of(route["title"]),
            description=Text.of(route.get("description", route["title"])),
            direction=route.get("direction", self.data["direction"]),
            method=method,
            path=path,
            document=self.id,
            mark=Mark(route.get("mark", self.data["mark"])),
            source=route.get("source", self.data["source"]),
            parameters=(*_own_parameters(route), *self.shared_parameters(method, path)),
            body=self.schema(route.get("body")),
            body_media=_media(route, "accepts"),
            requests=tuple(route.get("examples", ())),
            answers=(*own, *shared),
            security=tuple(route.get("security", self.security(method, path))),
            endpoint=route.get("endpoint", ""),
        )

    def _answer(self, status: str, said: Mapping[str, Any]) -> Answer:
        text = Text.of(said.get("text", _WORDS.get(status, _WORDS["200"])))
        return Answer(status, text, self.schema(said.get("schema")), _media(said), tuple(said.get("examples", ())))


_WORDS = {
    "200": {"vi": "Được thực hiện", "en": "Done"},
    "201": {"vi": "Đã tạo", "en": "Made"},
    "302": {"vi": "Trình duyệt được chuyển đi", "en": "The browser is sent on"},
    "303": {"vi": "Trình duyệt được chuyển đi", "en": "The browser is sent on"},
}


def load_routes(folders: DataFolders) -> tuple[RoutesFile, ...]:
    """Return every file of `contracts/routes/`, or raise with its first problem."""
    problems: list[DataFileError] = []
    found = list(FileSchemas(folders).documents(_KIND, "contracts/routes", problems))
    if problems:
        raise problems[0]
    return tuple(
        RoutesFile(one.data["id"], Text.of(one.data["title"]), Text.of(one.data["description"]), one.data)
        for one in found
    )


def path_parameters(path: str, schemas: Mapping[str, Any]) -> Iterator[Parameter]:
    """Yield the places of a path."""
    for name in _IN_PATH.findall(path.partition("?")[0]):
        schema = schemas.get(name, {})
        yield Parameter(name, "path", True, _TEXT | {"minLength": 1} | schema, schema.get("description", ""))


def _own_parameters(route: Mapping[str, Any]) -> Iterator[Parameter]:
    yield from path_parameters(route["path"], route.get("places", {}))
    for name, schema in route.get("query", {}).items():
        plain = {key: value for key, value in schema.items() if key not in ("required", "description")}
        needed = bool(schema.get("required"))
        yield Parameter(name, "query", needed, plain or _TEXT, schema.get("description", ""))


def _media(said: Mapping[str, Any], key: str = "media") -> tuple[str, ...]:
    media = said.get(key, JSON)
    return (media,) if isinstance(media, str) else tuple(media)


def _both(text: Text) -> str:
    return f"{text.vi}. {text.en}."
