"""What the authority answers, by a date, and whether it did what it said."""
