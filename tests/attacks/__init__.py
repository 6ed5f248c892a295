"""What an attacker would try on us, and what must come of it: see docs/explanation/attacks.md."""
