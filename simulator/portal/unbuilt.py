"""Paths that the real national side has and this one does not yet: they answer the envelope instead of a 404 page."""

from simulator.portal.adapter import dialect_of
from simulator.portal.operation import Reply
from simulator.web.national import National
from simulator.web.recording import Answer, Inbound
from simulator.wire.adapter import answer

PREFIXES = ("/paymentplatform",)
UNBUILT = "portal/unbuilt"


class Unbuilt:
    """The view of those paths."""

    def __init__(self, national: National) -> None:
        self._national = national

    def refuse(self, inbound: Inbound, path: str = "", prefix: str = "") -> Answer:  # noqa: ARG002 - ignored
        """Answer that there is no such operation."""
        reply = Reply("unknown_service", detail=path)
        return Answer(answer(dialect_of(self._national, inbound.province), reply.name, reply.result, reply.detail))
