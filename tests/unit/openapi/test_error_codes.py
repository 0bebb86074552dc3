"""Every code has a meaning and a remedy in both languages, and is one that the code can give."""

from simulator.domain.dialect import ANSWERS
from simulator.openapi.documents import Described
from simulator.wire import sharing, signing


def test_every_answer_of_the_dialects_says_what_to_do(described: Described) -> None:
    rows = {one.name: one for one in described.codes.tables[0].refusals}
    assert set(rows) == set(ANSWERS) - {"ok"}
    for row in rows.values():
        assert row.meaning.vi != row.message, f"{row.name} is missing in contracts/codes/answers.yaml"
        assert row.remedy.vi != row.remedy.en


def test_every_code_of_a_table_is_explained_in_both_languages(described: Described) -> None:
    for table in described.codes.tables:
        assert len({row.name or row.code for row in table.refusals}) == len(table.refusals)
        for row in table.refusals:
            assert row.meaning.vi != row.meaning.en
            assert row.remedy.vi != row.remedy.en


def test_the_tables_of_vneid_hold_exactly_its_codes(described: Described) -> None:
    tables = {table.id: {row.code: row.status for row in table.refusals} for table in described.codes.tables}
    for name, codes in (("sharing", sharing.CODES), ("signing", signing.CODES)):
        assert tables[name] == {code: str(status) for word, (code, status) in codes.items() if word != "ok"}


def test_named_operations_exist(described: Described) -> None:
    for table in described.codes.tables:
        for row in table.refusals:
            for operation in (*row.only, *row.never):
                assert described.operations.get(operation), operation


def test_an_operation_lists_the_refusals_that_can_come_of_it(described: Described) -> None:
    def codes(operation: str) -> set[str]:
        found = described.operations.get(operation)
        assert found is not None
        return {row.name or row.code for row in described.codes.of_operation(found)}

    assert "duplicate" in codes("portal/DongBoHoSoMC")
    assert codes("portal/login") == {"bad_login", "malformed", "missing_field", "too_large", "wrong_route"}
    assert "4005" in codes("vneid/sharing-transaction")
    assert codes("registries/TraCuuDuLieu") == {"001", "002", "003", "004", "404", "503"}
    assert codes("province/clock") == set()
    assert codes("vneid/userinfo") == {"invalid_token"}
    assert {"access_denied", "invalid_request"} <= codes("vneid/authorize")
    assert "access_denied" not in codes("vneid/token")
    assert "wrong_signature" in codes("payment/INIT")
