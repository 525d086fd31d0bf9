"""The words that turn a sentence round: negations, quantifiers and pairs of opposites."""

from enum import IntEnum
from itertools import product

from verify.grounding.words import stem

_NEGATIONS_TEXT = """
    not no never none nobody nothing neither nor cannot without hardly unable nowhere
    dont doesnt didnt isnt arent wasnt werent wont cant couldnt shouldnt wouldnt hasnt havent hadnt
    impossible
"""
# Verbs that deny what they govern: "failed to install", "refused to approve", "denied having met".
_DENIALS_TEXT = """
    fails fail failed failing lacks lack lacking lacked refrain refuse refuses refused refusing declines
    declined denies denied deny denying prohibits prohibit prohibiting
    forbids forbid forbidding bans banning
"""
# These agree with a negation, yet what they govern may well be true elsewhere: "prevent water damage".
_AVERSIONS_TEXT = """
    avoid avoids avoided avoiding prevents prevent prevented preventing
"""
DENIALS = frozenset(_DENIALS_TEXT.split())
AVERSIONS = frozenset(_AVERSIONS_TEXT.split())
NEGATIONS = frozenset(_NEGATIONS_TEXT.split()) | DENIALS | AVERSIONS


class Quantifier(IntEnum):
    """How much of something a statement speaks of."""

    FEW = 1
    SOME = 2
    MOST = 3
    ALL = 4


_QUANTIFIERS_TEXT = {
    Quantifier.FEW: "few rarely seldom",
    Quantifier.SOME: "some sometimes several partly partially occasionally many often",
    Quantifier.MOST: "most mostly usually generally normally typically majority",
    Quantifier.ALL: "all every each always any everyone everybody entire entirely completely",
}
QUANTIFIERS = {word: level for level, text in _QUANTIFIERS_TEXT.items() for word in text.split()}

# Two sides of each matter; words of one side say the same here. Clauses alike but for the side disagree.
_SIDES = """
    allow permit authorize / forbid forbidden prohibit ban disallow prevent block
    enable activate / disable deactivate
    include / exclude
    accept approve grant uphold / reject refuse decline dismiss deny
    admit confirm acknowledge / deny dispute
    open opens opened / close closed shut
    increase rise raise grow gain climb / decrease fall drop reduce decline shrink lower
    more greater / less fewer
    high higher highest / low lower lowest
    minimum / maximum
    first / last
    before / after
    above / below
    start begin / end finish stop
    required mandatory compulsory obligatory must / optional voluntary
    available / unavailable
    possible / impossible
    success successful succeed / unsuccessful fail
    safe / unsafe dangerous hazardous
    legal lawful / illegal unlawful
    free / charged charge
    early earlier earliest / late later latest
    old older oldest / new newer newest young younger youngest
    large larger largest big bigger biggest / small smaller smallest little
    long longer longest / short shorter shortest
    good better best / bad worse worst
    strong stronger strongest / weak weaker weakest
    heavy heavier heaviest / light lighter lightest
    fast faster fastest quick quicker / slow slower slowest
    cheap cheaper cheapest / expensive dear costly
    easy easier easiest / difficult hard harder hardest
    near nearer closest / far farther farthest
    hot hotter warm warmer / cold colder cool cooler
    wide wider / narrow narrower
    online / offline
    public / private
    locked lock / unlocked unlock
    true / false
    left / right
    internal / external
    inside / outside
    upgrade / downgrade
    add / remove delete
    positive / negative
    pass passed / fail failed
    win won / lose lost
    guilty / innocent
    present / absent
    visible / invisible
    temporary / permanent
    manual manually / automatic automatically
    appear / disappear
    agree / disagree
    full / empty
    alive / dead
    simple / complex complicated
    healthy / unhealthy sick
    north / south
    east / west
    directly / indirectly
    encrypted / unencrypted
    true / untrue
    taxable / tax-free exempt
    keep retain / discard delete
    everyone / nobody
"""
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
_PLAIN_PREFIXES = frozenset({"un", "non"})
_SHORTEST_AFTER_UN, _SHORTEST = 4, 5
_FREQUENCIES = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
    "yearly": "year", "annually": "year",
}  # fmt: skip


def _read_sides() -> dict[str, frozenset[tuple[int, bool]]]:
    poles: dict[str, set[tuple[int, bool]]] = {}
    for number, line in enumerate(_SIDES.strip().splitlines()):
        one, other = line.split("/")
        for words, side in ((one, True), (other, False)):
            for word in words.split():
                poles.setdefault(stem(word), set()).add((number, side))
    return {word: frozenset(sides) for word, sides in poles.items()}


# Stem of a pole → the matters it belongs to, and on which side.
POLES = _read_sides()


def are_opposite(one: str, other: str) -> bool:
    """Whether two stems stand on two sides of a matter and on one side of none, or differ by "un-" alone."""
    if one == other:
        return False
    mine, theirs = POLES.get(one, frozenset()), POLES.get(other, frozenset())
    shared = [(a[1], b[1]) for a, b in product(mine, theirs) if a[0] == b[0]]
    if shared:
        return all(first != second for first, second in shared)
    return _has_prefix(one, other) or _has_prefix(other, one)


def are_on_one_side(one: str, other: str) -> bool:
    """Whether two stems say the same of a matter: "allow" and "permit"."""
    return one == other or bool(POLES.get(one, frozenset()) & POLES.get(other, frozenset()))


def are_other_frequencies(one: str, other: str) -> bool:
    """Whether two written words tell how often, and not alike: "daily" and "monthly"."""
    mine, theirs = _FREQUENCIES.get(one), _FREQUENCIES.get(other)
    return mine is not None and theirs is not None and mine != theirs


def _has_prefix(longer: str, shorter: str) -> bool:
    """Whether one stem is the other behind "un-"; stemming may have cut the longer one shorter ("unsuit")."""
    for prefix in _PREFIXES:
        rest = longer.removeprefix(prefix)
        # "inform" is no opposite of "form": what may be a syllable must stand before a longer word.
        least = _SHORTEST_AFTER_UN if prefix in _PLAIN_PREFIXES else _SHORTEST
        if rest == longer:
            continue
        if (rest == shorter and len(rest) >= least) or shorter in {rest + "abl", rest + "ibl"}:
            return True
    return False
