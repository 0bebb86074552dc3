"""Where a browser goes after the login: a page of this system, never an address elsewhere."""

from urllib.parse import urlsplit

HOME = "/"
_LONGEST = 2000


def own_path(asked: str) -> str:
    """Return the path that was asked for when it is one of ours, else the start page.

    Refused are a scheme or host, `//host`, a backslash (browsers read it as a slash) and control characters (browsers
    leave tabs and line ends out, which makes `/<tab>/host` into `//host`).
    """
    if not asked.startswith("/") or asked.startswith("//") or "\\" in asked or len(asked) > _LONGEST:
        return HOME
    if any(letter <= " " or letter == "\x7f" for letter in asked):
        return HOME
    try:
        parts = urlsplit(asked)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc else asked
