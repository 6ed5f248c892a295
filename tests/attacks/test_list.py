"""The list of attacks (research, A4) against the tests: each number has tests, here or in its room."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import PACKAGE, ROOT
from tests.attacks.defences import DEFENCES, IN_THE_TEST

NUMBERS = {*range(1, 24), 25}
"""All but 24, which comes with ballots."""
IN_THEIR_ROOM = {
    1: ["commons/people/tests/test_sign_up.py::test_no_line_can_be_added_to_the_head_of_an_email"],
    3: [
        "core/files/tests/test_formats.py::test_names_are_for_reading_only",
        "core/files/tests/test_uploads.py::test_a_document_is_served_as_a_download_that_can_run_nothing",
    ],
    15: [
        "core/exports/tests/test_views.py::test_a_private_export_is_refused_to_others_and_kept_by_nobody",
        "core/files/tests/test_uploads.py::test_the_policy_of_the_route_decides_each_time",
    ],
    16: ["core/exports/tests/test_roundtrip.py::test_csv_is_read_back_equal"],
    19: [
        "commons/people/tests/test_sign_up.py::test_a_code_dies_after_a_quarter_of_an_hour",
        "commons/people/tests/test_sign_up.py::test_a_code_works_in_the_browser_that_asked_for_it_only",
        "commons/processes/tests/test_invitations.py::test_sent_again_the_first_link_is_dead_and_cancelled_both_are",
    ],
    20: [
        "commons/people/tests/test_sign_up.py::test_known_and_unknown_addresses_see_the_same_pages",
        "commons/people/tests/test_sign_up.py::test_known_and_unknown_addresses_ask_the_same_of_the_database",
        "commons/processes/tests/test_invitations.py::test_the_same_is_said_of_an_address_with_an_account_and_of_one_without",
    ],
    22: [
        "commons/people/tests/test_door.py::test_the_address_a_proxy_gives_is_believed_only_where_there_is_a_proxy",
        "commons/people/tests/test_sign_up.py::test_one_address_gets_three_codes_a_minute_at_most",
    ],
    23: [
        "kernel/tabular/tests/test_xlsx.py::test_a_zip_bomb_is_refused_before_it_is_unpacked",
        "core/files/tests/test_images.py::test_bombs_and_wrecks_are_refused",
        "core/exports/tests/test_views.py::test_the_next_of_too_many_exports_is_asked_to_come_back",
    ],
    25: [
        "core/journal/tests/test_checker.py::test_a_record_rewritten_and_signed_again_is_found_by_a_checkpoint_somebody_kept",
        "core/journal/tests/test_checker.py::test_an_older_state_put_back_is_found_by_a_checkpoint_somebody_kept",
        "core/journal/tests/test_verify.py::test_rows_taken_away_or_renumbered",
        "core/journal/tests/test_independent.py::test_the_independent_implementation_would_see_a_changed_entry",
    ],
}
"""Tests of an attack that stand beside the code they attack."""
_NUMBERED = re.compile(r"test_((?:\d+_)+)")


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_attack_of_the_list_has_its_tests() -> None:
    """Here or in its room."""
    here = {
        int(number)
        for path in Path(__file__).parent.glob("test_*.py")
        for name in _tests_of(path)
        if (found := _NUMBERED.match(name))
        for number in found.group(1).split("_")
        if number
    }
    there = set()
    for number, tests in IN_THEIR_ROOM.items():
        for test in tests:
            file, _colons, name = test.partition("::")
            assert name in _tests_of(ROOT / "src" / "isegoria" / file), f"{test} is gone"
            there.add(number)
    assert here | there >= NUMBERS


def test_every_defence_of_the_table_stands_in_the_code_and_has_its_test() -> None:
    """So that ``python -m tests.attacks.without`` takes out what the table says, for each number."""
    for defence in DEFENCES:
        file, _colons, name = defence.test.partition("[")[0].partition("::")
        assert name in _tests_of(ROOT / file), f"{defence.test} is gone"
        for path, there, instead in defence.changes:
            assert (PACKAGE / path).read_text().count(there) == 1, f"{path}: {there!r}"
            assert there != instead
    tried = {number for defence in DEFENCES for number in defence.attacks}
    assert tried | set(IN_THE_TEST) >= NUMBERS
