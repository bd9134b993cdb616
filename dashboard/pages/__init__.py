"""One module per page: what it asks of the warehouse, and the template that shows it."""
