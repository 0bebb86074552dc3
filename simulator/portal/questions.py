"""Questions and answers: what a province reads of them, and what it sends. They are its background."""

from simulator.domain.question import Answered
from simulator.portal.operation import Call, Reply
from simulator.session.questions import Questions
from simulator.wire.questions import (
    answer_rows,
    answers_from_wire,
    asked_question,
    question_row,
    questions_from_wire,
)


class QuestionList:
    """The questions of one origin: those of citizens, or those of agencies."""

    def __init__(self, questions: Questions, origin: str) -> None:
        self._questions = questions
        self._origin = origin

    def answer(self, call: Call) -> Reply:
        """Return every question to the caller, answered ones too."""
        sheet = call.sheet
        found = self._questions.offered(call.tx, sheet.id, self._origin)
        return Reply("ok", [question_row(one, sheet.agency, sheet.name.vi) for one in found])

    def facts(self, call: Call, reply: Reply) -> None:
        """Say that the list was read."""
        if reply.name == "ok":
            call.inbound.fact("questions_read", (), origin=self._origin, count=len(reply.result))


class AnswerToQuestion:
    """The answer to one question."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    def answer(self, call: Call) -> Reply:
        """Return the answer; no row while there is none."""
        number = asked_question(call.body)
        if not number:
            return call.without_key()
        found = self._questions.find(call.tx, call.sheet.id, number)
        return Reply("ok", answer_rows(found)) if found else Reply("unknown_item", detail=number)

    def facts(self, call: Call, reply: Reply) -> None:
        """Say which answer was read."""
        if reply.name == "ok":
            call.inbound.fact("answer_read", (), question=asked_question(call.body), found=bool(reply.result))


class QuestionReports:
    """The questions that an agency publishes."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    def answer(self, call: Call) -> Reply:
        """Keep every question, or refuse the message for the first that lacks its id or its text."""
        if refusal := call.missing_anywhere():
            return refusal
        told = questions_from_wire(call.body)
        for index, question in enumerate(told):
            if not (question.own_id and question.text.strip()):
                return Reply("missing_field", detail=f"/data/{index}")
        if not told:
            return Reply("missing_field", detail="/data")
        for question in told:
            self._questions.put(call.tx, call.sheet.id, question)
        return Reply("ok")

    def facts(self, call: Call, reply: Reply) -> None:
        """Say of each question whether it was taken."""
        for question in questions_from_wire(call.body):
            call.inbound.fact("question_reported", (), question=question.own_id, accepted=reply.name == "ok")


class AnswerReports:
    """The answers that an agency sends to questions of citizens."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    def answer(self, call: Call) -> Reply:
        """Keep every answer, or refuse the message for the first that cannot be taken."""
        if refusal := call.missing_anywhere():
            return refusal
        told = answers_from_wire(call.body)
        if not told:
            return Reply("missing_field", detail="/data")
        for one in told:
            if refusal := self._refusal(call, one):
                return refusal
        for one in told:
            if found := self._questions.find(call.tx, call.sheet.id, one.question):
                self._questions.answer(call.tx, found, one)
        return Reply("ok")

    def facts(self, call: Call, reply: Reply) -> None:
        """Say of each question whether its answer was taken."""
        for one in answers_from_wire(call.body):
            call.inbound.fact("question_answered", (), question=one.question, accepted=reply.name == "ok")

    def _refusal(self, call: Call, told: Answered) -> Reply | None:
        if not (told.question and told.text.strip()):
            return Reply("missing_field", detail=f"/data/{told.row}")
        known = self._questions.find(call.tx, call.sheet.id, told.question)
        return None if known else Reply("unknown_item", detail=told.question)
