"""Raw bytes -> documents -> mentions. Knows nothing of the warehouse or of the orchestrator."""
