"""Attachments of complaints, as a province fetches them."""

from simulator.portal.operation import Call, Reply
from simulator.session.petitions import Petitions
from simulator.wire.petitions import attachment_path, attachment_row


class PetitionFiles:
    """The operation that returns one attachment by its path."""

    def __init__(self, petitions: Petitions) -> None:
        self._petitions = petitions

    def answer(self, call: Call) -> Reply:
        """Return the attachment."""
        path = attachment_path(call.body)
        if not path:
            return call.without_key()
        found = self._petitions.find(call.tx.execute, call.sheet.id, path)
        return Reply("ok", [attachment_row(found)]) if found else Reply("unknown_item", detail=path)

    def facts(self, call: Call, reply: Reply) -> None:
        """Say which attachment was asked for."""
        path = attachment_path(call.body)
        call.inbound.fact("petition_file_read", (), path=path, found=reply.name == "ok")
