"""Defects of signing with VNeID: what is made of the gateway's webhooks."""

from simulator.province.seams import Seams
from simulator.province.signing.webhook import FAILED, REFUSED, WAITING, Message

_KNOWN = frozenset({"id", "type", "attempt", "timestamp", "data"})


class BelievesAnyWebhook(Seams):
    """Whoever knows the address may tell how a signature went."""

    def is_webhook_genuine(self, header: str, genuine: bool) -> bool:
        """Look at no HMAC."""
        del header, genuine
        return True


class BelievesUnsignedWebhook(Seams):
    """The HMAC is compared where there is one."""

    def is_webhook_genuine(self, header: str, genuine: bool) -> bool:
        """Take a message that brings no HMAC."""
        return super().is_webhook_genuine(header, genuine) or not header


class NeedsNoSignature(BelievesAnyWebhook):
    """What a webhook calls signed is signed; nobody looks for the signature."""

    def is_signature_taken(self, true: bool) -> bool:
        """Take none for one."""
        del true
        return True


class TakesOldWebhook(Seams):
    """A message may be of any age."""

    def is_webhook_fresh(self, fresh: bool) -> bool:
        """Look at no time."""
        del fresh
        return True


class CountsDuplicateTwice(Seams):
    """Each sending of a message is a message."""

    def is_webhook_new(self, new: bool) -> bool:
        """Remember no id."""
        del new
        return True


class LastWebhookWins(Seams):
    """The message that came last says how things stand."""

    def state_after(self, before: str, told: str) -> str:
        """Go back too."""
        del before
        return told


class BreaksOnUnknownField(Seams):
    """A message is read into a class that has no place for anything new."""

    def webhook_status(self, message: Message, known: bool) -> int:
        """Fail on a name that is not known."""
        return 500 if message.names - _KNOWN else super().webhook_status(message, known)


class RefusesUnknownType(Seams):
    """A type that is not known counts as the gateway's mistake."""

    def webhook_status(self, message: Message, known: bool) -> int:
        """Refuse it."""
        return super().webhook_status(message, known) if message.is_known else 400


class RefusesEarlyWebhook(Seams):
    """Nobody thought that a message may come before the answer that tells its handle."""

    def webhook_status(self, message: Message, known: bool) -> int:
        """Refuse a handle that is not known yet."""
        return super().webhook_status(message, known) if known or not message.is_known else 404


class KnowsNoRefusal(Seams):
    """A citizen either signs or has not signed yet."""

    def signing_state(self, told: str, state: str) -> str:
        """Go on waiting after a refusal."""
        return WAITING if state == REFUSED else super().signing_state(told, state)


class WaitsWithoutEnd(Seams):
    """That a request runs out is not foreseen."""

    def signing_state(self, told: str, state: str) -> str:
        """Go on waiting after the end."""
        return WAITING if state == FAILED else super().signing_state(told, state)
