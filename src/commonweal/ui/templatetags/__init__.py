"""Words, parts and charts for templates."""
