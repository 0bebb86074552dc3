"""How an amount is written for people."""


def written_amount(amount: int | None) -> str:
    """Return whole VND with points between the thousands, as it is written in Vietnam; a dash for none."""
    return "–" if amount is None else f"{amount:,}".replace(",", ".") + " ₫"
