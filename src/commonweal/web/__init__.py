"""Home, search and the pages that mix domains."""
