"""What can go wrong while answering; a refusal is a `Decision`, never an error.

AnswerError
├── ChatModelError
│   ├── ChatModelUnavailableError   retry later: timeout, rate limit, server error, dropped connection
│   ├── ChatModelRefusedError       give up on this question: the provider's content filter stepped in
│   ├── ChatModelConfigurationError fix the set-up: no key, wrong key, unknown model, bad base URL
│   └── ChatModelReplyError         give up on this reply: it is empty or not what the protocol promises
├── RecorderError                   the audit row could not be written: nothing may be released
└── InvalidQuestionError            fix the input: empty, too long, not text
"""


class AnswerError(Exception):
    """Base of everything this room raises."""


class ChatModelError(AnswerError):
    pass


class ChatModelUnavailableError(ChatModelError):
    pass


class ChatModelRefusedError(ChatModelError):
    pass


class ChatModelConfigurationError(ChatModelError):
    pass


class ChatModelReplyError(ChatModelError):
    pass


class RecorderError(AnswerError):
    pass


class InvalidQuestionError(AnswerError):
    pass
