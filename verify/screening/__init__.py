"""The screening wing: prompt injection and personal data, in questions and in documents."""
