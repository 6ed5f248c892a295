"""``isegoria consultation import``: two files, brought in whole or not at all."""

from pathlib import Path

import pytest

from isegoria.cli import main
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.posts.tests.support import world


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """The arguments that name an activity and two files."""
    world()
    posts, stances = tmp_path / "p.csv", tmp_path / "s.csv"
    posts.write_text("id,title,text\np1,Des haies,Plantons des haies.\n")
    stances.write_text("post,person,value\np1,v1,agree\n")
    where = ["consultation", "import", "--process", "eau", "--activity", "textes"]
    return [*where, "--posts", str(posts), "--stances", str(stances)]


@pytest.mark.django_db
def test_the_command_tries_then_imports_once(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*files, "--dry-run"]) == 0
    assert not Post.objects.exists()
    assert main(files) == 0
    assert "Imported: 1 texts, 1 positions, 1 people." in capsys.readouterr().out
    assert main(files) == 0
    assert (Post.objects.count(), Stance.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_the_command_tells_each_wrong_line(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(files[-1]).write_text("post,person,value\np1,v1,agree\np2,v1,agree\n")
    assert main(files) == 1
    said = capsys.readouterr().err
    assert "error: Positions, line 3: There is no text “p2”." in said
    assert "Nothing was imported" in said
    assert not Post.objects.exists()


@pytest.mark.django_db
def test_an_activity_that_is_not_there_is_named(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word if word != "textes" else "rien" for word in files]) == 1
    assert "There is no activity “rien” in a process “eau”" in capsys.readouterr().err
