"""Tells English from other languages by script and by the commonest words; the signals only know English."""

import re

_LETTERS = re.compile(r"[^\W\d_]+")
_ENGLISH_TEXT = """
    the of and to in is are was for that it with as on be at by this from or an have not you your can
    will has
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_OTHERS_TEXT = """
    der das und ist nicht ein eine mit für auf von den dem sie werden wird sind oder auch bei einer
    einen kann le les des et est une dans pour pas qui sur avec par sont vous ce cette votre aux il elle
    ou du au nous el los las una por con para que del se su como más pero esta puede usted son lo al il
    della di per non che è sono dei nel alla gli questo anche os uma não com mais da dos em você pode
    ser het een van niet zijn voor op te dat met wordt deze worden och att det som en på är av för den
    inte med till nie jest na się do z w i że to jak
"""
_OTHERS_TEXT_2 = """
    to in on do i w z al en te di da se per par the as ou den lo il pas van op con
"""
_OTHERS = frozenset(_OTHERS_TEXT.split()) - frozenset(_OTHERS_TEXT_2.split())
_MIN_OTHER_WORDS = 2
_LATIN_END = 0x250


def is_plainly_not_english(text: str) -> bool:
    """Whether a text is surely in another language; short or mixed texts get the benefit of the doubt."""
    letters = [letter for word in _LETTERS.findall(text) for letter in word]
    if not letters:
        return False
    if sum(ord(letter) >= _LATIN_END for letter in letters) > len(letters) / 2:
        return True
    words = [word.lower() for word in _LETTERS.findall(text)]
    others = sum(word in _OTHERS for word in words)
    return others >= _MIN_OTHER_WORDS and others > 2 * sum(word in _ENGLISH for word in words)
