from datetime import datetime, timedelta

import pytest

from simulator.domain.exchange import Exchange
from simulator.report.diagram import MOST_ARROWS, Arrow, Gap, diagram_of
from tests.unit.report.run_builder import exchange


def made(number, **more):
    moment = datetime.fromisoformat("2025-07-01T08:00:00+07:00") + timedelta(seconds=number)
    return Exchange.from_json(exchange(number, "s-1", **{"at": moment.isoformat(), "session_at": None, **more}))


def out(number, party="control", operation="province/officer", **more):
    return made(number, direction="out", party=party, operation=operation, **more)


@pytest.mark.parametrize(
    ("one", "ends"),
    [
        (made(1), ("system", "portal")),
        (out(1), ("control", "system")),
        (out(1, "citizen", "province/form"), ("citizen", "system")),
        (made(1, operation="citizen/apply"), ("citizen", "portal")),
        (made(1, party="vneid", operation="vneid/authorize", request_headers={"user-agent": "dvcsim-citizen"}),
         ("citizen", "vneid")),
        (made(1, party="vneid", operation="vneid/token"), ("system", "vneid")),
        (made(1, party="vneid", operation="vneid/token", province=None), ("portal", "vneid")),
    ],
)  # fmt: skip
def test_an_arrow_goes_from_who_called_to_who_answered(one, ends):
    (arrow,) = diagram_of([one]).rows
    assert (arrow.source, arrow.target) == ends


def test_the_system_under_test_stands_between_who_drives_it_and_whom_it_calls():
    found = diagram_of([made(2), out(1), made(3, party="registries", operation="registries/x"), made(4, party="new")])
    assert found.lanes == ("control", "system", "portal", "registries", "new")
    assert [row.number for row in found.rows] == [1, 2, 3, 4], "in the order of time"
    assert found.x("control") < found.x("system") < found.x("portal") < found.width
    assert found.y(3) < found.height


def test_the_same_exchange_many_times_is_one_arrow_that_keeps_the_cited_number():
    (arrow,) = diagram_of([out(number, operation="province/idle") for number in range(1, 8)], cited=[5]).rows
    assert (arrow.number, arrow.times, arrow.cited, arrow.operation) == (5, 7, True, "idle")


def test_a_long_session_keeps_what_is_cited_and_says_what_is_left_out():
    long = [made(number, operation=f"portal/x{number}") for number in range(1, 101)]
    rows = diagram_of(long, cited=[90]).rows
    arrows = [row for row in rows if isinstance(row, Arrow)]
    assert len(arrows) == MOST_ARROWS
    assert arrows[-1].number == 90
    assert sum(row.arrows for row in rows if isinstance(row, Gap)) == 100 - MOST_ARROWS


@pytest.mark.parametrize(("status", "good"), [(200, True), (302, True), (404, False), (None, False)])
def test_an_error_and_a_missing_answer_look_different(status, good):
    assert diagram_of([made(1, status=status)]).rows[0].good is good
