"""Abuse: how much one person, one address and one network may do, and what a machine must pay.

This room stands below people and imports no other room of the commons: every door above it can use it.
"""
