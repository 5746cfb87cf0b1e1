"""Mailboxes on servers, from which answers to the digest are read."""
