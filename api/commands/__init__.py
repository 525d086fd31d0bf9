"""The command line, one file per family; each function imports what is heavy itself."""
