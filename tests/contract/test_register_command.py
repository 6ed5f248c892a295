"""``isegoria register``: the list against which people are checked, loaded whole or not at all."""

from datetime import date
from pathlib import Path

import pytest

from isegoria.cli import main
from isegoria.commons.people import register
from isegoria.commons.people.models import RegisterKey
from isegoria.commons.people.names import Identity

LIST = """\
Nom de naissance;Prénom(s);Date de naissance;Nom d’usage
DE LA FONTAINE;Jean-Pierre Marie;31/03/1980;
Müller;Zoé;01/02/1990;d'Orves
"""
ZOE = Identity("Muller", "Zoé", date(1990, 2, 1))


@pytest.mark.django_db
def test_the_command_tries_then_loads_then_clears(tmp_path: Path, capsys) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(LIST.encode("cp1252"))
    assert main(["register", "load", str(file), "--dry-run"]) == 0
    assert not RegisterKey.objects.exists()
    assert main(["register", "load", str(file)]) == 0
    assert register.find_line(ZOE)
    assert "2 people" in capsys.readouterr().out
    file.write_text("nom,prénom\nX,Y\n")
    assert main(["register", "load", str(file), "--replace"]) == 1
    assert register.is_loaded()
    assert main(["register", "clear"]) == 0
    assert not register.is_loaded()
