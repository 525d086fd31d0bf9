"""The words that turn a sentence round: negations, quantifiers and pairs of opposites."""

_NEGATIONS_TEXT = """
    not no never none nobody nothing neither nor cannot without hardly unable nowhere don't doesn't
    didn't isn't aren't wasn't weren't won't can't couldn't shouldn't wouldn't hasn't haven't hadn't
    mustn't fails fail failed lacks lack avoid avoids avoiding refrain
"""
NEGATIONS = frozenset(_NEGATIONS_TEXT.split())
_UNIVERSAL_TEXT = """
    all every each always any everyone everybody entire entirely completely
"""
UNIVERSAL = frozenset(_UNIVERSAL_TEXT.split())
_PARTIAL_TEXT = """
    some sometimes often usually many most partly partially occasionally several few rarely
"""
PARTIAL = frozenset(_PARTIAL_TEXT.split())

# Two sentences about one thing, one with each word of a pair, contradict each other.
_PAIRS = """
    enabled disabled, enable disable, enables disables, included excluded, include exclude, includes
    excludes, allowed forbidden, allowed prohibited, permitted prohibited, allow forbid, allows
    prevents, possible impossible, available unavailable, before after, increase decrease, increases
    decreases, increased decreased, increases reduces, increase reduce, increased reduced, raises
    lowers, rises falls, more less, more fewer, minimum maximum, accepted rejected, accept reject,
    accepts rejects, accepted refused, approved rejected, required optional, mandatory optional, must
    optional, above below, successful unsuccessful, succeeds fails, safe unsafe, safe dangerous, legal
    illegal, valid invalid, lawful unlawful, taxable tax-free, free charged, with without, always never,
    all none, everyone nobody, earlier later, older newer, higher lower, highest lowest, largest
    smallest, longest shortest, most least, best worst, start end, starts ends, begins ends, opens
    closes, open closed, online offline, public private, active inactive, locked unlocked, encrypted
    unencrypted, limited unlimited, known unknown, healthy unhealthy, hot cold, left right, true false,
    internal external, inside outside, upgrade downgrade, upgrades downgrades, add remove, adds removes,
    supported unsupported, first last, accurate
    inaccurate, correct incorrect, complete incomplete, directly indirectly, daily monthly, weekly
    monthly, monthly annually, monthly yearly, daily weekly, hourly daily, weekly annually
"""
OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in _PAIRS.split(","):
    _one, _other = _pair.split()
    OPPOSITES[_one] = OPPOSITES.get(_one, frozenset()) | {_other}
    OPPOSITES[_other] = OPPOSITES.get(_other, frozenset()) | {_one}
