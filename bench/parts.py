"""The parts of ``make bench``: which scripts, with which arguments, and how each measures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One script with its arguments; how it measures, in a sentence; about how many minutes it takes."""

    name: str
    command: tuple[str, ...]
    minutes: int
    method: str


PARTS = (
    Part(
        "house",
        ("house.py",),
        6,
        "a demonstration is started on nothing, stopped and started again, to the first answer; then every"
        " kind of public page is asked for with all that it loads, compressed as it is sent; last, the full"
        " size on another empty folder",
    ),
    Part(
        "lottery",
        ("lottery.py", "--bound", "600", "--pools", "country,types,varied"),
        25,
        "each pool goes through `isegoria lottery prepare` and `verify.py` in processes of their own; the"
        " peer `sortition-algorithms` gets the same two files, its default objective (maximin) and 600"
        " seconds; small draws are compared with every panel enumerated",
    ),
    Part(
        "large",
        ("lottery.py", "--bound", "600", "--pools", "large", "--plain", "--draws", "0"),
        12,
        "the same for 100,000 volunteers",
    ),
    Part(
        "draw",
        ("draw.py",),
        3,
        "volunteers are imported and frozen, the list is asked for by pressing the button of a real site,"
        " two people sign; the seconds end when the archive answers",
    ),
    Part(
        "opinion",
        ("opinion.py",),
        4,
        "the peer `red-dwarf` 0.4.0 gets the same votes in memory; each runs seven times in one process,"
        " the fastest counts; the large conversation is drawn by lot",
    ),
    Part(
        "pages",
        ("pages.py",),
        3,
        "sixty processes; processor is the median of fifty visits in one process; the rate is that of wrk,"
        " on the same machine as the two web processes that answer it",
    ),
    Part(
        "consultation",
        ("consultation.py", "--only", "import,lists,publish,stances,dashboard"),
        25,
        "20,000 contributions, 100,000 comments and 1,000,000 positions; wrk and the voters share the"
        " machine with the two web processes; PostgreSQL waits for the disk, as it does by default",
    ),
    Part(
        "export",
        ("consultation.py", "--only", "import,export"),
        8,
        "the same contributions and comments, written as CSV by a process that does nothing else; memory is"
        " what it takes beyond its first rows",
    ),
    Part(
        "country",
        ("consultation.py", "--only", "country"),
        12,
        "360,000 people with twenty positions each on 4,000 texts, imported from two files",
    ),
    Part(
        "thread",
        ("thread.py",),
        1,
        "3,000 contributions in sixty ideas under one measure; processor is the median of forty visits in"
        " one process",
    ),
    Part(
        "text",
        ("text.py",),
        25,
        "600 contributions written for this project, with the groups that were meant; the peer is k-means"
        " of scikit-learn on its plain TF-IDF, told how many groups there are, mean of five seeds; 20,000"
        " and 200,000 texts are made of the 600",
    ),
    Part(
        "exports",
        ("exports.py",),
        5,
        "rows come from a generator; each format in a process of its own, the highest peak counts",
    ),
    Part(
        "mail",
        ("mail.py", "500000", "10", "20000"),
        15,
        "a relay on this machine writes down each address; the sender is killed by -9 ten times while the "
        "first 20,000 of the queue leave; the others must still wait",
    ),
)
