"""How much is too much, which addresses belong together, and when two e-mail addresses are one mailbox.

Pure functions. Two windows for each limit, a short one against a burst and a long one against patience,
and the network beside the address, come from what the petitions of the British parliament learnt
(alphagov/e-petitions, threads 510 and 884).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

type Network = IPv4Network | IPv6Network

MINUTE, HOUR, DAY = 60, 3600, 86_400
SCOPES = ("person", "address", "network")
_PREFIX = {4: 24, 6: 64}
"""What one household, one office or one rented machine usually holds."""
_GMAIL = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``most`` acts in a window of ``seconds`` that opens with the first one.

    So at most twice as many in any stretch of that length: the end of one window and the start of the
    next.
    """

    most: int
    seconds: int


type Windows = tuple[Rate, ...]


def windows(burst: int, per: int, sustained: int, long: int) -> Windows:
    """``burst`` acts in ``per`` seconds, and ``sustained`` in ``long`` seconds."""
    return (Rate(burst, per), Rate(sustained, long))


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one kind of act may be done: by one person, from one address, from one network.

    An empty scope is not counted. ``in_memory`` counts in each process alone, without the database: for
    acts that come by the hundred per second, whose true limit is then up to the number of processes
    times what is written.
    """

    code: str
    person: Windows = ()
    address: Windows = ()
    network: Windows = ()
    in_memory: bool = False

    def counted(self, values: Mapping[str, str]) -> Iterator[tuple[str, Rate]]:
        """Each counter of an act, as its name and its rate; ``values`` says who, by scope."""
        for scope, value in values.items():
            for rate in getattr(self, scope):
                yield f"{self.code}|{scope}|{rate.seconds}|{value}", rate


def network_of(address: str) -> str:
    """The /24 of an IPv4 address, the /64 of an IPv6 one, in their usual writing.

    An IPv4 address written as IPv6 counts as what it is. Raises ValueError for anything else.
    """
    known = ip_address(plain(address))
    return str(ip_network(f"{known}/{_PREFIX[known.version]}", strict=False))


def plain(address: str) -> str:
    """An address in its one usual writing. Raises ValueError when it is none."""
    known = ip_address(address)
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or IPv6Address(int(known)))
    return str(known)


def networks(written: Iterable[str]) -> tuple[Network, ...]:
    """Networks from their writing. Raises ValueError with a sentence for the operator."""
    try:
        return tuple(ip_network(text) for text in written)
    except ValueError as problem:
        raise ValueError(
            f"NETWORKS_WITHOUT_LIMIT: {problem}. Write networks such as 192.0.2.0/24."
        ) from None


def is_within(address: str, known: Sequence[Network]) -> bool:
    """True when an address belongs to one of the networks."""
    return any(ip_address(plain(address)) in network for network in known)


def amended(limits: Mapping[str, Limit], words: Iterable[str]) -> dict[str, Limit]:
    """The table of limits as an operator changed it, one word per scope: ``comment.person=30/600+300/86400``
    (30 in ten minutes, 300 in a day) or ``comment.network=none``.

    Raises ValueError with a sentence for the operator.
    """
    table = dict(limits)
    for word in words:
        name, _equals, value = word.partition("=")
        code, _dot, scope = name.strip().partition(".")
        if code not in table or scope not in SCOPES:
            raise ValueError(
                f"LIMITS: {name!r} is no limit. Known: {', '.join(table)}; each with"
                f" {', '.join(f'.{scope}' for scope in SCOPES)}."
            )
        try:
            rates = _rates(value.strip())
        except ValueError:
            raise ValueError(
                f"LIMITS: {word!r} cannot be read. Write {name}=30/600+300/86400 (30 in 600 seconds"
                f" and 300 in a day) or {name}=none."
            ) from None
        changed: dict[str, Any] = {scope: rates}
        table[code] = replace(table[code], **changed)
    return table


def _rates(value: str) -> Windows:
    if value == "none":
        return ()
    rates = tuple(
        Rate(int(most), int(seconds))
        for most, _slash, seconds in (part.partition("/") for part in value.split("+"))
    )
    if any(rate.most < 1 or rate.seconds < 1 for rate in rates):
        raise ValueError(value)
    return rates


def mailbox_of(address: str) -> str:
    """The mailbox behind an e-mail address: without case, without what follows a plus, and at Gmail, which
    ignores them, without dots.

    Two people never share it at the providers where most people are. Elsewhere a plus may be part of a
    name: so a mailbox stops a second account, and never opens the first one.
    """
    name, _at, domain = address.strip().lower().rpartition("@")
    name = name.partition("+")[0] or name
    if domain in _GMAIL:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def is_throwaway(address: str, domains: Iterable[str]) -> bool:
    """True when an e-mail address is of one of ``domains``, or of a name under one of them."""
    labels = address.strip().lower().rpartition("@")[2].split(".")
    known = domains if isinstance(domains, frozenset | set) else frozenset(domains)
    return any(".".join(labels[start:]) in known for start in range(len(labels) - 1))
