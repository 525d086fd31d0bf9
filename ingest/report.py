"""What one sync did, in the form that the command prints."""

from dataclasses import dataclass, field

from retrieval.version import DocumentRecord, StagedVersion


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

    def count_unchanged(self, known: DocumentRecord) -> None:
        self.unchanged += 1
        self.chunks += known.live.chunk_count

    def count_changed(self, name: str, version: StagedVersion, *, replaces: bool) -> None:
        self.added += not replaces
        self.replaced += replaces
        self.chunks += len(version.chunks)
        if version.findings:
            self.findings[name] = list(version.findings)
        self._name_change("replaced" if replaces else "added", name)

    def count_deleted(self, name: str) -> None:
        self.deleted += 1
        self._name_change("deleted", name)

    def _name_change(self, kind: str, name: str) -> None:
        if self.changes is not None:
            self.changes.setdefault(kind, []).append(name)

    @property
    def indexed(self) -> int:
        return self.added + self.replaced + self.unchanged
