import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.core.errors import ConfigurationError
from simulator.stack.data_folder import LOCK_NAME, default_data_folder, locked, make_folder

HOLD = """
import sys
from pathlib import Path
from simulator.stack.data_folder import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_folder_in_use_names_the_process_that_holds_it(tmp_path, holder):
    wanted = rf"in use by another dvcsim serve \(process {holder.pid}\)"
    with pytest.raises(ConfigurationError, match=wanted), locked(tmp_path):
        pass


def test_a_killed_holder_leaves_the_folder_free(tmp_path, holder):
    holder.kill()
    holder.wait()
    with locked(tmp_path):
        assert str(os.getpid()) in (tmp_path / LOCK_NAME).read_text()


def test_the_folder_is_made_and_given_back(tmp_path):
    folder = tmp_path / "a" / "b"
    for _ in range(2):
        with locked(folder):
            assert folder.is_dir()
    assert sorted(path.name for path in folder.iterdir()) == [LOCK_NAME]


def test_a_folder_that_cannot_be_made_is_a_mistake_of_the_user(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="--data"):
        make_folder(tmp_path / "file" / "folder")


@pytest.mark.parametrize(
    ("environ", "platform", "folder"),
    [
        ({"XDG_DATA_HOME": "/x"}, "linux", Path("/x/dvcsim")),
        ({"LOCALAPPDATA": "/local"}, "win32", Path("/local/dvcsim")),
        ({}, "linux", Path.home() / ".local/share/dvcsim"),
        ({"LOCALAPPDATA": "/local"}, "darwin", Path.home() / ".local/share/dvcsim"),
    ],
)
def test_the_default_folder_follows_the_habit_of_the_platform(environ, platform, folder):
    assert default_data_folder(environ, platform) == folder
