"""Where library, workspace and progress are, for a clone, an editable install and a wheel."""

import sys
from pathlib import Path

import pytest
from platformdirs import user_data_path

from pytest_interviewkata import paths
from pytest_interviewkata.catalogue import load
from pytest_interviewkata.errors import LibraryNotFound

OWN = 'library = "pytest-interviewkata"\n'


@pytest.fixture(autouse=True)
def no_home(monkeypatch):
    """Nothing is asked for by the environment."""
    monkeypatch.delenv("INTERVIEWKATA_HOME", raising=False)


@pytest.fixture
def make(tmp_path):
    """Make a folder with some files in it; a name that ends in / is a folder."""

    def run(name, *files, concepts=OWN):
        root = tmp_path / name
        for file in files:
            path = root / file
            (path if file.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
            if not file.endswith("/"):
                path.write_text(concepts if path.name == "concepts.toml" else "", "utf-8")
        return root

    return run


@pytest.fixture
def installed(monkeypatch):
    """Pretend that the package lies somewhere else."""
    return lambda folder: monkeypatch.setattr(paths, "PACKAGE", folder)


@pytest.fixture
def clone(make):
    """Return a clone of the project."""
    return make("clone", "katas/concepts.toml", "src/pytest_interviewkata/", "solutions/")


@pytest.fixture
def site(make):
    """Return a site-packages folder with our wheel in it."""
    return make("site-packages", "pytest_interviewkata/katas/concepts.toml")


def test_in_a_clone_the_katas_lie_beside_the_package(clone, installed, tmp_path):
    """From anywhere else, the clone that we were installed from is the library."""
    installed(clone / "src" / "pytest_interviewkata")

    found = paths.library(start=tmp_path)

    assert found == paths.Library(clone / "katas", clone / "solutions", "pytest-interviewkata")
    assert found.root == clone
    assert paths.packaged() is None


def test_an_editable_install_prefers_the_clone_to_a_stale_copy(clone, installed, tmp_path):
    """A copy of the katas beside the package in the clone would be yesterday's."""
    package = clone / "src" / "pytest_interviewkata"
    (package / "katas").mkdir()
    installed(package)

    assert paths.library(start=tmp_path).katas == clone / "katas"


def test_in_a_wheel_the_katas_lie_inside_the_package(site, installed, tmp_path):
    """Installed by pip there is no clone, and usually there are no solutions."""
    package = site / "pytest_interviewkata"
    installed(package)

    found = paths.library(start=tmp_path)

    assert found.katas == package / "katas" == paths.packaged()
    assert found.id == "pytest-interviewkata"


def test_an_installation_without_katas_says_where_it_looked(make, installed, tmp_path):
    """A broken installation is a message, not a traceback."""
    package = make("broken", "pytest_interviewkata/") / "pytest_interviewkata"
    installed(package)

    with pytest.raises(LibraryNotFound, match=r"holds no katas/ folder\. `interviewkata init DIR`"):
        paths.library(start=tmp_path)


@pytest.mark.parametrize("below", ["", "katas", "katas/redis/lru", "notes/deep"])
@pytest.mark.parametrize("mark", ["interviewkata.toml", ".interviewkata/"])
def test_whoever_stands_in_a_workspace_works_on_its_katas(make, below, mark):
    """The marker is looked for upwards from any folder."""
    root = make("mine", "katas/redis/lru/", "notes/deep/", mark)

    assert paths.library(start=root / below).katas == root / "katas"
    assert paths.workspace(root / below) == root
    assert paths.home(root / below) == root / ".interviewkata"


def test_whoever_stands_in_a_clone_works_on_its_katas(clone, make, installed, site):
    """Though another copy of us is installed."""
    installed(site / "pytest_interviewkata")

    assert paths.library(start=clone / "src").katas == clone / "katas"


def test_a_library_without_a_marker_is_one_by_its_concept_list(make):
    """Others keep katas of their own without a workspace of ours."""
    root = make("theirs", "katas/concepts.toml", concepts='library = "theirs"\n')

    found = paths.library(start=root / "katas")

    assert found == paths.Library(root / "katas", None, "theirs")
    assert paths.workspace(root) is None


def test_the_current_folder_is_where_one_stands(make, monkeypatch):
    """Without a start, the search begins where the command was typed."""
    root = make("mine", "katas/", "interviewkata.toml")
    monkeypatch.chdir(root)

    assert paths.library().katas == root / "katas"


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use stays there")
def test_in_a_folder_that_is_gone_the_project_s_own_katas_are_taken(
    clone, installed, tmp_path, monkeypatch
):
    """Another program may remove the folder that one stands in."""
    installed(clone / "src" / "pytest_interviewkata")
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    assert paths.library().katas == clone / "katas"
    assert paths.home() == user_data_path("interviewkata", appauthor=False)


def test_the_library_that_is_asked_for_is_taken(make):
    """--library goes before the folder one stands in."""
    here = make("mine", "katas/", "interviewkata.toml")
    there = make("there", "katas/", "solutions/")

    found = paths.library(there, here)

    assert found == paths.Library(there / "katas", there / "solutions", "there")


def test_a_library_that_is_not_there_says_what_library_takes(tmp_path):
    """The folder is named, and what it should hold."""
    with pytest.raises(LibraryNotFound) as caught:
        paths.library(tmp_path / "nowhere")

    assert str(caught.value) == (
        f"{tmp_path / 'nowhere'} holds no katas/ folder. "
        "--library takes the folder that holds katas/ (and solutions/)."
    )


@pytest.mark.parametrize("text", ["", "library = 3\n", "not toml", 'library = ""\n'])
def test_the_library_s_id_falls_back_to_its_folder_s_name(make, text):
    """What is wrong with the concept list is not this search's to say."""
    root = make("theirs", "katas/concepts.toml", concepts=text)

    assert paths.library(root).id == "theirs"


def test_paths_and_catalogue_agree_on_the_id(library):
    """Progress is written under one id and read under the same."""
    library.kata("redis/lru")
    for head in ("", 'library = "mine"'):
        library.concepts(head=head)
        assert paths.library(library.root).id == load(library.katas).library


def test_a_workspace_of_ours_shows_the_clone_s_solutions(clone, make, installed):
    """Katas that `init` wrote are answered by the library that they came from."""
    installed(clone / "src" / "pytest_interviewkata")
    mine = make("mine", "katas/concepts.toml", "interviewkata.toml")

    assert paths.library(start=mine).solutions == clone / "solutions"


def test_the_solutions_distribution_is_found_when_it_is_installed(
    site, make, installed, monkeypatch
):
    """It is a package of plain folders, found without importing anything."""
    installed(site / "pytest_interviewkata")
    (site / "pytest_interviewkata_solutions" / "redis").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(site))

    found = paths.library(start=site.parent)

    assert found.solutions == site / "pytest_interviewkata_solutions"
    assert "pytest_interviewkata_solutions" not in sys.modules


def test_without_the_solutions_distribution_there_are_none(site, installed, tmp_path):
    """Whoever installs the plugin for an interview does not have the answers."""
    installed(site / "pytest_interviewkata")

    assert paths.library(start=tmp_path).solutions is None


def test_the_solutions_of_ours_are_not_those_of_another_library(clone, make, installed):
    """Katas of others are not compared to our answers."""
    installed(clone / "src" / "pytest_interviewkata")
    theirs = make("theirs", "katas/concepts.toml", concepts='library = "theirs"\n')

    assert paths.library(theirs).solutions is None


def test_progress_lies_where_the_environment_says(make, monkeypatch):
    """INTERVIEWKATA_HOME goes before any workspace."""
    root = make("mine", "katas/", "interviewkata.toml")
    monkeypatch.setenv("INTERVIEWKATA_HOME", str(root / "else" / ".." / "where"))

    assert paths.home(root) == root / "where"


def test_a_tilde_in_the_environment_is_the_user_s_home(monkeypatch):
    """The variable may come from a file that no shell has read."""
    monkeypatch.setenv("INTERVIEWKATA_HOME", "~/katas")

    assert paths.home() == Path("~/katas").expanduser()


def test_outside_a_workspace_progress_lies_in_the_user_s_data_folder(clone):
    """A clone stays clean, and site-packages is never written."""
    assert paths.home(clone) == user_data_path("interviewkata", appauthor=False)
