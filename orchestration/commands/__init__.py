"""The commands, by what somebody wants: each imports what it needs when it runs, `extract` must start at once."""
