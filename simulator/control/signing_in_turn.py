"""The citizen signs again and again: once as it should be, once with what a case wants to be otherwise, and so on.

Each case stands between two signatures in which nothing is unusual: a system that takes no webhook at all shows
nothing by leaving a forged one aside.
"""

from collections.abc import Iterator
from typing import Any

from simulator.control.body import text_of
from simulator.control.browser import Browser
from simulator.control.journey import Wishes, citizen_of
from simulator.control.logging_in import CONTROL, offered, profile_of
from simulator.control.problems import HandProblem, wrong_status
from simulator.control.signing_walk import Signed, SigningWalk
from simulator.control.stage import Stage
from simulator.domain.identity_case import PLAIN, IdentityCase
from simulator.web.phone_decisions import PhoneDecisions
from simulator.web.phone_requests import SIGNING
from simulator.web.service_faults import ServiceFaults

_STARTING, _CERTIFICATE, _PAGE = "province/login", "citizen/certificate", "citizen/login"
_TTL_SECONDS = 300
_SEE_OTHER = 303


def try_signings(stage: Stage, wishes: Wishes) -> dict[str, Any]:
    """Try every case of a group that can be tried with this system, each between two controls."""
    group = text_of(wishes.told, "group")
    cases = [case for case in stage.national.catalogue.identity_cases.values() if case.group == group and case.signing]
    if not cases:
        raise HandProblem("not_offered", f"no case of the group {group!r} in contracts/vneid/cases is about signing")
    lacking = {case.id: _lacks(stage, case) for case in cases}
    todo = [case for case in cases if not lacking[case.id]]
    left_out = [{"case": case, "lacks": lacks} for case, lacks in lacking.items() if lacks]
    tries = _Tries(stage, group, left_out)
    for case in _between_controls(todo):
        tries.do(case)
    return {"ok": True, "tried": len(todo), "left_out": left_out}


def _lacks(stage: Stage, case: IdentityCase) -> str:
    """Return what keeps a case from being tried: the login without a real browser, or an address for webhooks."""
    settings = stage.sheet.raw.get("vneid_services", {}).get("signing", {})
    found = offered(stage) | ({"webhook"} if settings.get("webhook_url") else set())
    return case.lacks(found, profile_of(stage)) if PLAIN in found else PLAIN


def _between_controls(cases: list[IdentityCase]) -> Iterator[IdentityCase]:
    yield CONTROL
    for case in cases:
        yield case
        yield CONTROL


class _Tries:
    """The signatures of one call, all of one citizen who logs in once."""

    def __init__(self, stage: Stage, group: str, left_out: list[dict[str, str]]) -> None:
        self._stage = stage
        self._group = group
        self._left_out = left_out
        self._phone = PhoneDecisions(stage.national)
        self._faults = ServiceFaults(stage.national.db)
        self._personal_id = str(stage.session.people[citizen_of(stage)]["personal_id"])
        self._browser = self._logged_in()

    def do(self, case: IdentityCase) -> None:
        """Sign once and record what came of it."""
        armed = self._arm(case)
        try:
            signed = SigningWalk(self._stage, self._browser, case, self._phone).walk()
        finally:
            self._lift(armed)
        self._record(case, signed)

    def _logged_in(self) -> Browser:
        """Return the browser of a citizen who has a certificate and is logged in at VNeID and at the system."""
        public_url = self._stage.national.public_url
        browser = Browser(self._stage.outbound, self._stage.sheet, self._stage.session.id, public_url)
        steps = {f"{public_url}/vneid/login": _PAGE, f"{public_url}/vneid/certificate": _CERTIFICATE}
        for url, operation in steps.items():
            reply = browser.fill(url, operation, {"personal_id": self._personal_id})
            if reply.status != _SEE_OTHER:
                raise wrong_status(reply, "303 from VNeID")
        browser.record(browser.get(self._stage.url(self._stage.sheet.hooks["login"].path), _STARTING))
        return browser

    def _arm(self, case: IdentityCase) -> str:
        faults = tuple(case.signing.get("disturb", ()))
        if not faults:
            return ""
        client, until = self._stage.sheet.openid_client, self._phone.now + _TTL_SECONDS
        with self._stage.national.db.write() as tx:
            return self._faults.arm(tx, SIGNING, client, self._personal_id, faults, until)

    def _lift(self, armed: str) -> None:
        """Disarm what the system never took, because it asked for no signature."""
        if armed:
            with self._stage.national.db.write() as tx:
                self._faults.lift(tx, armed)

    def _record(self, case: IdentityCase, signed: Signed) -> None:
        told = {
            **signed.to_json(),
            "case": case.id,
            "group": self._group,
            "control": case is CONTROL,
            "left_out": self._left_out,
        }
        self._left_out = []
        self._stage.record(signed.reply, [("signing_tried", told)], signed.findings)
