"""What is taken out of a sentence to know it again in another run, and what stays."""

import pytest

from simulator.domain.likeness import lasting, unquoted


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("dossier 000.00.12.H99-250701-0003; saw: 1, 2, 9, 10.", "dossier …; saw: …."),
        ("of 099190000101 at 2025-07-01T08:00:00+07:00 (#12)", "of … at … (…)"),
        ("types “Nơi ở” (applicant.residence), CSDLQG_DANG_KY_DOANH_NGHIEP", None),
        ("the code 1.001193 in use: 2.000635", None),
        ("(KS.GIAY_CHUNG_SINH), status (4)", None),
        ("Rule: OpenID Connect Core 1.0, 3.1.3.7 (2).", None),
    ],
)
def test_only_what_differs_from_run_to_run_is_taken_out(sentence, kept):
    assert lasting(sentence) == (kept or sentence)
    assert lasting(lasting(sentence)) == lasting(sentence)


def test_a_quotation_may_be_what_somebody_typed():
    assert unquoted("“An” became “AN” on the portal") == "… became … on the portal"
