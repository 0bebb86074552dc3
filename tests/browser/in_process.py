"""The reference province on a server of this process, worked by browser as its claim sheet says."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.province.config import ProvinceConfig
from simulator.province.server import run_province


@contextmanager
def province_here(folder: Path, national: str) -> Iterator[Path]:
    """Serve the province; yield its claim sheet."""
    sheet, data = folder / "here.yaml", folder / "province"
    data.mkdir(exist_ok=True)
    config = ProvinceConfig(simulator_url=national, data_dir=data, claim_sheet=sheet, form_driver="browser")
    ready, stop = threading.Event(), threading.Event()
    serving = threading.Thread(target=run_province, args=(config, "127.0.0.1", 0, lambda _: ready.set(), stop))
    serving.start()
    try:
        assert ready.wait(20)
        yield sheet
    finally:
        stop.set()
        serving.join(20)
