import pytest

from simulator.core import data_folders as module
from simulator.core.data_folders import NAMES, data_folders
from simulator.core.errors import ConfigurationError


def labels(folders, folder):
    return [file.label for file in folders.walk(folder, ".yaml")]


def test_a_folder_of_the_user_comes_first_and_may_hold_only_some(tmp_path):
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "khai-sinh.yaml").write_text("mine: true", encoding="utf-8")
    (tmp_path / "services" / "moi.yaml").write_text("new: true", encoding="utf-8")
    folders = data_folders(tmp_path)
    assert "services/moi.yaml" in labels(folders, "services")
    assert labels(folders, "services").count("services/khai-sinh.yaml") == 1
    assert folders.file("services/khai-sinh.yaml").read_text() == "mine: true"
    assert labels(folders, "scenarios") == labels(data_folders(), "scenarios")


def test_files_come_by_name_with_their_place_in_the_folders():
    found = labels(data_folders(), "scenarios")
    assert found == sorted(found)
    assert all(label.startswith("scenarios/") for label in found)


def test_a_folder_without_any_data_folder_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="holds none of the data folders"):
        data_folders(tmp_path)


def test_a_missing_file_is_named():
    with pytest.raises(ConfigurationError, match=r"contracts/nothing\.json"):
        data_folders().file("contracts/nothing.json")


def test_shipped_data_win_over_a_neighbouring_checkout(tmp_path, monkeypatch):
    for name in NAMES:
        (tmp_path / "data" / name).mkdir(parents=True)
    (tmp_path / "data" / "services" / "shipped.yaml").touch()
    monkeypatch.setattr(module, "files", lambda _package: tmp_path)
    assert labels(data_folders(), "services") == ["services/shipped.yaml"]


def test_without_any_data_the_places_that_were_tried_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "files", lambda _package: tmp_path)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    with pytest.raises(ConfigurationError, match="not found in"):
        data_folders()
