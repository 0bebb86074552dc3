"""What the payment platform answers, from `contracts/payment/errors.yaml`, and its banks, from `platform.yaml`."""

from simulator.catalogue.documents import Document, FileSchemas
from simulator.core.errors import DataFileError
from simulator.core.text import Text
from simulator.domain.mark import Mark
from simulator.domain.payment_rules import PaymentAnswer, PaymentRules

ERRORS, PLATFORM = "contracts/payment/errors.yaml", "contracts/payment/platform.yaml"


def load_payment_rules(schemas: FileSchemas, problems: list[DataFileError]) -> PaymentRules:
    """Read the two files; what is wrong with them is added to `problems`."""
    errors = schemas.document("payment-errors", ERRORS, problems)
    platform = schemas.document("payment-platform", PLATFORM, problems)
    if errors is None or platform is None:
        return PaymentRules({}, {}, {}, 0)
    problems.extend(_twice(platform))
    return PaymentRules(
        answers=_answers(errors),
        states={name: (one["code"], one["answer"]) for name, one in errors.data["states"].items()},
        banks={one["code"]: Text.of(one["name"]) for one in platform.data["banks"]},
        open_minutes=platform.data["open_minutes"],
    )


def _answers(errors: Document) -> dict[str, PaymentAnswer]:
    return {
        name: PaymentAnswer(one["code"], Text.of(one["text"]), Text.of(one["remedy"]), Mark(one["mark"]))
        for name, one in errors.data["answers"].items()
    }


def _twice(platform: Document) -> list[DataFileError]:
    codes = [one["code"] for one in platform.data["banks"]]
    return [
        platform.problem(("banks", at, "code"), f"{code} stands there twice", "one line for each bank")
        for at, code in enumerate(codes)
        if code in codes[:at]
    ]
