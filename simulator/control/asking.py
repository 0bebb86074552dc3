"""What an officer asks for in a supplement: never a paper that was handed in, or one that data replace."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.control.stage import Stage
from simulator.domain.fact import Fact
from simulator.domain.service import Service

MISSING_PAPER = "missing_paper"
"""In a story's `ask`: a paper of some cases (such as a letter of authority) that was not handed in, if there is one."""
TYPED_LINE = "typed_line"
"""In a story's `ask`: a line that the citizen typed, to be stated anew."""


@dataclass(frozen=True)
class Asked:
    """What a supplement has to bring."""

    components: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def what_to_ask(stage: Stage, words: Iterable[str]) -> Asked:
    """Return the codes and ids that the words of a story stand for; a word that finds nothing asks nothing."""
    facts = stage.national.journal.facts(stage.session.id)
    components: list[str] = []
    fields: list[str] = []
    for word in words:
        if word == MISSING_PAPER:
            components += list(missing_papers(stage.service, facts))[:1]
        elif word == TYPED_LINE:
            fields += list(typed_lines(stage.service, facts))[:1]
        else:
            known = any(component.code == word for component in stage.service.components)
            (components if known else fields).append(word)
    return Asked(tuple(components), tuple(fields))


def missing_papers(service: Service, facts: Iterable[Fact]) -> Iterator[str]:
    """Yield the codes of the papers that only some cases need and that were not handed in."""
    handed_in = {code for fact in facts if fact.kind == "submission" for code in fact.get("components") or ()}
    for component in service.components:
        asked_of_some = component.required.startswith("if_") and component.kind == "paper"
        if asked_of_some and not component.replaced_by and component.code not in handed_in:
            yield component.code


def typed_lines(service: Service, facts: Iterable[Fact]) -> Iterator[str]:
    """Yield the ids of the lines into which the citizen typed, in the order of the form that was read last.

    Where people filled in a form that nobody else read, the lines are those of the published form.
    """
    known = list(facts)
    typed = {datum for fact in known if fact.kind == "submission" for datum in fact.get("typed") or {}}
    forms = [fact for fact in known if fact.kind == "form_read"]
    published = [{"id": line.key, "datum": line.datum} for line in service.fields]
    for row in (forms[-1].get("fields") or ()) if forms else published:
        if row.get("datum") in typed and row.get("id"):
            yield str(row["id"])
