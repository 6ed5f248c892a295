"""Tokens: what a person gives to a program that writes in their name."""
