"""Several long works at once, none of which ends the others by failing."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Result = TypeVar("Result")
_LOOK_SECONDS = 0.2
"""How often the caller looks up: a signal is only handled between two looks."""


class _Work(Generic[Result]):
    def __init__(self, work: Callable[[], Result]) -> None:
        self.outcome: Result | Exception | None = None
        self._work = work
        # A daemon: a system that hangs must not keep the process alive when its user wants it to end.
        self.thread = threading.Thread(target=self._run, name="dvcsim-together", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.outcome = self._work()
        except Exception as error:
            self.outcome = error


def together(works: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """Do all of them at once; return what each returned or raised, in their order."""
    begun = [_Work(work) for work in works]
    for one in begun:
        while one.thread.is_alive():
            one.thread.join(_LOOK_SECONDS)
    return [_ended(one.outcome) for one in begun]


def _ended(outcome: Result | Exception | None) -> Result | Exception:
    return RuntimeError("a work ended without an outcome") if outcome is None else outcome
