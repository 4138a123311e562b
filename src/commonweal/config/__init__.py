"""Settings, addresses and the command line: where the apps are put together."""
