"""One story in a region that does not exist: a citizens' council that is over, a convention that begins."""
