"""What a later message makes of what was told before."""

import orjson
import pytest

from simulator.domain.dossier import goes_back
from simulator.domain.dossier_content import Charge, DossierContent, Paper, ToldSupplement, content_of

FULL = DossierContent(
    receipt="BN-1",
    papers=(Paper("1", "don.pdf"), Paper("", "x.pdf")),
    charges=(Charge("Lệ phí", vnd=50000),),
    supplements=(ToldSupplement("BS", papers=(Paper("7"),), charges=(Charge(),)),),
    databases=("7",),
)


def test_it_comes_back_from_json_as_it_went() -> None:
    assert content_of(orjson.loads(orjson.dumps(FULL))) == FULL
    assert content_of({}) == DossierContent()


def test_texts_are_replaced_and_lists_that_were_not_told_stay() -> None:
    after = DossierContent(receipt="BN-2", charges=()).after(FULL)
    assert (after.receipt, after.charges, after.papers, after.databases) == ("BN-2", (), FULL.papers, ("7",))


def test_files_are_known_by_their_id_else_by_what_they_are() -> None:
    told = (Paper("1", deleted=True), Paper("", "x.pdf", digitised="1"), Paper("2"))
    after = DossierContent(papers=told).after(FULL)
    assert after.papers == (Paper("", "x.pdf", digitised="1"), Paper("2"))


def test_a_new_dossier_begins_without_deleted_files() -> None:
    assert DossierContent(papers=(Paper("1", deleted=True),)).after(None).papers == ()


@pytest.mark.parametrize(
    ("before", "after", "back"),
    [(9, 2, True), (10, 9, True), (4, 1, True), (3, 4, True), (5, 4, False), (4, 2, False), (2, 9, False),
     (8, 3, False), (9, 0, False), (0, 1, False), (11, 1, False), (9, 11, False)],
)  # fmt: skip
def test_only_a_stage_that_was_left_is_a_way_back(before: int, after: int, back: bool) -> None:
    assert goes_back(before, after) is back
