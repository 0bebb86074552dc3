"""The report says how VNeID spoke to the system, and how well each part of that is known."""

from simulator.catalogue.catalogue import load_catalogue
from simulator.conformance.texts import login_profile
from simulator.core.data_folders import data_folders


def test_each_field_of_the_profile_stands_under_its_mark():
    profile = load_catalogue(data_folders()).identity_profiles["dvcqg-wso2"]

    told = login_profile(profile, open_mode=False)

    seen = told.en.partition("SEEN: ")[2].partition(";")[0].rstrip(".").split(", ")
    assert sorted(seen) == sorted(field for field, mark in profile.marks.items() if mark.value == "SEEN")
    assert "strict mode" in told.en
    assert "chế độ chặt" in told.vi


def test_an_open_mode_is_told():
    profile = load_catalogue(data_folders()).identity_profiles["standard"]

    assert "a warning each time" in login_profile(profile, open_mode=True).en
