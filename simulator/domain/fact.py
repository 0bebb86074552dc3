"""What an exchange meant, in domain words: the only thing that the engine waits for and the checks read.

A party that handles an exchange (or the session's hands that made it) says once what it meant; the fact is stored
with the exchange. So checks never see a wire name, and a report can always show the exchange behind a fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

KINDS: dict[str, str] = {
    "portal_login": "account, ok - the province logged in to the adapter",
    "portal_refusal": "answer (of domain.dialect.ANSWERS), operation, detail, message - the adapter refused a call,"
    " or a registry an account",
    "catalogue_read": "operation, procedure_code - the province read a catalogue",
    "dossier_report": "dossier_code, status, is_update, procedure_code, owner_name, owner_id, owner_kind, tech_id,"
    " phone, email, received_at, due_at, finished_at, returned_at, result_codes, result_links, channel, agency_name,"
    " paid_online (0 no fee, 1 national platform, 2 own gateway, 3 not online),"
    " accepted, answer_code, row - one dossier row arrived; `accepted` says whether the portal acknowledged it",
    "progress_report": "dossier_code, status, occurred_at, officer, content, accepted, row - one step arrived",
    "dossier_query": "dossier_code, found",
    "tech_id_query": "number, found",
    "questions_read": "origin (citizen|agency), count - the province listed questions",
    "answer_read": "question, found - the province read the answer to a question",
    "question_reported": "question, accepted - the province published a question",
    "question_answered": "question, accepted - the province answered a citizen's question",
    "rating_report": "month, procedure_code, raters, shares[very satisfied, satisfied, not satisfied], service_shares,"
    " accepted, row - satisfaction figures arrived; shares are percent",
    "file_named": "dossier_code, file (a number), component, purpose (paper|result), link - a dossier pointed to a"
    " file, for the first time",
    "file_fetched": "dossier_code, file, component, purpose (paper|result), link, ok, problem (host_not_listed|bad_link"
    "|private_address|redirected|refused|timeout|closed|tls|http_status|too_large|empty|wrong_type|corrupt), status,"
    " size, media_type, attempt - the portal fetched a file, or did not; attempt 0: it was never asked for",
    "petition_file_read": "path, found - the province asked for an attachment of a complaint",
    "identity_login": "personal_id, client_id, attributes, acr, auth_level, asked_acr, profile - a citizen logged in"
    " with VNeID for a client; `attributes` is what the system is told of the citizen; `auth_level` 1 to 4, `acr` its"
    " word",
    "login_tried": "case, group, control, opened, after, personal_id, expected_id, acr, level, asked_acr, asked{name:"
    " text}, callback_status, after_status, status, said, url, left_host, raw_markup, problem, left_out[{case, lacks}]"
    " - the citizen logged in once, with what the case wants to be wrong; `left_host`: the strange host to which the"
    " system would lead the browser, `raw_markup`: its page shows markup of the case as markup; `control`: nothing was;"
    " `opened`: whether the system says that a session is open (null when it did not say), `after`: the same after what"
    " followed (logout, refresh)",
    "leniency": "client_id, rule (pkce|nonce|redirect_uri), found - VNeID overlooked what a login request lacked",
    "identity_refused": "operation, vi, en - VNeID refused a request; the sentence says what differs",
    "token_called": "client_id, grant_type, by_header, verifier, ok, error - a client asked for tokens; `by_header`:"
    " it proved itself in the Authorization header; `verifier`: a PKCE verifier came with it; `error` is OAuth's word",
    "userinfo_called": "client_id, method, by_header, ok, error - a client asked about a citizen; `client_id` is empty"
    " when the token is unknown",
    "logout_done": "client_id, by (client|citizen|back_channel), hinted, returned, ok, status - a login at VNeID ended:"
    " a client asked for it, the citizen did, or a client was told; ok and status only when a client was told",
    "handover": "procedure_code, agency, landed, closed{code, name, successors} - the portal sent the citizen's browser"
    " to the province; `closed` when the agency code is a closed one; when the procedure code was the story's choice"
    " also status (HTTP), reason (what the page said) and problem (as in hand_failed)",
    "form_read": "procedure_code, fields[{id, label, datum, required, state, value, source}],"
    " components[{code, required, replaced_by, reason}], fee (VND online, or null) - the citizen saw the form",
    "listing_read": "found, procedure_code, id, name, role, link, follow, rows (how many) - the citizen looked for the"
    " service in the province's list",
    "counters_read": "procedure_code, communes[{code, name}] (null when the portal has no list of the province),"
    " counters[{code, name, commune_code, active}] - the citizen looked for the counter of each commune",
    "handed_off": "link, landed (portal|handler|own|elsewhere|nowhere), status, url, procedure_code, service,"
    " asked[field id], readable, hops - the citizen followed the list's link to its end",
    "submission": "dossier_code, accepted, typed{datum: text}, components[code], reason - the citizen submitted",
    "counter_filing": "dossier_code, accepted, identified_by, agency, typed{datum: text}, demands[word], reason,"
    " address, heirs[{code, name, agency}] - an officer entered a dossier at the counter; `demands` is what was asked"
    " beyond the form, `heirs` the communes into which the old commune of `address` went",
    "typing_interrupted": "status, ended, typed{datum: text}, accepted, dossier_code - the citizen's login was ended at"
    " VNeID while the form was being filled in, and the form was sent then; `ended`: the system noticed; `accepted`:"
    " the dossier was taken after the new login, without another form",
    "portal_filing": "dossier_code, accepted, way (pull|poll-linked), typed{datum: text}, components[code], reason -"
    " the citizen filed at the portal itself, for a system that fetches such dossiers",
    "filing_listed": "dossier_code, way - the system was told of such a dossier, for the first time",
    "filing_read": "dossier_code, way - the system read such a dossier in full",
    "filing_file": "dossier_code, component - the system fetched a file of such a dossier",
    "filing_acknowledged": "dossier_code, way - the system said that it has such a dossier",
    "status_report": "dossier_code, own_code, status, occurred_at, content, accepted - the system told the status of a"
    " dossier that the portal made; `own_code` is its own code of it",
    "supplement": "dossier_code, accepted, typed{datum: text}, components[code], reason - the citizen supplemented the"
    " dossier; `dossier_code` as the system answered",
    "withdrawal": "dossier_code, accepted, reason, status - the citizen stopped the procedure; `reason` says why the"
    " system did not take it",
    "came_back": "dossier_code, found, on (day of session time), status, said - the citizen logged in anew in another"
    " browser, opened the dossier's page and found it there, or not",
    "dossier_view": "place (province|portal|relay), dossier_code, status, unit{code, name}, fields[{id, datum, value}],"
    " decision[{datum, value, source}], history[{status, at, content}], asked{reason, components, fields},"
    " supplement, withdraw, payment{amount, paid, state, pay, receipt} (empty when nothing is to be paid),"
    " notes, obligations[{decision, day, item, amount, paid}] - the citizen looked at the"
    " dossier; `supplement` and `withdraw`: the path, empty when it is not possible now, null when the page does not"
    " say; `notes` tell of missing data, `obligations` of what has to be paid (null: the page does not say); at a relay"
    " also overdue: its claimed longest time has passed",
    "officer_action": "dossier_code, action, status, done, reason, components[code], fields[id], refusable - an officer"
    " acted through the officer hook; `refusable`: the story only tries whether it is still possible",
    "clock_advance": "session_time, done - the province's test clock was moved",
    "idle": "idle, pending - the province said whether it still has something to send",
    "lookup": "registry, personal_id, requester, dossier_code, purpose, found, data{attribute: text}, refused"
    " - the province asked a registry; `data` by datum for the shared look-up, `refused` is the code of a refusal",
    "hand_failed": "hand, problem (refused|timeout|not_json|redirect_loop|http_status|bad_shape|selector_gone"
    "|script_stuck|cannot), detail, url, screenshot (name) - the session's hands could not do their part; `detail` is"
    " for a person",
    "fault_shown": "fault, case, stages[name], held_seconds, cut (before|midway) - VNeID answered wrongly on purpose,"
    " because the login took a fault",
    "payment_asked": "dossier_code, amount, reference, url, status, problem - the citizen asked the system to start a"
    " payment; `problem` is why there was none, empty when there is one",
    "receipt_read": "dossier_code, status, content_type, size, problem - the citizen opened the receipt on the page of"
    " the dossier; `problem` is why it could not be read, empty when it could",
    "fee_asked": "dossier_code, due, amount, ok - the portal asked what is to be paid for a dossier; `due` is null when"
    " the system did not say",
    "restarted": "address - the national side was away until now: stopped, killed or switched off over night",
    "disturbed": "weather, operation, registry - the exchange was refused by the weather",
    "sharing_called": "operation, client_id, personal_id, transaction, service_code, state, attributes, ok, code"
    " - a system asked VNeID for a citizen's data, or how far it got; `attributes` is what it was told",
    "sharing_decided": "transaction, request, client_id, personal_id, state (agreed|refused),"
    " by (citizen|passcode|admin), faults - the citizen answered on her phone; passcode: too many wrong ones; `faults`"
    " disturb her way back",
    "signing_called": "operation, account, personal_id, transaction, state, documents, hmac, ok, code - a system called"
    " the signing gateway; `documents` how many, `hmac` whether the request was signed",
    "signing_decided": "transaction, request (certificates|signing), client_id, personal_id,"
    " state (agreed|refused|created), by (citizen|passcode|admin), faults - the citizen answered about a certificate"
    " or a signature",
    "signing_webhook": "type, id, transaction, personal_id, attempt, faults, ok, status - the gateway told a system;"
    " `ok`: it answered 2xx; `faults` are those that show in this sending",
    "signing_tried": "case, group, control, handle, answer (agree|refuse|none), between, state, holds, taken,"
    " forged_status, status, said, left_out[{case, lacks}] - the citizen signed once, with what the case wants to be"
    " otherwise; `between`: what the system told after a forged webhook, before the citizen answered, `state`: the"
    " state it told at the end (both null when it did not say); `holds`: whether its signature was verified; `taken`:"
    " how many webhooks it says it took (null when it does not say); `forged_status`: what it answered to the forgery",
    "notice_called": "operation, client_id, personal_id, ok, code - a system sent a notice, taken or not",
    "notice_sent": "client_id, id, personal_id, dossier_code, status, title, content, link, repeated - a notice reached"
    " the citizen's inbox; `repeated`: the same one had come before",
    "wallet_called": "operation, client_id, personal_id, transaction, papers, state, ok, code - a system asked for"
    " papers of a citizen's wallet, read or verified them",
    "wallet_decided": "transaction, request, client_id, personal_id, state (agreed|refused),"
    " by (citizen|passcode|admin), faults - the citizen answered about her papers",
    "payment_started": "reference, dossier_code, amount (VND, null when unreadable), fees[{code, name, amount}],"
    " procedure_code, accepted, answer_code, problem (a name of contracts/payment/errors.yaml), repeated - a system"
    " asked the payment platform to collect; `repeated`: it had used the reference before",
    "payer_decided": "reference, dossier_code, amount, state (paid|failed|cancelled), bank, transaction, faults[word] -"
    " the payer decided on the platform's page; `faults` disturb what the system is told",
    "payment_callback": "reference, dossier_code, transaction, state, attempt, faults[word], amount (as told), genuine,"
    " ok, status, answer_code - the platform told a system how a payment ended; `genuine`: signature and amount are"
    " right; `ok`: the system took it; `faults` are those that show in this sending",
    "payment_query": "reference, dossier_code, state, accepted, answer_code, problem - a system asked how a payment"
    " stands",
    "bill_read": "reference, dossier_code, form (json|pdf) - a receipt was fetched, as its address or as the file",
    "work_asked": "item, action - a work item was made for a person",
    "work_done": "item, action, by, result (done|cannot), reason, dossier_code, note, answers{question: yes|no},"
    " screenshot (name of the file) - a person answered a work item; the facts that it meant (submission,"
    " officer_action ...) stand beside it with `began`, the journal's position when the item was made",
    "portal_asked": "operation (look_up|promotion|amendment|tax_notice|tax_receipt), dossier_code, status, ok,"
    " answer_code, answer{word: value}, told{word: value}, attempt, faults, problem - the portal asked or told a"
    " system something by itself; `status` is HTTP's (null without an answer), `ok`: it found or took it, `told`: what"
    " the message said, `answer`: what the system said, `problem` as in hand_failed",
    "wallet_shown": "personal_id, papers, by (citizen|admin) - a citizen made a code that shows papers for one minute",
}
"""Each kind of fact with the keys of its data. Times are ISO 8601 with zone; statuses are the portal's numbers."""


@dataclass(frozen=True)
class Fact:
    """One thing that an exchange meant for one session."""

    kind: str
    exchange: int
    """Position of the exchange in the journal; facts are in the order of their exchanges."""
    at: datetime
    """Wall time at which the exchange was recorded."""
    data: Mapping[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        """Return one value of the fact."""
        return self.data.get(name, default)

    def to_json(self) -> dict[str, Any]:
        """Return the fact as `/admin` sends it."""
        return {"kind": self.kind, "exchange": self.exchange, "at": self.at.isoformat(), "data": dict(self.data)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Fact":
        """Read what `to_json` wrote."""
        return cls(value["kind"], int(value["exchange"]), datetime.fromisoformat(value["at"]), value["data"])
