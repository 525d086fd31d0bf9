"""The tagger: reads claims beside the evidence, and says which words the evidence does not carry."""
