import pytest

from simulator.report.citation import citation


@pytest.mark.parametrize(
    ("document", "article", "cited"),
    [
        ("Quyết định 31", "Điều 30", "Quyết định 31, Điều 30"),
        ("Quyết định 31", "", "Quyết định 31"),
        ("Kế hoạch 02; Nghị định 104", "hàng 6; Điều 14", "Kế hoạch 02, hàng 6; Nghị định 104, Điều 14"),
        ("Kế hoạch 02; Nghị định 104", "hàng 6", "Kế hoạch 02, hàng 6; Nghị định 104"),
        ("Nghị định 118", "Điều 22; Điều 27", "Nghị định 118, Điều 22; Điều 27"),
    ],
)
def test_each_document_stands_with_its_own_article(document, article, cited):
    assert citation({"document": document, "article": article}) == cited


def test_a_rule_that_the_record_does_not_know_is_not_cited():
    assert citation({}) == ""
