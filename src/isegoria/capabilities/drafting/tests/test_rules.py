"""What each paragraph rests on: pure rules."""

import pytest

from isegoria.capabilities.drafting.queries import rendered
from isegoria.capabilities.drafting.rules import (
    marks,
    problems_of_sources,
    whole_text,
    with_mark,
    with_notes,
    without_marks,
)
from isegoria.capabilities.drafting.sections import SectionCode

ASK, PROBLEM = SectionCode.ASK.value, SectionCode.PROBLEM.value


def test_every_lack_is_told_at_once() -> None:
    texts = {
        PROBLEM: "## Un titre\n\nSans source.\n\nAvec. [#1]\n\nDu panel. [#panel]\n\nAutre. [#9]",
        ASK: " \n",
    }
    problems = [str(problem) for problem in problems_of_sources(texts, [1])]
    assert len(problems) == 3
    assert any("Sans source." in problem for problem in problems)
    assert any("9" in problem for problem in problems)
    assert not problems_of_sources({PROBLEM: "Un. [#1]", ASK: "Deux. [#panel][#1]"}, [1])


@pytest.mark.parametrize("rank", [0, 1])
def test_a_mark_is_put_once_where_it_is_asked(rank: int) -> None:
    text = "Un.\n\n\nDeux."
    marked = with_mark(with_mark(text, rank, "[#2]"), rank, "[#2]")
    assert marked.count("[#2]") == 1
    assert marked.split("\n\n")[rank].endswith("[#2]")
    assert without_marks(marked) == "Un.\n\nDeux." or rank == 0
    with pytest.raises(IndexError):
        with_mark(text, 2, "[#2]")


def test_marks_are_read_as_notes_where_there_are_no_links() -> None:
    assert marks("a [#1] b [#panel] [#12345] [1]") == {"1", "panel"}
    assert with_notes("Un. [#3] [#panel]") == "Un. [3]"
    text = whole_text({ASK: "Deux. [#1]", PROBLEM: "Un.", "how": " "})
    assert text.index("Un.") < text.index("Deux. [1]")
    assert text.count("##") == 2


def test_a_hostile_source_or_paragraph_stays_text() -> None:
    html = rendered("<script>x</script> [#1] [#7] [#panel]", {"1": '"><img src=x onerror=y>'})
    assert "<script>" not in html
    assert "<img" not in html
    assert 'href="#source-1"' in html
    assert 'href="#source-7"' not in html
