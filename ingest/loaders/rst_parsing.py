"""Parses reStructuredText with docutils, taught to keep the text of what only Sphinx knows."""

import re
from collections import defaultdict
from collections.abc import Callable

from docutils import nodes  # type: ignore[import-untyped]  # its types are a package that lags behind it
from docutils.core import publish_doctree  # type: ignore[import-untyped]
from docutils.parsers.rst import Directive, Parser, directives, states  # type: ignore[import-untyped]
from docutils.parsers.rst.languages import en  # type: ignore[import-untyped]

# Where a role's node keeps the name of the section that it refers to.
LABEL = "plumbline-label"

_SETTINGS = {
    # Nothing of this machine or the network gets into a document.
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    # Errors are neither printed nor raised, and those in the tree are left out when it is walked.
    "report_level": 5,
    "halt_level": 6,
    "warning_stream": False,
    # The heading levels of a page must not depend on whether it has one title or several.
    "doctitle_xform": False,
    "docinfo_xform": False,
    "syntax_highlight": "none",
    "smart_quotes": False,
    # One long line is no reason to give nothing.
    "line_length_limit": 10_000_000,
}
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:\|[^|\n]*\|[ \t]+)?([\w:.+-]+)[ \t]*::")
_TITLED = re.compile(r"(.*?)\s*<([^<>]*)>\s*", re.DOTALL)
_MOST_UNKNOWN = 200
_MARK = re.compile(r"[*`|_]")
# Length of a paragraph times its marks: 10,000 characters may have 200.
_MOST_STEPS = 2_000_000

_CODE = (
    "code", "code-block", "sourcecode", "math", "doctest", "testcode", "testoutput", "testsetup", "prompt",
    "ipython", "productionlist", "graphviz", "mermaid", "uml", "parsed-literal",
)  # fmt: skip
# What a rendered page shows elsewhere or not at all.
_NOT_SHOWN = (
    "include", "literalinclude", "raw", "toctree", "contents", "sectnum", "index", "highlight", "meta",
    "title", "default-role", "role", "currentmodule", "py:currentmodule", "module", "py:module", "program",
    "tabularcolumns", "automodule", "autoclass", "autofunction", "automethod", "autodata", "autoexception",
    "autosummary", "testcleanup", "header", "footer",
)  # fmt: skip
# Their argument is code; those of a language (py:function) have a colon.
_SIGNATURES = {
    "function", "class", "method", "attribute", "data", "exception", "option", "cmdoption", "confval",
    "envvar", "describe", "object", "decorator",
}  # fmt: skip
_VERSIONS = {
    "versionadded": "New in version", "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version", "versionremoved": "Removed in version",
}  # fmt: skip


def parse_rst(source: str) -> nodes.document:
    """Parse; what cannot be understood stands in the tree as `problematic` or `system_message`."""
    _register(source)
    inliner = states.Inliner()
    # On the object: a subclass would lose what docutils looks up in the class itself.
    inliner.interpreted = _read_role
    parse = inliner.parse

    def parse_bounded(text: str, *rest: object) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """For each mark that opens and never closes, docutils looks through all that follows."""
        if len(text) * len(_MARK.findall(text)) > _MOST_STEPS:
            return [nodes.Text(text)], []
        found: tuple[list[nodes.Node], list[nodes.system_message]] = parse(text, *rest)
        return found

    inliner.parse = parse_bounded
    return publish_doctree(source, parser=Parser(inliner=inliner), settings_overrides=_SETTINGS)


def _register(source: str) -> None:
    """Docutils keeps its directives in one table for the whole process; this module alone uses it."""
    for kind, names in (
        (_Code, _CODE),
        (_NotShown, _NOT_SHOWN),
        (_Version, _VERSIONS),
        (_Picture, _PICTURES),
    ):
        for name in names:
            directives.register_directive(name, kind)
    found = dict.fromkeys(name.lower() for name in _DIRECTIVE.findall(source))
    known = {*en.directives, *_CODE, *_NOT_SHOWN, *_VERSIONS, *_PICTURES}
    for name in [name for name in found if name not in known][:_MOST_UNKNOWN]:
        directives.register_directive(name, _Unknown)


class _Lenient(Directive):  # type: ignore[misc]  # docutils is untyped
    """Takes any argument, options and content."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    # Not empty, as docutils takes an empty one for "no options".
    option_spec: dict[str, Callable[[str], str]] = defaultdict(  # noqa: RUF012  # docutils declares it so
        lambda: directives.unchanged, name=directives.unchanged
    )

    @property
    def argument(self) -> str:
        return self.arguments[0] if self.arguments else ""

    def parse_content(self) -> list[nodes.Node]:
        holder = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, holder, match_titles=True)
        return list(holder.children)

    def parse_argument(self) -> list[nodes.Node]:
        if not self.argument:
            return []
        if ":" in self.name or self.name.lower() in _SIGNATURES:
            return [nodes.paragraph(self.argument, self.argument)]
        inline, _ = self.state.inline_text(self.argument, self.lineno)
        return [nodes.paragraph(self.argument, "", *inline)]


class _Unknown(_Lenient):
    """The argument of most directives is shown as a caption or a signature above the content."""

    def run(self) -> list[nodes.Node]:
        return [*self.parse_argument(), *self.parse_content()]


class _Code(_Lenient):
    def run(self) -> list[nodes.Node]:
        caption = self.options.get("caption", "")
        text = "\n".join(self.content)
        # The argument names the language, except that of formulas, which is their first line.
        if self.name.lower() == "math":
            text = f"{self.argument}\n{text}".strip("\n")
        above = [nodes.paragraph(caption, caption)] if caption else []
        return [*above, nodes.literal_block(text, text)] if text.strip() else above


class _NotShown(_Lenient):
    def run(self) -> list[nodes.Node]:
        return []


class _Version(_Lenient):
    def run(self) -> list[nodes.Node]:
        version, _, rest = self.argument.partition(" ")
        label = f"{_VERSIONS[self.name.lower()]} {version}".strip()
        self.arguments = [rest.strip()]
        below = [*self.parse_argument(), *self.parse_content()]
        if below and isinstance(below[0], nodes.paragraph):
            below[0].insert(0, nodes.Text(f"{label}: "))
            return below
        return [nodes.paragraph(label, f"{label}."), *below]


class _Picture(_Lenient):
    """Of a picture its description is left, of a figure also the caption."""

    def run(self) -> list[nodes.Node]:
        picture = nodes.image(uri="", alt=self.options.get("alt", ""))
        return [picture, *(self.parse_content() if self.name.lower() == "figure" else [])]


_PICTURES = ("image", "figure")


def _read_role(
    rawsource: str, text: str, role: str, *_: object
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Take the text out of a role, whether docutils knows it or not."""
    shown, label = _role_text(nodes.unescape(text), role.rpartition(":")[2].lower())
    node = nodes.inline(rawsource, shown)
    if label:
        node[LABEL] = label
    return [node], []


def _role_text(text: str, role: str) -> tuple[str, str]:
    """What a role shows, and the label that it refers to if nothing else names what is there."""
    if role in {"raw", "index"}:
        return "", ""
    if role in {"pep", "pep-reference", "rfc", "rfc-reference"} and text.isdecimal():
        return f"{role[:3].upper()} {text}", ""
    if titled := _TITLED.fullmatch(text):
        return (titled[1] or titled[2]), ""
    if role in {"ref", "numref", "doc", "std:ref"}:
        words = text.rstrip("/").rpartition("/")[2] if role == "doc" else text
        return re.sub(r"[_-]+", " ", words).strip(), text.lower()
    if text.startswith("~"):
        return text[1:].rpartition(".")[2], ""
    return text.removeprefix("!"), ""
