"""What a system makes of logins in which something is wrong: one outcome for each case that was tried.

A case counts only between two logins as they should be, both of which opened a session: a system that refuses
everybody shows nothing by refusing the wrong ones too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from simulator.checks.blocked import hand_problem
from simulator.domain.evidence import Evidence
from simulator.domain.fact import Fact
from simulator.domain.identity_case import IdentityCase
from simulator.domain.outcome import Finding, Judgement, Owner, Part

_REFUSED = 400
_BROKEN_PAGE = 500
_CALLS_OF_A_LOGIN = 2
"""How often a login may ask for tokens: once, and once more when the first call failed."""
_TEMPORARY = (502, 503, 504)


@dataclass(frozen=True)
class Tried:
    """One case as it was tried, with the logins on both sides of it."""

    case: IdentityCase
    fact: Fact
    before: Fact | None
    after: Fact | None

    @property
    def state(self) -> bool | None:
        """Return whether a session was open at the end; None when the system did not say."""
        state: bool | None = self.fact.get("after" if self.case.browser.get("then") else "opened")
        return state

    @property
    def then(self) -> str:
        """Return what followed the login: logout, refresh, back_channel, or nothing."""
        return str(self.case.browser.get("then", ""))

    def calls(self, evidence: Evidence, kind: str) -> list[Fact]:
        """Return the facts of a kind that belong to this login."""
        since = self.before.exchange if self.before else 0
        return [fact for fact in evidence.of(kind) if since < fact.exchange < self.fact.exchange]

    @property
    def values(self) -> dict[str, object]:
        """Return what the sentences about the case are filled with."""
        case = self.case
        return {
            "case": case.title,
            "does": case.does,
            "document": case.document,
            "article": case.article,
            "said": str(self.fact.get("said") or "–"),
            "status": self.fact.get("status") or self.fact.get("problem") or "–",
        }


Judge = Callable[[Tried, Evidence], Judgement]


def cases_judged(*expectations: str) -> Callable[[Evidence], Judgement]:
    """Return the judge of a check: all tried cases that expect one of these (`domain.identity_case`)."""

    def judge(evidence: Evidence) -> Judgement:
        parts = tuple(_parts(evidence, expectations))
        if parts:
            return Judgement(parts=parts)
        tried = any(evidence.of("login_tried"))
        why = None if tried else hand_problem(evidence)
        return Judgement(findings=(why or Finding("no_login_tried", owner=Owner.TESTER, settles=False),))

    return judge


def _parts(evidence: Evidence, expectations: tuple[str, ...]) -> Iterator[Part]:
    facts = list(evidence.of("login_tried"))
    for place, fact in enumerate(facts):
        for row in fact.get("left_out") or ():
            case = evidence.cases.get(str(row["case"]))
            if case is not None and case.expects in expectations:
                values = {"case": case.title, "lacks": str(row["lacks"])}
                yield Part(case.id, Judgement(left_out="case_left_out", values=values), case.remedy)
        case = evidence.cases.get(str(fact.get("case")))
        if case is not None and case.expects in expectations:
            tried = Tried(case, fact, _control(facts[:place][::-1]), _control(facts[place + 1 :]))
            yield Part(case.id, _between(tried, evidence), case.remedy)


def _control(facts: list[Fact]) -> Fact | None:
    return next((fact for fact in facts if fact.get("control")), None)


def _between(tried: Tried, evidence: Evidence) -> Judgement:
    """Judge a case whose controls hold."""
    for control in (tried.before, tried.after):
        if control is None or control.get("opened") is not True:
            seen = (control or tried.fact).exchange
            said = str((control or tried.fact).get("said") or "–")
            return Judgement(
                findings=(Finding("control_login_failed", {"said": said}, exchanges=(seen,), settles=False),)
            )
    if "userinfo" in tried.case.fault and not tried.calls(evidence, "userinfo_called"):
        return Judgement(left_out="userinfo_not_called", values={"case": tried.case.title})
    return _not_followed(tried, evidence) or _JUDGES[tried.case.expects](tried, evidence)


def _not_followed(tried: Tried, evidence: Evidence) -> Judgement | None:
    """Return why what follows the login was not really tried; None when it was, or nothing follows."""
    if not tried.then:
        return None
    if tried.fact.get("opened") is not True or tried.state is None:
        return _unclear(tried, "whoami_silent")
    if tried.then == "refresh":
        asked = [fact for fact in tried.calls(evidence, "token_called") if fact.get("grant_type") == "refresh_token"]
        return None if asked else _unclear(tried, "refresh_not_seen")
    if tried.then == "back_channel" and not _answers_to_logout(tried, evidence):
        return _unclear(tried, "logout_token_not_sent")
    return None


def _answers_to_logout(tried: Tried, evidence: Evidence) -> list[object]:
    """Return the HTTP status of each answer to a logout token."""
    done = tried.calls(evidence, "logout_done")
    return [fact.get("status") for fact in done if fact.get("by") == "back_channel"]


def _refresh_refused(tried: Tried, evidence: Evidence) -> Judgement:
    """Judge a refresh that had to be refused; whether the old session goes on then is the system's choice."""
    if tried.state and int(tried.fact.get("after_status") or 0) < _REFUSED:
        return _finding(tried, evidence, "forged_refresh_taken", "4xx", _who(tried))
    return _passed(tried, "case_refresh_refused")


def _refused(tried: Tried, evidence: Evidence) -> Judgement:
    if tried.then == "refresh":
        return _refresh_refused(tried, evidence)
    if not tried.fact.get("callback_status") and "discovery" not in tried.case.fault and not tried.fact.get("problem"):
        return _unclear(tried, "case_not_reached")
    if tried.state is None:
        return _unclear(tried, "whoami_silent")
    if tried.state and not _says_lower_level(tried):
        return _finding(tried, evidence, "forged_login_taken", "–", _who(tried))
    return _passed(tried, "case_refused")


def _says_lower_level(tried: Tried) -> bool:
    """Return whether the session that was opened is said to be of the lower level that VNeID really gave."""
    given, told = tried.case.fault.get("login", {}).get("level"), tried.fact.get("level")
    return bool(given and told and told <= given)


def _taken(tried: Tried, evidence: Evidence) -> Judgement:
    if tried.state is None:
        return _unclear(tried, "whoami_silent")
    if not tried.state:
        code = "right_refresh_refused" if tried.then == "refresh" else "right_login_refused"
        return _finding(tried, evidence, code, str(tried.fact.get("expected_id")), "–")
    if tried.fact.get("personal_id") != tried.fact.get("expected_id"):
        return _finding(tried, evidence, "wrong_person", str(tried.fact.get("expected_id")), _who(tried))
    return _passed(tried, "case_taken")


def _coped(tried: Tried, evidence: Evidence) -> Judgement:
    if tried.state is None:
        return _unclear(tried, "whoami_silent")
    if tried.state:
        return _finding(tried, evidence, "forged_login_taken", "–", _who(tried), weak=_known_without_userinfo(tried))
    if _breaks(int(tried.fact.get("status") or 0)) or tried.fact.get("problem"):
        return _finding(tried, evidence, "login_trouble_breaks", "4xx | 502 | 503 | 504", _page(tried), weak=True)
    if (asked := len(tried.calls(evidence, "token_called"))) > _CALLS_OF_A_LOGIN:
        return _finding(tried, evidence, "login_storm", f"≤ {_CALLS_OF_A_LOGIN}", str(asked), weak=True)
    return _passed(tried, "case_coped")


def _known_without_userinfo(tried: Tried) -> bool:
    """Return whether a session of the right person was opened although only userinfo failed: she may be known."""
    right = tried.fact.get("personal_id") == tried.fact.get("expected_id")
    return right and set(tried.case.fault) == {"userinfo"}


def _breaks(status: int) -> bool:
    return status >= _BROKEN_PAGE and status not in _TEMPORARY


def _ended(tried: Tried, evidence: Evidence) -> Judgement:
    if tried.state:
        return _finding(tried, evidence, "session_goes_on", "401", _who(tried))
    status = int(tried.fact.get("after_status") or 0)
    if tried.then == "logout" and (_breaks(status) or not status):
        return _finding(tried, evidence, "logout_page_breaks", "< 500", str(status or "–"), weak=True)
    return _passed(tried, "case_ended")


def _stayed(tried: Tried, evidence: Evidence) -> Judgement:
    if not tried.state:
        return _finding(tried, evidence, "session_ended_by_forgery", str(tried.fact.get("expected_id")), "401")
    answered = _answers_to_logout(tried, evidence)
    if answered and answered[-1] != _REFUSED:
        return _finding(tried, evidence, "forged_logout_answered", str(_REFUSED), str(answered[-1]), weak=True)
    return _passed(tried, "case_stayed")


def _asked(tried: Tried, evidence: Evidence) -> Judgement:
    sent: Mapping[str, str] = tried.fact.get("asked") or {}
    missing = [name for name, value in _wanted(tried).items() if sent.get(name, "") not in value.split("|")]
    missing = [name for name in missing if not (_wanted(tried)[name] == "*" and sent.get(name))]
    if missing:
        name = missing[0]
        return _finding(tried, evidence, "login_asks_wrong", f"{name}: {_wanted(tried)[name]}", sent.get(name) or "–")
    return _passed(tried, "case_asked")


def _wanted(tried: Tried) -> Mapping[str, str]:
    found: Mapping[str, str] = tried.case.browser.get("asks") or {}
    return found


_JUDGES: Mapping[str, Judge] = {
    "refuse": _refused,
    "either": _refused,
    "take": _taken,
    "cope": _coped,
    "end": _ended,
    "stay": _stayed,
    "ask": _asked,
}


def _finding(tried: Tried, evidence: Evidence, code: str, expected: str, found: str, weak: bool = False) -> Judgement:
    told = f"{found}; {_calls(tried, evidence)}" if _calls(tried, evidence) else found
    finding = Finding(
        code,
        tried.values,
        where=tried.case.id,
        expected=expected,
        found=told,
        exchanges=(tried.fact.exchange,),
        assumed=weak or not tried.case.can_fail,
    )
    return Judgement((tried.fact.exchange,), (finding,))


def _unclear(tried: Tried, code: str) -> Judgement:
    finding = Finding(code, tried.values, where=tried.case.id, exchanges=(tried.fact.exchange,), settles=False)
    return Judgement(findings=(finding,))


def _passed(tried: Tried, code: str) -> Judgement:
    return Judgement((tried.fact.exchange,), confirms=code, values=tried.values)


def _calls(tried: Tried, evidence: Evidence) -> str:
    """Return which of VNeID's endpoints the system called in this login."""
    counts = {kind: len(tried.calls(evidence, kind)) for kind in ("token_called", "userinfo_called")}
    return ", ".join(f"{kind.removesuffix('_called')} {count}×" for kind, count in counts.items() if count)


def _who(tried: Tried) -> str:
    level = tried.fact.get("acr") or tried.fact.get("level")
    return " ".join(str(part) for part in (tried.fact.get("personal_id"), level) if part)


def _page(tried: Tried) -> str:
    return f"{tried.fact.get('status') or tried.fact.get('problem')}: {tried.fact.get('said') or '–'}"
