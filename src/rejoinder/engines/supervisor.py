"""Keeps one worker process alive and its orders going.

An order outlives the process that runs it: everything said so far is kept here, and when a worker
dies the next one is handed each order with what it had said, replays that, and goes on. By the law
of exactness the reader cannot tell, but for a pause.

An order that kills workers must not take its neighbours with it. Orders that were there at two
deaths without a token in between are suspects and are tried one at a time; one that was there at
`MAX_DEATHS` is failed.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from enum import StrEnum

import msgspec
import structlog

from rejoinder import log
from rejoinder.engine.order import (
    LEFTOVER_RANK,
    Ended,
    Ending,
    Event,
    Faulted,
    Finish,
    Order,
    Progress,
    Sampled,
    Started,
)
from rejoinder.engine.protocol import (
    HEADER_BYTES,
    Cancel,
    CannotLoad,
    FromWorker,
    Gauges,
    Happened,
    Load,
    Loading,
    Logged,
    Ping,
    Pong,
    Ready,
    Submit,
    ToWorker,
    body_length,
    frame,
    from_worker_decoder,
)
from rejoinder.engines import worker_lines
from rejoinder.engines.killing import kill

_log = structlog.get_logger(__name__)

MAX_DEATHS = 3

# A worker's reader thread answers pings even while a step runs, so silence means that the process
# is stopped or stuck in code that holds the interpreter.
PING_EVERY_S = 2.0
PONG_WITHIN_S = 8.0

# Until its first word a worker imports what it needs, which on a cold disk or a busy machine takes
# many times the second that it takes otherwise.
FIRST_WORD_WITHIN_S = 120.0

# Pauses before starting again after deaths in a row: at once for a single accident, slower when it
# looks like a fault of the machine, never giving up, since the cause may pass (memory, say).
RESTART_PAUSES_S = (0.0, 0.5, 2.0, 5.0, 15.0)


class State(StrEnum):
    NEW = "new"
    LOADING = "loading"
    READY = "ready"
    RESTARTING = "restarting"
    BROKEN = "broken"
    STOPPED = "stopped"


MOVES: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.LOADING, State.STOPPED}),
    State.LOADING: frozenset({State.READY, State.RESTARTING, State.BROKEN, State.STOPPED}),
    State.READY: frozenset({State.RESTARTING, State.STOPPED}),
    State.RESTARTING: frozenset({State.READY, State.RESTARTING, State.BROKEN, State.STOPPED}),
    State.BROKEN: frozenset({State.STOPPED}),
    State.STOPPED: frozenset(),
}


class _Choice:
    """What one choice of an order has said."""

    def __init__(self, progress: Progress) -> None:
        self.token_ids = list(progress.token_ids)
        self.finish = progress.finish

    def progress(self) -> Progress:
        return Progress(tuple(self.token_ids), self.finish)


class _Running:
    """An order under way, with all it has said."""

    def __init__(self, order: Order, *, submitted_s: float) -> None:
        self.order = order
        self.submitted_s = submitted_s
        self.request_id = log.request_id()
        self.events: asyncio.Queue[Event] = asyncio.Queue()
        self.choices = [
            _Choice(progress) for progress in order.resume or (Progress(),) * order.num_choices
        ]
        self.num_deaths = 0  # in a row, without a token in between
        self.has_started = False

    def note(self, event: Sampled | Faulted) -> None:
        self.num_deaths = 0
        if isinstance(event, Faulted):
            self.end_choice(event.choice)
            return
        choice = self.choices[event.choice]
        choice.token_ids.append(event.token_id)
        choice.finish = event.finish

    def end_choice(self, index: int) -> None:
        self.choices[index].finish = Finish.STOP

    def whose(self, model: str) -> dict[str, str]:
        """For lines about this one order."""
        return {"model": model, "order_id": self.order.order_id, "request_id": self.request_id}

    def has_ended(self, index: int) -> bool:
        return self.choices[index].finish is not None

    def resumed(self) -> Order:
        resume = tuple(choice.progress() for choice in self.choices)
        return msgspec.structs.replace(self.order, resume=resume)


class Supervisor:
    """One worker process, its restarts and its orders. All methods belong to one event loop."""

    def __init__(
        self,
        load: Load,
        *,
        name: str,
        on_progress: Callable[[str, float], None] | None = None,
        command: tuple[str, ...] = (sys.executable, "-m", "rejoinder.engine.worker"),
    ) -> None:
        self.name = name
        self.state = State.NEW
        self.failure: CannotLoad | None = None
        self.gauges = Gauges(num_running=0, num_waiting=0, num_free_blocks=0)
        self.num_restarts = 0
        # Told once per order how long it waited to be begun.
        self.on_started: Callable[[float], None] = lambda _: None
        self._load = load
        self._command = command
        self._on_progress = on_progress
        self._orders: dict[str, _Running] = {}
        self._suspects: list[str] = []
        self._ready: Ready | None = None
        self._settled = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._task: asyncio.Task[None] | None = None
        self._last_heard_s = 0.0
        self._has_spoken = False

    @property
    def ready(self) -> Ready | None:
        """The model's facts, once it has been loaded for the first time."""
        return self._ready

    @property
    def pid(self) -> int | None:
        """The worker's process id, while there is one."""
        return self._process.pid if self._process else None

    def num_orders(self, rank: int) -> int:
        """Those under way of this rank or a better one."""
        return sum(running.order.rank <= rank for running in self._orders.values())

    def num_orders_by_rank(self) -> dict[int, tuple[int, int]]:
        """Of each rank that has any: how many have not begun, and how many have."""
        counts: dict[int, tuple[int, int]] = {}
        for running in self._orders.values():
            waiting, begun = counts.get(running.order.rank, (0, 0))
            has_begun = running.has_started
            counts[running.order.rank] = (waiting + (not has_begun), begun + has_begun)
        return counts

    def start(self) -> None:
        self._move(State.LOADING)
        self._task = asyncio.create_task(self._keep_alive(), name=f"supervisor {self.name}")

    async def settled(self) -> None:
        """Wait until the first load has succeeded or failed for good."""
        await self._settled.wait()

    async def stop(self) -> None:
        """End the worker and fail what is left."""
        if self.state is State.STOPPED:
            return
        self._move(State.STOPPED)
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._end_process()
        self._fail_all("the server is stopping")
        self._settled.set()

    def submit(self, order: Order) -> asyncio.Queue[Event]:
        """Take an order. Its events arrive in the queue, `Ended` last."""
        running = _Running(order, submitted_s=asyncio.get_running_loop().time())
        self._orders[order.order_id] = running
        self._send(Submit(order))
        return running.events

    def cancel(self, order_id: str) -> None:
        """Stop an order; its queue gets nothing more. Unknown and ended orders are fine."""
        if self._orders.pop(order_id, None) is None:
            return
        self._send(Cancel(order_id))
        self._next_suspect_after(order_id)

    def cancel_choice(self, order_id: str, choice: int) -> None:
        """Stop one choice of an order; the others go on. The queue gets no more of it."""
        running = self._orders.get(order_id)
        if running is not None:
            running.end_choice(choice)
            self._send(Cancel(order_id, choice))

    def _move(self, state: State) -> None:
        assert state in MOVES[self.state], f"{self.state} -> {state}"
        self.state = state

    def _send(self, message: ToWorker) -> None:
        # Before the worker is ready nothing is sent: `_resubmit` hands over all orders then.
        if self._writer is not None and self.state is State.READY:
            self._writer.write(frame(message))

    # The life of the process

    async def _keep_alive(self) -> None:
        deaths_in_a_row = 0
        while True:
            exit_status = await self._run_once()
            if self.state is State.BROKEN:
                return self._give_up()
            ran = self.state is State.READY
            deaths_in_a_row = 1 if ran else deaths_in_a_row + 1
            _log.warning(
                "worker died",
                model=self.name,
                exit_status=exit_status,
                while_loading=not ran,
                num_orders=len(self._orders),
            )
            if self._ready is None and deaths_in_a_row >= MAX_DEATHS:
                self.failure = CannotLoad(
                    "EngineFailed",
                    f"The worker of `{self.name}` died {deaths_in_a_row} times while loading "
                    f"(exit status {exit_status}).",
                )
                self._move(State.BROKEN)
                return self._give_up()
            self._move(State.RESTARTING)
            self.num_restarts += 1
            if ran:
                self._blame()
            await asyncio.sleep(RESTART_PAUSES_S[min(deaths_in_a_row, len(RESTART_PAUSES_S)) - 1])

    def _give_up(self) -> None:
        self._settled.set()
        self._fail_all("the model could not be loaded")

    async def _run_once(self) -> int | None:
        """Start a worker and listen until it is gone. Returns its exit status."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command,
                    str(theirs.fileno()),
                    pass_fds=(theirs.fileno(),),
                    stdin=asyncio.subprocess.DEVNULL,
                )
            reader, self._writer = await asyncio.open_connection(sock=ours)
            self._writer.write(frame(self._load))
            await self._listen(reader)
        finally:
            exit_status = await self._end_process()
        return exit_status

    async def _end_process(self) -> int | None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()  # the worker leaves when its socket closes
        process, self._process = self._process, None
        if process is None:
            return None
        if process.returncode is None:
            kill(process)  # it may be stopped or stuck; it holds nothing that needs saving
        return await process.wait()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        loop = asyncio.get_running_loop()
        self._last_heard_s = loop.time()
        self._has_spoken = False
        watchdog = asyncio.create_task(self._watch())
        try:
            while True:
                header = await reader.readexactly(HEADER_BYTES)
                body = await reader.readexactly(body_length(header))
                self._last_heard_s = loop.time()
                self._has_spoken = True
                self._hear(from_worker_decoder.decode(body))
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            watchdog.cancel()

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(PING_EVERY_S)
            silent_s = loop.time() - self._last_heard_s
            allowed_s = PONG_WITHIN_S if self._has_spoken else FIRST_WORD_WITHIN_S
            if silent_s > allowed_s and self._process is not None:
                _log.error("worker is silent and is killed", model=self.name, silent_s=silent_s)
                kill(self._process)
                return
            if self._writer is not None:
                self._writer.write(frame(Ping()))

    # What the worker says

    def _hear(self, message: FromWorker) -> None:
        if isinstance(message, Happened):
            self.gauges = message.gauges
            for event in message.events:
                self._deliver(event)
        elif isinstance(message, Loading):
            if self._on_progress:
                self._on_progress(message.stage, message.fraction)
        elif isinstance(message, Ready):
            self._became_ready(message)
        elif isinstance(message, CannotLoad):
            self._could_not_load(message)
        elif isinstance(message, Logged):
            about = [self._orders[name] for name in message.order_ids if name in self._orders]
            worker_lines.say(
                message, model=self.name, request_ids=[each.request_id for each in about]
            )
        else:
            assert isinstance(message, Pong)

    def _became_ready(self, ready: Ready) -> None:
        if self._ready is None:
            self._ready = ready
            # A restarted worker gets the same KV memory, so that no accepted order stops fitting.
            self._load = msgspec.structs.replace(self._load, kv_bytes=ready.kv_bytes)
        self._move(State.READY)
        self._settled.set()
        self._resubmit()

    def _could_not_load(self, failure: CannotLoad) -> None:
        if self._ready is not None:
            # It loaded before, so the cause may pass (memory taken by others): keep trying.
            _log.error("model cannot be loaded again", model=self.name, message=failure.message)
            return
        self.failure = failure
        self._move(State.BROKEN)

    def _deliver(self, event: Event) -> None:
        running = self._orders.get(event.order_id)
        if running is None:
            return  # cancelled while the event was on its way
        if isinstance(event, Started):
            # No sign of health: a poisonous order starts, and does not live to say a token.
            if not running.has_started:  # what a later worker finds in its cache tells nobody
                running.has_started = True
                self.on_started(asyncio.get_running_loop().time() - running.submitted_s)
                running.events.put_nowait(event)
            return
        if isinstance(event, Sampled | Faulted):
            if running.has_ended(event.choice):
                return  # the choice was stopped while this was on its way
            running.note(event)
        elif isinstance(event, Ended):
            del self._orders[event.order_id]
        running.events.put_nowait(event)
        self._next_suspect_after(event.order_id)

    # After a death

    def _blame(self) -> None:
        best = min((running.order.rank for running in self._orders.values()), default=0)
        for order_id, running in list(self._orders.items()):
            if order_id in self._suspects[1:]:
                continue  # was waiting for its turn and has not run
            if best < LEFTOVER_RANK <= running.order.rank:
                continue  # was paused, or could do its harm alone too
            running.num_deaths += 1
            if running.num_deaths >= MAX_DEATHS:
                del self._orders[order_id]
                detail = f"the worker died {MAX_DEATHS} times while it ran"
                _log.error("order kills workers and is failed", **running.whose(self.name))
                running.events.put_nowait(Ended(order_id, Ending.FAILED, detail))

    def _resubmit(self) -> None:
        """Hand all orders to a new worker: at once those in good standing, suspects singly."""
        suspects = [each for each in self._orders.values() if each.num_deaths > 1]
        # By rank: one that is paused says nothing for long, and is to keep none of the others.
        suspects.sort(key=lambda running: running.order.rank)
        self._suspects = [running.order.order_id for running in suspects]
        for order_id in [key for key in self._orders if key not in self._suspects]:
            self._submit_again(order_id)
        if self._suspects:
            self._submit_again(self._suspects[0])

    def _submit_again(self, order_id: str) -> None:
        self._send(Submit(self._orders[order_id].resumed()))

    def _next_suspect_after(self, order_id: str) -> None:
        """A suspect that said something, or ended, makes room for the next."""
        if not self._suspects or self._suspects[0] != order_id:
            return
        del self._suspects[0]
        while self._suspects and self._suspects[0] not in self._orders:
            del self._suspects[0]
        if self._suspects:
            self._submit_again(self._suspects[0])

    def _fail_all(self, detail: str) -> None:
        for order_id, running in self._orders.items():
            running.events.put_nowait(Ended(order_id, Ending.FAILED, detail))
        self._orders.clear()
