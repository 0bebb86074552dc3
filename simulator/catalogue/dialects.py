"""Dialects from `contracts/dialects/*.yaml`."""

from collections.abc import Iterator

from simulator.catalogue.documents import Document
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.dialect import Dialect
from simulator.domain.mark import Mark

_SUCCESS = "thành công"


def dialect_of(document: Document) -> Dialect:
    """Return the dialect of a document that follows its schema."""
    answers = document.data["answers"]
    return Dialect(
        id=document.data["id"],
        title=Text.of(document.data["title"]),
        answers={name: answer["code"] for name, answer in answers.items()},
        messages={name: answer["message"] for name, answer in answers.items()},
        marks={name: Mark(answer["mark"]) for name, answer in answers.items()},
    )


def dialect_problems(document: Document) -> Iterator[DataFileError]:
    """Yield refusals that a known client would read as success: it looks for these two words anywhere in the text."""
    for name, answer in document.data["answers"].items():
        if name != "ok" and _SUCCESS in answer["message"].lower():
            path = ("answers", name, "message")
            yield document.problem(path, f"a refusal that holds {_SUCCESS!r}", "a text no client takes for success")
