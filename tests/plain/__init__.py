"""A plain capability: people write, comment and take positions. The example of docs/explanation/posts.md.

Installed by the tests only (``conftest.py``).
"""
