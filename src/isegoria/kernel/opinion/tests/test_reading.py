"""Votes as they are exported: layouts, signs, and what is wrong with them."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isegoria.kernel.opinion.careful import read_carefully
from isegoria.kernel.opinion.plain import read_plain
from isegoria.kernel.opinion.reading import Reading, read_votes
from isegoria.kernel.opinion.tests.samples import vtaiwan, vtaiwan_wide
from isegoria.kernel.opinion.votes import Votes

LONG = "voter-id,comment-id,vote\n7,1,1\n7,2,-1\n8,1,0\n"
WIDE = "participant,xid,group-id,n-votes,n-agree,n-disagree,1,2\n7,,0,2,1,1,1,-1\n8,,,1,0,0,0,\n"


def rows(votes: Votes | None) -> list[tuple[str, str, int]]:
    assert votes is not None
    return [
        (votes.voters[voter], votes.posts[post], value)
        for voter, post, value in zip(votes.voter, votes.post, votes.value.tolist(), strict=True)
    ]


def sentences(reading: Reading) -> list[str]:
    return [item.sentence() for item in reading.remarks]


SAMPLE = [("7", "1", 1), ("7", "2", -1), ("8", "1", 0)]


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        WIDE,
        LONG.replace("\n", "\r\n"),
        LONG.rstrip("\n"),
        "\ufeff" + LONG,
        LONG.replace(",", ";"),
        LONG.replace("7,", '"7",'),
        "timestamp,datetime,comment-id,voter-id,vote\n1,Mon,1,7,1\n2,Mon,2,7,-1\n3,Tue,1,8,0\n",
        WIDE.replace("xid,", "").replace(",,", ",", 1).replace("8,,,1", "8,,1"),
        WIDE.replace(",0,2,1,1,1,-1", ",0,2,1,1,1.0,-1.0"),
        "Voter ID,post,Vote\n7,1,+1\n7,2,−1\n8,1,0\n",
    ],
)
def test_every_dialect_gives_the_same_votes(text):
    reading = read_votes(text.encode())
    assert rows(reading.votes) == SAMPLE
    assert not reading.remarks


def test_the_two_layouts_of_a_real_conversation_agree():
    wide = vtaiwan().votes
    assert wide is not None
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["vote", "voter-id", "comment-id"])
    places = zip(wide.voter, wide.post, wide.value.tolist(), strict=True)
    writer.writerows((value, wide.voters[voter], wide.posts[post]) for voter, post, value in places)
    long = read_votes(text.getvalue().encode()).votes
    assert rows(long) == rows(wide)
    assert vtaiwan().checked


@pytest.mark.parametrize(("stamps", "value"), [((1, 2, 3), 1), ((3, 2, 1), -1), ((5, 5, 5), 1)])
@pytest.mark.parametrize("quoted", [False, True])
def test_the_last_vote_counts(stamps, value, quoted):
    lines = [f"{stamp},7,1,{vote}" for stamp, vote in zip(stamps, (-1, 0, 1), strict=True)]
    text = "timestamp,voter-id,comment-id,vote\n" + "\n".join(lines)
    reading = read_votes((text.replace("7", '"7"') if quoted else text).encode())
    assert rows(reading.votes) == [("7", "1", value)]
    assert sentences(reading) == [
        "2 votes were changed by a later one of the same person: the last one counts."
    ]


def test_agree_is_what_the_file_counts_as_agree():
    """The same file with the other sign gives the same votes, and says so."""
    straight = vtaiwan().votes
    lines = vtaiwan_wide().decode().splitlines()
    turned = [lines[0]]
    for line in lines[1:]:
        cells = line.split(",")
        cells[6:] = [{"1": "-1", "-1": "1"}.get(cell, cell) for cell in cells[6:]]
        turned.append(",".join(cells))
    reading = read_votes("\n".join(turned).encode())
    assert rows(reading.votes) == rows(straight)
    assert reading.checked
    assert sentences(reading) == [
        "In this file -1 is agree, as its n-agree says. In the results, 1 is."
    ]


def test_counts_that_fit_neither_sign_are_refused():
    """One row fits 1 alone, another -1 alone."""
    text = "participant,n-agree,n-disagree,1,2\n7,2,0,1,1\n8,0,2,1,1\n9,0,0,0,\n"
    reading = read_votes(text.encode())
    assert reading.votes is None
    (said,) = sentences(reading)
    assert said.startswith("The numbers in n-agree and n-disagree fit neither sign:")
    assert "if 1 is agree, 1 rows are wrong, the first on line 3;" in said
    assert said.endswith("if -1 is agree, 1 rows are, the first on line 2.")


def test_agreements_that_fit_do_not_excuse_disagreements_that_do_not():
    reading = read_votes(b"participant,n-agree,n-disagree,1,2\n7,1,0,1,-1\n")
    assert [item.code for item in reading.remarks] == ["sign_unclear"]


def test_without_counts_one_is_agree():
    reading = read_votes(b"participant,1,2\n7,1,-1\n8,0,\n")
    assert rows(reading.votes) == SAMPLE
    assert not reading.checked


def test_a_post_without_votes_is_there_and_a_person_without_votes_is_not():
    reading = read_votes(b"participant,10,9\n1,1,\n2,,\n")
    assert reading.votes is not None
    assert (reading.votes.voters, reading.votes.posts) == (("1",), ("9", "10"))


def test_ids_may_be_any_texts():
    reading = read_votes("voter-id,comment-id,vote\né-1,p 1,1\n007,p 1,0\n7,p 1,-1\n".encode())
    assert rows(reading.votes) == [("007", "p 1", 0), ("7", "p 1", -1), ("é-1", "p 1", 1)]


def test_zeros_before_a_number_are_part_of_an_id():
    reading = read_votes(b"voter-id,comment-id,vote\n007,1,1\n7,1,-1\n")
    assert rows(reading.votes) == [("007", "1", 1), ("7", "1", -1)]


def test_all_problems_of_both_files_at_once_with_their_places():
    votes = b"voter-id,comment-id,vote\n1,1,agree\n,2,1\n1,1,2\n1,,x\n"
    reading = read_votes(votes, moderated=b"post\n3\n")
    assert reading.votes is None
    assert sentences(reading) == [
        "line 2, vote: “agree” is not a vote: a vote is -1, 0 or 1.",
        "line 3, voter-id: This cell must not be empty.",
        "line 4, vote: “2” is not a vote: a vote is -1, 0 or 1.",
        "line 5, comment-id: This cell must not be empty.",
        "line 5, vote: “x” is not a vote: a vote is -1, 0 or 1.",
        "line 1: The column “id” is missing. Found: post.",
    ]


def test_bad_cells_of_a_wide_file_are_placed_and_beyond_twenty_counted():
    lines = ["participant,n-agree,first,second"]
    lines += [f"{person},0,yes,no" for person in range(15)]
    reading = read_votes("\n".join(lines).encode())
    told = sentences(reading)
    assert told[0] == "line 2, first: “yes” is not a vote: a vote is -1, 0 or 1."
    assert told[-1] == "And 10 more of the same kind (not_vote)."
    assert len(told) == 21


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"voter-id,comment-id,vote\n", "There is a line of headers, and no row under it."),
        (b"participant,1\n1,\n", "There is no vote in this file."),
        (b"participant,n-agree\n1,0\n", "There is no column of a post."),
        (b"voter-id,comment-id\n1,2\n", "line 1: The column “vote” is missing."),
        (b"a,b\n1,2\n", "line 1: These are not votes."),
        (b"participant,1\n1,1\n1,0\n", "line 3, participant: “1” is already on line 2."),
        (b"voter-id,comment-id,vote\n1,2,1\n1,3\n", "line 3, vote: This cell must not be empty."),
        (
            b'a,b,voter-id,comment-id,vote\n"x,y",7,1,1\n',
            "line 2, vote: This cell must not be empty.",
        ),
        (b"%PDF-1.7", "This is a PDF file."),
        (b"participant,n-agree,1\n1,99999999999999999999,1\n", "line 2, n-agree: "),
    ],
)
def test_what_is_not_votes_is_refused_in_words(data, sentence):
    reading = read_votes(data)
    assert reading.votes is None
    assert any(said.startswith(sentence) for said in sentences(reading)), sentences(reading)


def test_moderated_ids_may_be_unknown_or_none():
    none = read_votes(LONG.encode(), moderated=b"id\n")
    assert rows(none.votes) == SAMPLE
    assert (none.moderated, none.remarks) == ((), ())
    reading = read_votes(LONG.encode(), moderated=b"id\n1\n99\n")
    assert reading.moderated == ("1", "99")
    assert sentences(reading) == ["1 moderated ids have no votes (first: “99”)."]
    assert reading.votes is not None


NUMBERS = st.integers(0, 10**12)
LONG_ROWS = st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(-1, 1), NUMBERS), min_size=1)


@settings(deadline=None)
@given(votes=LONG_ROWS, ending=st.sampled_from(["\n", "\r\n"]))
def test_plain_and_careful_reading_agree_on_long_files(votes, ending):
    lines = ["timestamp,comment-id,voter-id,vote"]
    lines += [f"{stamp},{post},{voter},{value}" for voter, post, value, stamp in votes]
    alike(ending.join(lines).encode())


@settings(deadline=None)
@given(
    table=st.lists(
        st.lists(st.sampled_from(["", "-1", "0", "1"]), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    )
)
def test_plain_and_careful_reading_agree_on_wide_files(table):
    lines = ["participant,n-agree,n-disagree,4,5,6"]
    for person, cells in enumerate(table):
        lines.append(f"{person},{cells.count('1')},{cells.count('-1')},{','.join(cells)}")
    if any(any(cells) for cells in table):
        alike("\n".join(lines).encode())


def alike(data: bytes) -> None:
    plain = read_plain(io.BytesIO(data))
    careful, said = read_carefully(io.BytesIO(data))
    assert plain is not None
    assert careful is not None
    assert not said
    for one in (plain, careful):
        assert len(one.voter) == len(one.post) == len(one.value)
    assert [plain.voters[voter] for voter in plain.voter] == [
        careful.voters[voter] for voter in careful.voter
    ]
    assert [plain.posts[post] for post in plain.post] == [
        careful.posts[post] for post in careful.post
    ]
    np.testing.assert_array_equal(plain.value, careful.value)
    assert (plain.stated is None) == (careful.stated is None)
    if plain.stated and careful.stated:
        np.testing.assert_array_equal(plain.stated.agrees, careful.stated.agrees)
        np.testing.assert_array_equal(plain.stated.lines, careful.stated.lines)


@settings(deadline=None)
@given(data=st.binary(max_size=200), start=st.sampled_from([b"", LONG.encode(), WIDE.encode()]))
def test_any_bytes_are_votes_or_refused(data, start):
    reading = read_votes(start + data)
    assert (reading.votes is None) == any(item.fatal for item in reading.remarks)
