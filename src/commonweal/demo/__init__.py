"""A living demonstration place, built through the actions."""
