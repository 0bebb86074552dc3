"""Does several things at once and hands their results over in the order in which they were asked for."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from simulator.conformance.stop import StopSignal
from simulator.conformance.waiter import Stopped

Result = TypeVar("Result")
_LOOK_SECONDS = 1.0
"""Windows does not wake a wait without an end for Ctrl-C."""


def in_order(
    tasks: Sequence[Callable[[], Result]], jobs: int, stop: StopSignal, begin_with: Sequence[int] = ()
) -> Iterator[Result]:
    """Yield what each task returned, in their order, with at most `jobs` under way.

    They begin in their order too, save those whose positions are in `begin_with`: these begin before all others.
    Raises what the first failing task raised, or `Stopped` when the stop is requested. Either way the others are
    stopped too, and nothing is under way any more when this ends.
    """
    with ThreadPoolExecutor(max_workers=max(jobs, 1), thread_name_prefix="in-order") as pool:
        beginning = dict.fromkeys([*begin_with, *range(len(tasks))])
        futures = {position: pool.submit(_unless_stopped, tasks[position], stop) for position in beginning}
        try:
            for position in range(len(tasks)):
                yield _awaited(futures[position])
        except BaseException:
            stop.request_at_once()
            raise


def _unless_stopped(task: Callable[[], Result], stop: StopSignal) -> Result:
    """Do the task; what comes of it while everything stops is nobody's result and nobody's error."""
    if stop.requested:
        raise Stopped
    try:
        result = task()
    except Exception:
        if stop.requested:
            raise Stopped from None
        raise
    if stop.requested:
        raise Stopped
    return result


def _awaited(future: "Future[Result]") -> Result:
    while not wait([future], _LOOK_SECONDS).done:
        pass
    return future.result()
