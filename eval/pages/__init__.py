"""What the pages of evaluations are built from: escaped markup, curves, painted text, one style."""
