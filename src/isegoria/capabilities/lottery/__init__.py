"""The public draw: a call for volunteers, and a pool frozen in front of everybody."""
