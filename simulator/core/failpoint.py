"""Places where a test may kill this process, so that crash safety is proven and not believed.

`DVCSIM_FAILPOINT=before_commit:portal/DongBoHoSoMC:2` ends the process with SIGKILL the second time that place is
reached for that operation. Unset, a failpoint costs one dictionary look-up. The process only ever ends itself.
"""

import os
import signal
import threading

POINTS = ("before_commit", "after_commit", "after_answer")

_lock = threading.Lock()
_reached = 0


def reach(point: str, operation: str) -> None:
    """Pass the named place on behalf of `operation`; does not return when the environment asks for a crash here."""
    wanted = os.environ.get("DVCSIM_FAILPOINT")
    if not wanted:
        return
    wanted_point, _, rest = wanted.partition(":")
    wanted_operation, _, count = rest.rpartition(":")
    if (point, operation) != (wanted_point, wanted_operation):
        return
    global _reached
    with _lock:
        _reached += 1
        if _reached == int(count):
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))  # on Windows either ends it at once
