"""One emulated system: its office, its store, and how it tells the portal."""

from dataclasses import dataclass

from .config import Config
from .families import TALKERS
from .office import Office
from .store import Store
from .sync import Sync, Talker


@dataclass
class System:
    """Everything of one installation."""

    config: Config
    store: Store
    office: Office
    talker: Talker
    sync: Sync


def system_of(config: Config, base_url: str) -> System:
    """Install a system, or go on with its data."""
    store = Store(config.data)
    talker: Talker = TALKERS[config.family](config, store, base_url)
    return System(config, store, Office(config, store), talker, Sync(config, store, talker))
