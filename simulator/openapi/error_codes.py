"""Every code with which a call is refused: what it means, and what to do (`contracts/codes/answers.yaml`)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.catalogue.documents import Document, FileSchemas
from simulator.core.data_folders import DataFolders
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.dialect import Dialect
from simulator.domain.mark import Mark
from simulator.openapi.operation import Operation

_LABEL = "contracts/codes/answers.yaml"
DEFAULT = "default"
GOOD = "ok"


@dataclass(frozen=True)
class Refusal:
    """One code of one party."""

    name: str
    """Our word for it, by which a dialect words it; empty where the code is all there is."""
    code: str
    status: str
    """HTTP status."""
    message: str
    """As it is sent, in Vietnamese; empty where it differs from case to case."""
    meaning: Text
    remedy: Text
    mark: Mark
    only: tuple[str, ...] = ()
    """The operations that give it; empty: any of the family."""
    never: tuple[str, ...] = ()
    """The operations that do not."""

    def can_come_of(self, operation: Operation) -> bool:
        """Return whether an operation may be refused with this code."""
        named = operation.id not in self.never and (not self.only or operation.id in self.only)
        return named and any(one.status == self.status for one in operation.answers)


@dataclass(frozen=True)
class CodeTable:
    """The codes of one family of calls."""

    id: str
    title: Text
    below: tuple[str, ...]
    """Where the paths begin that answer so."""
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class ErrorCodes:
    """All tables; the first is the adapter's, in the words of the default dialect."""

    tables: tuple[CodeTable, ...]

    def of_operation(self, operation: Operation) -> list[Refusal]:
        """Return the codes with which an operation may be refused: of the table whose beginning fits best."""
        starts = [(start, table) for table in self.tables for start in table.below if operation.path.startswith(start)]
        if not starts:
            return []
        table = max(starts, key=lambda found: len(found[0]))[1]
        return [one for one in table.refusals if one.can_come_of(operation)]

    def of_all(self, operations: Iterable[Operation]) -> list[dict[str, Any]]:
        """Return the refusals that can come of any of these, as a document lists them."""
        found = {(row.name, row.code): row for one in operations for row in self.of_operation(one)}
        return [
            {
                "name": row.name,
                "code": row.code,
                "message": row.message,
                "x-mark": row.mark.value,
                "x-remedy": row.remedy.to_json(),
            }
            for row in found.values()
        ]


def load_error_codes(folders: DataFolders, dialects: Mapping[str, Dialect]) -> ErrorCodes:
    """Read the tables; an answer that nobody explains stands there with its message alone."""
    problems: list[DataFileError] = []
    schemas = FileSchemas(folders)
    document = schemas.document("answers", _LABEL, problems)
    if document is None:
        raise problems[0]
    adapter = document.data["adapter"]
    rows = tuple(_of_dialect(name, adapter["answers"], dialects[DEFAULT]) for name in dialects[DEFAULT].answers)
    first = CodeTable(
        "adapter", Text.of(adapter["title"]), tuple(adapter["below"]), tuple(one for one in rows if one.name != GOOD)
    )
    payment = (_of_payment(one.data) for one in _payment_files(schemas, problems))
    return ErrorCodes((first, *payment, *(_table(one) for one in document.data["tables"])))


def _of_dialect(name: str, explained: Mapping[str, Any], dialect: Dialect) -> Refusal:
    unexplained = {"meaning": dialect.messages[name], "remedy": dialect.messages[name]}
    said = explained.get(name, unexplained)
    return Refusal(
        name,
        str(dialect.answers[name]),
        "200",
        dialect.message(name, "…"),
        Text.of(said["meaning"]),
        Text.of(said["remedy"]),
        dialect.marks.get(name, Mark.ASSUMED),
        tuple(said.get("only", ())),
        tuple(said.get("except", ())),
    )


def _payment_files(schemas: FileSchemas, problems: list[DataFileError]) -> Iterator[Document]:
    found = schemas.document("payment-errors", "contracts/payment/errors.yaml", problems)
    if found is not None:
        yield found


def _of_payment(said: Mapping[str, Any]) -> CodeTable:
    """The payment platform says itself what each of its codes means."""
    rows = tuple(
        Refusal(
            name,
            one["code"],
            "200",
            "",
            Text.of(one["text"]).fill(detail="…"),
            Text.of(one["remedy"]),
            Mark(one["mark"]),
        )
        for name, one in said["answers"].items()
        if name != GOOD
    )
    return CodeTable(
        "payment",
        Text("Nền tảng thanh toán: MaLoi (HTTP 200)", "Payment platform: MaLoi (HTTP 200)"),
        ("/paymentplatform",),
        rows,
    )


def _table(said: Mapping[str, Any]) -> CodeTable:
    rows = tuple(
        Refusal(
            "",
            one["code"],
            str(one.get("status", "")),
            one.get("message", ""),
            Text.of(one["meaning"]),
            Text.of(one["remedy"]),
            Mark(one.get("mark", said["mark"])),
            tuple(one.get("only", ())),
            tuple(one.get("except", ())),
        )
        for one in said["codes"]
    )
    return CodeTable(said["id"], Text.of(said["title"]), tuple(said["below"]), rows)
