"""The front door: HTTP, the `plumbline` command, settings, audit."""
