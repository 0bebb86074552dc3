"""What a system makes of logins in which something is wrong: one outcome for each case that was tried.

A case counts only between two logins as they should be, both of which opened a session: a system that refuses
everybody shows nothing by refusing the wrong ones too.
"""

from collections.abc import Callable, Mapping

from simulator.checks.in_turn import Judge, judged_in_turn
from simulator.checks.login_aftermath import ended, not_followed, refresh_refused, stayed
from simulator.checks.login_tried import Tried, breaks, finding, page, passed, unclear, who
from simulator.domain.evidence import Evidence
from simulator.domain.identity_case import IdentityCase
from simulator.domain.outcome import Finding, Judgement

_CALLS_OF_A_LOGIN = 2
"""How often a login may ask for tokens: once, and once more when the first call failed."""
ANY, ABSENT = "*", "!"
"""What a case of kind `ask` says of a parameter whose value does not matter."""


def cases_judged(*expectations: str) -> Callable[[Evidence], Judgement]:
    """Return the judge of a check: all tried cases that expect one of these (`domain.identity_case`)."""
    return judged_in_turn(
        "login_tried",
        "no_login_tried",
        expectations,
        lambda tried, evidence: _unasked(tried) or _between(tried, evidence),
    )


def _unasked(tried: Tried) -> Judgement | None:
    """Return that the case means nothing to a system whose login request lacks what the case is about."""
    name = tried.case.browser.get("only_if_asked", "")
    if not name or (tried.fact.get("asked") or {}).get(name) or not tried.fact.get("asked"):
        return None
    return Judgement(left_out="case_not_asked", values={**tried.values, "name": str(name)})


def _between(tried: Tried, evidence: Evidence) -> Judgement:
    """Judge a case whose controls hold; what a system asks is seen without them."""
    if tried.case.expects == "ask" and _is_seen(tried, evidence):
        return _asked(tried, evidence)
    for control in (tried.before, tried.after):
        if control is None or control.get("opened") is not True:
            seen = (control or tried.fact).exchange
            said = str((control or tried.fact).get("said") or "–")
            return Judgement(
                findings=(Finding("control_login_failed", {"said": said}, exchanges=(seen,), settles=False),)
            )
    if _is_about_userinfo(tried.case) and not tried.calls(evidence, "userinfo_called"):
        return Judgement(left_out="userinfo_not_called", values={"case": tried.case.title})
    return not_followed(tried, evidence) or _JUDGES[tried.case.expects](tried, evidence)


def _is_about_userinfo(case: IdentityCase) -> bool:
    return "userinfo" in case.fault or any(name.startswith("userinfo.") for name in case.browser.get("asks") or {})


def _refused(tried: Tried, evidence: Evidence) -> Judgement:
    if tried.then == "refresh":
        return refresh_refused(tried, evidence)
    if _is_not_reached(tried):
        return unclear(tried, "case_not_reached")
    if tried.state is None:
        return unclear(tried, "whoami_silent")
    if not tried.state:
        return passed(tried, "case_refused")
    asked, told = int(tried.case.browser.get("level", 0)), int(tried.fact.get("level") or 0)
    if asked and not told:
        return unclear(tried, "level_untold")
    if told < asked:
        # A session that is open to what a lower level may do is no wrong one, as long as it is called that.
        return passed(tried, "case_level_told")
    return finding(tried, evidence, "forged_login_taken", "–", who(tried), weak=_guarded(tried))


def _is_not_reached(tried: Tried) -> bool:
    """Return whether VNeID kept the browser: the system never saw what the case is about."""
    return not (tried.fact.get("callback_status") or tried.fact.get("problem") or "discovery" in tried.case.fault)


def _guarded(tried: Tried) -> bool:
    """Return whether the system guards its login in another way than the one that the case is about."""
    asked: Mapping[str, str] = tried.fact.get("asked") or {}
    return any(asked.get(name) for name in tried.case.browser.get("guarded_by") or ())


def _taken(tried: Tried, evidence: Evidence) -> Judgement:
    if tried.fact.get("left_host"):
        return finding(tried, evidence, "login_left_host", "–", str(tried.fact.get("left_host")))
    if tried.state is None:
        return unclear(tried, "whoami_silent")
    if not tried.state and tried.fact.get("asked") and _is_not_reached(tried):
        return unclear(tried, "case_not_reached")
    if not tried.state and tried.case.browser.get("return_to"):
        return passed(tried, "case_refused")
    if not tried.state:
        code = "right_refresh_refused" if tried.then == "refresh" else "right_login_refused"
        return finding(tried, evidence, code, str(tried.fact.get("expected_id")), "–")
    if tried.fact.get("personal_id") != tried.fact.get("expected_id"):
        return finding(tried, evidence, "wrong_person", str(tried.fact.get("expected_id")), who(tried))
    if tried.case.browser.get("twice") and _is_broken(tried):
        return finding(tried, evidence, "page_breaks", "2xx | 4xx", page(tried), weak=True)
    return passed(tried, "case_taken")


def _coped(tried: Tried, evidence: Evidence) -> Judgement:
    if _is_not_reached(tried):
        return unclear(tried, "case_not_reached")
    if tried.state is None:
        return unclear(tried, "whoami_silent")
    if tried.state:
        return finding(tried, evidence, "forged_login_taken", "–", who(tried), weak=_known_without_userinfo(tried))
    if tried.fact.get("raw_markup"):
        return finding(tried, evidence, "markup_not_escaped", "&lt;", "<")
    if _is_broken(tried):
        return finding(tried, evidence, "login_trouble_breaks", "4xx | 502 | 503 | 504", page(tried), weak=True)
    asked = len(tried.calls(evidence, "token_called"))
    if "authorize" in tried.case.fault and asked:
        return finding(tried, evidence, "token_called_for_nothing", "–", "token", weak=True)
    if asked > _CALLS_OF_A_LOGIN:
        return finding(tried, evidence, "login_storm", f"≤ {_CALLS_OF_A_LOGIN}", str(asked), weak=True)
    return passed(tried, "case_coped")


def _known_without_userinfo(tried: Tried) -> bool:
    """Return whether a session of the right person was opened although only userinfo failed: she may be known."""
    right = tried.fact.get("personal_id") == tried.fact.get("expected_id")
    return right and set(tried.case.fault) == {"userinfo"}


def _is_broken(tried: Tried) -> bool:
    return breaks(int(tried.fact.get("status") or 0)) or bool(tried.fact.get("problem"))


def _asked(tried: Tried, evidence: Evidence) -> Judgement:
    for name, value in _wanted(tried).items():
        sent = _sent(tried, evidence, name)
        if not _fits(sent, value):
            return finding(tried, evidence, "login_asks_wrong", f"{name}: {value}", sent or "–")
    return passed(tried, "case_asked")


def _is_seen(tried: Tried, evidence: Evidence) -> bool:
    """Return whether the request, or the call, that a case of kind `ask` is about was made at all."""
    calls = {name.rpartition(".")[0] for name in _wanted(tried)}
    made = {call: bool(tried.calls(evidence, f"{call}_called") if call else tried.fact.get("asked")) for call in calls}
    return all(made.values())


def _sent(tried: Tried, evidence: Evidence, name: str) -> str:
    """Return a parameter of the authorization request, or what was seen of the calls after it (`token.verifier`)."""
    call, _, seen = name.rpartition(".")
    if not call:
        asked: Mapping[str, str] = tried.fact.get("asked") or {}
        return asked.get(name, "")
    calls = tried.calls(evidence, f"{call}_called")
    return "yes" if calls and all(one.get(seen) for one in calls) else "no" if calls else ""


def _fits(sent: str, wanted: str) -> bool:
    if wanted == ABSENT:
        return not sent
    if wanted == ANY:
        return bool(sent)
    return any(word == sent or word in sent.split() for word in wanted.split("|"))


def _wanted(tried: Tried) -> Mapping[str, str]:
    found: Mapping[str, str] = tried.case.browser.get("asks") or {}
    return found


_JUDGES: Mapping[str, Judge] = {
    "refuse": _refused,
    "either": _refused,
    "take": _taken,
    "cope": _coped,
    "end": ended,
    "stay": stayed,
    "ask": _asked,
}
