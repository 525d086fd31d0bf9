"""Keeps numpy's matrix products on the thread that asks for them."""

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]


def use_one_blas_thread() -> None:
    """Let numpy's products use one thread each, in the whole process and for good.

    Ours are small: several threads of one product spend their time waiting for each other, and callers that
    run at the same time keep the processors busier (decision 0029).
    """
    threadpool_limits(limits=1, user_api="blas")
