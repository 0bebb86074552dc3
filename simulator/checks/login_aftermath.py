"""What a system makes of what follows a login: a refresh, its own logout, and a logout that VNeID tells of."""

from simulator.checks.login_tried import Tried, breaks, finding, passed, unclear, who
from simulator.domain.evidence import Evidence
from simulator.domain.outcome import Judgement

_REFUSED = 400
_TAKEN = range(200, _REFUSED)


def not_followed(tried: Tried, evidence: Evidence) -> Judgement | None:
    """Return why what follows the login was not really tried; None when it was, or nothing follows."""
    if not tried.then:
        return None
    if tried.fact.get("opened") is not True or tried.state is None:
        return unclear(tried, "whoami_silent")
    if tried.then == "refresh":
        asked = [fact for fact in tried.calls(evidence, "token_called") if fact.get("grant_type") == "refresh_token"]
        return None if asked else unclear(tried, "refresh_not_seen")
    if tried.then == "back_channel" and not _answers_to_logout(tried, evidence):
        return unclear(tried, "logout_token_not_sent")
    return None


def _answers_to_logout(tried: Tried, evidence: Evidence) -> list[object]:
    """Return the HTTP status of each answer to a logout token."""
    done = tried.calls(evidence, "logout_done")
    return [fact.get("status") for fact in done if fact.get("by") == "back_channel"]


def refresh_refused(tried: Tried, evidence: Evidence) -> Judgement:
    """Judge a refresh that had to be refused; whether the old session goes on then is the system's choice."""
    if tried.state and int(tried.fact.get("after_status") or 0) in _TAKEN:
        return finding(tried, evidence, "forged_refresh_taken", "4xx", who(tried))
    return passed(tried, "case_refresh_refused")


def ended(tried: Tried, evidence: Evidence) -> Judgement:
    """Judge a session that has to be over after what followed the login."""
    if tried.state:
        return finding(tried, evidence, "session_goes_on", "401", who(tried))
    status = int(tried.fact.get("after_status") or 0)
    if tried.then == "logout" and (breaks(status) or not status):
        return finding(tried, evidence, "logout_page_breaks", "< 500", str(status or "–"), weak=True)
    return passed(tried, "case_ended")


def stayed(tried: Tried, evidence: Evidence) -> Judgement:
    """Judge a session that a forged logout token must not end."""
    if not tried.state:
        return finding(tried, evidence, "session_ended_by_forgery", str(tried.fact.get("expected_id")), "401")
    answered = _answers_to_logout(tried, evidence)
    if answered and answered[-1] != _REFUSED:
        return finding(tried, evidence, "forged_logout_answered", str(_REFUSED), str(answered[-1]), weak=True)
    return passed(tried, "case_stayed")
