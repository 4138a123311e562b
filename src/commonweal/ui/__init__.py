"""The look: layout, components, template tags, charts, downloads."""
