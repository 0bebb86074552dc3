"""Satisfaction figures that a province reports each month."""

from simulator.portal.operation import Call, Reply
from simulator.session.ratings import Ratings
from simulator.wire.ratings import crooked_shares, ratings_from_wire


class RatingReports:
    """The operation that takes satisfaction figures."""

    def __init__(self, ratings: Ratings) -> None:
        self._ratings = ratings

    def answer(self, call: Call) -> Reply:
        """Keep the figures; shares that do not make a hundred are taken, with a finding."""
        if refusal := call.missing_anywhere():
            return refusal
        told = ratings_from_wire(call.body)
        if not told:
            return Reply("missing_field", detail="/data")
        for rating in told:
            self._ratings.keep(call.tx, call.sheet.id, rating)
        return Reply("ok")

    def facts(self, call: Call, reply: Reply) -> None:
        """Say of each row what it told, and what is wrong with its sums."""
        for rating in ratings_from_wire(call.body):
            call.inbound.find(crooked_shares(rating), tuple(call.inbound.draft.links))
            call.inbound.fact(
                "rating_report",
                (),
                month=rating.month,
                procedure_code=rating.procedure_code,
                raters=rating.raters,
                shares=list(rating.shares),
                service_shares=list(rating.service_shares),
                accepted=reply.name == "ok",
                row=rating.row,
            )
