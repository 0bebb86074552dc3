"""The code on the stand-in phone."""

from simulator.vneid.pages.passwords import compare_code, is_code, is_password, one_time_code, phone_name


def test_a_code_has_six_digits_and_is_another_for_each_login_and_data_folder() -> None:
    codes = {one_time_code(secret, f"step-{n}") for secret in (b"a", b"b") for n in range(200)}
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert len(codes) > 390
    assert one_time_code(b"a", "step-1") == one_time_code(b"a", "step-1")


def test_the_phone_s_name_tells_nothing_of_the_browser_s() -> None:
    assert "step-1" not in phone_name(b"a", "step-1")
    assert phone_name(b"a", "step-1") != phone_name(b"b", "step-1")
    assert 10 <= int(compare_code(b"a", phone_name(b"a", "step-1"))) <= 99


def test_odd_letters_are_wrong_and_no_crash() -> None:
    assert not is_code("\ud800", "123456")
    assert not is_code("١٢٣٤٥٦", "123456")
    assert is_code("123 456", "123456")
    assert not is_password("\ud800")
