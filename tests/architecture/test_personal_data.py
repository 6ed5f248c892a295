"""Whatever is declared about people is applied: reached from its person, and erased when its time comes."""

from collections import Counter

from isegoria.core.privacy import declarations
from isegoria.core.tasks.recurring import all_recurring
from isegoria.site.owndata.traces import traces


def test_every_time_that_is_declared_is_applied_by_exactly_one_task() -> None:
    timed = {label for label, known in declarations().items() if known.kept_for or known.until}
    applied = Counter(task.forgets for task in all_recurring() if task.forgets)
    assert set(applied) == timed
    assert set(applied.values()) == {1}


def test_a_task_comes_often_enough_for_the_time_that_is_declared() -> None:
    """What is kept for minutes is not left lying for a day."""
    known = declarations()
    slow = [
        task.name
        for task in all_recurring()
        if task.forgets and task.every > (known[task.forgets].kept_for or task.every)
    ]
    assert not slow


def test_every_table_leads_to_its_person_or_says_why_it_does_not() -> None:
    """The copy that people ask for, and the numbers shown before they leave, forget no table."""
    unlinked = {label for label, known in declarations().items() if known.unlinked}
    reached = {trace.label for trace in traces()}
    assert reached | unlinked == set(declarations())
    assert not reached & unlinked


def test_secrets_are_declared_fields() -> None:
    wrong = [
        label for label, known in declarations().items() if not known.secrets <= set(known.fields)
    ]
    assert not wrong
