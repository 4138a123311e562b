"""Pages of promises: what people read, say, follow and answer."""
