"""Everybody speaks: proposals and testimonies, positions, arguments."""
