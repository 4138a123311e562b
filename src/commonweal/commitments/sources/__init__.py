"""Where candidates come from, a file for each source. They read; actions write."""
