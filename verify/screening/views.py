"""Other readings of a text that an attack may hide in: respelled, reversed, rotated, decoded.

Each view maps back to the original, so that a match in it can be shown where it stands.
"""

import base64
import binascii
import codecs
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from verify.screening.normalise import NormalisedText, normalise, replace_runs
from verify.screening.vocabulary import WORDS, find_intended_word, split_glued

_LETTERS_OF_LEET = str.maketrans("0134578@$!|+", "oieastbasiit")
_LEET_WITH_L = str.maketrans("0134578@$!|+", "oleastbasllt")
_WORD = re.compile(r"[\w@$!|+]{1,40}")
_SPACED = re.compile(r"(?<!\w)[a-z0-9@$!](?:[ .\-*/|,~\n]{1,3}[a-z0-9@$!](?!\w)){3,400}")
_GLUED = re.compile(r"[a-z]{12,400}")
_SPLIT_WORD = re.compile(r"[a-z]{1,20}(?:[.\-*/|~]{1,2}[a-z]{1,20}){1,12}")
_LONG_WORD = re.compile(r"[a-z]{5,}")

_ENCODED = re.compile(
    r"(?P<base64>[A-Za-z0-9+/_-]{16,}={0,2})"
    r"|(?P<percent>(?:%[0-9A-Fa-f]{2}[A-Za-z0-9.+_-]{0,40}){3,})"
    r"|(?P<entities>(?:&#x?[0-9A-Fa-f]{2,6};[ ]?){3,}&#x?[0-9A-Fa-f]{2,6};)"
    r"|(?P<escapes>(?:\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})){4,})"
    r"|(?P<hex>(?:(?:0x)?[0-9A-Fa-f]{2}[ :,]{1,2}){7,}(?:0x)?[0-9A-Fa-f]{2})"
    r"|(?P<binary>(?:[01]{8} ?){5,}[01]{8})"
    r"|(?P<decimal>(?:1?[0-9]{2}[ ,]{1,2}){7,}1?[0-9]{2})"
    r"|(?P<tags>[\U000e0020-\U000e007e]{4,})"
)


def respelled_view(plain: NormalisedText) -> NormalisedText | None:
    """Leet, spaced-out letters, glued words and typos undone; None when nothing of the kind is there."""
    joined = replace_runs(plain, _joined_runs(plain.text)) if _SPACED.search(plain.text) else plain
    words = list(_respelled_words(joined.text))
    if not words and joined is plain:
        return None
    return replace_runs(joined, words)


def mirrored_views(plain: NormalisedText) -> Iterator[NormalisedText]:
    """The text reversed or rotated by 13, when two or more of its words then become attack words."""
    words = set(_LONG_WORD.findall(plain.text))
    if sum(word[::-1] in WORDS for word in words) >= 2:
        yield NormalisedText(plain.text[::-1], plain.offsets[::-1])
    if sum(codecs.encode(word, "rot13") in WORDS for word in words) >= 2:
        yield NormalisedText(codecs.encode(plain.text, "rot13"), plain.offsets)


def decoded_view(text: str) -> NormalisedText | None:
    """The text with every run that decodes to readable text decoded in place; None when there is none."""
    runs = list(_decoded_runs(text))
    if not runs:
        return None
    decoded = replace_runs(NormalisedText(text, range(len(text))), runs)
    folded = normalise(decoded.text)
    return NormalisedText(folded.text, [decoded.offsets[offset] for offset in folded.offsets])


def _decoded_runs(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _ENCODED.finditer(text):
        decoded = _decode(match.lastgroup or "", match.group())
        if decoded is not None and _is_readable(decoded):
            yield match.start(), match.end(), decoded


def _joined_runs(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _SPACED.finditer(text):
        letters = re.sub(r"[ .\-*/|,~\n]", "", match.group()).translate(_LETTERS_OF_LEET)
        yield match.start(), match.end(), split_glued(letters) or letters


def _respelled_words(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _candidates(text):
        word = match.group()
        respelled = _respell(word)
        if respelled is not None and respelled != word:
            yield match.start(), match.end(), respelled


def _candidates(text: str) -> Iterator[re.Match[str]]:
    split = {match.start(): match for match in _SPLIT_WORD.finditer(text) if _is_split_word(match.group())}
    done = 0
    for match in _WORD.finditer(text):
        found = split.get(match.start(), match)
        if found.start() >= done:
            done = found.end()
            yield found


def _is_split_word(run: str) -> bool:
    return re.sub(r"[^a-z]", "", run) in WORDS


def _respell(word: str) -> str | None:
    if word.isalpha():
        return find_intended_word(word) or (split_glued(word) if _GLUED.fullmatch(word) else None)
    letters = re.sub(r"[.\-*/|~]", "", word)
    if letters in WORDS:
        return letters
    if not any(character.isalpha() for character in word):
        return None
    return _unleet(word.rstrip("!+|") or word)


def _unleet(word: str) -> str | None:
    readings = (word.translate(_LETTERS_OF_LEET), word.translate(_LEET_WITH_L))
    for reading in readings:
        if reading in WORDS:
            return reading
        intended = find_intended_word(reading)
        if intended is not None:
            return intended
    return None


def _decode(kind: str, run: str) -> str | None:
    match kind:
        case "base64":
            return _decode_base64(run)
        case "percent":
            return unquote(run.replace("+", " "))
        case "entities":
            return html.unescape(run.replace(" ", "") if "; &" in run else run)
        case "escapes":
            return _characters(re.findall(r"[xu]([0-9A-Fa-f]+)", run), 16)
        case "hex":
            return _characters(re.findall(r"[0-9A-Fa-f]{2}", run.replace("0x", "")), 16)
        case "binary":
            return _characters(re.findall(r"[01]{8}", run), 2)
        case "decimal":
            return _characters(re.findall(r"[0-9]+", run), 10)
        case _:
            return "".join(chr(ord(character) - 0xE0000) for character in run)


def _characters(numbers: list[str], base: int) -> str:
    return "".join(chr(int(number, base)) for number in numbers)


def _decode_base64(run: str) -> str | None:
    if len(run) % 2 == 0 and re.fullmatch(r"[0-9A-Fa-f]+", run):
        return bytes.fromhex(run).decode("utf-8", errors="replace")
    body = run.rstrip("=").translate(str.maketrans("-_", "+/"))
    padded = body[: len(body) - 1] if len(body) % 4 == 1 else body
    try:
        return base64.b64decode(padded + "=" * (-len(padded) % 4)).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None


def _is_readable(text: str) -> bool:
    """Mostly letters and spaces: random bytes that happen to decode are not."""
    if len(text) < 4:
        return False
    plain = sum(character.isalpha() or character in " \n.,!?'\"" for character in text)
    return plain >= 0.85 * len(text)
