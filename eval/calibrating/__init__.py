"""Fits the verifier's calibration to labelled answers, for `plumbline eval calibrate` and what ships."""
