"""Pages as people see them: a real Chromium, on a wide screen and on a phone, in both languages.

`make browser` installs what this needs and says that none may be skipped (DVCSIM_NEEDS_BROWSER=1); `make test` skips
them where Playwright or Chromium is missing.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.processes import Running, started

PROGRAM = os.environ.get("DVCSIM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
SCREENS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 780}}
SHOTS = os.environ.get("DVCSIM_SHOTS", "")
"""A folder for pictures of the pages; none are taken without it."""
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]

OpenPage = Callable[..., Any]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    needed = os.environ.get("DVCSIM_NEEDS_BROWSER") == "1"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        if needed:
            raise
        pytest.skip("Playwright is not installed: run `make browser`")
    if not PROGRAM and not needed:
        pytest.skip("there is no Chromium: run `make browser`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def national(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("serve", "--port", "0", "--data", "national", cwd=tmp_path_factory.mktemp("national")) as running:
        yield running


@pytest.fixture
def open_page(chromium: Any) -> Iterator[OpenPage]:
    """Open pages of `screen` in `language`; whatever fails to load or throws on a page fails the test."""
    with ExitStack() as stack:

        def new(screen: str = "wide", language: str = "vi", dark: bool = False) -> Any:
            context = chromium.new_context(
                viewport=SCREENS[screen],
                locale="vi-VN" if language == "vi" else "en-GB",
                color_scheme="dark" if dark else "light",
            )
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda error: pytest.fail(f"a script of the page broke: {error}"))
            return page

        yield new


def shoot(page: Any, name: str) -> None:
    """Take a picture of the whole page, if pictures are wanted."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def serious(page: Any) -> list[str]:
    """What axe finds serious or critical on the page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def too_wide(page: Any) -> bool:
    """Whether the page has to be moved sideways to be read."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
