"""What one sync did, in the form that the command prints."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class SyncReport:
    """Counts of files; added, replaced, deleted, unchanged and quarantined add up to files + deleted.

    `quarantined` and `findings` are by path: the reason a file was not indexed, and what screening found in
    one that was. When several sources were read the path is preceded by its source. `changes` names what a
    dry run would have added, replaced and deleted; None for a run that did it.
    """

    files: int = 0
    added: int = 0
    replaced: int = 0
    deleted: int = 0
    unchanged: int = 0
    quarantined: dict[str, str] = field(default_factory=dict)
    chunks: int = 0
    seconds: float = 0.0
    findings: dict[str, list[str]] = field(default_factory=dict)

    changes: dict[str, list[str]] | None = None

    def note_change(self, kind: str, name: str) -> None:
        if self.changes is not None:
            self.changes.setdefault(kind, []).append(name)

    @property
    def indexed(self) -> int:
        return self.added + self.replaced + self.unchanged
