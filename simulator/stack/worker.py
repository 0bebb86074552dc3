"""One worker of `dvcsim serve --workers N`: a process of its own, started by `stack/workers.py` and by nobody else."""

import json
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulator.catalogue.catalogue import load_catalogue
from simulator.checks import CHECKS
from simulator.core.data_folders import data_folders
from simulator.stack.app import national_app
from simulator.stack.channel import COMMITTED, READY, Channel
from simulator.stack.door_server import Doors
from simulator.stack.server import DoorsOnly
from simulator.web.doors import preparing, with_doors
from simulator.web.national import National, open_national
from simulator.wire.contracts import load_contracts


def main(port: socket.socket, channel: Channel, told: dict[str, Any]) -> None:
    """Answer at the port until the other end of the channel closes."""
    folders = data_folders(Path(told["data_dir"]) if told["data_dir"] else None)
    national = open_national(
        Path(told["data"]),
        load_catalogue(folders, frozenset(CHECKS)),
        load_contracts(folders),
        several=True,
        **told["national"],
    )
    national.db.told.append(lambda position: channel.say(COMMITTED, position))
    app = with_doors(national, national_app(national))
    doors = Doors(frozenset(national.doors), app, lambda: _together(national), preparing(national))
    with DoorsOnly(port, channel.hand_over).serving(app, doors):
        channel.say(READY)
        channel.hear()
    national.db.close()


@contextmanager
def _together(national: National) -> Iterator[None]:
    """Begin by reading which systems were registered in the meantime: only the first process is told of that."""
    with national.db.together():
        with national.db.write() as tx:
            national.provinces.refresh(tx.execute)
        yield


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    listening, end, words = sys.argv[1:]
    main(socket.socket(fileno=int(listening)), Channel(socket.socket(fileno=int(end))), json.loads(words))
