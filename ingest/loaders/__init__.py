"""One file for each family of formats; each turns bytes into a `Document`."""
