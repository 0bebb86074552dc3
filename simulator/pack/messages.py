"""The messages: operations with their contracts, the portal's answers in the system's dialect, status codes."""

from collections.abc import Iterator

from simulator.domain.dialect import ANSWERS
from simulator.domain.dossier import FINAL, OFFICER_STATUS, STATUS_NAMES
from simulator.pack.document import Cell, Section
from simulator.pack.subject import Subject
from simulator.pack.texts import known, section, table

Row = tuple[Cell, ...]
_TO_US = ("province->portal", "province->registries", "province->vneid")


def messages(about: Subject) -> Section:
    """Return operations, answers and status codes."""
    return section(
        "messages",
        table("operations", "operation title call contract mark", _operations(about)),
        table("answers", "answer code message mark", _answers(about)),
        table("statuses", "code name action final", _statuses()),
    )


def _operations(about: Subject) -> Iterator[Row]:
    for contract in about.contracts:
        if contract.direction in _TO_US:
            name = contract.service_key or contract.id.partition("/")[2]
            call = f"{contract.method} {about.national_url}{contract.path}"
            yield name, contract.title, call, contract.label, contract.mark.value


def _answers(about: Subject) -> Iterator[Row]:
    dialect = about.catalogue.dialects[about.sheet.dialect]
    for name in ANSWERS:
        if name in dialect.answers:
            yield name, dialect.answers[name], dialect.messages[name], dialect.marks[name].value


def _statuses() -> Iterator[Row]:
    actions = {status: action for action, status in OFFICER_STATUS.items()}
    for status, name in STATUS_NAMES.items():
        yield str(int(status)), name, actions.get(status, ""), known("final") if status in FINAL else ""
