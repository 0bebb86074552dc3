"""Ids of the contracts that a system under test offers to the session's hands."""

FORM = "province/form"
SUBMISSION = "province/submit"
VIEW = "province/view"
OFFICER = "province/officer"
IDLE = "province/idle"
CLOCK = "province/clock"
COUNTER = "province/counter"
