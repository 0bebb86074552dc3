"""A file with the certificates (PEM) that are trusted, as `--ca-file` names it."""

import ssl
from pathlib import Path

from simulator.core.errors import ConfigurationError

NAME_IT = (
    "Dùng --ca-file FILE hoặc DVCSIM_CA_FILE; dvcsim serve --tls nêu tệp này ở ca_file khi sẵn sàng và phát ở /ca.pem."
    " / Give --ca-file FILE or DVCSIM_CA_FILE: dvcsim serve --tls names the file as ca_file when it is ready, and"
    " serves it at /ca.pem."
)
"""What to do when a national side's certificate is not trusted."""


def checked_ca_file(path: Path | None) -> str:
    """Return the path as text, "" for none; raise when there is no certificate to read."""
    if path is None:
        return ""
    try:
        ssl.create_default_context(cafile=path)
    except ssl.SSLError:
        raise ConfigurationError(f"--ca-file {path}", "holds no certificate", "PEM certificates", NAME_IT) from None
    except OSError as error:
        raise ConfigurationError(
            f"--ca-file {path}", error.strerror or str(error), "a file with PEM certificates", NAME_IT
        ) from None
    return str(path)


def is_untrusted(error: BaseException) -> bool:
    """Return whether a call failed because the other side's certificate was not trusted, or is not for its name."""
    return "CERTIFICATE_VERIFY_FAILED" in str(error)
