"""What a manifest says about a document, beside its text."""

import hashlib
import json
from dataclasses import dataclass, replace

from ingest.document import Document


@dataclass(frozen=True, slots=True)
class Details:
    """`suffix` is the file ending of the named format; the others go before what the file itself says."""

    title: str = ""
    audiences: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    suffix: str = ""

    @property
    def fingerprint(self) -> str:
        """Tell apart what would be stored differently; empty when nothing is said."""
        if self == NO_DETAILS:
            return ""
        said = [self.title, sorted(set(self.audiences)), sorted(self.metadata), self.suffix]
        return hashlib.sha256(json.dumps(said).encode("ascii")).hexdigest()

    def added_to(self, document: Document) -> Document:
        if self == NO_DETAILS:
            return document
        return replace(
            document,
            title=self.title or document.title,
            audiences=tuple(sorted({*document.audiences, *self.audiences})),
            metadata={**document.metadata, **dict(self.metadata)},
        )


NO_DETAILS = Details()
