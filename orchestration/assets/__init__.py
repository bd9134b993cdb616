"""The assets, from raw files to the published warehouse; each calls one function of ingest, dbt or expectations."""
