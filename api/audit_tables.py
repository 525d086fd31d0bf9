"""The audit log's tables as SQLAlchemy sees them; `migrations/` creates them."""

from sqlalchemy import Column, Float, Integer, MetaData, Table, Text

metadata = MetaData()

answers = Table(
    "answers",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("time", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("key_hash", Text),
    Column("user_hash", Text),
    Column("collection", Text, nullable=False),
    Column("question_hash", Text, nullable=False),
    Column("answer_hash", Text, nullable=False),
    Column("question", Text),
    Column("answer", Text),
    Column("chunks", Text, nullable=False),
    Column("prompt_version", Text, nullable=False),
    Column("chat_model", Text, nullable=False),
    Column("parameters", Text, nullable=False),
    Column("operating_point", Text, nullable=False),
    Column("verdicts", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("degraded", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost_usd", Float, nullable=False),
    Column("timings_ms", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_hash", Text, nullable=False),
    Column("seal", Text, nullable=False),
)
