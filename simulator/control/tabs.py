"""The pages of the real browser that are open for sessions: one each, a bounded number, closed with their session."""

import threading
from collections.abc import Callable

from simulator.control.chromium import Chromium
from simulator.control.stage import Stage
from simulator.control.tab import Tab

MOST = 16
"""Pages open at once: more than hands at work, so that the one used longest ago is never one in use."""


class Tabs:
    """The pages of all sessions of one national side; safe to share between threads."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._tabs: dict[str, Tab] = {}
        self._lock = threading.Lock()

    def of(self, stage: Stage, personal_id: str, is_ours: Callable[[str], bool]) -> Tab:
        """Return the page of a session's citizen; a new one when the old one was lost."""
        session = stage.session.id
        with self._lock:
            tab = self._tabs.pop(session, None)
        if tab is None or not tab.is_alive:
            tab = Tab(self._chromium, is_ours, personal_id, stage.sheet.read_seconds)
        with self._lock:
            self._tabs[session] = tab
            left = [self._tabs.pop(name) for name in list(self._tabs)[:-MOST]]
        for one in left:
            one.close()
        return tab

    def forget(self, session: str) -> None:
        """Close the page of a session."""
        with self._lock:
            tab = self._tabs.pop(session, None)
        if tab is not None:
            tab.close()
