from verify.screening.findings import FindingCode


def test_every_family_says_what_it_means_once() -> None:
    meanings = [code.meaning for code in FindingCode]
    assert all(meanings)
    assert len(set(meanings)) == len(meanings)


def test_a_code_is_its_wire_value() -> None:
    assert FindingCode("prompt_override") is FindingCode.PROMPT_OVERRIDE
    assert f"{FindingCode.PROMPT_OVERRIDE}" == "prompt_override"
