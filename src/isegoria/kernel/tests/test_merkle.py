"""Merkle trees against a naive implementation of RFC 6962's recursive definitions."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.kernel.merkle import (
    EMPTY_ROOT,
    CompactRange,
    TileId,
    climb,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    nodes_of,
    nodes_of_tiles,
    root_of,
    tiles,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(b"entry %d" % number) for number in range(1000)]


def naive_root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256().digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def tile_bytes(leaves):
    """Every tile of a tree, from the definition: hash i of tile n is a root of 256^level leaves."""
    found = {}
    for tile in tiles(len(leaves)):
        span = 256**tile.level
        starts = range(tile.index * 256 * span, (tile.index * 256 + tile.width) * span, span)
        found[tile] = b"".join(naive_root(leaves[start : start + span]) for start in starts)
    return found


def test_published_vectors_of_rfc_6962():
    # The reference vectors of Certificate Transparency's own implementation.
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    roots = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    }
    leaves = [leaf_hash(bytes.fromhex(entry)) for entry in entries]
    for size, root in roots.items():
        assert root_of(leaves[:size]).hex() == root


def test_root_from_the_entries_from_the_tiles_and_from_the_naive_definition_agree():
    growing = CompactRange()
    for size in range(len(LEAVES) + 1):
        expected = naive_root(LEAVES[:size]) if size % 37 == 0 or size < 70 else growing.root()
        assert growing.root() == root_of(LEAVES[:size]) == expected
        if size % 50 == 0 or 250 < size < 260 or size in {511, 512, 513, 767, 768, 769}:
            stored = {
                (tile.level, tile.index): data for tile, data in tile_bytes(LEAVES[:size]).items()
            }
            from_tiles = CompactRange()
            node = nodes_of_tiles(lambda level, index, stored=stored: stored[level, index])
            for height in reversed(range(size.bit_length())):
                if size >> height & 1:
                    from_tiles.append(node(height, from_tiles.size >> height), height)
            assert from_tiles.root() == expected
        if size < len(LEAVES):
            growing.append(LEAVES[size])


def test_consistency_between_every_pair_up_to_64():
    node = nodes_of(LEAVES)
    roots = [naive_root(LEAVES[:size]) for size in range(66)]
    for second in range(65):
        for first in range(second + 1):
            proof = consistency_proof(node, first, second)
            assert verify_consistency(first, second, roots[first], roots[second], proof)
            if first:
                assert not verify_consistency(first, second, roots[first], roots[65], proof)
            assert not verify_consistency(
                first, second, roots[first], roots[second], [*proof, EMPTY_ROOT]
            )
            if first not in {0, second}:
                assert not verify_consistency(first, second, roots[first - 1], roots[second], proof)
                assert not verify_consistency(
                    first, second, roots[first], roots[second], proof[:-1]
                )


def test_inclusion_of_every_leaf_up_to_64():
    node = nodes_of(LEAVES)
    for size in range(1, 65):
        root = naive_root(LEAVES[:size])
        for index in range(size):
            proof = inclusion_proof(node, index, size)
            assert verify_inclusion(LEAVES[index], index, size, proof, root)
            assert not verify_inclusion(LEAVES[index + 1], index, size, proof, root)
            assert not verify_inclusion(LEAVES[index], index, size, [*proof, EMPTY_ROOT], root)
            if proof:
                assert not verify_inclusion(LEAVES[index], index, size, proof[1:], root)


@given(st.data())
def test_proofs_of_larger_trees(data):
    second = data.draw(st.integers(65, len(LEAVES)))
    first = data.draw(st.integers(1, second))
    index = data.draw(st.integers(0, second - 1))
    node = nodes_of(LEAVES)
    root = root_of(LEAVES[:second])
    consistency = consistency_proof(node, first, second)
    assert verify_consistency(first, second, root_of(LEAVES[:first]), root, consistency)
    inclusion = inclusion_proof(node, index, second)
    assert verify_inclusion(LEAVES[index], index, second, inclusion, root)
    if inclusion:
        spoiled = data.draw(st.integers(0, len(inclusion) - 1))
        inclusion[spoiled] = bytes([inclusion[spoiled][0] ^ 1]) + inclusion[spoiled][1:]
        assert not verify_inclusion(LEAVES[index], index, second, inclusion, root)


def test_the_steps_of_a_proof_end_at_the_root():
    proof = inclusion_proof(nodes_of(LEAVES), 5, 7)
    steps = list(climb(LEAVES[5], 5, 7, proof))
    assert steps[0].sibling == LEAVES[4]
    assert steps[0].sibling_is_left
    assert steps[-1].result == naive_root(LEAVES[:7])


def test_a_leaf_outside_the_tree_has_no_proof():
    with pytest.raises(ValueError, match="no leaf 7 in a tree of 7"):
        inclusion_proof(nodes_of(LEAVES), 7, 7)
    with pytest.raises(ValueError, match="cannot come before"):
        consistency_proof(nodes_of(LEAVES), 8, 7)
    assert not verify_inclusion(LEAVES[0], 7, 7, [], LEAVES[0])


def test_a_subtree_can_only_be_added_on_its_boundary():
    tree = CompactRange()
    tree.append(LEAVES[0])
    with pytest.raises(ValueError, match="boundary"):
        tree.append(LEAVES[1], height=1)


def test_geometry_of_a_log_of_70_000_as_c2sp_publishes_it():
    found = list(tiles(70_000))
    full = [tile for tile in found if tile.width == 256]
    assert len([tile for tile in full if tile.level == 0]) == 273
    assert len([tile for tile in full if tile.level == 1]) == 1
    partial = [tile for tile in found if tile.width < 256]
    assert partial == [TileId(0, 273, 112), TileId(1, 1, 17), TileId(2, 0, 1)]


def test_geometry_of_a_log_of_256_as_c2sp_publishes_it():
    assert list(tiles(256)) == [TileId(0, 0, 256), TileId(1, 0, 1)]
    assert list(tiles(0)) == []


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (TileId(0, 1_234_067), "tile/0/x001/x234/067"),
        (TileId(0, 0), "tile/0/000"),
        (TileId(1, 999, 17), "tile/1/999.p/17"),
        (TileId(2, 1000, 1), "tile/2/x001/000.p/1"),
    ],
)
def test_tile_addresses(tile, path):
    assert tile.path == path
    assert TileId(0, 273, 112).entries_path == "tile/entries/273.p/112"


def test_a_tile_cut_short_is_refused():
    node = nodes_of_tiles(lambda _level, _index: b"".join(LEAVES[:3]))
    assert node(1, 0) == naive_root(LEAVES[:2])
    with pytest.raises(ValueError, match="too short"):
        node(1, 1)
