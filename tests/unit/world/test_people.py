"""People are a pure function of (seed, number), in ranges that no living person can have."""

import json
import subprocess
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from simulator.core.masking import holds_possibly_real_number
from simulator.world.names import FEMALE, MALE
from simulator.world.people import DEMO_NUMBERS, FIRST_FREE_NUMBER, KNOWN_TO, demo_people, person

SEEDS = st.integers(0, 2**31)
NUMBERS = st.integers(1, 999_999)
GENDERS = st.sampled_from([None, MALE, FEMALE])


@given(SEEDS, NUMBERS, GENDERS)
def test_the_same_seed_and_number_give_the_same_person(seed, number, gender):
    assert person(seed, number, gender) == person(seed, number, gender)


def test_another_process_with_another_hash_seed_makes_the_same_people():
    script = (
        "import json; from simulator.world.people import person;"
        "print(json.dumps([person(7, n).to_json() for n in range(1, 40)]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONHASHSEED": "12345"}, capture_output=True, text=True, check=True
    )
    assert json.loads(answer.stdout) == [person(7, n).to_json() for n in range(1, 40)]


@given(SEEDS, SEEDS, NUMBERS, NUMBERS)
def test_different_numbers_have_different_keys_whatever_the_seed(seed, other_seed, number, other):
    one, two = person(seed, number), person(other_seed, other)
    for key in ("personal_id", "phone", "email"):
        assert (one[key] == two[key]) <= (number == other)


@given(SEEDS, NUMBERS, GENDERS)
def test_the_personal_number_agrees_with_gender_and_birth(seed, number, gender):
    someone = person(seed, number, gender)
    digits, year = someone["personal_id"], int(someone["birth_date"][:4])
    assert len(digits) == 12
    assert digits.isascii()
    assert digits.isdigit()
    assert digits.startswith("099")
    assert int(digits[3]) % 2 == (someone["gender"] == FEMALE)
    assert int(digits[3]) // 2 == year // 100 - 19
    assert digits[4:6] == f"{year % 100:02d}"
    if gender:
        assert someone["gender"] == gender


@given(SEEDS, NUMBERS)
def test_every_text_is_nfc_with_single_spaces_and_reads_as_synthetic(seed, number):
    for value in person(seed, number).attributes.values():
        assert value == unicodedata.normalize("NFC", value)
        assert " ".join(value.split()) == value
        assert not holds_possibly_real_number(value)


@given(SEEDS, NUMBERS)
def test_phone_and_email_can_reach_nobody(seed, number):
    someone = person(seed, number)
    assert someone["phone"].startswith("050")
    assert len(someone["phone"]) == 10
    assert someone["email"].endswith("@dancu.example")


@given(SEEDS, NUMBERS)
def test_an_address_has_two_tiers_and_no_district(seed, number):
    detail, commune, province = person(seed, number)["residence"].rsplit(", ", 2)
    assert detail[0].isdigit()
    assert commune.startswith(("Phường ", "Xã ", "Đặc khu "))
    assert province.startswith(("tỉnh ", "thành phố "))


def test_the_sources_know_what_they_should():
    someone = person(0, 5)
    assert someone.knows("VNEID", "phone")
    assert not someone.knows("VNEID", "residence")
    assert someone.knows("CSDLQG_DAN_CU", "residence")
    assert not someone.knows("CSDLQG_DAN_CU", "phone")
    assert set().union(*KNOWN_TO.values()) == set(someone.attributes)


def test_names_hold_the_letters_that_break_systems():
    names = " ".join(person(0, n)["full_name"] for n in range(1, 3000))
    for letter in "ĐƠƯơưạảấ":
        assert letter in names
    assert "Hoà" in names
    assert "Hòa" in names
    assert any(len(part) == 1 for part in names.split())


def test_version_1_of_the_tables_stays_as_it_is():
    """A change here changes every stored story: raise the version of the tables when it is meant."""
    assert person(0, 1).to_json() == {
        "number": 1,
        "attributes": {
            "personal_id": "099182000001",
            "tech_id": person(0, 1)["tech_id"],
            "full_name": "Võ Phương Vy",
            "birth_date": person(0, 1)["birth_date"],
            "gender": "2",
            "ethnicity": "Kinh",
            "nationality": "Việt Nam",
            "home_town": person(0, 1)["home_town"],
            "residence": "136 đường Điện Biên Phủ, Phường Hồng Bàng, thành phố Hải Phòng",
            "id_document": "Thẻ căn cước số 099182000001, cấp ngày 25/07/2024, Bộ Công an",
            "marital_status": person(0, 1)["marital_status"],
            "phone": "0507654321",
            "email": "congdan1@dancu.example",
        },
        "known_to": {source: list(names) for source, names in KNOWN_TO.items()},
    }


def test_there_are_24_demo_people_of_all_kinds_below_the_numbers_for_sessions():
    people = demo_people()
    assert len(people) == 24
    assert {someone["gender"] for someone in people} == {MALE, FEMALE}
    assert any(someone.get("phone") is None for someone in people)
    assert max(DEMO_NUMBERS) < FIRST_FREE_NUMBER
