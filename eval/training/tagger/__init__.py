"""How the tagger of the grounding verifier is trained, measured and exported; see `tagger.md`."""
