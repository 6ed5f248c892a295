"""The tables of the public journal, laid out so that they can be published as C2SP ``tlog-tiles``.

Epoch, Entry, Tile and Checkpoint are the log itself: what the checker reads. Commitment and
AuditRow are the private side, and the only rows that know which person acted. Batch and SealedAct
are for acts too many to have an entry each.
"""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from isegoria.core import clock
from isegoria.core.models import Model
from isegoria.core.privacy import Erasure, NoPersonalData, PersonalData

MAX_ENTRY_BYTES = 65_535
"""What the two-byte length of an entry bundle can hold."""

BIGGEST_NUMBER = 2**63 - 1
"""What a column of numbers can hold, and what a database can be asked for."""

AUDIT_NAMES_KEPT = timedelta(days=365)
"""How long an audit row says who: long enough to explain a year's work, no longer."""


class Epoch(Model):
    """One log: a name nobody else signs under, and a key. A restored back-up opens the next one.

    ``cites`` is the last checkpoint of the epoch before, whole, or '' for the first.
    """

    personal_data = NoPersonalData("the name, the public key and the beginning of a public log")

    number = models.PositiveIntegerField(primary_key=True)
    origin = models.CharField(max_length=255, unique=True)
    public_key = models.BinaryField(max_length=32)
    opened_at = models.DateTimeField()
    cites = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]


class Entry(Model):
    """One act. ``content`` is what is served and hashed; the other columns are read from it.

    Pending (no number) from the transaction of the act until the sequencer numbers it.
    """

    personal_data = NoPersonalData(
        "typed public facts and salted commitments only (see Commitment)"
    )

    content = models.BinaryField(max_length=MAX_ENTRY_BYTES)
    kind = models.CharField(max_length=100)
    subject = models.UUIDField()
    recorded_at = models.DateTimeField()
    epoch = models.ForeignKey(Epoch, null=True, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField(null=True)
    leaf_hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "number"], name="journal_entry_number"),
            models.CheckConstraint(
                condition=models.Q(epoch__isnull=True, number__isnull=True, leaf_hash__isnull=True)
                | models.Q(epoch__isnull=False, number__isnull=False, leaf_hash__isnull=False),
                name="journal_entry_pending_or_numbered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(number__isnull=True), name="journal_entry_pending"
            ),
            models.Index(fields=["subject", "id"], name="journal_entry_subject"),
        ]


class Tile(Model):
    """256 consecutive hashes of one level, once all are known. Never changed afterwards.

    ``root`` is the hash of the whole tile, as it stands in the tile above.
    """

    personal_data = NoPersonalData("hashes of public entries")

    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="tiles")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField(max_length=8192)
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "level", "index"], name="journal_tile_place")
        ]


class Checkpoint(Model):
    """A signed statement of the log's size and root. ``note`` is what is served."""

    personal_data = NoPersonalData("size and root of a public log, with its signature")

    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["epoch", "size"], name="journal_checkpoint_size")
        ]


class Commitment(Model):
    """The salt that opens one commitment of one entry.

    While the salt exists, the person can prove that an entry is theirs. Deleting the row is the
    erasure: the entry stays, and nobody can tell any more what was committed, nor by whom.
    """

    personal_data = PersonalData(
        fields={
            "person": _("who acted, in an entry that itself names nobody"),
            "salt": _("what opens the commitment"),
        },
        why="to let somebody prove that an entry is theirs, and to make the entry anonymous on request",
        kept_for=None,
        erasure=Erasure.DELETE,
    )

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="commitments")
    name = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32)
    person = models.UUIDField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="journal_commitment_name")
        ]


class AuditRow(Model):
    """One call of a service that changed something: internal, for the administrators of the
    site."""

    personal_data = PersonalData(
        fields={"person": _("who made the change")},
        why="to find out who changed what when something went wrong",
        kept_for=AUDIT_NAMES_KEPT,
        erasure=Erasure.ANONYMISE,
    )

    service = models.CharField(max_length=200)
    person = models.UUIDField(null=True, db_index=True)
    at = models.DateTimeField(default=clock.now, db_index=True)
    correlation = models.UUIDField(null=True)
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")


class Batch(Model):
    """Acts sealed together: ``root`` of the ``count`` leaves of one source, as its entry says."""

    personal_data = NoPersonalData("how many acts were sealed, and the root of their public leaves")

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="batch")
    source = models.CharField(max_length=100)
    count = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)


class SealedAct(Model):
    """Base of a table of acts that enter the journal in batches: one row per change, never updated.

    The sequencer fills the three columns below, once; everything else is written with the act.
    """

    batch = models.ForeignKey(
        Batch, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveIntegerField(null=True, editable=False)
    leaf_hash = models.BinaryField(max_length=32, null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position"], name="%(app_label)s_%(class)s_position"
            )
        ]
