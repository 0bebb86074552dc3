"""The places where the reference province can be made to do wrong, each with the right behaviour.

A defect is a subclass that overrides one of these methods; nothing else in the province knows about defects.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.province.dossier import Dossier
from simulator.province.identity.claim_rules import Claims, Expected
from simulator.province.identity.compact import CompactToken
from simulator.province.identity.public_key import PublicKey
from simulator.province.identity.trouble import Trouble
from simulator.province.inbound.tax_file import Item
from simulator.province.outbox import Event
from simulator.province.payment.fees import Fee
from simulator.province.shown_form import ShownField
from simulator.province.signing.webhook import WAITING
from simulator.province.signing.webhook import Message as Webhook
from simulator.province.units import Unit

Message = dict[str, Any]


class Seams:
    """Decisions and outgoing messages as a correct province has them."""

    def login_rules(self, rules: frozenset[str]) -> frozenset[str]:
        """Return the names of the rules that a login and a logout have to stand: all of them."""
        return rules

    def wrong_beyond_the_rules(self, claims: Claims, expected: Expected) -> str:
        """Return what is wrong with an ID token beyond the rules of OpenID Connect: nothing, an empty text."""
        del claims, expected
        return ""

    def level_counted(self, told: int, asked: int) -> int:
        """Return the level that a login counts as: what VNeID told, 0 for nothing that is known."""
        del asked
        return told

    def authorization_query(self, query: dict[str, str]) -> dict[str, str]:
        """Return what VNeID is asked when a login starts."""
        return query

    def code_verifier(self, fresh: str) -> str:
        """Return the secret by which VNeID knows that code and browser belong together: a fresh one for each login."""
        return fresh

    def login_leads_to(self, asked: str, own: str) -> str:
        """Return where the browser goes after the login; `own` is what was asked for when it is a page of ours."""
        del asked
        return own

    def callback_answer(self, answer: Mapping[str, str]) -> Mapping[str, str]:
        """Return the parameters of the callback as they are read: as the browser brought them, decoded once."""
        return answer

    def login_call(self, what: str, sent: Message, send: Callable[[Message], Message]) -> Message:
        """Return the answer of VNeID's end point `token` or `userinfo`.

        `sent` holds what `Calls.send` takes. `send` raises `LoginRefused` for an answer that cannot be used.
        """
        del what
        return send(sent)

    def login_call_times(self, times: int) -> int:
        """Return how often a call of a login is made when VNeID has an error: once."""
        return times

    def login_patience_seconds(self, seconds: float) -> float:
        """Return how long an answer of VNeID is waited for: as long as for any other system."""
        return seconds

    def is_signed(self, token: CompactToken, keys: Sequence[PublicKey], holds: bool) -> bool:
        """Return whether a token counts as signed by VNeID; `holds` says whether a published key verifies it."""
        del token, keys
        return holds

    def known_citizen(self, claims: dict[str, str]) -> dict[str, str]:
        """Return who logged in, as this system knows them: exactly whom VNeID tells of."""
        return claims

    def is_tried_again(self, browser: str, did_not_answer: bool) -> bool:
        """Return whether VNeID is asked in a login of this browser, also after an outage: always.

        `did_not_answer`: told after a login, it has just failed because VNeID did not answer.
        """
        del browser, did_not_answer
        return True

    def kept_draft(self, values: dict[str, str]) -> dict[str, str]:
        """Return what is kept of a form that came after its session had ended: all that was typed."""
        return values

    def login_trouble(self, trouble: Trouble) -> Trouble:
        """Return the page of a login that is not taken."""
        return trouble

    def listed_services(self, rows: Sequence[Message]) -> Sequence[Message]:
        """Return the rows of the list of services; what others handle is in it too."""
        return rows

    def leaving_to(self, address: str) -> str:
        """Return where a citizen goes on for a service that others handle."""
        return address

    def asked_before_leaving(self) -> Sequence[Message]:
        """Return the lines that a citizen fills before going on to whoever handles the service: none."""
        return ()

    def offered_codes(self, codes: Sequence[str]) -> Sequence[str]:
        """Return the codes of a service under which a new dossier can be filed: every one in use."""
        return codes

    def is_offered(self, offered: bool) -> bool:
        """Return whether a form is opened; `offered` says whether the code is in use and this system's own."""
        return offered

    def counters(self, rows: Sequence[Message]) -> Sequence[Message]:
        """Return the counters: one at work for each commune."""
        return rows

    def mirrored_status(self, status: int) -> int:
        """Return the status that is shown of a dossier handled elsewhere: what the portal holds."""
        return status

    def shown_fee(self, online_vnd: int | None) -> int | None:
        """Return the fee that the form shows, in VND: the published one."""
        return online_vnd

    def shown_field(self, field: ShownField) -> ShownField:
        """Return a line of the form as the citizen sees it."""
        return field

    def is_component_demanded(self, demanded: bool, replaced_by: Sequence[str]) -> bool:
        """Return whether the form demands a component; `demanded` is what the rules say."""
        del replaced_by
        return demanded

    def stored_text(self, field_type: str, text: str) -> str:
        """Return how a text that the citizen typed is kept: as it is, code point for code point."""
        del field_type
        return text

    def counter_demands(self, identified_by: str, is_former_address: bool) -> Sequence[tuple[str, str]]:
        """Return (demand, message) of what the counter asks beyond the form: nothing."""
        del identified_by, is_former_address
        return ()

    def receiving_unit(self, asked: Unit, unit: Unit) -> Unit:
        """Return the unit that gets a dossier for `asked`; `unit` is the one that its code means today."""
        del asked
        return unit

    def handed_over(self, before: Dossier, after: Dossier) -> Dossier:
        """Return the dossier after the day on which its unit ended."""
        del before
        return after

    def remembered(self, learnt: dict[str, str]) -> dict[str, str]:
        """Return what is remembered of what a citizen typed about themself, by attribute."""
        return learnt

    def told_reason(self, reason: str) -> str:
        """Return what the citizen and the portal are told of an officer's reason."""
        return reason

    def asked_components(self, dossier: Dossier, components: tuple[str, ...]) -> tuple[str, ...]:
        """Return the papers that the citizen is asked for; `components` is what the officer asked for."""
        del dossier
        return components

    def demand_after_supplement(self, dossier: Dossier) -> str:
        """Return what is asked for once more when a supplement was taken; an empty text for nothing."""
        del dossier
        return ""

    def supplemented_code(self, code: str) -> str:
        """Return the code that a dossier has after its supplement."""
        return code

    def is_allowed(self, status: int, target: int, allowed: bool) -> bool:
        """Return whether a dossier may go from a status to another; `allowed` is what the rules say."""
        del status, target
        return allowed

    def officer_status(self, dossier: Dossier, status: int) -> int:
        """Return what an officer's action makes of a dossier."""
        del dossier
        return status

    def population_query(self, query: dict[str, str]) -> dict[str, str] | None:
        """Return the look-up as it is sent; None when nothing is sent."""
        return query

    def record_query(self, query: dict[str, str]) -> dict[str, str] | None:
        """Return a look-up at any other registry as it is sent; None when nothing is sent."""
        return query

    def paper_reason(self, reason: str) -> str:
        """Return why a paper is demanded whose data a source lacks, as the citizen reads it."""
        return reason

    def is_taken_without(self, silent: Sequence[str]) -> bool:
        """Return whether a submission is taken although these sources do not answer."""
        del silent
        return True

    def outage_note(self, note: str) -> str:
        """Return what the dossier says about data that were missing when it was filed."""
        return note

    def decided_value(self, attribute: str, value: str) -> str:
        """Return what the decision says of a datum, given the source's value."""
        del attribute
        return value

    def is_citizen_told(self, dossier: Dossier) -> bool:
        """Return whether the citizen gets a notice of the status that a dossier has now."""
        del dossier
        return True

    def listed_rows(self, rows: Sequence[Message]) -> Sequence[Message]:
        """Return the rows of the portal's list that are looked at: all of them."""
        return rows

    def served_file(self, content: bytes) -> bytes:
        """Return what is served of a file to which a message points: all of it."""
        return content

    def moved_to(self, path: str) -> str:
        """Return the address to which whoever asks for such a file is sent: nowhere else, an empty text."""
        del path
        return ""

    def is_file_fetched(self, path: str) -> bool:
        """Return whether a file of a dossier that was filed at the portal is fetched."""
        del path
        return True

    def fetched_text(self, text: str) -> str:
        """Return how a line of such a dossier is kept: as it was filed."""
        return text

    def is_acknowledged(self, code: str) -> bool:
        """Return whether a linked dossier that was taken over is acknowledged."""
        del code
        return True

    def is_reported(self, event: Event) -> bool:
        """Return whether the portal hears of an event."""
        del event
        return True

    def outgoing_reports(self, event: Event, report: Message) -> Sequence[Message]:
        """Return the dossier reports that are sent for an event."""
        del event
        return [report]

    def outgoing_steps(self, steps: Sequence[Message]) -> Sequence[Message]:
        """Return the processing steps that are sent."""
        return steps

    def is_kept_after_failure(self, event: Event) -> bool:
        """Return whether an event that could not be sent stays in the outbox."""
        del event
        return True

    def fees_asked(self, fees: tuple[Fee, ...]) -> tuple[Fee, ...]:
        """Return what is asked for a dossier; `fees` is what the catalogue says."""
        return fees

    def fees_told(self, due: tuple[Fee, ...]) -> tuple[Fee, ...]:
        """Return what the portal is told that is to be paid: what is due."""
        return due

    def payment_reference(self, fresh: str, last: str) -> str:
        """Return the reference of a new attempt to pay: a fresh one; `last` is that of the attempt before."""
        del last
        return fresh

    def is_payment_genuine(self, genuine: bool) -> bool:
        """Return whether a callback counts as the platform's; `genuine` says whether its signature holds."""
        return genuine

    def is_amount_taken(self, right: bool) -> bool:
        """Return whether a callback counts; `right` says whether it tells the very amount."""
        return right

    def is_payment_new(self, new: bool) -> bool:
        """Return whether a payment is counted; `new` says whether it was not counted before."""
        return new

    def payment_state(self, code: str, state: str) -> str:
        """Return what a callback with this MaLoi makes of a payment; `state` is the right one."""
        del code
        return state

    def is_payment_asked_for(self, state: str) -> bool:
        """Return whether the platform is asked about a payment in this state: an open one, or for a receipt."""
        del state
        return True

    def looked_up_status(self, dossier: Dossier) -> int:
        """Return the status that a look-up by the portal is answered: what it is now."""
        return dossier.status

    def is_notice_taken_again(self, code: str) -> bool:
        """Return whether a promotion notice makes a dossier although it has made one: never."""
        del code
        return False

    def is_service_known(self, service: str, known: bool) -> bool:
        """Return whether a message of the portal at the shared address is taken; `known` is what the rules say."""
        del service
        return known

    def tax_items(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return the items of a land-tax notice that are kept: all of them."""
        return items

    def is_tax_file_taken(self, tags: frozenset[str]) -> bool:
        """Return whether a land-tax notice is taken whose items have these tags: whatever they are."""
        del tags
        return True

    def is_receipt_booked(self, decision: str) -> bool:
        """Return whether the receipt of a decision is booked."""
        del decision
        return True

    def is_webhook_genuine(self, header: str, genuine: bool) -> bool:
        """Return whether a webhook counts as the gateway's; `genuine` says whether its HMAC holds."""
        del header
        return genuine

    def is_webhook_fresh(self, fresh: bool) -> bool:
        """Return whether a webhook counts; `fresh` says whether it is of now."""
        return fresh

    def is_webhook_new(self, new: bool) -> bool:
        """Return whether a webhook counts; `new` says whether its id was never seen."""
        return new

    def webhook_status(self, message: Webhook, known: bool) -> int:
        """Return what a genuine webhook is answered: 200, whatever its type is and whether its handle is `known`."""
        del message, known
        return 200

    def signing_state(self, told: str, state: str) -> str:
        """Return the state that the gateway's word means; `state` is the right one."""
        del told
        return state

    def state_after(self, before: str, told: str) -> str:
        """Return the state of a request to sign after a message: what has ended does not change."""
        return told if before == WAITING else before

    def is_signature_taken(self, true: bool) -> bool:
        """Return whether a signature counts; `true` says whether it was verified."""
        return true
