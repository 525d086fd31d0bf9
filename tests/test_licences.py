import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


def load_check() -> ModuleType:
    """The script stands outside the rooms and is no module of a package."""
    spec = spec_from_file_location("check_licences", ROOT / ".ci" / "check_licences.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    # Data classes look themselves up there.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


CHECK = load_check()


@pytest.mark.parametrize(
    ("terms", "is_copyleft"),
    [
        (("MIT",), False),
        (("AGPL-3.0-or-later",), True),
        (("GPL-2.0-only",), True),
        (("License :: OSI Approved :: GNU Affero General Public License v3",), True),
        (("License :: OSI Approved :: GNU General Public License (GPL)",), True),
        (("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",), False),
        (("LGPL-2.1-or-later",), False),
        (("GPL-3.0-or-later WITH GCC-exception-3.1",), False),
        (("Apache-2.0 OR GPL-2.0-or-later",), False),
        (("GPL-2.0-only OR AGPL-3.0-only",), True),
        (("MPL-2.0 AND MIT",), False),
        (("", "License :: OSI Approved :: BSD License"), False),
        ((), False),
    ],
)
def test_only_terms_that_leave_no_other_way_count(terms: tuple[str, ...], is_copyleft: bool) -> None:
    assert CHECK.Licensed("x", terms).is_copyleft is is_copyleft


def test_a_package_is_refused_unless_its_exception_is_listed() -> None:
    packages = [CHECK.Licensed("free", ("MIT",)), CHECK.Licensed("viral", ("AGPL-3.0-only",))]

    assert [problem[:6] for problem in CHECK.find_problems(packages, {})] == ["viral:"]
    assert CHECK.find_problems(packages, {"viral": "a reason"}) == []


def test_an_exception_that_nothing_needs_is_an_error() -> None:
    assert CHECK.find_problems([], {"gone": "a reason"}) == ["gone is in ALLOWED but needs no exception"]


def test_the_closure_follows_what_packages_need() -> None:
    names = {package.name for package in CHECK.installed_closure(["hypothesis", "no-such-package-at-all"])}

    assert {"hypothesis", "sortedcontainers"} <= names


def test_extras_and_markers_are_respected() -> None:
    names = {package.name for package in CHECK.installed_closure(['httpx; python_version < "3"'])}

    assert names == set()


def test_what_plumbline_runs_with_may_be_used_freely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert CHECK.main() == 0
