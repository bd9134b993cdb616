"""Dagster definitions and the command line: thin, no domain logic."""
