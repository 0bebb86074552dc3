"""The one headless Chromium of a national side: started when first needed, worked from a thread of its own.

Needs the extra `browser` (Playwright) and a Chromium of the machine. Playwright's objects belong to one event loop;
everybody else hands work to it and waits, so that the pages of several sessions go on at the same time.
"""

import asyncio
import atexit
import os
import shutil
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.control.problems import HandProblem

if TYPE_CHECKING:
    from playwright.async_api import Browser as Program
    from playwright.async_api import BrowserContext

T = TypeVar("T")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
MISSING = "driver_missing"
"""Kind of the problem that there is no browser here."""
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_HINT = "install the extra (`pip install 'dvcsim[browser]'`) and a Chromium (`scripts/install-chromium`)"
_CUT_OFF = "Connection closed"
"""How Playwright begins to say that its own helper process is gone."""
_START_SECONDS, _END_SECONDS = 60.0, 10.0


class Chromium:
    """A headless Chromium; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._playwright: Any = None
        self._program: Program | None = None

    def run(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """Do work on the browser's own thread and return its result; work that takes longer is given up."""
        assert self._loop is not None
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except TimeoutError:
            future.cancel()
            raise HandProblem("timeout", f"the page did not come to rest within {seconds:.0f} seconds") from None
        except Exception as error:
            if str(error).startswith(_CUT_OFF):
                raise HandProblem(MISSING, "the browser was ended from outside; start the run again") from None
            raise

    def start(self) -> None:
        """Start the browser if it does not run; raises when there is none on this machine."""
        with self._lock:
            self._started()

    def context(self) -> "BrowserContext":
        """Return a new context: cookies of its own, Vietnamese, on a wide screen."""
        with self._lock:
            program = self._started()
        from playwright.async_api import Error

        try:
            return self.run(_new_context(program), _START_SECONDS)
        except (Error, HandProblem):  # the browser, or what stands between it and us, has died
            with self._lock:
                self._program = self._playwright = None
                program = self._started()
            return self.run(_new_context(program), _START_SECONDS)

    def close(self) -> None:
        """End the browser and its thread; it may be started anew."""
        with self._lock:
            if self._loop is None:
                return
            with suppress(HandProblem):  # one that does not answer any more ends with our process
                self.run(self._end(), _END_SECONDS)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._loop = self._program = None
            atexit.unregister(self.close)

    def _started(self) -> "Program":
        if self._program is not None and self._program.is_connected():
            return self._program
        _require_playwright()
        path = _path()
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, name="chromium", daemon=True).start()
            atexit.register(self.close)
        self._program = self.run(self._launch(path), _START_SECONDS)
        return self._program

    async def _launch(self, path: str) -> "Program":
        from playwright.async_api import Error, async_playwright

        if self._playwright is None:
            self._playwright = await async_playwright().start()
        try:
            program: Program = await self._playwright.chromium.launch(
                executable_path=path, args=list(_QUIET), handle_sigint=False, handle_sigterm=False, handle_sighup=False
            )
        except Error as error:
            raise HandProblem(MISSING, f"{path} does not start: {error.message.splitlines()[0]}. {_HINT}") from None
        return program

    async def _end(self) -> None:
        if self._program is not None:
            await self._program.close()
        if self._playwright is not None:
            await self._playwright.stop()
            self._playwright = None


async def _new_context(program: "Program") -> "BrowserContext":
    """Return a context with cookies of its own."""
    made: BrowserContext = await program.new_context(
        locale="vi-VN", ignore_https_errors=True, viewport={"width": 1280, "height": 900}, accept_downloads=False
    )
    return made


def _require_playwright() -> None:
    try:
        import playwright.async_api  # noqa: F401
    except ImportError:
        raise HandProblem(MISSING, f"Playwright is not installed: {_HINT}") from None


def _path() -> str:
    found = os.environ.get("DVCSIM_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), "")
    if not found or not shutil.which(found):
        raise HandProblem(MISSING, f"no Chromium on this machine ({found or 'none found'}): {_HINT}")
    return found
