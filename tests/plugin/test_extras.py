"""Which extras are installed."""

from importlib.metadata import PackageNotFoundError

import pytest

from pytest_interviewkata import extras

DECLARED = [
    "pytest>=8.3",
    'redis>=5.2; extra == "redis"',
    'fakeredis[lua]>=2.30; extra == "redis"',
    'celery>=5.5; extra == "celery"',
    'pytest-interviewkata[redis]; extra == "celery"',
    'winonly>=1; sys_platform == "neverland" and extra == "celery"',
    'pytest_interviewkata[celery]; extra == "all"',
    'pytest-interviewkata[all]; extra == "loop"',
    'pytest-interviewkata[loop]; extra == "all"',
]


@pytest.fixture
def installed(monkeypatch):
    """Return what is installed, to be changed by a test; everything at first."""
    there = {"redis": "6.0", "fakeredis": "2.31", "celery": "5.5.0", "pytest": "9.0"}

    def version(name):
        if name not in there:
            raise PackageNotFoundError(name)
        return there[name]

    monkeypatch.setattr(extras, "requires", lambda _: DECLARED)
    monkeypatch.setattr(extras, "version", version)
    extras.missing.cache_clear()
    yield there
    extras.missing.cache_clear()


def test_nothing_is_missing_where_all_is_installed(installed):
    """Requirements of other platforms do not count, and extras may name one another."""
    assert extras.missing("redis", "celery", "all", "loop") == ()


def test_an_absent_package_is_named(installed):
    """The requirement as the distribution declares it."""
    del installed["fakeredis"]

    assert extras.missing("redis") == ("fakeredis[lua]>=2.30",)
    assert extras.missing("celery") == ("fakeredis[lua]>=2.30",)
    assert extras.missing("all") == ("fakeredis[lua]>=2.30",)


def test_a_version_that_is_too_old_is_missing(installed):
    """Installing the extra upgrades it."""
    installed["redis"] = "3.5.3"

    assert extras.missing("redis") == ("redis>=5.2",)


def test_a_prerelease_is_installed(installed):
    """Whoever has one has it on purpose."""
    installed["redis"] = "6.1.0rc1"

    assert extras.missing("redis") == ()


def test_a_tree_that_nobody_installed_misses_nothing(monkeypatch):
    """Without metadata there is nothing to compare with; the import will tell."""

    def requires(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(extras, "requires", requires)
    extras.missing.cache_clear()
    assert extras.missing("redis") == ()
    extras.missing.cache_clear()
