"""The web pages over the published warehouse: read-only, offline, for this machine alone."""
