"""Checks a copy of a public journal of acts kept with Isegoria. Needs Python 3.9 or later, nothing else.

    python3 isegoria_verify.py COPY [--key VKEY ...] [--checkpoint FILE ...]

COPY is the downloaded .zip, or the folder it was unpacked in. From the entries alone it recomputes every
root ever signed (RFC 6962), checks every signature (Ed25519), every tile (C2SP tlog-tiles), and that each
volume cites the end of the one before. --key gives the public key you trust, as noted long ago;
--checkpoint a checkpoint you kept. Exit code: 0 all agrees, 1 something does not, 2 unreadable.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256, sha512
from itertools import accumulate
from pathlib import Path

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, ...]
NEUTRAL: Point = (0, 1, 1, 0)
BASE = (4 * pow(5, P - 2, P) % P).to_bytes(32, "little")


def add(a: Point, b: Point) -> Point:
    """The sum of two points of the curve of Ed25519, in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def decode(data: bytes) -> Point:
    """Thirty-two bytes as a point. Raises ValueError when they are none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        raise ValueError("not a point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


@lru_cache(maxsize=64)
def multiples(data: bytes) -> list[list[Point]]:
    """0 to 15 times 16^i times a point: made once, since one key signs all checkpoints of a volume."""
    base, table = decode(data), []
    for _ in range(64):
        table.append(list(accumulate([base] * 15, add, initial=NEUTRAL)))
        base = add(table[-1][-1], base)
    return table


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Does ``signature`` sign ``message`` under the public ``key`` (RFC 8032 section 5.1.7)?"""
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % ORDER
    if len(key) != 32 or len(signature) != 64 or s >= ORDER:
        return False
    total = NEUTRAL
    for i in range(64):
        total = add(total, multiples(BASE)[i][s >> 4 * i & 15])
        total = add(total, multiples(key)[i][(ORDER - h) >> 4 * i & 15])
    inverse = pow(total[2], P - 2, P)
    point = total[1] * inverse % P | (total[0] * inverse % P & 1) << 255
    return point.to_bytes(32, "little") == signature[:32]


class Tree:
    """A growing Merkle tree: the roots of the perfect subtrees that cover its leaves."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size, self.roots = 0, list[bytes]()
        for leaf in leaves:
            self.append(leaf)

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash on the right."""
        carry = self.size
        while carry & 1:
            leaf, carry = sha256(b"\x01" + self.roots.pop() + leaf).digest(), carry >> 1
        self.roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of everything so far."""
        root = self.roots[-1] if self.roots else sha256().digest()
        for left in reversed(self.roots[:-1]):
            root = sha256(b"\x01" + left + root).digest()
        return root


def read_vkey(vkey: str) -> tuple[str, bytes, bytes]:
    """The name, the number and the public key of a verifier key. Raises ValueError."""
    name, number, encoded = vkey.split("+", 2)
    typed = b64decode(encoded, validate=True)
    right = sha256(name.encode() + b"\n" + typed).hexdigest()[:8]
    if typed[:1] != b"\x01" or b64encode(typed).decode() != encoded or number != right:
        raise ValueError("its name, its number and its key do not belong together")
    return name, bytes.fromhex(number), typed[1:]


def read_note(note: str, name: str, number: bytes, key: bytes) -> tuple[int, bytes]:
    """The size and the root of a checkpoint, once its signature is checked. Raises ValueError."""
    text, _blank, lines = note.rpartition("\n\n")
    _origin, size, encoded = text.split("\n")
    root, good = b64decode(encoded, validate=True), False
    for line in lines[:-1].split("\n"):
        signature = b64decode(line.split(" ")[-1], validate=True)
        if line == f"— {name} {b64encode(signature).decode()}" and signature[:4] == number:
            good = is_signed(key, f"{text}\n".encode(), signature[4:])
    told = f"{name}\n{int(size)}\n{b64encode(root).decode()}"
    if not good or text != told or len(root) != 32 or lines[-1:] != "\n":
        raise ValueError("it is not a checkpoint signed by the key of this volume")
    return int(size), root


def tile_path(level: object, index: int, width: int) -> str:
    """The address of a tile: tile/0/x001/x234/067, or tile/0/000.p/12 when it is partial."""
    digits = f"{index:0{-(-len(str(index)) // 3) * 3}}"
    groups = [f"x{digits[i : i + 3]}/" for i in range(0, len(digits) - 3, 3)]
    return f"tile/{level}/{''.join(groups)}{digits[-3:]}" + (f".p/{width}" if width < 256 else "")


class Copy:
    """The files of a copy, in a folder or in a .zip, and what was found wrong with them."""

    def __init__(self, path: Path) -> None:
        self.problems: list[str] = []
        self.root = path if path.is_dir() else zipfile.Path(str(path))

    def read(self, name: str, length: int | None = None) -> bytes:
        """The bytes of one file; one that is unreadable, or not of that length, is a problem."""
        data = b""
        try:
            data = (self.root / name).read_bytes()
            if length not in (None, len(data)):
                self.problems.append(f"{name}: {len(data)} bytes instead of {length}")
        except (KeyError, OSError, zipfile.BadZipFile, zlib.error) as error:
            self.problems.append(f"{name}: it cannot be read ({type(error).__name__})")
        return data

    def volumes(self) -> list[int]:
        """The numbers of the volumes."""
        return sorted(int(item.name) for item in self.root.iterdir() if item.name.isdigit())


class Volume:
    """One volume of a copy: its key, its checkpoints, its entries."""

    def __init__(self, copy: Copy, number: int, trusted: set[bytes]) -> None:
        self.copy, self.prefix, self.say = copy, f"{number}/", copy.problems.append
        self.vkey, self.claims = ("", b"", b""), dict[int, list[tuple[bytes, str]]]()
        try:
            vkey = copy.read(f"{number}/vkey").decode()
            self.vkey = read_vkey(vkey[:-1])
            if vkey[-1:] != "\n" or (trusted and self.vkey[2] not in trusted):
                raise ValueError("it is none of the keys you gave, or not whole")
        except ValueError as error:
            self.say(f"{number}/vkey: {error}")
        parts = copy.read(f"{number}/checkpoints").split(b"\n\n")
        notes = [b"\n\n".join(parts[i : i + 2]) + b"\n" for i in range(0, len(parts), 2)]
        notes[-1], head = notes[-1][:-1], copy.read(f"{number}/checkpoint")
        for rank, note in enumerate(notes):
            self.claim(f"{number}/checkpoints, checkpoint {rank}", note)
        if head != notes[-1]:
            self.claim(f"{number}/checkpoint", head)
            self.say(f"{number}/checkpoints: it does not end with {number}/checkpoint")
        self.size = max(self.claims, default=0)
        self.root = self.claims[self.size][0][0] if self.size else sha256().digest()

    def claim(self, where: str, note: bytes) -> int:
        """Read a checkpoint; what it says is compared when the entries are walked through."""
        try:
            size, root = read_note(note.decode(), *self.vkey)
        except ValueError as error:
            self.say(f"{where}: {error}")
            return 0
        self.claims.setdefault(size, []).append((root, where))
        return size

    def entries(self, index: int, width: int) -> Iterator[bytes]:
        """The entries of one bundle, as far as it can be read."""
        name = self.prefix + tile_path("entries", index, width)
        data, start = self.copy.read(name), 0
        for number in range(index * 256, index * 256 + width):
            end = start + 2 + int.from_bytes(data[start : start + 2], "big")
            if end > len(data) or start + 2 > len(data):
                self.say(f"{name}: entry {number} is cut short")
                return
            yield data[start + 2 : end]
            start = end
        if start < len(data):
            self.say(f"{name}: {len(data) - start} bytes too many after entry {number}")

    def walk(self) -> bytes:
        """Recompute every root from the entries, compare every tile; returns entry 0."""
        tree, first, tiles, doubts = Tree(), b"", list[bytes](), list[tuple[int, int]]()
        for index in range(-(-self.size // 256)):
            width = min(256, self.size - index * 256)
            tile = self.copy.read(self.prefix + tile_path(0, index, width), width * 32)
            kept = [tile[32 * place : 32 * place + 32] for place in range(width)]
            entries = list(self.entries(index, width))
            first = first if index else b"".join(entries[:1])
            leaves = [sha256(b"\x00" + entry).digest() for entry in entries] + kept[len(entries) :]
            wrong = [place for place in range(width) if leaves[place] != kept[place]]
            doubts += [(index * 256 + wrong[0], len(wrong) - 1)] if wrong else []
            for leaf in leaves:
                tree.append(leaf)
                for root, where in self.claims.get(tree.size, []):
                    if root != tree.root() and not doubts:
                        self.say(f"{where}: the entries 0 to {tree.size - 1} do not lead to it")
            tiles += [Tree(leaves).root()] if width == 256 else []
        self.compare_above(tiles)
        intact = tree.root() == self.root
        for number, more in doubts:
            width = min(256, self.size - number // 256 * 256)
            path = tile_path(0 if intact else "entries", number // 256, width)
            hashed = f"hash {number % 256} was changed; entry {number} is intact"
            what = hashed if intact else f"entry {number} is not what was signed"
            self.say(f"{self.prefix}{path}: {what}" + (f" ({more} more there)" if more else ""))
        return first

    def compare_above(self, hashes: list[bytes], level: int = 1) -> None:
        """A tile above holds the roots of the full tiles below, 256 at most."""
        groups = [hashes[start : start + 256] for start in range(0, len(hashes), 256)]
        for index, group in enumerate(groups):
            name = self.prefix + tile_path(level, index, len(group))
            tile = self.copy.read(name, len(group) * 32)
            for place, right in enumerate(group):
                if tile[place * 32 : place * 32 + 32] != right:
                    self.say(f"{name}: hash {place} is not the root of the entries below it")
        if len(hashes) > 255:
            self.compare_above([Tree(g).root() for g in groups if len(g) == 256], level + 1)


def check(copy: Copy, trusted: set[bytes], kept: dict[str, bytes]) -> Iterator[str]:
    """Check everything; yields a sentence per volume, and leaves the problems in ``copy``."""
    say, told = copy.problems.append, dict[str, object]()
    for line in copy.read("SHA256SUMS").decode(errors="replace").removesuffix("\n").split("\n"):
        digest, _, name = line.partition("  ")
        if sha256(copy.read(name)).hexdigest() != digest:
            say(f"{name}: it is not the file that SHA256SUMS names, or that line was changed")
    for number in copy.volumes():
        volume = Volume(copy, number, trusted)
        origin = volume.vkey[0]
        for path in [path for path in kept if kept[path].startswith(f"{origin}\n".encode())]:
            size = volume.claim(path, kept.pop(path))
            if size > volume.size:
                say(f"{path}: it signs entries {volume.size} to {size - 1}; this copy lacks them")
        facts = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if f'"facts":{facts},'.encode() not in volume.walk():
            say(f"{number}: entry 0 does not cite the end of the volume before")
        told = {"previous_origin": origin, "previous_size": volume.size}
        told["previous_root"] = volume.root.hex()
        yield f"{origin}: {volume.size} entries, root {b64encode(volume.root).decode()}"
    for path in kept:
        say(f"{path}: this copy knows nothing of the volume that it is about")


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("copy", type=Path, help="the .zip, or the folder it was unpacked in")
    parser.add_argument("--key", action="append", default=[], help="a public key you trust (vkey)")
    parser.add_argument("--checkpoint", action="append", default=[], type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        trusted = {read_vkey(key.strip())[2] for key in options.key}
        kept = {str(path): path.read_bytes() for path in options.checkpoint}
        copy = Copy(options.copy)
        if not copy.volumes():
            raise ValueError(f"{options.copy} is not a copy of a public journal")
        print(*check(copy, trusted, kept), sep="\n")
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        print(f"The copy could not be checked: {error}", file=sys.stderr)
        return 2
    for sentence in copy.problems:
        print(f"WRONG  {sentence}.")
    if copy.problems:
        print(f"{len(copy.problems)} problem(s): this is not what was signed.")
        return 1
    print("Everything agrees: entries, tiles, checkpoints, signatures.")
    if not (trusted and options.checkpoint):
        print("Only a --key and a --checkpoint noted earlier show that nothing was rewritten.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
