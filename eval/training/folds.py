"""Which public answers are trained on: one place, so that what one model learned another is not fitted on."""

SETS = ("qa_train", "summary_dev", "data2txt_dev")
# The tagger is not trained on this fold of sources: its scores there are for the calibration to weigh.
HELD_FOLD = 4
