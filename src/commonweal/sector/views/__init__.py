"""Pages for those who keep an entry, and for whoever has something to say about one."""
