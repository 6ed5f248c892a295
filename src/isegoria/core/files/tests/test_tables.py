"""The sentences of the kernel reach the translators, all of them."""

from django.utils.translation import override

from isegoria.core.files.tables import SENTENCES, sentence
from isegoria.kernel.tabular import TEMPLATES, Column, Schema, integer, read_table


def test_every_sentence_of_the_kernel_can_be_translated():
    assert set(SENTENCES) == set(TEMPLATES.values())


def test_a_problem_is_told_with_its_place():
    table = read_table(b"age\nx\n", Schema((Column("age", integer()),)))
    with override("en"):
        assert [sentence(problem) for problem in table.problems] == [
            "Line 2, age: “x” is not a whole number."
        ]
