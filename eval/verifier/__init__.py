"""The ablation of the grounding verifier behind `plumbline eval verifier`."""
