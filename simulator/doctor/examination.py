"""All examinations, in order: each stands on those before it. Adding one is adding a line here."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from simulator.doctor import account, heard, line, place, way_back
from simulator.doctor.bench import Bench
from simulator.doctor.diagnosis import Diagnosis
from simulator.doctor.texts import unclear

Step = Callable[[Bench], Iterator[Diagnosis]]


class Examination(NamedTuple):
    """One examination and what has to be true for it."""

    id: str
    step: Step
    needs: str = ""
    """`answers` (the national side) or `registered` (the claim sheet there); nothing is called once it `stopped`."""


EXAMINATIONS = (
    Examination("production", place.production),
    Examination("messages", place.messages),
    Examination("people", place.people),
    Examination("names", line.names),
    Examination("tcp", line.connection),
    Examination("http", line.http),
    Examination("registration", line.registration, "answers"),
    Examination("issuer", line.public_address, "answers"),
    Examination("heard", heard.heard, "registered"),
    Examination("dialect", heard.dialect, "registered"),
    Examination("account", account.account, "registered"),
    Examination("way_back", way_back.way_back, "registered"),
)


def examine(bench: Bench) -> Iterator[Diagnosis]:
    """Yield what each examination finds; one that cannot be made says which one it waits for."""
    for one in EXAMINATIONS:
        if bench.stopped:
            return
        if one.needs and not getattr(bench, one.needs):
            yield unclear(one.id, "blocked_by_http" if one.needs == "answers" or not bench.answers else "blocked")
        else:
            yield from one.step(bench)
