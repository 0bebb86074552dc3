"""A page of the citizen's real browser, worked step by step; VNeID's own pages on the way are filled in as they are."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from simulator.control.chromium import Chromium
from simulator.control.page_work import Answer, Ended, Handle, PageWork, Row
from simulator.control.problems import HandProblem
from simulator.domain.form_script import Action, Reading, Spot

T = TypeVar("T")
STUCK = "script_stuck"
"""Kind of the problem that the page does not let an action of the script be done."""
_MOST_CHARS = 400
_MOST_SECONDS = 120.0
"""How long one step may take as a whole; its parts have shorter times."""


class Tab:
    """One page of one citizen; worked by one hand at a time."""

    def __init__(self, chromium: Chromium, is_ours: Callable[[str], bool], personal_id: str, seconds: float) -> None:
        self.logged_in = False
        """Whether it has been through the system's landing page."""
        self.is_ours = is_ours
        self._chromium = chromium
        self._work = PageWork(chromium.context(), is_ours, personal_id, seconds)
        self._run(self._work.begin())

    @property
    def is_alive(self) -> bool:
        """Return whether the page is still there; a browser that broke takes its pages along."""
        return not self._work.page.is_closed()

    @property
    def url(self) -> str:
        """Return the page's address."""
        return str(self._work.page.url)

    def open(self, url: str) -> None:
        """Open an address, through VNeID where it leads there."""
        self._run(self._work.open(url))

    def take_answers(self) -> list[Answer]:
        """Return what was answered since this was asked last."""
        taken, self._work.answers = self._work.answers, []
        return taken

    @property
    def status(self) -> int:
        """Return the HTTP status of the page; 200 for one that was never asked for over HTTP."""
        return (self._work.last.status if self._work.last else None) or 200

    def content(self) -> str:
        """Return the page as it stands."""
        shown: str = self._run(self._work.page.content())
        return shown

    def screenshot(self) -> bytes:
        """Return a picture of the whole page (PNG); empty when the page does not let itself be drawn."""
        try:
            picture: bytes = self._run(self._work.page.screenshot(full_page=True))
            return picture
        except HandProblem:
            return b""

    def reach(self, spots: Sequence[Spot], refused: Spot | None = None) -> None:
        """Wait until each of these is on a page of the system; a refusal that it shows instead is a problem."""
        self._run(self._work.reach(spots, refused))

    def act(self, actions: Sequence[Action]) -> None:
        """Do what the script says."""
        for action in actions:
            self._run(self._work.act(action))

    def rows(self, spot: Spot, *attributes: str) -> list[Row]:
        """Return what a selector finds, as a person sees it."""
        return self._run(self._work.rows(self._work.page.locator(spot.selector), attributes))

    def others(self, button: Spot) -> list[Handle]:
        """Return what could be filled in beside the lines that were read, around the button that sends all."""
        return self._run(self._work.others(button))

    def fill(self, handle: Handle, text: str) -> str:
        """Fill one line in; return what stands there then of the citizen's making: in a list the nearest choice."""
        return self._run(self._work.fill(handle, text))

    def attach(self, handle: Handle, name: str, content: bytes) -> None:
        """Put a PDF file into a file input."""
        file: Any = {"name": name, "mimeType": "application/pdf", "buffer": content}
        self._run(self._work.page.locator(handle.selector).nth(handle.at).set_input_files(file))

    def read(self, reading: Reading) -> str:
        """Return a text of the page; empty when it is not there."""
        return self._run(self._work.read(reading))

    def press(self, spot: Spot) -> None:
        """Press what a selector finds."""
        self._run(self._work.act(Action("click", spot)))

    def send(self, button: Spot, taken: Reading, refused: Spot | None) -> Ended:
        """Press the button and wait for what shows that it was taken, or why it was not."""
        return self._run(self._work.send(button, taken, refused))

    def cookies(self, url: str) -> dict[str, str]:
        """Return the cookies for an address."""
        return {one["name"]: one["value"] for one in self._run(self._work.context.cookies([url]))}

    def take_cookies(self, host: str, cookies: dict[str, str]) -> None:
        """Take over cookies of a host."""
        held: Any = [{"name": name, "value": value, "domain": host, "path": "/"} for name, value in cookies.items()]
        self._run(self._work.context.add_cookies(held))

    def visit(self, url: str) -> None:
        """Open an address and wait until nothing more is loaded; nothing is filled in on the way."""
        self._run(self._work.goto(url, "networkidle"))

    def close(self) -> None:
        """Forget the page with its cookies."""
        try:
            self._run(self._work.context.close())
        except HandProblem:
            return  # it is gone already

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        from playwright.async_api import Error

        try:
            return self._chromium.run(work, _MOST_SECONDS)
        except Error as error:
            failed = self._work.answers[-1].error if self._work.answers else ""
            raise HandProblem(failed or STUCK, " ".join(error.message.split())[:_MOST_CHARS], self.url) from None
