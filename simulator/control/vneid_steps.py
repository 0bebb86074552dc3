"""VNeID's own pages in the citizen's real browser: number, password, one-time code, consent, as a person fills them."""

from typing import TYPE_CHECKING

from simulator.control.problems import HandProblem

if TYPE_CHECKING:
    from playwright.async_api import Page

_MOST_STEPS = 6


async def through_vneid(page: "Page", personal_id: str) -> None:
    """Do what VNeID asks for on this page and the next ones, until it asks for nothing more."""
    for _ in range(_MOST_STEPS):
        if not await _step(page, personal_id):
            return
    said = " ".join((await page.locator("main").inner_text()).split())[:200]
    raise HandProblem("http_status", f"VNeID did not let the citizen in: {said}", page.url)


async def _step(page: "Page", personal_id: str) -> bool:
    """Do what the citizen does on a page of VNeID; return whether it was one."""
    if await page.get_by_test_id("log-in-password").count():
        await page.get_by_test_id("personal-id").fill(personal_id)
        await page.get_by_test_id("password").fill(await page.get_by_test_id("demo-password").inner_text())
        await _press(page, "log-in-password")
    elif await page.get_by_test_id("confirm-otp").count():
        await page.get_by_test_id("otp").fill(await page.get_by_test_id("otp-shown").inner_text())
        await _press(page, "confirm-otp")
    elif await page.get_by_test_id("agree").count():
        await _press(page, "agree")
    else:
        return False
    return True


async def _press(page: "Page", button: str) -> None:
    async with page.expect_navigation(wait_until="domcontentloaded"):
        await page.get_by_test_id(button).click()
