"""What VNeID overlooked reaches the report as a warning, never as more."""

from simulator.domain.outcome import Verdict
from simulator.session.provinces import OpenIdClient
from simulator.vneid.client import Client
from simulator.vneid.leniency import overlooked
from tests.unit.checks.evidence_builder import tracked

CALLBACK = "https://rp.example/cb"
CLIENT = Client(OpenIdClient("rp", "s", (CALLBACK,), any_loopback=False, province="p", open_mode=True))
WHOLE = {"redirect_uri": CALLBACK, "nonce": "n", "code_challenge": "c"}


def test_a_whole_request_leaves_nothing_to_overlook() -> None:
    assert list(overlooked(CLIENT, WHOLE)) == []


def test_each_leniency_is_one_warning_that_names_the_parameter() -> None:
    story = tracked()
    for one in overlooked(CLIENT, {"redirect_uri": CALLBACK + "/2", "nonce": ""}):
        story.findings.append((len(story.facts), "vneid/authorize", one.finding()))
    outcomes = story.outcomes("messages_follow_contract")
    assert {outcome.verdict for outcome in outcomes} == {Verdict.WARN}
    places = ["/code_challenge", "/nonce", "/redirect_uri"]
    assert [outcome.where for outcome in outcomes] == [f"vneid/authorize {place}" for place in places]
