"""Says why files of old office programs are not read, and what to do about it."""

from ingest.loaders.content import Content, detect_content

# Binary formats of before 2007; nothing well kept reads them without the office program itself.
_OLD = {
    ".doc": (Content.OLD_WORD, "Word"),
    ".dot": (Content.OLD_WORD, "Word"),
    ".xls": (Content.OLD_EXCEL, "Excel"),
    ".ppt": (Content.OLD_POWERPOINT, "PowerPoint"),
    ".pps": (Content.OLD_POWERPOINT, "PowerPoint"),
    ".msg": (Content.OUTLOOK, "Outlook"),
}
# The part that tells which of the newer formats an archive holds.
_NEWER = {".docx": b"word/document.xml", ".xlsx": b"xl/workbook.xml", ".pptx": b"ppt/presentation.xml"}


def old_format_reason(data: bytes, suffix: str) -> str:
    """The reason in one sentence, or nothing for a suffix of another kind."""
    if suffix not in _OLD:
        return ""
    expected, program = _OLD[suffix]
    content = detect_content(data)
    if content is Content.ENCRYPTED_OFFICE:
        return f"the {program} file is encrypted"
    if content in {expected, Content.OLD_OFFICE}:
        return f"the file is {expected.value}"
    newer = next((name for name, part in _NEWER.items() if part in data), "")
    if content is Content.ZIP and newer:
        return f"the file is named {suffix}, but its content is that of a {newer} file: rename it"
    return f"the file is named like an old {program} file ({suffix}), but its content is {content.value}"
