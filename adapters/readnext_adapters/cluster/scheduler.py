"""Running tasks on a Dask cluster; Dask distributes, repeats and balances them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from readnext.errors import NetworkError, UserError
from readnext_adapters.cluster.remote import MISSING

if TYPE_CHECKING:
    from distributed import Future

Item = TypeVar("Item")
Result = TypeVar("Result")
# What Dask says where a function cannot be imported.
_NOT_THERE = "deserialization"
_PATIENCE = "3s"  # to connect; by default, Dask waits for 30


def run_tasks(
    address: str,
    function: Callable[[Item], Result],
    items: Sequence[Item],
    warn: Callable[[str], None],
    *,
    in_order: bool = False,
) -> Iterator[tuple[Item, Result | UserError]]:
    """Yield the results of a function for items, as they are ready or in their order.

    The function is imported by the workers, so that they must have this package. An
    item with which several workers ended has an error as result. Without workers, Dask
    waits for some, of which the caller is warned. Raises NetworkError if there is no
    scheduler or it is lost, and whatever UserError the function raises.
    """
    try:
        dask = import_module("dask")
        distributed = import_module("distributed")
    except ImportError as error:
        raise UserError(MISSING) from error
    _be_quiet()
    with dask.config.set({"distributed.comm.timeouts.connect": _PATIENCE}):
        try:
            client = distributed.Client(address, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            raise NetworkError(f"{address}: no scheduler: {error}") from error
        with client:
            if not client.nthreads():
                warn(f"{address}: waiting for workers, of which there are none yet")
            futures = client.map(function, items, pure=False)
            named = dict(zip((one.key for one in futures), items, strict=True))
            done = _in_order if in_order else distributed.as_completed
            # A result is kept on a worker for as long as its future is.
            completed = done(futures)
            del futures
            for future in completed:
                yield named[future.key], _result(future, address)


def _in_order(futures: list[Future]) -> Iterator[Future]:
    """Yield futures when they are finished, each after those before it."""
    from distributed import as_completed

    futures.reverse()
    while futures:
        yield from as_completed([futures.pop()])


def _result(future: Future, address: str) -> Result | UserError:
    """The result of a finished task."""
    from distributed import KilledWorker

    if future.status == "cancelled":
        raise NetworkError(
            f"{address}: the scheduler was lost; what was written is complete; run the "
            "command again for the rest"
        )
    error = future.exception()
    if error is None:
        result: Result = future.result()
        return result
    if isinstance(error, KilledWorker):
        return UserError(
            f"the workers that had it ended, {error.allowed_failures + 1} of them; "
            "they may have had too little memory"
        )
    if isinstance(error, ImportError) or _NOT_THERE in str(error):
        raise UserError(
            f"{address}: the scheduler or a worker lacks readnext or another package; "
            "install the same version, with the extra cluster, on all computers"
        ) from error
    raise error


def _be_quiet() -> None:
    """Leave the reporting of what goes wrong to the command."""
    for name in ("distributed", "distributed.client", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
