"""schemathesis over the document `portal`."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.hammering import Target, bounded, schema_of
from tests.api.knowledge import OfPortal

DOORS = "^/(KetNoiMotCuaQuocGia|SynsTTHCC)/"
"""Addresses of middlewares: their bodies are those of the adapter, whose limits are covered there."""
adapter = schema_of("portal").exclude(path_regex=DOORS)
doors = schema_of("portal", coverage=False).include(path_regex=DOORS)


@pytest.fixture(scope="module")
def target(serve: Callable[[], str]) -> Target:
    return Target("portal", serve(), OfPortal)


@adapter.parametrize()
@bounded
def test_answers_are_as_described(case: Any, target: Target) -> None:
    target.hammer(case)


@doors.parametrize()
@bounded
def test_answers_of_middlewares_are_as_described(case: Any, target: Target) -> None:
    target.hammer(case)


def test_exceptions_are_still_needed(target: Target) -> None:
    assert target.unneeded() == []
