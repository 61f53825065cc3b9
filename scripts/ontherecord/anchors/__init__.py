"""Permanent ids: the lock, the ledger, and what became of each passage."""
