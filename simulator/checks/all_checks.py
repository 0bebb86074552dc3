"""Every check by its id: what `dvcsim list checks` shows and scenarios name."""

from simulator.checks.arrival import arrives_once
from simulator.checks.asking import known_data_not_asked
from simulator.checks.check import Check
from simulator.checks.contract import messages_follow_contract
from simulator.checks.fallback import paper_asked_with_reason, without_fallback_paper
from simulator.checks.final_state import final_state_arrives
from simulator.checks.forms import knows_nothing_at_login
from simulator.checks.order import no_older_state_over_newer
from simulator.checks.outage import nothing_lost_while_registry_down, outage_recorded
from simulator.checks.papers import accepted_without_replaced_paper, replaced_paper_not_asked, without_replaced_papers
from simulator.checks.prefilled import prefilled_data_true
from simulator.checks.registry import decides_without_data, decision_uses_datum, needs_no_lookup, registry_consulted
from simulator.checks.statuses import every_status_reaches_portal
from simulator.checks.typed import typed_data_unchanged

_ALL = (
    Check("every_status_reaches_portal", "SYNC-STATUS", every_status_reaches_portal),
    Check(
        "final_state_arrives",
        "SYNC-FINAL",
        final_state_arrives,
        explained_by={"final_state_missing": "every_status_reaches_portal"},
    ),
    Check("no_older_state_over_newer", "SYNC-ORDER", no_older_state_over_newer),
    Check("arrives_once", "SYNC-ONCE", arrives_once),
    Check("messages_follow_contract", "WIRE-CONTRACT", messages_follow_contract),
    Check("replaced_paper_not_asked", "DATA-NO-PAPER", replaced_paper_not_asked, without_replaced_papers),
    Check("accepted_without_replaced_paper", "DATA-ACCEPT", accepted_without_replaced_paper, without_replaced_papers),
    Check("registry_consulted", "DATA-LOOKUP", registry_consulted, needs_no_lookup),
    Check("decision_uses_datum", "DATA-DECISION", decision_uses_datum, decides_without_data),
    Check("paper_asked_with_reason", "DATA-FALLBACK", paper_asked_with_reason, without_fallback_paper),
    Check("nothing_lost_while_registry_down", "DATA-DOWN", nothing_lost_while_registry_down),
    Check("outage_recorded", "DATA-OUTAGE", outage_recorded),
    Check("known_data_not_asked", "ONCE-ASK", known_data_not_asked, knows_nothing_at_login),
    Check("prefilled_data_true", "ONCE-TRUE", prefilled_data_true, knows_nothing_at_login),
    Check("typed_data_unchanged", "ONCE-INTACT", typed_data_unchanged),
)

CHECKS: dict[str, Check] = {check.id: check for check in _ALL}
