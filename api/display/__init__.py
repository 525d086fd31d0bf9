"""What a person reads on a terminal; machines read the JSON of `schemas.py`."""
