"""One national side per document, so that none finds what another has changed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.acceptance.processes import started


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Start a national side and return its address."""
    with ExitStack() as stack:

        def start() -> str:
            folder = tmp_path_factory.mktemp("national")
            return stack.enter_context(started("serve", "--port", "0", "--data", "national", cwd=folder)).url

        yield start
