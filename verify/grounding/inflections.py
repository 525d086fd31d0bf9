"""Forms that no stemmer brings together: irregular verbs and plurals, British and American spelling."""

import re

_IRREGULAR_TEXT = """
    arise arose arisen, bear bore borne, beat beaten, become became, begin began begun, bend bent,
    bind bound, bite bit bitten, bleed bled, blow blew blown, break broke broken, breed bred,
    bring brought, build built, burn burnt, buy bought, catch caught, choose chose chosen, come came,
    creep crept, deal dealt, dig dug, draw drew drawn, dream dreamt, drink drank drunk,
    drive drove driven, eat ate eaten, fall fell fallen, feed fed, feel felt, fight fought, find found,
    fly flew flown flies, forbid forbade forbidden, forget forgot forgotten, freeze froze frozen,
    get got gotten, give gave given, go went gone goes, grow grew grown, hang hung, hear heard,
    hide hid hidden, hold held, keep kept, know knew known, lay laid, lead led, learn learnt, leave left,
    lend lent, lie lain, lose lost, make made, mean meant, meet met, pay paid, ride rode ridden,
    ring rang rung, rise rose risen, run ran, say said, see saw seen, seek sought, sell sold, send sent,
    shake shook shaken, shine shone, shoot shot, show shown, shrink shrank shrunk, sing sang sung,
    sink sank sunk, sit sat, sleep slept, speak spoke spoken, spend spent, spin spun, stand stood,
    steal stole stolen, stick stuck, strike struck, swear swore sworn, sweep swept, swim swam swum,
    take took taken, teach taught, tear tore torn, tell told, think thought, throw threw thrown,
    understand understood, wake woke woken, wear wore worn, win won, withdraw withdrew withdrawn,
    write wrote written,
    child children, foot feet, goose geese, man men, mouse mice, ox oxen, person people persons,
    tooth teeth, woman women, half halves, knife knives, leaf leaves, life lives, loaf loaves,
    shelf shelves, wife wives, wolf wolves, analysis analyses, crisis crises, index indices,
    matrix matrices, criterion criteria, phenomenon phenomena, bacterium bacteria, datum data
"""
# A form that two words share ("left", "found") goes with the commoner one; the rarer one loses a match.
BASE_FORMS: dict[str, str] = {}
for _forms in _IRREGULAR_TEXT.split(","):
    _base, *_others = _forms.split()
    for _form in _others:
        BASE_FORMS[_form] = _base

_OUR = re.compile(
    r"^(arm|behavi|cand|clam|col|end?eav|fav|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum|sav|splend"
    r"|tum|val|vap|vig)our"
)
_ISE = re.compile(
    r"^(aer|anonym|apolog|author|autom|capital|categor|central|character|civil|critic|custom|decentral|digit"
    r"|econom|emphas|equal|familiar|final|formal|general|global|hospital|immun|initial|legal|liberal|local"
    r"|maxim|memor|minim|mobil|modern|monet|national|neutral|normal|optim|organ|personal|popular|prior|privat"
    r"|real|recogn|revital|serial|special|stabil|standard|summar|symbol|synchron|tokens?|util|visual)is"
)
_YSE = re.compile(r"^(anal|catal|paral)ys(?=e|ing)")
_RE = re.compile(r"^(cent|fib|lit|met|millimet|centimet|kilomet|theat|millilit)re(?=s?$)")


def plain_form(word: str) -> str:
    """Return a word in lower case without irregular inflection, in American spelling."""
    word = BASE_FORMS.get(word, word)
    word = _OUR.sub(r"\1or", word)
    word = _ISE.sub(r"\1iz", word)
    word = _YSE.sub(r"\1yz", word)
    return _RE.sub(r"\1er", word)
