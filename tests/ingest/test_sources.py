import pytest

from ingest.errors import SourceConflictError
from ingest.sources import Source, SourceRegister
from retrieval.errors import FingerprintMismatchError, InvalidCollectionError
from tests.ingest.crashing import Store

HANDBOOK, OTHER = Source("handbook", "/srv/handbook"), Source("handbook", "/home/ada/handbook")


def _register(store: Store, *, collection: str = "kb", fingerprint: str = "weights") -> SourceRegister:
    return SourceRegister(store.catalog, collection, fingerprint)


def test_a_name_stands_for_one_place_unless_the_caller_says_so(store: Store) -> None:
    register = _register(store)
    register.check([HANDBOOK], named=False)
    register.claim([HANDBOOK])
    register.check([HANDBOOK], named=False)

    with pytest.raises(SourceConflictError, match="already stands for /srv/handbook"):
        register.check([OTHER], named=False)
    register.check([OTHER], named=True)
    register.claim([OTHER])
    assert store.catalog.find_origin("kb", "handbook") == OTHER.origin


def test_another_collection_has_sources_of_its_own(store: Store) -> None:
    _register(store).claim([HANDBOOK])

    _register(store, collection="other").check([OTHER], named=False)


def test_what_does_not_fit_the_collection_is_refused(store: Store) -> None:
    _register(store).claim([HANDBOOK])

    with pytest.raises(FingerprintMismatchError):
        _register(store, fingerprint="other weights").check([HANDBOOK], named=False)
    with pytest.raises(InvalidCollectionError):
        _register(store, collection="Not a name").check([HANDBOOK], named=False)
