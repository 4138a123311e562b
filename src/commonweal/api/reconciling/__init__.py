"""OpenRefine's Reconciliation Service API 0.2: whose names are these, asked by programs."""
