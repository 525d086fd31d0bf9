"""What can go wrong while judging text; what is merely found in a text is a value, never an error.

VerifyError
├── SpacyModelError       fix the set-up: the configured spaCy pipeline cannot be loaded
├── JudgeModelError       fix the set-up: the folder of the plugged-in detector holds none that can be used
└── CalibrationFileError  fix the set-up: the calibration of one's own cannot be used; names file and key
"""


class VerifyError(Exception):
    """Base of everything this room raises."""


class SpacyModelError(VerifyError):
    pass


class JudgeModelError(VerifyError):
    pass


class CalibrationFileError(VerifyError):
    pass
