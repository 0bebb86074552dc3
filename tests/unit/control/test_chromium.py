"""Without Playwright or a Chromium nothing breaks: the hand says what to install."""

import sys
from collections.abc import Callable

import pytest

from simulator.control.chromium import MISSING, Chromium
from simulator.control.problems import HandProblem


@pytest.mark.parametrize("what", [Chromium.start, Chromium.context])
@pytest.mark.parametrize("lacking", ["Playwright", "Chromium"])
def test_a_machine_without_a_browser_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, what: Callable[[Chromium], object], lacking: str
) -> None:
    monkeypatch.setenv("DVCSIM_CHROMIUM", "/nowhere/chromium")
    if lacking == "Playwright":
        monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    chromium = Chromium()
    with pytest.raises(HandProblem) as told:
        what(chromium)
    assert told.value.kind == MISSING
    assert "pip install 'dvcsim[browser]'" in told.value.detail
    chromium.close()
