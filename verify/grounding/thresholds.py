"""Every number that decides a verdict, with its unit, its direction and its reason."""

from fractions import Fraction

from verify.grounding.verdict import OperatingPoint

# Probability in [0, 1] that a claim is supported; from it on the claim counts as such. Higher is stricter. At
# a base rate of 25 % hallucinated answers `strict` costs least when one leak is as bad as six needless
# refusals, and `balanced` when it is as bad as two (0.82 and 0.63 on the sources left for the calibration,
# rounded down). `lenient` is for drafts that a person reads anyway: just above what a missing value leaves.
SUPPORTED_AT: dict[OperatingPoint, float] = {
    OperatingPoint.STRICT: 0.8,
    OperatingPoint.BALANCED: 0.6,
    OperatingPoint.LENIENT: 0.4,
}

# Share of the claim's other content words that a sentence must have before its value counts as the one for
# the same thing. Lower finds more contradictions and more false ones.
RIVAL_COVERAGE = 0.5

# Which of several values in the evidence is the claim's own: a rival of the one that stands there takes over
# when the claim has this share of the rival's own words and none of the other's (lower finds more); sentences
# of two contexts contrast them when they share so much (higher is stricter), those of one context when they
# are so few sentences apart.
RIVAL_WORDS = 0.5
PARALLEL = 0.5
CONTRAST_NEIGHBOURS = 2

# Share of content words that two clauses must have of each other before their polarity is compared; below it
# they are about different things. A sentence within the second share of the best one may overrule it.
POLARITY_COVERAGE = 0.6
POLARITY_PEERS = 0.9

# Relative difference within which "about 100" states 103. Higher is laxer.
ROUNDING = 0.05
# Relative difference within which a converted value states the other: "26.2 miles" is "42 km". Temperatures
# have degrees Celsius instead, since their zero says nothing: recipes round 350 °F to 175 °C. Higher: laxer.
CONVERTED = Fraction(3, 100)
CONVERTED_DEGREES = Fraction(1)
# Percentage points within which "a third" is 33 %. Higher is laxer.
SHARE_POINTS = 1
# Share of the sources' value by which a claim may stay on the safe side of it: "over 100" for 103.
SAFE_SIDE = Fraction(1, 10)

# Probability given to a claim that stands word for word in the evidence.
VERBATIM_SCORE = 0.99

# A claim with a value or name that the evidence lacks, or that it contradicts, keeps this share of its
# probability: below the most lenient threshold whatever the other signals say, yet still ordered by them.
MISSING_FACTOR = 0.34
MISMATCH_FACTOR = 0.25

# P(grounded) of an answer with n claims is the product of their probabilities to the power of this over the
# square root of n. Fitted on answers that nothing else was fitted on (`eval/training/grounding.md`); a plain
# product, as if claims were independent, is far too low for long answers.
CLAIMS_TOGETHER = 1.6

# Score of an answer that asserts nothing: above every threshold, because nothing in it is ungrounded, and
# below certainty, because telling claims from the rest is itself a judgement.
NO_CLAIMS_SCORE = 0.9

# Bounds on the input, in characters; beyond them the outcome is `too_long`.
MAX_ANSWER_CHARACTERS = 50_000
MAX_CONTEXT_CHARACTERS = 1_000_000

# Log odds above which a word piece is shown as one that the sources do not say, and how many
# runs of them at most: a reason points at something, it does not repeat the claim.
WORD_MARKED_AT = -0.7
MOST_MARKS = 3

# A plugged-in judge is asked when a probability is this near to the threshold, and about so many claims of
# one answer at most: it is slow, and elsewhere the verdict would hardly change.
UNCERTAIN_BAND = 0.2
MOST_OPINIONS = 8
