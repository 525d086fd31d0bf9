from api.settings import Settings
from api.settings_page import PAGE, settings_page
from api.settings_variables import list_variables


def test_the_page_in_the_repository_is_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == settings_page(), "run `python -m api.settings_page`"


def test_every_setting_says_what_it_means() -> None:
    assert [variable.name for variable in list_variables(Settings) if not variable.meaning] == []
