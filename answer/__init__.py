"""One question → one decision: screen, retrieve, prompt, generate, verify, repair, decide."""
