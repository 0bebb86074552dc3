from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from simulator.control.clocks import clock_advice, seconds_ahead
from simulator.control.problems import HandProblem, wrong_status
from simulator.core.clock import VIETNAM
from simulator.journal.draft import Draft
from simulator.web.outbound import Reply

AT = datetime(2026, 3, 5, 9, 30, tzinfo=VIETNAM)


def answered(ahead: timedelta) -> dict[str, str]:
    return {"date": format_datetime((AT + ahead).astimezone(UTC), usegmt=True)}


@pytest.mark.parametrize("seconds", [0, 86_400, -25_200])
def test_the_difference_is_told_to_the_second(seconds):
    assert seconds_ahead(answered(timedelta(seconds=seconds)), AT) == seconds


@pytest.mark.parametrize(
    "written", ["", "yesterday", "Thu, 99 Mar 2026 09:30:00 GMT", "Thu, 05 Mar 2026 09:30:00 -0000"]
)
def test_a_header_that_tells_no_time_tells_nothing(written):
    assert seconds_ahead({"Date": written}, AT) is None
    assert clock_advice({"Date": written}, AT) == ""


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(minutes=4), ""),
        (timedelta(days=1), "1440 minutes ahead of ours, so that our ID tokens (iat, exp) look expired"),
        (timedelta(days=-1), "1440 minutes behind ours, so that our ID tokens (iat, exp) look not valid yet"),
    ],
)
def test_a_refusal_of_a_system_whose_clock_is_off_says_so(ahead, said):
    draft = Draft(at=AT, direction="out", party="control", operation="x", method="GET", url="http://p.example/callback")
    problem = wrong_status(Reply(403, answered(ahead), "<title>no</title>", "", draft), "200")
    assert problem.detail.startswith("answered 403, expected 200: no")
    assert HandProblem("redirect_loop", "x", "", problem.reply).detail.startswith("x; its clock" if said else "x")
    assert (said in problem.detail) if said else ("clock" not in problem.detail)
