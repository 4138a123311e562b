"""Commonweal: the system on which a place's voluntary and community sector knows itself."""
