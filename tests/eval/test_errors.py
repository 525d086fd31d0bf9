import pytest

from eval import errors


@pytest.mark.parametrize(
    "kind",
    [errors.SamplesMissingError, errors.BaselineMissingError, errors.DatasetError, errors.ReportFileError],
)
def test_one_handler_catches_everything_this_room_raises(kind: type[Exception]) -> None:
    assert issubclass(kind, errors.EvalError)
