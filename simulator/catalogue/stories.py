"""Whether a story can come about: something before each `expect` can cause it, and it ends within the deadline."""

from collections.abc import Iterator, Mapping

from simulator.catalogue.documents import Document
from simulator.core.errors import DataFileError
from simulator.domain.causes import ALWAYS, CALL_CAUSES, Causes, causes_of
from simulator.domain.dossier import OFFICER_STATUS, DossierStatus, status_name
from simulator.domain.scenario import Scenario, Step
from simulator.domain.service import Deadline, Service

_HOURS = {"working_days": 24.0, "hours": 1.0, "minutes": 1 / 60}
_DEADLINE_HOURS = {"working_day": 24, "day": 24, "hour": 1, "instant": 0}


def story_problems(document: Document, scenario: Scenario, services: Mapping[str, Service]) -> Iterator[DataFileError]:
    """Yield what keeps a story, whose steps are well written, from coming about."""
    yield from _cause_problems(document, scenario)
    yield from _time_problems(document, scenario, services)


def _cause_problems(document: Document, scenario: Scenario) -> Iterator[DataFileError]:
    before: list[Causes] = []
    for step in scenario.steps:
        causes = causes_of(step)
        if causes is None:
            return
        if step.verb == "officer" and not any(one.makes_dossier for one in before):
            makers = ", ".join(hand for hand, one in CALL_CAUSES.items() if one.makes_dossier)
            found = f"nothing before it makes the dossier on which the officer acts ({step.target})"
            yield document.problem(("steps", step.index, "officer"), found, f"a step `call:` before it: {makers}")
        if step.verb == "expect":
            yield from _expect_problems(document, step, before)
        before.append(causes)


def _expect_problems(document: Document, step: Step, before: list[Causes]) -> Iterator[DataFileError]:
    kind, status = step.target, str(step.arguments.get("where", {}).get("status", ""))
    if kind not in ALWAYS and not any(kind in one.kinds for one in before):
        triggers = ", ".join(f"call: {hand}" for hand, one in CALL_CAUSES.items() if kind in one.kinds)
        expected = f"one of these before it: {triggers}" if triggers else "a trigger that causes it"
        found = f"nothing before it in the story can cause {kind}"
        yield document.problem(("steps", step.index, "expect"), found, expected, "Move the step, or add the trigger.")
        return
    caused = sorted({code for one in before for code in one.statuses})
    if status.isdigit() and int(status) not in caused:
        yield document.problem(
            ("steps", step.index, "where", "status"),
            f"nothing before it in the story can cause status {_named(int(status))}",
            _cause_of(int(status)),
            f"Add the step, or expect one of: {', '.join(map(_named, caused)) or 'no status yet'}.",
        )


def _cause_of(status: int) -> str:
    """Return the step that would cause a status."""
    steps = [f"`officer: {action}`" for action, code in OFFICER_STATUS.items() if code == status]
    steps += [f"`call: {hand}`" for hand, one in CALL_CAUSES.items() if status in one.statuses]
    return f"{' or '.join(steps)} before it" if steps else "a status that a step of a story can cause"


def _named(status: int) -> str:
    return f"{status} ({status_name(status).en})"


def _time_problems(document: Document, scenario: Scenario, services: Mapping[str, Service]) -> Iterator[DataFileError]:
    """A story with a day of its own lives by that day; one for every service may be late for some, not for all."""
    found = _before_the_end(scenario)
    if found is None or scenario.starts_on is not None:
        return
    last, hours = found
    told = list(services.values()) if "*" in scenario.services else [services[one] for one in scenario.services]
    late = [service for service in told if hours > _hours(service.deadline)]
    if late and ("*" not in scenario.services or len(late) == len(told)):
        first = late[0]
        yield document.problem(
            ("steps", last.index, "advance"),
            f"{hours:g} hours have passed before the dossier is finished, which is past the deadline of {first.id}",
            f"no more than {_hours(first.deadline):g} ({first.deadline.value} {first.deadline.unit})",
            f"Advance less, tell it for other services, or correct the deadline in {first.label}.",
        )


def _before_the_end(scenario: Scenario) -> tuple[Step, float] | None:
    """Return the last advance before the dossier is finished, and the session time that has passed by then."""
    ends = (step.index for step in scenario.steps if step.verb == "officer" and _finishes(step))
    end = next(ends, None)
    moves = [step for step in scenario.steps if step.verb == "advance" and end is not None and step.index < end]
    passed = sum(_HOURS[unit] * count for step in moves for unit, count in step.arguments.items())
    return (moves[-1], passed) if moves else None


def _finishes(step: Step) -> bool:
    return OFFICER_STATUS[step.target] is DossierStatus.FINISHED


def _hours(deadline: Deadline) -> float:
    """Return the published time in hours; a working day counts as a day, an unknown number is no limit."""
    if deadline.value is None or deadline.unit not in _DEADLINE_HOURS:
        return float("inf")
    return deadline.value * _DEADLINE_HOURS[deadline.unit]
