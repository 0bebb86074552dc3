"""A complaint or proposal (phản ánh, kiến nghị) of a citizen, with its attachments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Attachment:
    """One file of a complaint."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Petition:
    """One complaint."""

    id: str
    text: str
    files: tuple[Attachment, ...]

    def path_of(self, attachment: Attachment) -> str:
        """Return the path by which an attachment is asked for."""
        return f"/pakn/{self.id}/{attachment.name}"

    def find(self, path: str) -> Attachment | None:
        """Return the attachment at a path; None when it is another's."""
        return next((one for one in self.files if self.path_of(one) == path), None)
