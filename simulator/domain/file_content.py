"""What a file is, told by its content, and whether it is whole. Only the kinds that dossiers are made of are known."""

import codecs
import hashlib

PDF, PNG, JPEG, ZIP = "application/pdf", "image/png", "image/jpeg", "application/zip"
XML, TEXT = "application/xml", "text/plain"
_BEGINNINGS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG, b"PK\x03\x04": ZIP}
"""ISO 32000-1, 7.5.2; PNG 5.2; ISO/IEC 10918-1, B.1.1.3; office documents (docx, xlsx, odt) are ZIP archives."""
_ENDINGS = {PDF: b"%%EOF", PNG: b"IEND\xaeB`\x82", JPEG: b"\xff\xd9", ZIP: b"PK\x05\x06"}
"""What stands near the end of a whole file."""
_HEAD, _TAIL = 4096, 70_000
"""The end record of an archive may have a comment of 65,535 bytes behind it."""


class FileContent:
    """The content of a file as it comes in: judged at the end, never kept whole."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._head, self._tail = b"", b""
        self._digest = hashlib.sha256()
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self.size = 0

    def take(self, part: bytes) -> bool:
        """Take the next part; return whether more is wanted."""
        self.size += len(part)
        self._head = (self._head + part)[:_HEAD] if len(self._head) < _HEAD else self._head
        self._tail = (self._tail + part)[-_TAIL:]
        self._digest.update(part)
        self._read_as_text(part)
        return not self.too_large

    @property
    def too_large(self) -> bool:
        """Return whether it is larger than what is taken; then nothing else is known of it."""
        return self.size > self._most_bytes

    @property
    def sha256(self) -> str:
        """Return the digest of what was taken, in hex."""
        return self._digest.hexdigest()

    @property
    def media_type(self) -> str:
        """Return what the content is, or an empty text for what no dossier is made of."""
        for beginning, media_type in _BEGINNINGS.items():
            if self._head.startswith(beginning):
                return media_type
        if self._decoder is None or not self.size:
            return ""
        text = self._head.decode("utf-8", errors="ignore").lstrip("\ufeff \r\n\t").lower()
        if text.startswith("<?xml"):
            return XML
        return "" if text.startswith(("<!doctype html", "<html", "<head", "<body")) else TEXT

    def problem(self, declared: str) -> str:
        """Return `empty`, `too_large`, `wrong_type`, `corrupt` or nothing; `declared` is its Content-Type."""
        if not self.size:
            return "empty"
        if self.too_large:
            return "too_large"
        found = self.media_type
        claimed = declared.split(";")[0].strip().lower()
        if claimed in _ENDINGS and found != claimed:
            return "corrupt"
        if not found:
            return "wrong_type"
        return "corrupt" if _ENDINGS.get(found, b"") not in self._tail else ""

    def note(self) -> str:
        """Return what is kept of it instead of the content."""
        more = " or more" if self.too_large else ""
        return f"({self.size} bytes{more}, {self.media_type or 'unknown type'}, SHA-256 {self.sha256})"

    def _read_as_text(self, part: bytes) -> None:
        if self._decoder is None:
            return
        try:
            self._decoder.decode(part)
        except UnicodeDecodeError:
            self._decoder = None
        if b"\0" in part:
            self._decoder = None
