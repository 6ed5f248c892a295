"""The mail services that anybody can throw away, from the public list that the package ships (MIT).

New ones open every day, so the list is a sign and not a wall: see docs/explanation/abuse.md.
"""

from functools import cache

from disposable_email_domains import blocklist

from isegoria.commons.abuse import rules


def is_throwaway(address: str) -> bool:
    """True when an e-mail address, or a domain above its own, stands in the list."""
    return rules.is_throwaway(address, _domains())


@cache
def _domains() -> frozenset[str]:
    return frozenset(blocklist)
