"""What the plugin costs whoever has it installed and no katas."""

import subprocess
import sys

from learning import RIGHT

PROBE = """
import sys
import pytest

{code}

class Look:
    def pytest_sessionfinish(self, session):
        manager = session.config.pluginmanager
        print()
        print("MODULES", *sorted(set(sys.modules)))
        print("PLUGINS", *sorted(name for name, _ in manager.list_name_plugin() if "kata" in name))

sys.exit(pytest.main([*sys.argv[1:]], plugins=[Look()]))
"""
LIGHT = {
    "pytest_interviewkata",
    "pytest_interviewkata.plugin",
    "pytest_interviewkata.plugin.options",
}


def probe(learner, *args):
    """Return the modules and our plugins after a run in a fresh child."""
    script = learner.root / "probe.py"
    script.write_text(PROBE.format(code=""))
    child = subprocess.run(
        [sys.executable, script, "-p", "no:cacheprovider", "-q", *args],
        env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "INTERVIEWKATA_HOME": str(learner.home)},
        cwd=learner.root,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = {line.split()[0]: set(line.split()[1:]) for line in child.stdout.splitlines() if line}
    return lines["MODULES"], lines["PLUGINS"]


def packages(modules):
    """Return the packages that are neither the standard library's nor pytest's."""
    tops = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names
    return {top for top in tops if not top.startswith("_")}


def test_a_run_without_katas_imports_the_standard_library_and_pytest_only(learner):
    """Whoever has the plugin installed and no katas pays for two small modules of ours."""
    learner.library.write("test_plain.py", "def test_it():\n    pass\n")

    plain, _ = probe(learner, "test_plain.py")
    loaded, plugins = probe(learner, "-p", "pytest_interviewkata.plugin", "test_plain.py")

    ours = {name for name in loaded if name.startswith("pytest_interviewkata")}
    assert ours == LIGHT
    assert packages(loaded - plain) == {"pytest_interviewkata"}
    assert plugins == {"pytest_interviewkata.plugin"}


def test_without_katas_no_hook_of_ours_is_called_for_a_test(learner):
    """The only hooks are those of a run and of a test file."""
    from pytest_interviewkata import plugin

    hooks = {name for name in vars(plugin) if name.startswith("pytest_")}

    assert hooks == {
        "pytest_addoption",
        "pytest_configure",
        "pytest_configure_node",
        "pytest_pycollect_makemodule",
        "pytest_xdist_node_collection_finished",
    }


def test_hooks_are_short():
    """A hook translates; what there is to decide is decided elsewhere."""
    import ast
    import inspect

    from pytest_interviewkata import plugin

    tree = ast.parse(inspect.getsource(plugin))
    hooks = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for hook in hooks:
        body = hook.body[1:]
        assert body[-1].end_lineno - body[0].lineno < 6, hook.name


def test_tests_beside_katas_stay_what_they_were(learner):
    """A test file without a kata.toml is pytest's own, with its own fixtures."""
    learner.kata("maths/sums", RIGHT)
    learner.library.write(
        "conftest.py", "import pytest\n\n@pytest.fixture\ndef clock():\n    return 7\n"
    )
    learner.library.write(
        "test_plain.py",
        "def test_clock(clock, request):\n"
        "    assert clock == 7\n"
        "    assert type(request.node.parent).__name__ == 'Module'\n",
    )

    run = learner.run(".")

    assert run.code == 0, run.out
    assert run.outcomes == {"maths/sums": "passed"}
    assert "5 passed" in run.out


def test_the_stub_itself_is_no_test_file(learner):
    """Naming the stub on the command line collects nothing, and nothing breaks."""
    learner.kata("maths/sums", RIGHT)

    run = learner.run("katas/maths/sums/sums.py")

    assert run.code == 5, run.out
    assert "no tests ran" in run.out


def test_the_plugin_is_found_by_its_entry_point(learner):
    """Installing is enough: nobody has to write -p or a conftest."""
    learner.kata("maths/sums")

    run = learner.run(
        "katas", env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": ""}, own=["-p", "no:randomly"]
    )

    assert " mastery " in run.out


def test_the_options_are_documented(learner):
    """`pytest --help` has a group of its own for katas."""
    shown = learner.run("--help", own=["-p", "pytest_interviewkata.plugin"]).out

    group = shown.partition("katas (pytest-interviewkata):")[2].partition("\n\n")[0]
    for option in ("--kata-services=", "--kata-report=", "--kata-all", "--kata-seed="):
        assert option in group
    assert "REDIS_URL" in group


def test_user_properties_of_other_tests_are_left_alone(learner):
    """JUnit XML says of a kata's tests which kata they belong to, and nothing of others."""
    learner.kata("maths/sums", RIGHT)
    learner.library.write("test_plain.py", "def test_it():\n    pass\n")

    learner.run(".", "--junitxml=out.xml")

    xml = (learner.root / "out.xml").read_text("utf-8")
    assert xml.count('<property name="kata" value="maths/sums" />') == 4
    assert xml.count('<property name="topic" value="maths" />') == 4
    assert xml.count('<property name="points" value="10" />') == 4
    assert xml.count('name="test_it"') == 1
