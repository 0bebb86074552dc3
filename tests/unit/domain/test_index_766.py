"""Each item of the index by the rule that was read."""

from dataclasses import replace
from typing import Any

import pytest

from simulator.domain.dossier_content import Charge, DossierContent, Paper, ResultPaper
from simulator.domain.index_766 import ITEMS, Told, counted

DUE = "2025-07-02T17:00:00+07:00"
LINKED = DossierContent(results=(ResultPaper(code="KQ", link="https://x.example"),))
TOLD = Told("2025-07-01T08:00:00+07:00", DUE, "2", LINKED, (), makes_paper=True, bears_fee=True)


def step(status: int, at: str) -> dict[str, Any]:
    return {"status": status, "occurred_at": f"2025-07-{at}+07:00"}


def item(name: str, told: Told = TOLD, **content: Any) -> str:
    return counted(replace(told, content=replace(told.content, **content)))[name]


def test_every_item_has_its_formula_and_mark() -> None:
    assert set(counted(TOLD)) == set(ITEMS)
    assert all(one.formula.vi and one.source for one in ITEMS.values())


def test_the_day_falls_back_on_that_of_the_submission() -> None:
    assert item("synchronised", replace(TOLD, received_at="")) == "no"
    assert item("synchronised", replace(TOLD, received_at=""), submitted_at=DUE) == "yes"


@pytest.mark.parametrize(
    ("steps", "counts"),
    [
        ([], "open"),
        ([step(4, "02T08:00:00")], "open"),
        ([step(9, "02T17:00:00")], "yes"),
        ([step(9, "02T17:00:01")], "no"),
        ([step(9, "02T08:00:00"), step(10, "05T08:00:00")], "yes"),
        ([step(10, "05T08:00:00")], "no"),
        ([step(3, "01T08:00:00")], "yes"),
        ([step(8, "03T08:00:00")], "no"),
        ([step(5, "01T09:00:00"), step(9, "05T08:00:00")], "yes"),
        ([step(5, "01T09:00:00"), step(5, "01T10:00:00"), step(9, "02T08:00:00")], "no"),
    ],
)
def test_on_time_is_the_end_against_the_promise(steps: list[dict[str, Any]], counts: str) -> None:
    assert item("on_time", replace(TOLD, steps=steps)) == counts
    assert item("on_time", replace(TOLD, due_at="", steps=[step(9, "02T08:00:00")])) == "open"


@pytest.mark.parametrize(
    ("channel", "results", "status", "makes_paper", "counts"),
    [
        ("2", True, 10, True, "yes"),
        ("2", False, 10, True, "no"),
        ("2", False, 4, True, "open"),
        ("2", False, 10, False, "yes"),
        ("1", True, 10, True, "no"),
        ("", True, 10, True, "no"),
    ],
)
def test_online_wants_the_channel_and_the_result(
    channel: str, results: bool, status: int, makes_paper: bool, counts: str
) -> None:
    told = replace(TOLD, channel=channel, steps=[step(status, "02T08:00:00")], makes_paper=makes_paper)
    assert item("online", told, results=LINKED.results if results else ()) == counts


@pytest.mark.parametrize(
    ("paid", "bears_fee", "amount", "counts"),
    [
        ("1", True, 50000, "yes"),
        ("2", None, None, "yes"),
        ("3", True, 50000, "no"),
        ("0", True, 0, "left_out"),
        ("0", None, None, "left_out"),
        ("1", False, None, "left_out"),
        ("", True, None, "no"),
    ],
)
def test_paid_online_is_among_those_that_cost_something(
    paid: str, bears_fee: bool | None, amount: int | None, counts: str
) -> None:
    charges = (Charge(vnd=amount),) if amount is not None else ()
    assert item("paid_online", replace(TOLD, bears_fee=bears_fee), paid_online=paid, charges=charges) == counts


def test_papers_count_by_what_is_said_of_them() -> None:
    papers = (Paper("1", link="https://x.example", digitised="1", from_store="1"),)
    assert item("digitised", papers=papers) == "yes"
    assert item("digitised", papers=()) == "no"
    assert (item("shared", papers=papers), item("shared")) == ("yes", "no")
    assert item("reused", papers=papers) == "no"
    assert item("reused", papers=papers, lodged_at="1") == "yes"
    assert item("reused", digitised="1") == "yes"
    assert item("electronic_result") == "yes"
    assert item("electronic_result", results=()) == "open"


def test_population_data_are_known_by_the_login_alone() -> None:
    assert item("population", verified="1") == "yes"
    assert item("population", verified="0", databases=("7",)) == "open"
    assert item("population") == "no"
