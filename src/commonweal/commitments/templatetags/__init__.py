"""Words of templates about promises."""
