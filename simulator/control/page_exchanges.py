"""What a page of the real browser was answered, as exchanges of the session; a problem gets a picture of the page."""

from collections.abc import Iterator
from contextlib import contextmanager

from simulator.control.problems import HandProblem
from simulator.control.stage import Stage
from simulator.control.tab import Tab
from simulator.web.outbound import Reply


def last_exchange(stage: Stage, tab: Tab, operation: str) -> Reply:
    """Record the pages on the way and return the last one, unrecorded, with the page as it stands now.

    The national side has recorded its own pages. Without a new page it is the page as it stands.
    """
    answers = [answer for answer in tab.take_answers() if not tab.is_ours(answer.url)]
    for hop in answers[:-1]:
        stage.record(stage.seen(hop.method, hop.url, "citizen/page", hop.status, "", hop.posted, hop.error))
    content = _content(tab)
    if not answers:
        return stage.seen("GET", tab.url, operation, tab.status, content)
    last = answers[-1]
    return stage.seen(last.method, last.url, operation, last.status, content, last.posted, last.error)


@contextmanager
def watched(stage: Stage, tab: Tab, operation: str) -> Iterator[None]:
    """Give a problem in this block the exchange that shows it, and what the page looked like."""
    try:
        yield
    except HandProblem as problem:
        if problem.reply is None:
            problem.picture = tab.screenshot()
            problem.reply = last_exchange(stage, tab, operation)
        problem.url = problem.url or tab.url
        raise


def _content(tab: Tab) -> str:
    try:
        return tab.content()
    except HandProblem:
        return ""
