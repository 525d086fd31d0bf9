import re

from answer.decision import Status
from eval.case import CaseKind
from eval.pages.markup import join
from eval.runs.metrics import measure
from eval.runs.outcome import CaseOutcome
from eval.runs.page.tables import confusion_tables, figures_table
from tests.eval.runs.outcomes import make_claim, make_outcome, make_run


def confuse(*outcomes: CaseOutcome) -> list[list[str]]:
    """Return the cells of the tables without their small print."""
    text = join(*confusion_tables(make_run(outcomes))).text
    rows = re.findall(r"<tr>(.*?)</tr>", re.sub(r"<small>.*?</small>", "", text))
    return [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in rows]


def test_kinds_of_cases_are_counted_by_decision() -> None:
    rows = confuse(
        make_outcome("a", kind=CaseKind.ANSWERABLE),
        make_outcome("b", Status.ABSTAINED, kind=CaseKind.ANSWERABLE),
        make_outcome("h", Status.BLOCKED, kind=CaseKind.HOSTILE),
        make_outcome("e", None, kind=CaseKind.HOSTILE, error="broken"),
    )
    assert rows == [
        ["case", "answered", "repaired", "abstained", "blocked", "error"],
        ["answerable", "1", "0", "1", "0", "0"],
        ["hostile", "0", "0", "0", "1", "1"],
    ]


def test_labelled_drafts_are_counted_by_what_was_released_of_them() -> None:
    claims = (make_claim(marked=False),)
    rows = confuse(
        make_outcome("h", hallucinated=True, claims=claims),
        make_outcome("r", Status.REPAIRED, hallucinated=True, claims=claims),
        make_outcome("w", Status.ABSTAINED, hallucinated=False, claims=claims),
    )
    assert rows[2:] == [
        ["labelled draft", "released whole", "in part", "withheld", "error"],
        ["hallucinated", "1", "1", "0", "0"],
        ["sound", "0", "0", "1", "0"],
    ]


def test_an_escalation_has_a_column_where_there_was_one() -> None:
    rows = confuse(make_outcome("x", Status.ESCALATED))
    assert rows[0][5] == "escalated"
    assert rows[1][5] == "1"


def test_shares_are_of_the_row() -> None:
    text = join(*confusion_tables(make_run([make_outcome("a"), make_outcome("b", Status.ABSTAINED)]))).text
    assert text.count('<td class="tint" style="--share: 50%">1<small>50%</small></td>') == 2


def test_figures_have_their_meaning_their_interval_and_what_they_are_of() -> None:
    run = make_run([make_outcome(str(number), Status.ANSWERED) for number in range(4)])
    text = figures_table(measure(run.outcomes, ["error_rate", "leak_rate"])).text
    assert "error_<wbr/>rate<small>cases that could not be asked; lower is better</small>" in text
    assert re.search(r"<td>0\.0%<small>\[0–\d+\] <span>n=4</span></small></td>", text)
    assert text.count("<td>–</td>") == 1
