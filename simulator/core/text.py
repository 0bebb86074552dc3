"""A text in Vietnamese and English, as it stands beside a thing in YAML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Text:
    """One sentence in both languages; Vietnamese is shown first."""

    vi: str
    en: str

    def to_json(self) -> dict[str, str]:
        """Return `{"vi": ..., "en": ...}`."""
        return {"vi": self.vi, "en": self.en}

    def fill(self, **values: object) -> "Text":
        """Return the text with `{name}` places filled in both languages, by a text in its own language."""
        return Text(self.vi.format(**_in("vi", values)), self.en.format(**_in("en", values)))

    @classmethod
    def of(cls, value: Mapping[str, Any] | str) -> "Text":
        """Read a `{vi, en}` mapping; a plain string stands for both languages."""
        if isinstance(value, str):
            return cls(value, value)
        return cls(str(value["vi"]), str(value["en"]))


def _in(language: str, values: Mapping[str, object]) -> dict[str, object]:
    return {name: getattr(one, language) if isinstance(one, Text) else one for name, one in values.items()}
