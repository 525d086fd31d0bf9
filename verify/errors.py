"""What can go wrong while judging text; what is merely found in a text is a value, never an error.

VerifyError
└── SpacyModelError   fix the set-up: the configured spaCy pipeline cannot be loaded
"""


class VerifyError(Exception):
    """Base of everything this room raises."""


class SpacyModelError(VerifyError):
    pass
