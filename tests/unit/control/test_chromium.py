"""Without Playwright or a Chromium nothing breaks: the hand says what to install."""

import pytest

from simulator.control.chromium import MISSING, Chromium
from simulator.control.problems import HandProblem


def test_a_machine_without_a_browser_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVCSIM_CHROMIUM", "/nowhere/chromium")
    chromium = Chromium()
    with pytest.raises(HandProblem) as told:
        chromium.start()
    assert told.value.kind == MISSING
    assert "pip install 'dvcsim[browser]'" in told.value.detail
    chromium.close()
