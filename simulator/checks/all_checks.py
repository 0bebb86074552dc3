"""Every check by its id: what `dvcsim list checks` shows and scenarios name."""

from simulator.checks.arrival import arrives_once
from simulator.checks.asking import known_data_not_asked
from simulator.checks.check import Check
from simulator.checks.closed_codes import closed_code_not_used
from simulator.checks.codes import dead_code_refused, service_reachable, without_dead_code
from simulator.checks.contract import messages_follow_contract
from simulator.checks.counter import old_address_accepted, place_names_not_proven, vneid_not_demanded
from simulator.checks.counters import commune_has_one_counter
from simulator.checks.fallback import paper_asked_with_reason, without_fallback_paper
from simulator.checks.files import files_can_be_fetched
from simulator.checks.final_state import final_state_arrives
from simulator.checks.forms import knows_nothing_at_login
from simulator.checks.handover import deadline_kept, handed_to_right_commune, no_district_had_it, number_kept
from simulator.checks.inbound import promotion_amended, promotion_taken_once
from simulator.checks.intake import (
    portal_data_unchanged,
    portal_dossier_filed_once,
    portal_dossier_taken_in,
    portal_files_fetched,
    portal_status_comes_back,
)
from simulator.checks.land_tax import tax_notice_reaches_citizen, tax_receipt_settles
from simulator.checks.learnt import learnt_not_asked, nothing_to_learn
from simulator.checks.login_stories import login_outage_survived, step_up_leads_to_form, typed_survives_login
from simulator.checks.logins import cases_judged
from simulator.checks.looked_up import look_up_agrees
from simulator.checks.notices import every_status_noticed
from simulator.checks.order import no_older_state_over_newer
from simulator.checks.organisations import (
    dossier_is_the_organisations,
    earlier_dossier_found,
    no_organisation_files,
    organisation_not_typed_again,
)
from simulator.checks.outage import nothing_lost_while_registry_down, outage_recorded
from simulator.checks.own_part import has_no_own_part, parent_not_typed_again
from simulator.checks.papers import accepted_without_replaced_paper, replaced_paper_not_asked, without_replaced_papers
from simulator.checks.payment_told import (
    fee_lookup_true,
    free_service_asks_nothing,
    not_free,
    payment_told_to_portal,
    receipt_reaches_citizen,
)
from simulator.checks.payments import forged_payment_refused, paid_fee_as_published, payment_counted_once
from simulator.checks.payments_again import lost_payment_found, payment_tried_again, unpaid_not_shown_paid
from simulator.checks.prefilled import prefilled_data_true
from simulator.checks.published import fee_as_published, promised_in_time, without_deadline, without_fee
from simulator.checks.reasons import reason_reaches_citizen
from simulator.checks.registry import decides_without_data, decision_uses_datum, needs_no_lookup, registry_consulted
from simulator.checks.relay import handover_works, relay_asks_nothing, relay_shown
from simulator.checks.relayed_dossiers import mirrored_status_true, taken_dossier_passed_on
from simulator.checks.signings import signings_judged
from simulator.checks.statuses import every_status_reaches_portal
from simulator.checks.supplements import supplement_asked_once
from simulator.checks.typed import typed_data_unchanged
from simulator.checks.withdrawal import withdrawal_honoured

_ALL = (
    Check("every_status_reaches_portal", "SYNC-STATUS", every_status_reaches_portal),
    Check(
        "final_state_arrives",
        "SYNC-FINAL",
        final_state_arrives,
        explained_by={"final_state_missing": "every_status_reaches_portal"},
    ),
    Check("files_can_be_fetched", "SYNC-FILES", files_can_be_fetched),
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
    Check("vneid_not_demanded", "COUNTER-VNEID", vneid_not_demanded),
    Check("place_names_not_proven", "COUNTER-PLACE", place_names_not_proven),
    Check("old_address_accepted", "COUNTER-ADDRESS", old_address_accepted),
    Check("number_kept", "TRANS-NUMBER", number_kept, no_district_had_it),
    Check("handed_to_right_commune", "TRANS-HANDOVER", handed_to_right_commune, no_district_had_it),
    Check("deadline_kept", "TRANS-DEADLINE", deadline_kept, no_district_had_it),
    Check("closed_code_not_used", "TRANS-CODES", closed_code_not_used),
    Check("learnt_not_asked", "ONCE-LEARNT", learnt_not_asked, nothing_to_learn),
    Check("reason_reaches_citizen", "LIFE-REASON", reason_reaches_citizen),
    Check("supplement_asked_once", "LIFE-SUPPLEMENT", supplement_asked_once),
    Check(
        "withdrawal_honoured",
        "LIFE-WITHDRAW",
        withdrawal_honoured,
        explained_by={"withdrawal_not_reported": "every_status_reaches_portal"},
    ),
    Check("service_reachable", "CAT-REACH", service_reachable),
    Check("dead_code_refused", "CAT-DEAD", dead_code_refused, unsuited_on=without_dead_code),
    Check("promised_in_time", "CAT-DEADLINE", promised_in_time, without_deadline),
    Check("fee_as_published", "CAT-FEE", fee_as_published, without_fee),
    Check("commune_has_one_counter", "CAT-COUNTER", commune_has_one_counter),
    Check("relay_shown", "REL-SHOWN", relay_shown),
    Check("handover_works", "REL-HANDOVER", handover_works, explained_by={"no_row_to_follow": "relay_shown"}),
    Check(
        "relay_asks_nothing",
        "REL-ONCE",
        relay_asks_nothing,
        explained_by={"no_row_to_follow": "relay_shown", "not_arrived": "handover_works"},
    ),
    Check("taken_dossier_passed_on", "REL-PASS", taken_dossier_passed_on),
    Check("mirrored_status_true", "REL-MIRROR", mirrored_status_true),
    Check("forged_login_refused", "LOGIN-REFUSE", cases_judged("refuse")),
    Check("right_login_taken", "LOGIN-TAKE", cases_judged("take")),
    Check("doubtful_login_refused", "LOGIN-DOUBT", cases_judged("either")),
    Check("login_trouble_told", "LOGIN-COPE", cases_judged("cope")),
    Check("login_asks_well", "LOGIN-ASK", cases_judged("ask")),
    Check("logout_ends_session", "LOGIN-END", cases_judged("end")),
    Check("forged_logout_refused", "LOGIN-STAY", cases_judged("stay")),
    Check("step_up_leads_to_form", "LOGIN-LEVEL", step_up_leads_to_form),
    Check("typed_survives_login", "LOGIN-TYPED", typed_survives_login),
    Check("parent_not_typed_again", "ONCE-PARENT", parent_not_typed_again, has_no_own_part),
    Check("every_status_noticed", "NOTICE-STATUS", every_status_noticed),
    Check("login_outage_survived", "LOGIN-OUTAGE", login_outage_survived),
    Check("organisation_not_typed_again", "ORG-ONCE", organisation_not_typed_again, no_organisation_files),
    Check("dossier_is_the_organisations", "ORG-OWNER", dossier_is_the_organisations, no_organisation_files),
    Check("earlier_dossier_found", "ORG-ACCOUNT", earlier_dossier_found, no_organisation_files),
    Check("forged_webhook_ignored", "SIGN-FORGED", signings_judged("refuse", "either")),
    Check("portal_dossier_taken_in", "INTAKE-TAKEN", portal_dossier_taken_in),
    Check("portal_dossier_filed_once", "INTAKE-ONCE", portal_dossier_filed_once),
    Check("portal_files_fetched", "INTAKE-FILES", portal_files_fetched),
    Check("portal_data_unchanged", "INTAKE-INTACT", portal_data_unchanged),
    Check("portal_status_comes_back", "INTAKE-STATUS", portal_status_comes_back),
    Check("look_up_agrees", "INB-LOOKUP", look_up_agrees),
    Check("promotion_taken_once", "INB-PROMOTION", promotion_taken_once),
    Check("promotion_amended", "INB-AMENDMENT", promotion_amended),
    Check("tax_notice_reaches_citizen", "INB-TAX", tax_notice_reaches_citizen),
    Check(
        "tax_receipt_settles",
        "INB-RECEIPT",
        tax_receipt_settles,
        explained_by={"tax_notice_missing": "tax_notice_reaches_citizen"},
    ),
    Check("signing_told", "SIGN-TOLD", signings_judged("take")),
    Check("paid_fee_as_published", "PAY-FEE", paid_fee_as_published, without_fee),
    Check("payment_counted_once", "PAY-ONCE", payment_counted_once),
    Check("forged_payment_refused", "PAY-VERIFY", forged_payment_refused),
    Check("lost_payment_found", "PAY-QUERY", lost_payment_found),
    Check("unpaid_not_shown_paid", "PAY-TRUE", unpaid_not_shown_paid),
    Check("payment_tried_again", "PAY-AGAIN", payment_tried_again),
    Check("payment_told_to_portal", "PAY-TOLD", payment_told_to_portal),
    Check("receipt_reaches_citizen", "PAY-RECEIPT", receipt_reaches_citizen),
    Check("fee_lookup_true", "PAY-LOOKUP", fee_lookup_true),
    Check("free_service_asks_nothing", "PAY-FREE", free_service_asks_nothing, not_free),
)

CHECKS: dict[str, Check] = {check.id: check for check in _ALL}
