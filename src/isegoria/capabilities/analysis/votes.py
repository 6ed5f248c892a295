"""The positions taken in an activity, as the kernel reads them and as everybody may download them."""

import gzip
import io
import secrets
from array import array
from itertools import batched

import numpy as np

from isegoria.capabilities.analysis.rules import map_kinds
from isegoria.commons.posts.models import Post, Stance
from isegoria.commons.processes.models import Activity
from isegoria.core.tasks.progress import SILENT, Progress
from isegoria.kernel.opinion.votes import Votes, assemble

AT_ONCE = 10_000
HEADER = "voter-id,comment-id,vote\n"


def read_votes(activity: Activity, progress: Progress = SILENT) -> Votes:
    """The positions on the texts that everybody sees. Two statements.

    People are numbers drawn anew each time, so that two files cannot be put together by their numbers;
    texts go by their references. Positions of who left the site belong to nobody and are left out.
    """
    kinds = map_kinds(activity.capability)
    refs = dict(
        Post.objects.filter(activity=activity, kind__in=kinds, shown=True).values_list("pk", "ref")
    )
    stances = Stance.objects.filter(
        post__activity=activity, post__kind__in=kinds, post__shown=True, person__isnull=False
    )
    people: dict[object, int] = {}
    texts: dict[int, int] = {}
    voter, post, value = array("i"), array("i"), array("b")
    rows = stances.values_list("person_id", "post_id", "value").iterator(chunk_size=AT_ONCE)
    for some in batched(rows, AT_ONCE):
        for person, text, position in some:
            if text in refs:
                voter.append(people.setdefault(person, len(people)))
                post.append(texts.setdefault(text, len(texts)))
                value.append(position)
        progress.advance(len(some))
    drawn = np.random.default_rng(secrets.randbits(128)).permutation(len(people)).astype(np.int32)
    return assemble(
        [str(number) for number in range(1, len(people) + 1)],
        drawn[np.array(voter, dtype=np.int32)],
        [str(refs[text]) for text in texts],
        np.array(post, dtype=np.int32),
        np.array(value, dtype=np.int8),
    )


def packed(votes: Votes) -> bytes:
    """The file that ``isegoria opinion map --votes`` reads, compressed."""
    packed_ = io.BytesIO()
    with gzip.GzipFile(fileobj=packed_, mode="wb", mtime=0) as stream:
        stream.write(HEADER.encode())
        rows = zip(votes.voter.tolist(), votes.post.tolist(), votes.value.tolist(), strict=True)
        for some in batched(rows, AT_ONCE):
            lines = (f"{votes.voters[v]},{votes.posts[p]},{value}\n" for v, p, value in some)
            stream.write("".join(lines).encode())
    return packed_.getvalue()
