"""schemathesis over the document `admin`."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.hammering import Target, bounded, schema_of
from tests.api.knowledge import OfAdmin

schema = schema_of("admin")


@pytest.fixture(scope="module")
def target(serve: Callable[[], str]) -> Target:
    return Target("admin", serve(), OfAdmin)


@schema.parametrize()
@bounded
def test_answers_are_as_described(case: Any, target: Target) -> None:
    target.hammer(case)


def test_exceptions_are_still_needed(target: Target) -> None:
    assert target.unneeded() == []
