"""Names that have several writings: countries and who is from there, states, bodies, and parts of names."""

import re
from collections.abc import Iterable
from functools import lru_cache

# Aliases up to this length are codes: "UK", "CA", "USA".
_SHORT = 3

# Each line holds one thing; its first word or phrase is the key of them all.
_ALIASES_TEXT = """
    united states, united states of america, usa, us, america, american, americans
    united kingdom, uk, great britain, britain, british, briton, britons
    european union, eu
    united nations, un
    united arab emirates, uae, emirati
    new york city, nyc
    los angeles, la
    san francisco, sf
    washington dc, washington d.c
    world health organization, world health organisation, who
    argentina, argentine, argentinian
    australia, australian, australians, aussie
    austria, austrian
    belgium, belgian
    brazil, brazilian
    canada, canadian, canadians
    chile, chilean
    china, chinese, prc
    czech republic, czechia, czech
    denmark, danish, dane, danes
    egypt, egyptian
    finland, finnish, finn
    france, french
    germany, german, germans
    greece, greek, greeks
    hungary, hungarian
    iceland, icelandic
    india, indian, indians
    indonesia, indonesian
    ireland, irish
    israel, israeli
    italy, italian, italians
    japan, japanese
    kenya, kenyan
    mexico, mexican, mexicans
    netherlands, holland, dutch
    new zealand, nz
    nigeria, nigerian
    norway, norwegian
    peru, peruvian
    philippines, filipino, philippine
    poland, polish
    portugal, portuguese
    romania, romanian
    russia, russian, russians, russian federation
    saudi arabia, saudi
    scotland, scottish
    singapore, singaporean
    south africa, south african
    south korea, republic of korea, korean
    spain, spanish, spaniard
    sweden, swedish, swede
    switzerland, swiss
    thailand, thai
    turkey, turkiye, turkish
    ukraine, ukrainian
    vietnam, vietnamese
    wales, welsh
    england, english
    europe, european, europeans
    africa, african
    asia, asian
    alabama, al
    arizona, az
    california, ca, calif
    colorado, co
    connecticut, ct
    florida, fl, fla
    georgia, ga
    illinois, il
    maryland, md
    massachusetts, ma
    michigan, mi
    minnesota, mn
    missouri, mo
    new jersey, nj
    new york, ny
    north carolina, nc
    ohio, oh
    oregon, or
    pennsylvania, pa
    tennessee, tn
    texas, tx
    utah, ut
    virginia, va
    washington, wa
    wisconsin, wi
"""
# Words that name nothing by themselves: a company has the same name with them or without.
_LEGAL_FORMS_TEXT = """
    inc incorporated ltd limited llc llp lp plc corp corporation co company gmbh ag sa nv bv oy ab srl
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS_TEXT.split())
# Parts of names that are shortened in writing.
_SHORTENED = {
    "mt": "mount", "st": "saint", "ft": "fort", "dept": "department", "univ": "university",
    "assoc": "association", "intl": "international", "natl": "national", "govt": "government",
    "bros": "brothers", "ave": "avenue", "blvd": "boulevard", "rd": "road", "no": "number",
    "hwy": "highway", "jr": "junior", "sr": "senior",
}  # fmt: skip


def _read(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for line in lines:
        names = [name.strip() for name in line.split(",")]
        for name in names:
            groups[name] = groups.get(name, frozenset()) | frozenset(names)
    return groups


_GROUPS = _read(line for line in _ALIASES_TEXT.strip().splitlines())


def aliases_of(name: str) -> frozenset[str]:
    """Return the other writings of a name, in lower case; empty when none is known."""
    key = " ".join(word.strip(",'’") for word in name.lower().replace(".", "").split())
    key = key.removeprefix("the ")
    return _GROUPS.get(key, frozenset()) - {key}


def find_alias(name: str, text: str) -> re.Match[str] | None:
    """Find another writing of a name in a text; a short one must stand in capitals: "or" is no state."""
    pattern = _pattern_of(name)
    return pattern.search(text) if pattern else None


@lru_cache(maxsize=4_096)
def _pattern_of(name: str) -> re.Pattern[str] | None:
    written = []
    for alias in sorted(aliases_of(name), key=lambda alias: (-len(alias), alias)):
        if len(alias) <= _SHORT:
            written.append(r"\.?".join(alias.upper()))
        else:
            written.append(rf"(?i:{re.escape(alias)})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)") if written else None


def long_form(word: str) -> str:
    """Return a part of a name in full: "mt" stands for "mount"."""
    return _SHORTENED.get(word, word)
