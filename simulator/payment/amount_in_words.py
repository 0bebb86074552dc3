"""An amount as a Vietnamese receipt spells it (số tiền bằng chữ), in the usage of the North.

21 is "hai mươi mốt", 15 "mười lăm", 25 "hai mươi lăm", 24 "hai mươi tư", 14 "mười bốn", 105 "một trăm linh năm"; a
group of three digits behind another is spelled with its hundreds: 1 005 is "một nghìn không trăm linh năm".
"""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 10**9


def amount_in_words(amount: int) -> str:
    """Return whole VND from 0 as a sentence: `Năm mươi nghìn đồng`."""
    if amount < 0:
        raise ValueError(f"an amount below 0 has no words here: {amount}")
    words = f"{_number(amount)} đồng"
    return words[0].upper() + words[1:]


def _number(number: int, behind: bool = False) -> str:
    """Return a number in words; `behind` a larger group it keeps its hundreds."""
    if number == 0 and not behind:
        return _DIGITS[0]
    billions, rest = divmod(number, _BILLION)
    head = f"{_number(billions, behind)} tỷ" if billions else ""
    return " ".join(part for part in (head, _below_a_billion(rest, behind or bool(billions))) if part)


def _below_a_billion(number: int, behind: bool) -> str:
    parts: list[str] = []
    for power in (2, 1, 0):
        group = number // 1000**power % 1000
        if group:
            parts.append(f"{_three_digits(group, behind or bool(parts))} {_GROUPS[power]}".rstrip())
    return " ".join(parts)


def _three_digits(group: int, behind: bool) -> str:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    head = [_DIGITS[hundreds], "trăm"] if hundreds or behind else []
    return " ".join([*head, *_two_digits(tens, ones, bool(head))])


def _two_digits(tens: int, ones: int, after_hundreds: bool) -> list[str]:
    if tens == 0:
        return ([*(["linh"] if after_hundreds else []), _DIGITS[ones]]) if ones else []
    head = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return [*head, _ones(tens, ones)] if ones else head


def _ones(tens: int, ones: int) -> str:
    """Return the last digit as it is said behind tens."""
    if ones == 5:
        return "lăm"
    said = {1: "mốt", 4: "tư"} if tens > 1 else {}
    return said.get(ones, _DIGITS[ones])
