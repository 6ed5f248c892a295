"""What a machine can tell of what people said and of the positions they took: for people to judge."""
