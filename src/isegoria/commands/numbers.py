"""Numbers as options give them."""

import argparse
from collections.abc import Callable


def whole(least: int) -> Callable[[str], int]:
    """What reads a whole number of ``least`` or more, and refuses anything else in a sentence."""

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number, {least} or more")
        return int(text)

    return read
