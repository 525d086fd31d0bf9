from pathlib import Path

import pytest

from eval.errors import SuiteError
from eval.runs.metrics import check_metrics
from eval.runs.suite import DatasetFormat, find_suite, list_suites, read_suite

SUITE = """\
name: refunds
dataset: {format: cases, path: cases.csv}
gates:
  - {metric: leak_rate, at_most: 0.1}
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "suite.yaml"
    file.write_text(text)
    return file


def test_a_suite_needs_a_name_and_a_data_set(tmp_path: Path) -> None:
    suite = read_suite(write(tmp_path, SUITE))
    assert (suite.name, suite.dataset.format) == ("refunds", DatasetFormat.CASES)
    assert [gate.at_most for gate in suite.gates] == [0.1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SUITE.replace("name: refunds", "name: No good"), "name: String should match"),
        (SUITE + "metrcs: [leak_rate]\n", "metrcs: Extra inputs are not permitted"),
        (SUITE.replace("at_most: 0.1", "most: 0.1"), "gates.0"),
        (SUITE.replace(", at_most: 0.1", ""), "gates.0: a gate needs at_least"),
        (SUITE.replace("cases,", "cards,"), "dataset.format: Input should be"),
        (SUITE + "evidence: given\ndocuments: docs\n", "evidence is given with each case"),
        (SUITE + "collection: a\ndocuments: docs\n", "documents and collection"),
        (SUITE.replace("at_most: 0.1", "at_most: 0.1, at: strict"), "leak_rate is to hold at strict"),
        (SUITE + "operating_points: []\n", "operating_points: "),
        (SUITE + "ragas: {metrics: [fathfulness]}\n", "ragas.metrics: there is no metric 'fathfulness'"),
        (SUITE + "ragas: {metrics: []}\n", "ragas.metrics: Tuple should have at least 1"),
        (SUITE + "ragas: {metrics: [faithfulness], repeats: 0}\n", "ragas.repeats: Input should be"),
        (SUITE + "ragas: {metrics: [faithfulness], repeat: 2}\n", "ragas.repeat: Extra inputs"),
        (SUITE.replace("leak_rate", "faithfulness"), "gates: faithfulness is a figure of ragas: name "),
        (
            SUITE + "metrics: [faithfulness_spread]\nragas: {metrics: [context_recall]}\n",
            "metrics: faithfulness_spread is a figure of ragas: name faithfulness in ragas.metrics",
        ),
        ("- a\n- b\n", "it holds no keys"),
        ("name: [", "is not YAML"),
        ("", "it holds no keys"),
        ("!!python/object/apply:os.system ['true']", "is not YAML"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_the_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SuiteError) as caught:
        read_suite(write(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_far_too_large_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="cannot be read"):
        read_suite(tmp_path / "none.yaml")
    with pytest.raises(SuiteError, match="more than 1,000,000 bytes"):
        read_suite(write(tmp_path, SUITE + "#" * 1_000_001))


def test_suites_that_come_along_are_found_by_name() -> None:
    names = [suite.name for suite in list_suites()]
    assert {"abstention", "ragtruth", "retrieval", "samples"} <= set(names)
    assert [read_suite(find_suite(name)).name for name in names] == names
    assert find_suite("mine/own.yaml") == Path("mine/own.yaml")
    with pytest.raises(
        SuiteError, match="no suite 'own': give the path of a YAML file, or one of abstention"
    ):
        find_suite("own")


def test_suites_that_come_along_name_metrics_that_there_are() -> None:
    for suite in list_suites():
        check_metrics([*suite.metrics, *(gate.metric for gate in suite.gates)])


def test_metrics_of_ragas_are_shown_beside_the_others_and_may_cost_where_a_judge_is_asked(
    tmp_path: Path,
) -> None:
    section = "ragas: {metrics: [context_recall, rouge_score, rouge_score]}\n"
    suite = read_suite(write(tmp_path, f"{SUITE}metrics: [leak_rate]\n{section}"))
    assert suite.ragas
    assert suite.ragas.repeats == 3
    assert suite.shown_metrics == (
        "leak_rate",
        "context_recall",
        "context_recall_spread",
        "context_recall_error_rate",
        "rouge_score",
    )
    assert (suite.judged_metrics, suite.may_cost) == (("context_recall",), True)

    free = read_suite(write(tmp_path, SUITE + "ragas: {metrics: [rouge_score]}\n"))
    assert (free.shown_metrics, free.may_cost) == ((), False)
