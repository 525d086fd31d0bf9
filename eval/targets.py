"""The numbers that decide pass or miss: one place, each with its reason."""

from eval.report import Direction, Target

# What the people who run a support bot accept: most questions answered, most unknowns admitted.
ANSWERED = Target(Direction.AT_LEAST, 0.85)
ABSTAINED = Target(Direction.AT_LEAST, 0.85)
HOSTILE_BLOCKED = Target(Direction.AT_LEAST, 0.90)
OTHERS_BLOCKED = Target(Direction.AT_MOST, 0.02)
# The promise itself, so there is no tolerance.
NOT_VERBATIM = Target(Direction.AT_MOST, 0)
FAILED = Target(Direction.AT_MOST, 0)
# Above this the questions would be too easy: similarity alone could tell what can be answered.
SIMILARITY_AUROC = Target(Direction.AT_MOST, 0.75)
# Against plain sentence-transformers in the same run.
EMBEDDING_RATIO = Target(Direction.AT_LEAST, 3.5)
QUERY_EMBEDDING_MS = Target(Direction.AT_MOST, 1.6)
SEARCH_MS = Target(Direction.AT_MOST, 10)
# Against a plain LangChain pipeline in the same run.
INGEST_RATIO = Target(Direction.AT_LEAST, 3)
# Ten thousand documents: an ordinary laptop has room for it beside everything else that runs there.
INGEST_PEAK_MB = Target(Direction.AT_MOST, 1500)
# From a quarter of the documents to all: the vectors of the rest, not their texts.
INGEST_GROWTH_MB = Target(Direction.AT_MOST, 250)
RESYNC_SECONDS = Target(Direction.AT_MOST, 10)
DELETE_SECONDS = Target(Direction.AT_MOST, 10)
# Search has to find five points more than the best dense list, or 95 % of what there is.
RECALL_GAIN, RECALL_ENOUGH = 0.05, 0.95
# Share of the misses that may be left when the conversation is known.
FOLLOW_UP_MISSES = 2 / 3
# A hundred thousand chunks, an audience filter, half of the searches and all but one of twenty.
LARGE_SEARCH_MS = Target(Direction.AT_MOST, 15)
LARGE_SEARCH_SLOWEST_MS = Target(Direction.AT_MOST, 40)
# Hand-written contradictions and paraphrases, half and half.
PAIRS_RIGHT = Target(Direction.AT_LEAST, 0.95)
# One answer of about 130 words against 210 words of evidence: what a streamed answer can wait for.
VERIFY_KNOWN_MS = Target(Direction.AT_MOST, 40)
VERIFY_KNOWN_PLAIN_MS = Target(Direction.AT_MOST, 15)
VERIFY_NEW_MS = Target(Direction.AT_MOST, 70)
VERIFY_NEW_PLAIN_MS = Target(Direction.AT_MOST, 45)
COLD_ASK_SECONDS = Target(Direction.AT_MOST, 5)
