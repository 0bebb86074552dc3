"""What is done on one page inside of the browser's own loop: each step waits until it can be done, and no longer."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.control.page_reading import HELD_BACK, NAMES, OTHERS, ROWS, UNREAD
from simulator.control.problems import HandProblem
from simulator.control.selectors import near_selectors
from simulator.control.vneid_steps import through_vneid
from simulator.domain.form_script import Action, Reading, Spot

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Dialog, Locator, Page, Request, Response

GONE = "selector_gone"
"""Kind of the problem that a selector of the script finds nothing."""
Row = dict[str, Any]
_LOOKS_EVERY_SECONDS = 0.05
_PAGE_SECONDS = 20.0
"""How long a page may take at least: a browser needs time of its own on a busy machine."""
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


class PageWork:
    """One page of one citizen. Everything here runs in the browser's loop."""

    def __init__(self, context: "BrowserContext", is_ours: Callable[[str], bool], personal_id: str, seconds: float):
        self.answers: list[Answer] = []
        """What was answered, until somebody takes it."""
        self.last: Answer | None = None
        """What the page itself was answered."""
        self.context = context
        self.page: Page
        self._is_ours = is_ours
        self._personal_id = personal_id
        self._seconds = seconds

    async def begin(self) -> None:
        """Open the page and listen to what it is answered."""
        self.page = await self.context.new_page()
        self.context.set_default_timeout(max(self._seconds, _PAGE_SECONDS) * 1000)
        self.context.on("page", self._take_over)
        self.context.on("dialog", _agree)
        self.context.on("response", lambda response: self._note(response.request, response))
        self.context.on("requestfailed", lambda request: self._note(request, None))

    def _take_over(self, page: "Page") -> None:
        """Go on in the window that the page has opened."""
        self.page = page

    def _note(self, request: "Request", response: "Response | None") -> None:
        document = request.is_navigation_request() and request.frame == self.page.main_frame
        sent = request.method not in ("GET", "HEAD", "OPTIONS") and request.resource_type in ("xhr", "fetch")
        if not document and not (sent and response):
            return
        failure = request.failure or ""
        if response is None and "ERR_ABORTED" in failure:
            return  # another page was opened instead
        status, error = (response.status, "") if response else (None, _kind(failure))
        answer = Answer(request.method, request.url, status, request.post_data_buffer or b"", error)
        self.answers.append(answer)
        self.last = answer if document else self.last

    async def open(self, url: str) -> None:
        """Open an address, through VNeID where it leads there."""
        await self.goto(url, "domcontentloaded")
        await self._through_vneid()

    async def goto(self, url: str, until: Any) -> None:
        """Open an address and wait until so much of it is there."""
        from playwright.async_api import Error

        try:
            await self.page.goto(url, wait_until=until)
        except Error as error:
            said, last = error.message.splitlines()[0], self.last
            raise HandProblem(_kind(said), said, last.url if last else url) from None

    async def _through_vneid(self) -> None:
        if self._is_ours(self.page.url):
            await through_vneid(self.page, self._personal_id)

    async def reach(self, spots: Sequence[Spot], refused: Spot | None = None) -> None:
        """Wait until each of these is on a page of the system; VNeID on the way is answered."""
        end = asyncio.get_running_loop().time() + self._seconds
        while True:
            await self._through_vneid()
            missing = [spot for spot in spots if not await self._is_there(spot)]
            if not missing:
                return
            self._require_system()
            if reason := await self._refusal(refused):
                raise HandProblem("http_status", f"the page says: {reason}", self.page.url)
            if asyncio.get_running_loop().time() > end:
                raise await self._gone(missing[0])
            await asyncio.sleep(_LOOKS_EVERY_SECONDS)

    async def _gone(self, spot: Spot) -> HandProblem:
        """Return the problem that a selector finds nothing, with what on the page is written alike."""
        near = near_selectors(spot.selector, await self.page.evaluate(NAMES))
        where = f" ({spot.place})" if spot.place else ""
        return HandProblem(
            GONE, f"the selector {spot.selector!r}{where} finds nothing on the page; {near}", self.page.url
        )

    def _require_system(self) -> None:
        last = self.last
        if self._is_ours(self.page.url):
            detail = "the browser did not reach the system, it stayed at the national side"
            raise HandProblem("http_status", detail, self.page.url)
        if last and last.status is not None and last.status >= 400 and not self._is_ours(last.url):
            detail = f"answered {last.status}, expected a page with what the script names"
            raise HandProblem("http_status", detail, last.url)

    async def _is_there(self, spot: Spot) -> bool:
        from playwright.async_api import Error

        try:
            return bool(await self.page.locator(spot.selector).count())
        except Error as error:
            if _BROKEN_SELECTOR.search(error.message):
                said = f"the selector {spot.selector!r} ({spot.place}) cannot be read: {error.message.splitlines()[0]}"
                raise HandProblem(GONE, said, self.page.url) from None
            return False  # the page is just being replaced by the next one

    async def act(self, action: Action) -> None:
        """Do one action of the script, as soon as what it needs is there."""
        await self.reach([action.spot])
        place = self.page.locator(action.spot.selector).first
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

    async def rows(self, found: "Locator", attributes: Sequence[str] = ()) -> list[Row]:
        """Return what was found, as a person sees it."""
        rows: list[Row] = await found.evaluate_all(ROWS, list(attributes))
        return rows

    async def others(self, button: Spot) -> list[Handle]:
        """Return what could be filled in beside the lines that were read, in the same form as the button."""
        places: list[int] = await self.page.locator(button.selector).first.evaluate(UNREAD, OTHERS)
        found = [(at, await self.rows(self.page.locator(OTHERS).nth(at))) for at in places]
        return [Handle(OTHERS, at, rows[0]) for at, rows in found if rows]

    async def fill(self, handle: Handle, text: str) -> str:
        """Fill one line in; return what was put there."""
        places, row = self.page.locator(handle.selector), handle.row or {}
        if row.get("type") == "radio":
            labels = [one["label"] for one in await self.rows(places)]
            at = _choice(labels, text)
            await places.nth(at).check()
            return str(labels[at])
        place = places.nth(handle.at)
        if row.get("tag") == "select":
            options = (await self.rows(place))[0]["options"]
            chosen = options[_choice(options, text)] if options else ""
            await place.select_option(label=chosen, force=True)
            return str(chosen)
        if row.get("type") == "checkbox":
            await place.check()
            return text
        await place.fill(text)
        return text

    async def read(self, reading: Reading) -> str:
        """Return a text of the page or of its address; empty when it is not there."""
        text = self.page.url
        if not reading.url_pattern:
            rows = await self.rows(self.page.locator(reading.spot.selector), [reading.attribute or "id"])
            told = rows[0]["attributes"] if rows else {}
            text = str(told.get(reading.attribute, "") if reading.attribute else rows[0]["value"] if rows else "")
        pattern = reading.url_pattern or reading.pattern
        found = re.search(pattern, text) if pattern else None
        return (found[1] if found.re.groups else found[0]) if found else "" if pattern else text

    async def send(self, button: Spot, taken: Reading, refused: Spot | None) -> Ended:
        """Press the button and wait for what shows that it was taken, or why it was not."""
        await self.reach([button])
        place = self.page.locator(button.selector).first
        held_back: list[str] = await place.evaluate(HELD_BACK)
        self.answers, before = [], self.page.url
        await place.click()
        if held_back:
            return Ended(refused="; ".join(held_back))
        end = asyncio.get_running_loop().time() + max(self._seconds, _PAGE_SECONDS)
        while asyncio.get_running_loop().time() < end:
            ended = await self._ended(taken, refused) if self.answers or self.page.url != before else Ended()
            if ended.code or ended.refused or (self.answers and self.answers[-1].error):
                return ended
            await asyncio.sleep(_LOOKS_EVERY_SECONDS)
        return Ended()

    async def _refusal(self, refused: Spot | None) -> str:
        """Return what the page says against the citizen; empty when it says nothing."""
        said = await self.rows(self.page.locator(refused.selector)) if refused else []
        return " ".join(row["value"] for row in said if row["visible"] and row["value"])

    async def _ended(self, taken: Reading, refused: Spot | None) -> Ended:
        from playwright.async_api import Error

        try:
            reason = await self._refusal(refused)
            return Ended(refused=reason) if reason else Ended(await self.read(taken))
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
