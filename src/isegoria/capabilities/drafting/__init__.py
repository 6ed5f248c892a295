"""Measures that a panel writes together, from their sources to the hands of the authority."""
