"""Isegoria runs a citizens' process from lot to law."""

__version__ = "0.1.0"
