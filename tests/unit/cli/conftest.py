from collections.abc import Callable
from typing import NamedTuple

import pytest

from simulator.cli.main import run


class Said(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def dvcsim(capsys) -> Callable[..., Said]:
    """Run the command line in this process."""

    def call(*words: object) -> Said:
        with pytest.raises(SystemExit) as ended:
            run([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(int(ended.value.code or 0), out, err)

    return call
