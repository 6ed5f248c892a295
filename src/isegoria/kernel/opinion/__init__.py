"""Who agrees with whom: opinion maps, groups, and what divides or unites them."""
