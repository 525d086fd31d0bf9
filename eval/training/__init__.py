"""Training of what ships: data preparation, seeds, and one model card for each artefact."""
