"""The process that draws texts: it may be killed at any moment, and nobody notices but the text that was too hard."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from portal.kernel import markdown
from portal.kernel.errors import Invalid
from portal.kernel.markdown import Renderer

ROOT = Path(markdown.__file__).parents[2]
BOMB = "[" * 8000


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    one = Renderer()
    yield one
    one.close()


def _child(renderer: Renderer) -> int:
    renderer.render("x")
    assert renderer.pid is not None
    return renderer.pid


def test_a_text_that_takes_too_long_is_refused_and_the_next_one_is_drawn() -> None:
    renderer = Renderer(wall_seconds=60)
    first = _child(renderer)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with pytest.raises(Invalid):
        renderer.render(BOMB)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - spent < 3
    assert not psutil.pid_exists(first)
    assert renderer.render("次").plain == "次"
    renderer.close()


def test_the_processor_time_of_one_text_does_not_burden_the_next(renderer: Renderer) -> None:
    first = _child(renderer)
    for _ in range(12):
        renderer.render("".join("`" * length + "a" for length in range(200)))
    assert psutil.Process(first).cpu_times().user > 1.0
    assert renderer.pid == first


def test_a_child_that_does_not_answer_is_ended_after_the_wall_limit(renderer: Renderer) -> None:
    first = _child(renderer)
    os.kill(first, signal.SIGSTOP)
    renderer.wall_seconds = 0.3
    with pytest.raises(Invalid):
        renderer.render("x" * 65000)
    assert not psutil.pid_exists(first)
    renderer.wall_seconds = markdown.WALL_SECONDS
    assert renderer.render("次").plain == "次"


def test_a_child_that_somebody_ended_is_replaced_unseen(renderer: Renderer) -> None:
    first = _child(renderer)
    psutil.Process(first).kill()
    assert renderer.render("次").plain == "次"
    assert renderer.pid != first


def test_no_child_and_no_pipe_is_left_behind(renderer: Renderer) -> None:
    _child(renderer)
    renderer.close()
    here = psutil.Process()
    before, children = here.num_fds(), len(here.children())
    for _ in range(2):
        with pytest.raises(Invalid):
            renderer.render(BOMB)
    renderer.close()
    assert here.num_fds() == before
    assert len(here.children()) == children


def test_many_threads_get_their_own_answers(renderer: Renderer) -> None:
    wrong: list[str] = []

    def ask(number: int) -> None:
        for turn in range(5):
            text = f"{number}-{turn}"
            if renderer.render(text).plain != text:
                wrong.append(text)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _python(program: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{program}"],
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
        env={**os.environ, **environment},
    )


def test_after_a_fork_each_process_has_its_own_child() -> None:
    program = """
import os, signal, portal.kernel.markdown as m
signal.alarm(60)
m.render('x')
mine = m._renderer.pid
m._renderer._lock.acquire()
pid = os.fork()
if pid == 0:
    signal.alarm(30)
    good = m.render('fork').plain == 'fork' and m._renderer.pid != mine
    m.close()
    os._exit(0 if good else 1)
m._renderer._lock.release()
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(status, m.render('y').plain, m._renderer.pid == mine)
"""
    with _python(program) as process:
        assert process.communicate(timeout=60)[0].split() == ["0", "y", "True"]


def test_the_child_ends_when_its_parent_is_killed_though_a_fork_lives_on() -> None:
    program = """
import os, signal, portal.kernel.markdown as m
m.render('x')
fork = os.fork()
if fork == 0:
    signal.alarm(60)
    signal.pause()
print(m._renderer.pid, fork, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    with _python(program) as started:
        assert started.stdout is not None
        child, fork = map(int, started.stdout.readline().split())
        try:
            deadline = time.monotonic() + 10
            while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        finally:
            os.kill(fork, signal.SIGKILL)


def test_the_child_inherits_no_secret_and_loads_no_web_or_database(renderer: Renderer) -> None:
    program = """
import os, portal.kernel.markdown as m, pathlib
m.render('x')
print('hush-hush' in pathlib.Path(f'/proc/{m._renderer.pid}/environ').read_text())
print(len(os.listdir(f'/proc/{m._renderer.pid}/fd')))
"""
    with _python(program, SECRET_KEY="hush-hush") as process:
        has_secret, handles = process.communicate(timeout=60)[0].split()
    assert has_secret == "False"
    assert int(handles) == 4
    loaded = "import portal.kernel.markdown_child; print([n for n in sys.modules if n in ('flask', 'sqlalchemy')])"
    with _python(loaded) as process:
        assert process.communicate(timeout=60)[0].strip() == "[]"


def test_a_child_that_cannot_start_is_a_refusal_with_a_way_out(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(Invalid, match=r"administrator|管理者"):
        renderer.render("x")
