"""English words that say how a question is asked, not what about: the keyword half leaves them out.

They stand in nearly every chunk, so each makes the index score the whole collection. Words that may carry a
question's meaning ("not", "before", "without", "May", "US") are none.
"""

_TEXT = """
a an and any are as at be been being but by can could did do does doing for from had has have having he her
him his how i if in into is it its me might mine my of on or our ours shall she should so some such than
that the their theirs them then there these they this those to was we were what when where which while
who whom whose why will with would you your yours
"""
STOP_WORDS = frozenset(_TEXT.split())
