"""What would break on Windows: names of files, and calls that are not there."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_MODE = re.compile(r"[rwax]b?\+?b?t?")
_POSIX_MODULES = frozenset({"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog"})
_OS_CALLS = """chown chroot fork forkpty getegid geteuid getgid getpgid getuid killpg mkfifo nice setgid setpgid setsid
setuid symlink uname wait wait3 wait4"""
_SIGNALS = """SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGUSR1 SIGUSR2 alarm pause setitimer"""
_POSIX_CALLS = {f"os.{name}" for name in _OS_CALLS.split()} | {f"signal.{name}" for name in _SIGNALS.split()}


def unsafe_names(paths: Iterable[PurePath]) -> list[str]:
    """Paths that Windows cannot hold: forbidden signs, names of devices, or two that differ in their case only."""
    seen: dict[str, str] = {}
    found = []
    for path in paths:
        if any(_FORBIDDEN.search(part) or _DEVICES.fullmatch(part) for part in path.parts if part != path.anchor):
            found.append(str(path))
        other = seen.setdefault(str(path).casefold(), str(path))
        if other != str(path):
            found.append(f"{path} and {other}")
    return found


def posix_only(tree: ast.AST, guarded: bool = False) -> Iterator[tuple[int, str]]:
    """(line, what): what is used outside of a branch that asks for the platform."""
    for node in ast.iter_child_nodes(tree):
        asked = guarded or (isinstance(node, ast.If | ast.IfExp) and "sys.platform" in ast.unparse(node.test))
        if not asked:
            yield from ((node.lineno, name) for name in _used(node) if name in _POSIX_MODULES | _POSIX_CALLS)
        yield from posix_only(node, asked)


def _used(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [ast.unparse(node)] if isinstance(node, ast.Attribute) else []


def without_encoding(tree: ast.AST) -> Iterator[int]:
    """Lines on which text is read or written in the encoding of the machine."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or any(keyword.arg in ("encoding", None) for keyword in node.keywords):
            continue
        if _reads_or_writes_text(node):
            yield node.lineno


def _reads_or_writes_text(call: ast.Call) -> bool:
    called = ast.unparse(call.func)
    if called == "file.read_text":  # a DataFile's, which is UTF-8 by itself
        return False
    if called.endswith((".read_text", ".write_text")):
        return True
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [word.value for word in given if isinstance(word, ast.Constant) and _MODE.fullmatch(str(word.value))]
    if called in ("open", "os.fdopen") and not modes:
        return True
    return called.endswith(("open", "fdopen")) and any("b" not in mode for mode in modes)
