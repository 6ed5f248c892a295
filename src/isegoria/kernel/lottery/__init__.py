"""Civic lottery: panels drawn under quotas, with chances as equal as the quotas allow, and proof of it."""
