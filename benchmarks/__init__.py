"""What we promise about speed, measured beside the limit and the usual way, in one run."""
