"""Cases → runs → metrics → report: what we claim about Plumbline is measured here."""
