"""Public randomness: what a number may come from, announced before the draw, and its outcome.

* ``number``: announced in public; ``dice``: ten-sided, one per digit of the last number of the list.
* ``drand``: SHA-256 of the signature of one round of the League of Entropy's beacon (drand.love), which
  is nobody's choice and is known to nobody before its time.
* ``rfc3797``: the first selection of RFC 3797 (Eastlake, 2004) from a key made of public results.

An announcement says which; an outcome repeats it and adds what came out. Outcomes are added modulo the
number of panels: one honest source is enough for the sum to be fair.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

type Source = Mapping[str, Any]

ANNOUNCED: tuple[Source, ...] = ({"kind": "number"},)
"""What is used when nothing else is announced."""
CHAINS = {
    "quicknet": (
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d10"
        "64510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991e"
        "f5ece45a"
    ),
    "default": (
        "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801"
        "af31"
    ),
}
"""Public keys of the two chains: ``quicknet`` (chain hash 52db9ba7…e971, scheme
bls-unchained-g1-rfc9380, a round every 3 s) and ``default`` (8990e7a9…b2ce, pedersen-bls-chained, every
30 s)."""
_SIGNATURES = {96: "quicknet", 192: "default"}
_PREVIOUS = (64, 192)
"""Hexadecimal digits before a round of ``default``: of its genesis, or of a signature."""
_KEY = re.compile(r"(?:(?:[0-9A-Za-z]+\.)+/)+", re.ASCII)
_SUITE = b"BLS_SIG_BLS12381G%d_XMD:SHA-256_SSWU_RO_NUL_"


class Unfit(ValueError):
    """Not a source, or not its outcome. The message is a sentence that says what to write."""


def announcement(text: str) -> Source:
    """From ``number``, ``dice``, ``drand:ROUND``, ``drand:default:ROUND`` or ``rfc3797:WHAT``.

    Raises Unfit.
    """
    kind, _, rest = text.partition(":")
    if kind in ("number", "dice") and not rest:
        return {"kind": kind}
    if kind == "drand":
        chain, _, round_ = rest.rpartition(":")
        if _is_round(round_) and (chain or "quicknet") in CHAINS:
            return {"kind": kind, "chain": chain or "quicknet", "round": int(round_)}
    if kind == "rfc3797" and (what := " ".join(rest.split())):
        return {"kind": kind, "from": what}
    raise Unfit(
        f"“{text}” is not a source: write number, dice, drand:ROUND, drand:default:ROUND, or"
        " rfc3797: and what the key will be made of."
    )


def announcements(texts: Sequence[str]) -> tuple[Source, ...]:
    """All of ``texts``, each kind (and chain) once. Raises Unfit."""
    found = tuple(announcement(text) for text in texts)
    kinds = [(source["kind"], source.get("chain")) for source in found]
    if len(set(kinds)) < len(kinds):
        raise Unfit("A source is announced twice. Each may be announced once.")
    return found


def number(text: str) -> Source:
    """The outcome of a number announced in public. Raises Unfit."""
    if not (text.isdecimal() and text.isascii()):
        raise Unfit(f"“{text}” is not a whole number, 0 or more.")
    return {"kind": "number", "number": str(int(text))}


def dice(text: str) -> Source:
    """The outcome of ten-sided dice, ``4,1,7`` in the order in which they are read. Raises Unfit."""
    rolls = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch("[0-9]", roll) for roll in rolls):
        raise Unfit(
            f"“{text}” are not rolls of ten-sided dice: write 4,1,7 with digits from 0 to 9."
        )
    return {"kind": "dice", "rolls": [int(roll) for roll in rolls]}


def drand(text: str) -> Source:
    """The outcome of a round, ``ROUND:SIGNATURE``, then ``:PREVIOUS`` on the chain ``default``; the
    length of the signature says which chain it is. Raises Unfit."""
    round_, _, rest = text.partition(":")
    signature, _, previous = rest.lower().partition(":")
    chain = _SIGNATURES.get(len(signature), "") if re.fullmatch("[0-9a-f]+", signature) else ""
    if not _is_round(round_) or not chain:
        raise Unfit(
            f"“{text[:60]}” is not a round of drand: write ROUND:SIGNATURE, with the 96 or 192"
            " hexadecimal digits that the beacon published."
        )
    found = {"kind": "drand", "chain": chain, "round": int(round_), "signature": signature}
    if chain == "quicknet":
        if previous:
            raise Unfit("A round of quicknet has no previous signature: write ROUND:SIGNATURE.")
        return found
    if not re.fullmatch("[0-9a-f]+", previous) or len(previous) not in _PREVIOUS:
        raise Unfit(
            "The chain default signs each round with the one before: write"
            " ROUND:SIGNATURE:PREVIOUS_SIGNATURE."
        )
    return {**found, "previous": previous}


def rfc3797(text: str) -> Source:
    """The outcome of sources combined as in RFC 3797, section 4.1: of each source its numbers, each
    followed by a dot, then a slash: ``9319./2.5.8.10.12./``. Raises Unfit."""
    if not _KEY.fullmatch(text):
        raise Unfit(
            f"“{text[:60]}” is not a key of RFC 3797: each number is followed by a dot, each source by"
            " a slash, as in 9319./2.5.8.10.12./"
        )
    return {"kind": "rfc3797", "key": text}


READ: Mapping[str, Callable[[str], Source]] = {
    "number": number,
    "dice": dice,
    "drand": drand,
    "rfc3797": rfc3797,
}
"""How the outcome of each kind is read."""


def matched(announced: Sequence[Source], outcomes: Sequence[Source]) -> tuple[Source, ...]:
    """``outcomes`` in the order announced, with what was announced of each. Raises Unfit unless each
    source has exactly one outcome."""
    left = list(outcomes)
    found: list[Source] = []
    for source in announced:
        fit = [outcome for outcome in left if _answers(source, outcome)]
        if fit:
            left.remove(fit[0])
            found.append({**source, **fit[0]})
    if left or len(found) < len(announced):
        said = [", ".join(map(describe, these)) or "nothing" for these in (announced, outcomes)]
        raise Unfit(
            f"Announced before the draw: {said[0]}. Given now: {said[1]}. A draw uses exactly the"
            " sources that were announced."
        )
    return tuple(found)


def describe(source: Source) -> str:
    """A source in words."""
    if source["kind"] == "drand":
        return f"drand {source['chain']}, round {source['round']}"
    if source["kind"] == "rfc3797":
        return f"RFC 3797 on {source['from']}" if "from" in source else "a key of RFC 3797"
    return "ten-sided dice" if source["kind"] == "dice" else "a number announced in public"


def signed(source: Source) -> bool:
    """Whether the beacon signed this round of drand: the pairing check of BLS signatures on the curve
    BLS12-381 (RFC 9380 for the hash to the curve)."""
    from py_arkworks_bls12381 import GT, G1Point, G2Point

    message = sha256(
        bytes.fromhex(source.get("previous", "")) + int(source["round"]).to_bytes(8)
    ).digest()
    key, signature = (bytes.fromhex(x) for x in (CHAINS[source["chain"]], source["signature"]))
    try:
        if source["chain"] == "quicknet":
            said = G1Point.hash_to_curve(message, _SUITE % 1)
            point = G1Point.from_compressed_bytes(signature)
            return GT.pairing_check([point, -said], [G2Point(), G2Point.from_compressed_bytes(key)])
        other = G2Point.hash_to_curve(message, _SUITE % 2)
        return GT.pairing_check(
            [G1Point(), -G1Point.from_compressed_bytes(key)],
            [G2Point.from_compressed_bytes(signature), other],
        )
    except ValueError:
        return False


def _is_round(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9][0-9]{0,17}", text))


def _answers(announced: Source, outcome: Source) -> bool:
    return all(outcome.get(key) == announced[key] for key in announced if key != "from")
