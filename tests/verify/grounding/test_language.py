import pytest

from verify.grounding.language import is_plainly_not_english


@pytest.mark.parametrize(
    "text",
    [
        "Der Tarif wird nicht erstattet und die Zahlung ist fällig.",
        "Les paiements ne sont pas remboursés et la carte est valable.",
        "El plan no incluye los pagos del mes, pero se puede cambiar con una tarjeta.",
        "Возврат возможен в течение тридцати дней.",
        "退款将在三十天内完成。",
        "このプランは月額です。",
    ],
)
def test_knows_other_languages(text: str) -> None:
    assert is_plainly_not_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "The plan is refunded in full.",
        "Restart.",
        "",
        "12345 %",
        "Das Boot is a film of 1981, and it was directed by Wolfgang Petersen.",
        "Add the crème fraîche to the pan.",
        "Press Esc, then type: ls -la",
    ],
)
def test_gives_short_and_mixed_texts_the_benefit_of_the_doubt(text: str) -> None:
    assert not is_plainly_not_english(text)
