"""Turns MDX and the dialects of documentation generators into plain Markdown, outside code."""

import re
from collections.abc import Callable
from textwrap import dedent

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_MODULE_STATEMENT = re.compile(r"^(?:import|export)\s[^\n]*(?:\n(?![ \t]*\n|#)[^\n]+)*", re.MULTILINE)
_COMMENT = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
# Code that is handed to a component as a string of several lines.
_TEMPLATE = re.compile(r"\{`((?:[^`\\]|\\.)*\n(?:[^`\\]|\\.)*)`\}")
_ESCAPED = re.compile(r"\\([`$\\])")
_INLINE_CODE = re.compile(r"(`[^`\n]+`)")
_TAG = re.compile(r"</?(?:[A-Za-z][\w.:-]*(?:[^<>{}]|\{[^{}]*\}){0,2000})?/?>")
# What the component would show above its content.
_CAPTION = re.compile(r"""\s(?:title|label|summary)=["']([^"'\n]+)["']""")
_DIRECTIVE = re.compile(r"^[ \t]*:::+[ \t]*\w*[ \t]*\[?([^\]\n]*)\]?[ \t]*$", re.MULTILINE)
_NOTE = re.compile(
    r'^[!?]{3}\+?[ \t]+[\w -]+(?:"([^"\n]*)")?[ \t]*\n((?:(?: {4}|\t)[^\n]*\n?|[ \t]*\n)+)', re.MULTILINE
)


def drop_jsx(source: str) -> str:
    """Drop import and export statements, comments and tags; text between tags stays."""
    return _outside_fences(_outside_fences(source, _fence_templates), _drop_jsx)


def unfold_admonitions(source: str) -> str:
    """Write `:::tip Title` (Docusaurus) and `!!! note "Title"` (MkDocs) as plain paragraphs."""
    source = _NOTE.sub(lambda note: f"{note[1] or ''}\n\n{dedent(note[2])}\n", source)
    return _outside_fences(source, lambda prose: _DIRECTIVE.sub(r"\n\1\n", prose))


def _fence_templates(prose: str) -> str:
    return _TEMPLATE.sub(_fenced, prose)


def _fenced(template: re.Match[str]) -> str:
    code = _ESCAPED.sub(r"\1", template[1])
    return f"\n\n~~~~\n{code}\n~~~~\n\n"


def _drop_jsx(prose: str) -> str:
    prose = _COMMENT.sub("", _MODULE_STATEMENT.sub("", prose))
    # Odd parts are inline code, where a tag is meant to be read.
    parts = _INLINE_CODE.split(prose)
    parts[::2] = [_TAG.sub(_caption, part) for part in parts[::2]]
    return "".join(parts)


def _caption(tag: re.Match[str]) -> str:
    caption = _CAPTION.search(tag[0])
    return f"\n\n{caption[1]}\n\n" if caption else ""


def _outside_fences(source: str, change: Callable[[str], str]) -> str:
    done: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in source.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence:
            done.append(line)
            if mark and mark[1].startswith(fence) and not line.strip(" \t\r\n`~"):
                fence = ""
        elif mark:
            done += [change("".join(prose)), line]
            prose.clear()
            fence = mark[1]
        else:
            prose.append(line)
    return "".join([*done, change("".join(prose))])
