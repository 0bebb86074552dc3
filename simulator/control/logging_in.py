"""The citizen logs in again and again: once as it should be, once with what a case wants to be wrong, and so on.

Each case stands between two logins in which nothing is wrong, so that a system which refuses everybody passes
nothing. A login starts at the system's own button, goes through VNeID and back, and ends with asking the system who
is logged in: only that tells whether a session was opened.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from simulator.control.body import text_of
from simulator.control.browser import Browser
from simulator.control.chromium import Chromium
from simulator.control.journey import Wishes
from simulator.control.login_walk import Landing, LoginWalk, personal_id_of
from simulator.control.page_walk import PageWalk
from simulator.control.problems import HandProblem, wrong_status
from simulator.control.stage import Stage
from simulator.domain.identity_case import PLAIN, IdentityCase
from simulator.session.login_faults import Scope

Walk = Callable[[Browser, IdentityCase], LoginWalk]
CONTROL = IdentityCase.control()
"""A login in which nothing is wrong."""


def try_logins(stage: Stage, wishes: Wishes, chromium: Chromium) -> dict[str, Any]:
    """Try every case of a group that can be tried with this client, each between two controls."""
    group = text_of(wishes.told, "group")
    cases = [case for case in stage.national.catalogue.identity_cases.values() if case.group == group]
    if not cases:
        raise HandProblem("not_offered", f"there is no case in the group {group!r} of contracts/vneid/cases")
    lacking = {case.id: case.lacks(offered(stage), profile_of(stage)) for case in cases}
    todo = [case for case in cases if not lacking[case.id]]
    left_out = [{"case": case, "lacks": lacks} for case, lacks in lacking.items() if lacks]
    tries = Tries(stage, group, left_out, _walker(stage, chromium))
    for case in _between_controls(todo):
        tries.do(case)
    return {"ok": True, "tried": len(todo), "left_out": left_out}


def offered(stage: Stage) -> frozenset[str]:
    """Return what the claim sheet offers for cases that need more than a login (`domain.identity_case.NEEDS`)."""
    openid = stage.sheet.raw.get("openid", {})
    found = {hook for hook in ("refresh", "logout") if hook in stage.sheet.hooks}
    found |= {"own_issuer"} if openid.get("own_issuer") else set()
    found |= {PLAIN} if not _by_page(stage) else set()
    return frozenset(found | ({"backchannel"} if openid.get("backchannel_logout_uri") else set()))


def _by_page(stage: Stage) -> bool:
    """Return whether the claim sheet says that a login needs a real browser."""
    return bool(stage.sheet.raw.get("openid", {}).get("driver") == "browser")


def _walker(stage: Stage, chromium: Chromium) -> "Walk":
    if not _by_page(stage):
        return partial(LoginWalk, stage)
    chromium.start()
    return lambda browser, case: PageWalk(stage, browser, case, chromium)


def profile_of(stage: Stage) -> str:
    """Return the profile that the client speaks."""
    client = stage.national.provinces.client(stage.sheet.openid_client)
    return client.profile if client else ""


def _between_controls(cases: list[IdentityCase]) -> Iterator[IdentityCase]:
    yield CONTROL
    for case in cases:
        yield case
        yield CONTROL


@dataclass
class Tries:
    """The logins of one call."""

    stage: Stage
    group: str
    left_out: list[dict[str, str]]
    walk: "Walk"
    _told: bool = field(default=False)
    _known: Browser | None = field(default=None)
    """The session's citizen, logged in at VNeID and unknown to the system."""

    def do(self, case: IdentityCase) -> None:
        """Log in once, with the case's fault armed, and record what came of it."""
        if before := str(case.browser.get("after", "")):
            self._log_in_before(before)
        armed = self._arm(case) if case.fault else ""
        try:
            landing = self.walk(self._browser(case), case).walk()
        finally:
            if armed:
                self._lift(armed)
        self._record(case, landing)

    def _log_in_before(self, persona: str) -> None:
        """Let somebody log in of whom nothing is judged."""
        person = str(self.stage.national.personas.people[persona]["personal_id"])
        browser = self._logged_in(person)
        browser.record(self.walk(browser, CONTROL).walk().reply)

    def _browser(self, case: IdentityCase) -> Browser:
        """Return a browser that the system has never seen, in which the citizen is logged in at VNeID."""
        if case.browser.get("persona") or case.browser.get("then"):
            return self._logged_in(personal_id_of(self.stage, case))
        if self._known is None:
            self._known = self._logged_in(personal_id_of(self.stage, case))
        return self._known.elsewhere()

    def _logged_in(self, personal_id: str) -> Browser:
        public_url = self.stage.national.public_url
        browser = Browser(self.stage.outbound, self.stage.sheet, self.stage.session.id, public_url)
        reply = browser.fill(f"{public_url}/vneid/login", "citizen/login", {"personal_id": personal_id})
        if reply.status not in (303, 403):
            raise wrong_status(reply, "303 from VNeID's login page, or 403 for somebody whom it does not let in")
        return browser

    def _arm(self, case: IdentityCase) -> str:
        scope = Scope(self.stage.sheet.openid_client, personal_id=personal_id_of(self.stage, case))
        with self.stage.national.db.write() as tx:
            return self.stage.national.login_faults.arm(tx, scope, case.fault, case.id)

    def _lift(self, armed: str) -> None:
        with self.stage.national.db.write() as tx:
            self.stage.national.login_faults.lift(tx, armed)

    def _record(self, case: IdentityCase, landing: Landing) -> None:
        told: Mapping[str, Any] = {
            **landing.to_json(),
            "case": case.id,
            "group": self.group,
            "control": case is CONTROL,
            "expected_id": personal_id_of(self.stage, case),
            "left_out": [] if self._told else self.left_out,
        }
        self._told = True
        self.stage.record(landing.reply, [("login_tried", told)], landing.findings)
