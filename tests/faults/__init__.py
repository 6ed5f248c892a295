"""Faults of machines: what is promised, and whether it was kept. See docs/explanation/faults.md."""
