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
COLD_ASK_SECONDS = Target(Direction.AT_MOST, 5)
