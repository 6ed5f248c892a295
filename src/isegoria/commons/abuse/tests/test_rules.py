"""Which addresses belong together, which mailboxes are one, and what an operator may write."""

from ipaddress import IPv4Address, IPv6Address, ip_network
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isegoria.commons.abuse.limits import COMMENT, LIMITS
from isegoria.commons.abuse.rules import (
    SCOPES,
    Rate,
    amended,
    is_throwaway,
    is_within,
    mailbox_of,
    network_of,
    networks,
    plain,
)

ADDRESSES = st.ip_addresses(v=4) | st.ip_addresses(v=6).filter(lambda it: it.ipv4_mapped is None)


@given(st.ip_addresses(v=4), st.integers(0, 255))
def test_a_slash_24_is_one_network(address: IPv4Address, last: int) -> None:
    neighbour = IPv4Address((int(address) & ~0xFF) | last)
    assert network_of(str(neighbour)) == network_of(str(address))
    beyond = IPv4Address(int(address) ^ 0x100)
    assert network_of(str(beyond)) != network_of(str(address))


@given(st.ip_addresses(v=6).filter(lambda it: int(it) >> 64), st.integers(0, 2**64 - 1))
def test_a_slash_64_is_one_network(address: IPv6Address, last: int) -> None:
    neighbour = IPv6Address((int(address) >> 64 << 64) | last)
    assert network_of(str(neighbour)) == network_of(str(address))
    beyond = IPv6Address(int(address) ^ (1 << 64))
    assert network_of(str(beyond)) != network_of(str(address))


@given(ADDRESSES)
def test_an_address_has_one_writing_and_lies_in_its_own_network(
    address: IPv4Address | IPv6Address,
) -> None:
    assert plain(address.exploded) == plain(str(address)) == str(address)
    assert address in ip_network(network_of(str(address)))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_dressed_as_ipv6_is_counted_as_itself(address: IPv4Address) -> None:
    dressed = f"::ffff:{address}"
    assert plain(dressed) == str(address)
    assert network_of(dressed) == network_of(str(address))


def test_the_zone_of_an_ipv6_address_does_not_make_it_another_one() -> None:
    assert plain("fe80::1%eth0") == "fe80::1"
    assert plain("::1") == "::1"


@pytest.mark.parametrize("written", ["", "unix:", "203.0.113.7:80", "203.0.113.7, 10.0.0.1"])
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        network_of(written)


def test_a_network_without_limit_holds_its_own_addresses_only() -> None:
    known = networks(["192.0.2.0/24", "2001:db8::/32"])
    assert is_within("192.0.2.200", known)
    assert is_within("::ffff:192.0.2.200", known)
    assert is_within("2001:db8:1::1", known)
    assert not is_within("192.0.3.1", known)
    with pytest.raises(ValueError, match="NETWORKS_WITHOUT_LIMIT"):
        networks(["192.0.2.1/24"])


NAMES = st.text("abcxyz019-_", min_size=1, max_size=12)


@given(NAMES, st.text("abc.+-", max_size=8), st.sampled_from(["exemple.fr", "gmail.com", "x.org"]))
def test_what_follows_a_plus_and_the_case_do_not_make_another_mailbox(
    name: str, tag: str, domain: str
) -> None:
    alias = f" {name.upper()}+{tag}@{domain.upper()} "
    assert mailbox_of(alias) == mailbox_of(f"{name}@{domain}")


@given(st.lists(NAMES, min_size=1, max_size=4))
def test_dots_count_everywhere_but_at_gmail(parts: list[str]) -> None:
    dotted, bare = ".".join(parts), "".join(parts)
    assert mailbox_of(f"{dotted}@googlemail.com") == f"{bare}@gmail.com"
    assert mailbox_of(f"{dotted}@exemple.fr") == f"{dotted}@exemple.fr"


@given(NAMES, NAMES)
def test_two_names_are_two_mailboxes(one: str, other: str) -> None:
    same = mailbox_of(f"{one}@exemple.fr") == mailbox_of(f"{other}@exemple.fr")
    assert same == (one == other)


def test_an_address_that_begins_with_a_plus_keeps_its_name() -> None:
    assert mailbox_of("+a@exemple.fr") == "+a@exemple.fr"
    assert mailbox_of("+b@exemple.fr") == "+b@exemple.fr"


def test_a_domain_and_all_names_under_it_can_be_thrown_away() -> None:
    domains = frozenset({"jetable.example"})
    assert is_throwaway("a@jetable.example", domains)
    assert is_throwaway("a@b.C.Jetable.example ", domains)
    assert not is_throwaway("a@pasjetable.example", domains)
    assert not is_throwaway("a@example", domains)


def test_an_operator_changes_one_scope_and_the_rest_stays() -> None:
    table = amended(LIMITS, ["comment.person=2/60+5/3600", "comment.network=none"])
    assert table["comment"].person == (Rate(2, 60), Rate(5, 3600))
    assert table["comment"].network == ()
    assert table["comment"].address == COMMENT.address
    assert {code: limit for code, limit in table.items() if code != "comment"} == {
        code: limit for code, limit in LIMITS.items() if code != "comment"
    }


@pytest.mark.parametrize(
    "word",
    [
        "comments.person=1/1",
        "comment.house=1/1",
        "comment=1/1",
        "comment.person",
        "comment.person=0/60",
        "comment.person=5",
        "comment.person=5/-1",
        "comment.person=a/b",
    ],
)
def test_a_mistyped_limit_is_told_in_a_sentence(word: str) -> None:
    with pytest.raises(ValueError, match=r"^LIMITS: "):
        amended(LIMITS, [word])


@pytest.mark.parametrize("limit", LIMITS.values(), ids=lambda limit: limit.code)
def test_every_limit_has_two_windows_the_long_one_slower_and_each_scope_wider(limit) -> None:
    for scope in SCOPES:
        if rates := getattr(limit, scope):
            burst, sustained = rates
            assert burst.seconds < sustained.seconds
            assert burst.most < sustained.most
            assert burst.most / burst.seconds > sustained.most / sustained.seconds
    held = [rates for scope in SCOPES if (rates := getattr(limit, scope))]
    assert held
    for narrow, wide in pairwise(held):
        assert all(less.most < more.most for less, more in zip(narrow, wide, strict=True))


def test_each_counter_of_an_act_has_a_name_of_its_own() -> None:
    who = {"person": "p", "address": "192.0.2.1", "network": "192.0.2.0/24"}
    names = [name for limit in LIMITS.values() for name, _rate in limit.counted(who)]
    assert len(names) == len(set(names))
    assert not [name for name, _rate in LIMITS["arrive"].counted({"person": "p"})]
