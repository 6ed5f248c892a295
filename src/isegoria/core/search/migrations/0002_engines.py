"""Give the table the index of its engine: FTS5 with triggers, or a generated tsvector with GIN."""

from django.db import migrations

from isegoria.core.search import engines


def forwards(_apps, editor):
    """Make the index that this database knows."""
    statements = {
        "sqlite": (engines.SQLITE_TABLE, *engines.SQLITE_TRIGGERS),
        "postgresql": engines.POSTGRESQL,
    }
    for statement in statements[editor.connection.vendor]:
        editor.execute(statement, params=None)


def backwards(_apps, editor):
    """Remove it; the table itself stays."""
    statements = {
        "sqlite": (*engines.SQLITE_DROP_TRIGGERS, "DROP TABLE search_index"),
        "postgresql": ("ALTER TABLE search_searchdocument DROP COLUMN vector",),
    }
    for statement in statements[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
