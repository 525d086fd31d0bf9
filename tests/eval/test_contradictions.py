import json
from collections import Counter
from pathlib import Path

import pytest

from eval.contradictions import (
    Accuracy,
    JudgedPair,
    Label,
    Pair,
    make_report,
    measure_contradictions,
    read_pairs,
)
from eval.errors import DatasetError
from tests.fakes import FakeEmbedder
from verify.grounding.findings import Finding
from verify.grounding.reasons import make_reason
from verify.grounding.verdict import (
    ClaimVerdict,
    OperatingPoint,
    Outcome,
    ReasonCode,
    Verdict,
    Verification,
)
from verify.grounding.verifier import GroundingVerifier

ROW: dict[str, object] = {
    "id": "number-1",
    "kind": "number",
    "evidence": "The trial lasts two weeks.",
    "claim": "The trial lasts 14 days.",
    "label": "supported",
}
S, C, N = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_ENOUGH_EVIDENCE


def write_rows(folder: Path, *rows: dict[str, object]) -> Path:
    file = folder / "pairs.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def make_pair(label: Label = Label.SUPPORTED, *, number: int = 1, kind: str = "number") -> Pair:
    return Pair(f"{kind}-{number}", kind, "The trial lasts two weeks.", "The trial lasts 14 days.", label)


def judge(pair: Pair, *verdicts: Verdict, code: ReasonCode | None = None) -> JudgedPair:
    reasons = (make_reason(Finding(code, (0, 1), "a", "b"), (0, 1)),) if code else ()
    claims = tuple(ClaimVerdict(0, 1, "a", verdict, 0.5, reasons) for verdict in verdicts)
    return JudgedPair(pair, Verification(Outcome.VERIFIED, grounded=False, score=0.5, claims=claims))


class TestReadPairs:
    def test_a_row_becomes_a_pair(self, tmp_path: Path) -> None:
        (pair,) = read_pairs(write_rows(tmp_path, ROW))

        assert pair == make_pair()

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"label": "odd"}, "line 2: label: Input should be 'supported'"),
            ({"id": "x", "claim": ""}, "line 2: claim: String should have at least 1 character"),
            ({}, "line 2: the id 'number-1' stands in an earlier line too"),
        ],
    )
    def test_names_the_line_that_cannot_be_used(
        self, tmp_path: Path, change: dict[str, object], problem: str
    ) -> None:
        file = write_rows(tmp_path, ROW, {**ROW, **change})

        with pytest.raises(DatasetError, match=problem):
            read_pairs(file)

    def test_the_shipped_pairs_are_balanced_within_every_kind(self) -> None:
        counts = Counter((pair.kind, pair.label) for pair in read_pairs())

        assert sum(counts.values()) == 300
        assert all(counts[kind, Label.SUPPORTED] == counts[kind, Label.CONTRADICTED] for kind, _ in counts)

    def test_about_half_of_the_shipped_pairs_are_held_out(self) -> None:
        held_out = sum(pair.is_held_out for pair in read_pairs())

        assert 130 <= held_out <= 170


class TestIsRight:
    @pytest.mark.parametrize(
        ("label", "verdicts", "expected"),
        [
            (Label.SUPPORTED, [S, S], True),
            (Label.SUPPORTED, [S, N], False),
            (Label.SUPPORTED, [C], False),
            (Label.SUPPORTED, [], False),
            (Label.CONTRADICTED, [S, C], True),
            (Label.CONTRADICTED, [N], True),
            (Label.CONTRADICTED, [S], False),
            (Label.CONTRADICTED, [], False),
        ],
    )
    def test_asks_all_claims_of_a_paraphrase_and_one_of_a_contradiction(
        self, label: Label, verdicts: list[Verdict], *, expected: bool
    ) -> None:
        assert judge(make_pair(label), *verdicts).is_right is expected


class TestReport:
    def test_counts_by_half_and_by_kind(self) -> None:
        pairs = [make_pair(number=number) for number in range(20)]
        report = make_report(
            [judge(pair, N if pair.is_held_out else S) for pair in pairs],
            operating_point=OperatingPoint.STRICT,
        )

        held_out = sum(pair.is_held_out for pair in pairs)
        assert report.tuned.right == Accuracy(20 - held_out, 20 - held_out)
        assert report.held_out.right == Accuracy(0, held_out)
        assert report.kinds["number"] == report.whole

    def test_tells_a_contradiction_that_is_named_from_one_that_only_falls(self) -> None:
        pairs = [make_pair(Label.CONTRADICTED, number=number) for number in range(3)]
        report = make_report(
            [judge(pair, verdict) for pair, verdict in zip(pairs, (S, N, C), strict=True)],
            operating_point=OperatingPoint.BALANCED,
        )

        assert report.whole.contradictions == Accuracy(2, 3)
        assert report.whole.called_contradicted == Accuracy(1, 3)

    def test_counts_paraphrases_that_fall_though_nothing_disagrees(self) -> None:
        judged = [
            judge(make_pair(number=1), N, code=ReasonCode.LOW_SIMILARITY),
            judge(make_pair(number=2), C, code=ReasonCode.NUMBER_MISMATCH),
        ]
        report = make_report(judged, operating_point=OperatingPoint.BALANCED)

        assert report.whole.fail_by_probability_alone == 1
        assert report.whole.falsely_contradicted == Accuracy(1, 2)

    def test_a_group_without_pairs_has_no_share(self) -> None:
        assert (Accuracy(0, 0).share, Accuracy(0, 0).interval) == (None, None)
        assert Accuracy(1, 2).share == 0.5


@pytest.mark.integration
def test_runs_the_verifier_over_every_pair() -> None:
    done: list[int] = []
    pairs = [
        make_pair(),
        Pair("number-2", "number", "The trial costs $30.", "The trial costs $20.", Label.CONTRADICTED),
    ]

    report = measure_contradictions(GroundingVerifier(FakeEmbedder()), pairs, on_done=done.append)

    assert done == [1, 2]
    assert report.judged[1].codes == {ReasonCode.NUMBER_MISMATCH}
    assert report.whole.called_contradicted == Accuracy(1, 1)
