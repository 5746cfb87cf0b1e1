"""Digests: their content, profiles, outbox, lock and past issues."""
