import pytest

from tests.fakes import FakeEmbedder
from tests.verify.grounding.reading import read_claim, read_evidence
from tests.verify.grounding.tagging.weights import write_weights
from verify.grounding.tagging.reading import WHOLE_EVIDENCE, ClaimToTag, tag_claims
from verify.grounding.tagging.tagger import Tagger, Tags

pytestmark = pytest.mark.integration

QUESTION = "What does the Basic plan cost?"
PLAN, USERS = "The Basic plan costs $30 per month.", "The Basic plan includes 5 users."
CLAIMS = [ClaimToTag(read_claim(text), wanted=True) for text in ("Basic is $30.", "It has 5 users.")]
NOISE = " ".join(f"Gazebo {number} stands in the park." for number in range(1000, 1000 + WHOLE_EVIDENCE // 6))


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    folder = tmp_path_factory.mktemp("tagger")
    return Tagger(write_weights(folder, base=FakeEmbedder().fingerprint, width=64))


def tag(tagger: Tagger, claims: list[ClaimToTag], *contexts: str) -> list[Tags | None]:
    return tag_claims(tagger, FakeEmbedder(), QUESTION, claims, read_evidence(*contexts))


def test_evidence_that_fits_is_read_whole_and_claims_in_the_light_of_earlier_ones(tagger: Tagger) -> None:
    found = tag(tagger, CLAIMS, PLAN, USERS, "Gazebos stand in the park.")

    assert all(found)
    assert found[1] != tag(tagger, CLAIMS[1:], PLAN, USERS, "Gazebos stand in the park.")[0]
    assert found[0] != tag(tagger, CLAIMS, PLAN, USERS)[0]


def test_of_long_evidence_each_claim_gets_what_shares_its_words(tagger: Tagger) -> None:
    found = tag(tagger, CLAIMS, PLAN, USERS, NOISE)

    assert found == tag(tagger, CLAIMS, PLAN, USERS, NOISE.replace("Gazebo", "Pavilion"))
    assert found[1] == tag(tagger, CLAIMS[1:], PLAN, USERS, NOISE)[0]
    assert found[1] != tag(tagger, CLAIMS, PLAN, "Users are welcome.", NOISE)[1]


@pytest.mark.parametrize("contexts", [(PLAN, USERS), (PLAN, USERS, NOISE)])
def test_only_wanted_claims_are_tagged_and_nothing_is_read_after_the_last(
    tagger: Tagger, contexts: tuple[str, ...]
) -> None:
    unwanted = [ClaimToTag(claim.statement, wanted=False) for claim in CLAIMS]
    whole = tag(tagger, CLAIMS, *contexts)

    assert tag(tagger, unwanted, *contexts) == [None, None]
    assert tag(tagger, [CLAIMS[0], unwanted[1]], *contexts) == [whole[0], None]
    assert tag(tagger, [unwanted[0], CLAIMS[1]], *contexts) == [None, whole[1]]
