"""What each trigger of a story can cause: the kinds of fact and the statuses that may follow it.

A system that works differently may cause less, never more: nobody but an officer finishes a dossier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.domain.dossier import OFFICER_STATUS
from simulator.domain.scenario import Step

ALWAYS = frozenset(
    {
        "portal_login",
        "catalogue_read",
        "dossier_query",
        "tech_id_query",
        "identity_refused",
        "idle",
        "disturbed",
        "hand_failed",
    }
)
"""Facts that need no trigger: the system's own background, and what befalls its messages."""
_REPORTS = frozenset({"dossier_report", "progress_report", "status_report"})
_FETCHED = frozenset({"filing_listed", "filing_read", "filing_file", "filing_acknowledged", "identity_login"})
_LOGIN = frozenset({"identity_login", "token_called", "userinfo_called", "logout_done"})
_SIGNING = frozenset({"signing_called", "signing_decided", "signing_webhook"})
_PAYMENT = frozenset(
    {"payment_asked", "payment_started", "payer_decided", "payment_callback", "payment_query", "bill_read"}
)
_FORM = frozenset({"handover", "identity_login", "form_read", "lookup"})


@dataclass(frozen=True)
class Causes:
    """What may follow one trigger."""

    kinds: frozenset[str]
    statuses: frozenset[int] = frozenset()
    """Statuses that a dossier may take; those that it had before stay."""
    makes_dossier: bool = False


CALL_CAUSES: Mapping[str, Causes] = {
    "citizen.apply": Causes(_FORM | _REPORTS | {"submission"}, frozenset({1}), makes_dossier=True),
    "citizen.file_at_portal": Causes(_REPORTS | _FETCHED | {"portal_filing"}, frozenset({1}), makes_dossier=True),
    "citizen.open": Causes(_FORM),
    "citizen.browse": Causes(_FORM | {"listing_read", "handed_off"}),
    "citizen.find_counters": Causes(frozenset({"counters_read"})),
    "citizen.look_at_mirror": Causes(frozenset({"dossier_view", "dossier_query", "identity_login"})),
    "citizen.step_up": Causes(_FORM),
    "citizen.apply_interrupted": Causes(_FORM | _REPORTS | {"submission", "typing_interrupted"}, frozenset({1})),
    "citizen.try_logins": Causes(_LOGIN | {"login_tried"}),
    "citizen.try_signings": Causes(_LOGIN | _SIGNING | {"signing_tried"}),
    "citizen.view": Causes(frozenset({"dossier_view", "identity_login"})),
    "citizen.come_back": Causes(frozenset({"came_back", "identity_login", "lookup"})),
    "citizen.follow": Causes(frozenset({"dossier_view", "identity_login"})),
    "citizen.supplement": Causes(_REPORTS | {"supplement", "lookup"}, frozenset({2, 4})),
    "citizen.withdraw": Causes(_REPORTS | {"withdrawal"}, frozenset({7, 8})),
    "citizen.pay": Causes(_REPORTS | _PAYMENT | {"dossier_view", "identity_login"}),
    "citizen.fetch_receipt": Causes(frozenset({"dossier_view", "identity_login", "receipt_read", "bill_read"})),
    "payment.expire": Causes(frozenset({"payment_query"})),
    "payment.ask_fee": Causes(frozenset({"fee_asked"})),
    "counter.file": Causes(_REPORTS | {"counter_filing", "lookup"}, frozenset({1, 2}), makes_dossier=True),
    "ministry.report": Causes(_REPORTS, makes_dossier=True),
    "portal.look_up": Causes(frozenset({"portal_asked"})),
    "portal.send_promotion": Causes(_REPORTS | {"portal_asked"}, frozenset({1}), makes_dossier=True),
    "portal.amend_promotion": Causes(_REPORTS | {"portal_asked", "filing_file"}, frozenset({1}), makes_dossier=True),
    "portal.send_tax_notice": Causes(_REPORTS | {"portal_asked"}, frozenset({6})),
    "portal.send_tax_receipt": Causes(_REPORTS | {"portal_asked"}, frozenset({4})),
}
"""Hand -> what it can cause. A status under its `with` is caused too."""


def causes_of(step: Step) -> Causes | None:
    """Return what a trigger can cause; None for a hand that nobody has described, and for other verbs nothing."""
    match step.verb:
        case "call":
            return _with_status(CALL_CAUSES.get(step.target), step.arguments)
        case "officer":
            return Causes(_REPORTS | {"officer_action", "lookup"}, frozenset({int(OFFICER_STATUS[step.target])}))
        case "advance":
            return Causes(_REPORTS | {"clock_advance", "lookup"})
        case _:
            return Causes(frozenset())


def _with_status(causes: Causes | None, arguments: Mapping[str, Any]) -> Causes | None:
    if causes is None or not str(arguments.get("status", "")).isdigit():
        return causes
    return Causes(causes.kinds, causes.statuses | {int(arguments["status"])}, causes.makes_dossier)
