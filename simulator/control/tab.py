"""A page of the citizen's real browser, worked step by step; VNeID's own pages on the way are filled in as they are."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.control.chromium import Chromium
from simulator.control.page_reading import HELD_BACK, NAMES, OTHERS, ROWS, UNREAD
from simulator.control.problems import HandProblem
from simulator.core.errors import near_matches
from simulator.domain.form_script import Action, Reading, Spot

if TYPE_CHECKING:
    from playwright.async_api import Dialog, Locator, Page, Request, Response

T = TypeVar("T")
GONE = "selector_gone"
"""Kind of the problem that a selector of the script finds nothing."""
STUCK = "script_stuck"
"""Kind of the problem that the page does not let an action of the script be done."""
Row = dict[str, Any]
_LOOKS_EVERY_SECONDS = 0.05
_MOST_LOGIN_STEPS = 6
_MOST_CHARS = 400
_KINDS = (
    ("timeout", re.compile(r"TIMED_OUT|Timeout")),
    ("tls", re.compile(r"ERR_CERT|ERR_SSL")),
    ("refused", re.compile(r"REFUSED|NAME_NOT_RESOLVED|UNREACHABLE|ERR_ADDRESS")),
)
_BROKEN_SELECTOR = re.compile(r"parsing|not a valid (selector|XPath)|Unknown engine|Malformed|Unexpected (token|end)")


@dataclass(frozen=True)
class Answer:
    """What the page, or a script on it that sent something, was answered."""

    method: str
    url: str
    status: int | None
    posted: bytes = b""
    error: str = ""
    """refused, timeout, closed, tls, or "" """


@dataclass(frozen=True)
class Ended:
    """How the sending of a form ended; both texts empty: nothing that the script knows has come."""

    code: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Handle:
    """An element of the page to be filled in."""

    selector: str
    at: int = 0
    row: Row | None = None


class Tab:
    """One page of one citizen; worked by one hand at a time."""

    def __init__(self, chromium: Chromium, is_ours: Callable[[str], bool], personal_id: str, seconds: float) -> None:
        self.logged_in = False
        """Whether it has been through the system's landing page."""
        self.is_ours = is_ours
        self._chromium = chromium
        self._personal_id = personal_id
        self._seconds = seconds
        self._answers: list[Answer] = []
        self._last: Answer | None = None
        self._context = chromium.context()
        self._page: Page = self._run(self._new_page())

    @property
    def is_alive(self) -> bool:
        """Return whether the page is still there; a browser that broke takes its pages along."""
        return not self._page.is_closed()

    @property
    def url(self) -> str:
        """Return the page's address."""
        return str(self._page.url)

    def open(self, url: str) -> None:
        """Open an address, through VNeID where it leads there."""
        self._run(self._open(url))

    def take_answers(self) -> list[Answer]:
        """Return what was answered since this was asked last."""
        taken, self._answers = self._answers, []
        return taken

    @property
    def status(self) -> int:
        """Return the HTTP status of the page; 200 for one that was never asked for over HTTP."""
        return (self._last.status if self._last else None) or 200

    def content(self) -> str:
        """Return the page as it stands."""
        shown: str = self._run(self._page.content())
        return shown

    def screenshot(self) -> bytes:
        """Return a picture of the whole page (PNG); empty when the page does not let itself be drawn."""
        try:
            picture: bytes = self._run(self._page.screenshot(full_page=True))
            return picture
        except HandProblem:
            return b""

    def reach(self, spots: Sequence[Spot]) -> None:
        """Wait until each of these is on a page of the system."""
        self._run(self._reach(spots))

    def act(self, actions: Sequence[Action]) -> None:
        """Do what the script says."""
        for action in actions:
            self._run(self._act(action))

    def rows(self, spot: Spot, *attributes: str) -> list[Row]:
        """Return what a selector finds, as a person sees it."""
        return self._run(self._rows(self._page.locator(spot.selector), attributes))

    def others(self, button: Spot) -> list[Handle]:
        """Return what could be filled in beside the lines that were read, around the button that sends all."""
        return self._run(self._others(button))

    def fill(self, handle: Handle, text: str) -> str:
        """Fill one line in; return what stands there then of the citizen's making: in a list the nearest choice."""
        return self._run(self._fill(handle, text))

    def attach(self, handle: Handle, name: str, content: bytes) -> None:
        """Put a PDF file into a file input."""
        file: Any = {"name": name, "mimeType": "application/pdf", "buffer": content}
        self._run(self._page.locator(handle.selector).nth(handle.at).set_input_files(file))

    def read(self, reading: Reading) -> str:
        """Return a text of the page; empty when it is not there."""
        return self._run(self._read(reading))

    def press(self, spot: Spot) -> None:
        """Press what a selector finds."""
        self._run(self._act(Action("click", spot)))

    def send(self, button: Spot, taken: Reading, refused: Spot | None) -> Ended:
        """Press the button and wait for what shows that it was taken, or why it was not."""
        return self._run(self._send(button, taken, refused))

    def cookies(self, url: str) -> dict[str, str]:
        """Return the cookies for an address."""
        return {one["name"]: one["value"] for one in self._run(self._context.cookies([url]))}

    def take_cookies(self, host: str, cookies: dict[str, str]) -> None:
        """Take over cookies of a host."""
        held: Any = [{"name": name, "value": value, "domain": host, "path": "/"} for name, value in cookies.items()]
        self._run(self._context.add_cookies(held))

    def visit(self, url: str) -> None:
        """Open an address and wait until nothing more is loaded; nothing is filled in on the way."""
        self._run(self._goto(url, "networkidle"))

    def close(self) -> None:
        """Forget the page with its cookies."""
        try:
            self._run(self._context.close())
        except HandProblem:
            return  # it is gone already

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        from playwright.async_api import Error

        try:
            return self._chromium.run(work, self._seconds * 4)
        except Error as error:
            failed = self._answers[-1].error if self._answers else ""
            raise HandProblem(failed or STUCK, " ".join(error.message.split())[:_MOST_CHARS], self.url) from None

    async def _new_page(self) -> "Page":
        page = await self._context.new_page()
        self._context.set_default_timeout(self._seconds * 1000)
        self._context.on("page", self._take_over)
        self._context.on("dialog", _agree)
        self._context.on("response", lambda response: self._note(response.request, response))
        self._context.on("requestfailed", lambda request: self._note(request, None))
        return page

    def _take_over(self, page: "Page") -> None:
        """Go on in the window that the page has opened."""
        self._page = page

    def _note(self, request: "Request", response: "Response | None") -> None:
        document = request.is_navigation_request() and request.frame == self._page.main_frame
        sent = request.method not in ("GET", "HEAD", "OPTIONS") and request.resource_type in ("xhr", "fetch")
        if not document and not (sent and response):
            return
        failure = request.failure or ""
        if response is None and "ERR_ABORTED" in failure:
            return  # another page was opened instead
        status, error = (response.status, "") if response else (None, _kind(failure))
        answer = Answer(request.method, request.url, status, request.post_data_buffer or b"", error)
        self._answers.append(answer)
        self._last = answer if document else self._last

    async def _open(self, url: str) -> None:
        await self._goto(url, "domcontentloaded")
        await self._through_vneid()

    async def _goto(self, url: str, until: Any) -> None:
        from playwright.async_api import Error

        try:
            await self._page.goto(url, wait_until=until)
        except Error as error:
            said, last = error.message.splitlines()[0], self._last
            raise HandProblem(_kind(said), said, last.url if last else url) from None

    async def _through_vneid(self) -> None:
        for _ in range(_MOST_LOGIN_STEPS):
            if not await self._vneid_step():
                return
        said = " ".join((await self._page.locator("main").inner_text()).split())[:200]
        raise HandProblem("http_status", f"VNeID did not let the citizen in: {said}", self.url)

    async def _vneid_step(self) -> bool:
        """Do what the citizen does on a page of VNeID; return whether it was one."""
        if not self.is_ours(self.url):
            return False
        page = self._page
        if await page.get_by_test_id("log-in-password").count():
            await page.get_by_test_id("personal-id").fill(self._personal_id)
            await page.get_by_test_id("password").fill(await page.get_by_test_id("demo-password").inner_text())
            await self._go_on("log-in-password")
        elif await page.get_by_test_id("confirm-otp").count():
            await page.get_by_test_id("otp").fill(await page.get_by_test_id("otp-shown").inner_text())
            await self._go_on("confirm-otp")
        elif await page.get_by_test_id("agree").count():
            await self._go_on("agree")
        else:
            return False
        return True

    async def _go_on(self, button: str) -> None:
        async with self._page.expect_navigation(wait_until="domcontentloaded"):
            await self._page.get_by_test_id(button).click()

    async def _reach(self, spots: Sequence[Spot]) -> None:
        end = asyncio.get_running_loop().time() + self._seconds
        while True:
            await self._through_vneid()
            missing = [spot for spot in spots if not await self._is_there(spot)]
            if not missing:
                return
            self._require_system()
            if asyncio.get_running_loop().time() > end:
                raise await self._gone(missing[0])
            await asyncio.sleep(_LOOKS_EVERY_SECONDS)

    async def _gone(self, spot: Spot) -> HandProblem:
        """Return the problem that a selector finds nothing, with what on the page is written alike."""
        near = near_matches(spot.selector, await self._page.evaluate(NAMES))
        where = f" ({spot.place})" if spot.place else ""
        return HandProblem(GONE, f"the selector {spot.selector!r}{where} finds nothing on the page; {near}", self.url)

    def _require_system(self) -> None:
        last = self._last
        if self.is_ours(self.url):
            detail = "the browser did not reach the system, it stayed at the national side"
            raise HandProblem("http_status", detail, self.url)
        if last and last.status is not None and last.status >= 400 and not self.is_ours(last.url):
            detail = f"answered {last.status}, expected a page with what the script names"
            raise HandProblem("http_status", detail, last.url)

    async def _is_there(self, spot: Spot) -> bool:
        from playwright.async_api import Error

        try:
            return bool(await self._page.locator(spot.selector).count())
        except Error as error:
            if _BROKEN_SELECTOR.search(error.message):
                said = f"the selector {spot.selector!r} ({spot.place}) cannot be read: {error.message.splitlines()[0]}"
                raise HandProblem(GONE, said, self.url) from None
            return False  # the page is just being replaced by the next one

    async def _act(self, action: Action) -> None:
        await self._reach([action.spot])
        place = self._page.locator(action.spot.selector).first
        match action.kind:
            case "click":
                await place.click()
            case "check":
                await place.check()
            case "fill":
                await place.fill(action.value)
            case "select":
                await place.select_option(action.value)
            case "wait_for":
                await place.wait_for()

    async def _rows(self, found: "Locator", attributes: Sequence[str] = ()) -> list[Row]:
        rows: list[Row] = await found.evaluate_all(ROWS, list(attributes))
        return rows

    async def _others(self, button: Spot) -> list[Handle]:
        places: list[int] = await self._page.locator(button.selector).first.evaluate(UNREAD, OTHERS)
        found = [(at, await self._rows(self._page.locator(OTHERS).nth(at))) for at in places]
        return [Handle(OTHERS, at, rows[0]) for at, rows in found if rows]

    async def _fill(self, handle: Handle, text: str) -> str:
        places, row = self._page.locator(handle.selector), handle.row or {}
        if row.get("type") == "radio":
            labels = [one["label"] for one in await self._rows(places)]
            at = _choice(labels, text)
            await places.nth(at).check()
            return str(labels[at])
        place = places.nth(handle.at)
        if row.get("tag") == "select":
            options = (await self._rows(place))[0]["options"]
            chosen = options[_choice(options, text)] if options else ""
            await place.select_option(label=chosen, force=True)
            return str(chosen)
        if row.get("type") == "checkbox":
            await place.check()
            return text
        await place.fill(text)
        return text

    async def _read(self, reading: Reading) -> str:
        text = self.url
        if not reading.url_pattern:
            rows = await self._rows(self._page.locator(reading.spot.selector), [reading.attribute or "id"])
            told = rows[0]["attributes"] if rows else {}
            text = str(told.get(reading.attribute, "") if reading.attribute else rows[0]["value"] if rows else "")
        pattern = reading.url_pattern or reading.pattern
        found = re.search(pattern, text) if pattern else None
        return (found[1] if found.re.groups else found[0]) if found else "" if pattern else text

    async def _send(self, button: Spot, taken: Reading, refused: Spot | None) -> Ended:
        await self._reach([button])
        place = self._page.locator(button.selector).first
        held_back: list[str] = await place.evaluate(HELD_BACK)
        self._answers, before = [], self.url
        await place.click()
        if held_back:
            return Ended(refused="; ".join(held_back))
        end = asyncio.get_running_loop().time() + self._seconds
        while asyncio.get_running_loop().time() < end:
            ended = await self._ended(taken, refused) if self._answers or self.url != before else Ended()
            if ended.code or ended.refused or (self._answers and self._answers[-1].error):
                return ended
            await asyncio.sleep(_LOOKS_EVERY_SECONDS)
        return Ended()

    async def _ended(self, taken: Reading, refused: Spot | None) -> Ended:
        from playwright.async_api import Error

        try:
            said = await self._rows(self._page.locator(refused.selector)) if refused else []
            reason = " ".join(row["value"] for row in said if row["visible"] and row["value"])
            return Ended(refused=reason) if reason else Ended(await self._read(taken))
        except Error:
            return Ended()  # the page is just being replaced by the next one


async def _agree(dialog: "Dialog") -> None:
    """Answer yes to a question that the page asks in a box of its own."""
    await dialog.accept()


def _kind(said: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(said)), "closed")


def _choice(choices: Sequence[str], text: str) -> int:
    folded = [" ".join(one.casefold().split()) for one in choices]
    wanted = " ".join(text.casefold().split())
    return folded.index(wanted) if wanted in folded else 0
