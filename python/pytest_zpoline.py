# SPDX-License-Identifier: MIT OR Apache-2.0
"""Programs under test whose system calls are hooked by Lua.

    @pytest.mark.zpoline('fx.disk_full(4, { path = "*/copy" })')
    def test_full_disk(zpoline):
        assert zpoline("cp", "source", "copy").returncode == 1

The fixture ``zpoline`` runs a program with the script of the marker, or of its argument
``script``; the test fails if the program was not hooked, or if something is not as the
script's fixtures expect. With the marker alone, all programs that the test starts are
hooked, by whatever function of Python's it starts them.
"""
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

__version__ = "0.1.0"

FAILED = 99
PRELUDE = 'local fx = require "zpoline.fixture" '
NAME = "libzpoline.so"


class Unproven(AssertionError):
    """Something is not as the script expects, or was not hooked. tap: the verdict."""

    def __init__(self, message, tap=""):
        super().__init__(f"{message}\n{tap}" if tap else message)
        self.tap = tap


class Result(subprocess.CompletedProcess):
    """What subprocess.run() returns, and ``tap``, the verdict, and ``log``."""

    tap = ""
    log = ""


def pytest_addoption(parser):
    text = "the path of libzpoline.so"
    parser.getgroup("zpoline").addoption("--zpoline-library", metavar="PATH", help=text)
    parser.addini("zpoline_library", text, default="")


def pytest_configure(config):
    config.addinivalue_line(
        "markers",
        "zpoline(script, args=''): programs that the test starts are hooked by this script, "
        "Lua or the path of a file that ends in .lua; args are its zp.args",
    )


# --- the library ---------------------------------------------------------------------


def _places():
    """Where the library may be: beside this file's prefix, the command, the system's."""
    here = Path(__file__).resolve()
    roots = [parent for parent in here.parents if parent.name in ("lib", "lib64")]
    command = shutil.which("zpoline")
    if command:
        folder = Path(command).resolve().parent
        yield folder / NAME
        roots += [folder.parent / "lib", folder.parent / "lib64"]
    for root in roots + [Path("/usr/local/lib"), Path("/usr/lib")]:
        yield root / NAME
        yield root / "x86_64-linux-gnu" / NAME


def _library(config):
    given = (
        config.getoption("--zpoline-library")
        or os.environ.get("LIBZPOLINE")
        or config.getini("zpoline_library")
    )
    for path in [Path(given).absolute()] if given else _places():
        if path.is_file():
            return path
    raise pytest.UsageError(
        f"zpoline: {given or NAME} is not there; name it by --zpoline-library or zpoline_library"
    )


def _listed(path, folder):
    """A name of the path that a list of LD_PRELOAD or ZPOLINE_SCRIPT can hold."""
    if not re.search(r"[\s:]", str(path)):
        return str(path)
    link = folder / f"{len(list(folder.iterdir()))}-{re.sub(r'[^A-Za-z0-9._-]', '_', path.name)}"
    link.symlink_to(path)
    return str(link)


# --- a run -----------------------------------------------------------------------------


def _failures(text):
    return [line for line in text.splitlines() if line.startswith("not ok")]


class Hooks:
    """A folder with a script; programs that are started with its environment report there."""

    def __init__(self, folder, library, script, base, args=""):
        folder.mkdir(parents=True)
        self.folder = folder
        self.log = folder / "log"
        self.reports = folder / "reports"
        self.reports.mkdir()
        self.reports.chmod(0o1777)
        prelude = folder / "prelude.lua"
        prelude.write_text(PRELUDE + "\n")
        if isinstance(script, os.PathLike) or re.fullmatch(r"[^\n]*\.lua", script):
            path = base / script
            if not path.is_file():
                raise pytest.UsageError(f"zpoline: there is no script {path}")
        else:
            path = folder / "script.lua"
            path.write_text(PRELUDE + script + "\n")
        self.variables = {
            "LD_PRELOAD": _listed(library, folder),
            "ZPOLINE_SCRIPT": f"{_listed(prelude, folder)}:{_listed(path, folder)}",
            "ZPOLINE_ARGS": args,
            "ZPOLINE_LOG": str(self.log),
            "ZPOLINE_REPORT": f"{self.reports}/",
        }

    def environment(self, given):
        """Those variables, in front of libraries that are preloaded already."""
        variables = dict(given, **self.variables)
        others = [
            name
            for name in re.split(r"[ :]+", given.get("LD_PRELOAD", ""))
            if name and os.path.basename(name) != NAME
        ]
        variables["LD_PRELOAD"] = ":".join([self.variables["LD_PRELOAD"]] + others)
        variables.pop("ZPOLINE_HANDED", None)
        return variables

    def tap(self):
        """The verdicts of all runs."""
        return "".join(path.read_text() for path in sorted(self.reports.iterdir()))

    def log_text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def check(self, what):
        """Raise what is wrong with the runs that there were."""
        __tracebackhide__ = True
        texts = [path.read_text() for path in self.reports.iterdir()]
        if not texts:
            raise Unproven(f"zpoline: {what} was not hooked", self.log_text())
        for text in texts:
            if _failures(text):
                raise Unproven(f"zpoline: {what} is not as expected", text)
            if not text.startswith("TAP"):
                raise Unproven(f"zpoline: {what} has ended without a verdict", self.log_text())


class Runner:
    """The fixture ``zpoline``."""

    def __init__(self, config, folder, work, base, marker):
        self._config, self._folder, self._work, self._base = config, folder, work, base
        self._marker = marker
        self.runs = 0

    def run(self, *command, script=None, args=None, cwd=None, env=None, timeout=60, **options):
        """Run the command as subprocess.run() does, in tmp_path, its output captured as text."""
        __tracebackhide__ = True
        script, args = self._script(script, args)
        self.runs += 1
        hooks = Hooks(
            self._folder / f"run{self.runs}", _library(self._config), script, self._base, args
        )
        if not {"stdout", "stderr", "capture_output"} & options.keys():
            options["capture_output"] = True
        if not {"encoding", "universal_newlines", "text"} & options.keys():
            options["text"] = True
        done = subprocess.run(
            [os.fspath(word) for word in command],
            cwd=cwd or self._work,
            env=hooks.environment(os.environ if env is None else env),
            timeout=timeout,
            **options,
        )
        hooks.check(command[0])
        result = Result(done.args, done.returncode, done.stdout, done.stderr)
        result.tap, result.log = hooks.tap(), hooks.log_text()
        return result

    __call__ = run

    def _script(self, script, args):
        if script is None and self._marker:
            script = self._marker[0]
        if script is None:
            raise TypeError("zpoline: no script: give script=, or @pytest.mark.zpoline(script)")
        if args is None:
            args = self._marker[1] if self._marker else ""
        return script, args


# --- pytest ----------------------------------------------------------------------------


def _marker(request):
    """The script and args of the nearest marker, or None."""
    marker = request.node.get_closest_marker("zpoline")
    if not marker:
        return None
    unknown = set(marker.kwargs) - {"script", "args"}
    given = marker.args[:1] or (marker.kwargs.get("script"),)
    if unknown or len(marker.args) > 1 or given[0] is None:
        raise pytest.UsageError("zpoline: the marker is zpoline(script, args='')")
    return given[0], marker.kwargs.get("args", "")


def _base(request):
    return Path(str(request.node.fspath)).parent


@pytest.fixture
def zpoline(request, tmp_path, tmp_path_factory):
    """zpoline(program, argument..., script=...): run it with the script, see Runner.run."""
    folder = tmp_path_factory.mktemp("zpoline")
    return Runner(request.config, folder, tmp_path, _base(request), _marker(request))


@pytest.fixture(autouse=True)
def _zpoline_marked(request, monkeypatch):
    """A test with the marker that has not asked for the fixture: all that it starts."""
    marker = _marker(request)
    if not marker or "zpoline" in request.fixturenames:
        yield
        return
    folder = request.getfixturevalue("tmp_path_factory").mktemp("zpoline") / "test"
    hooks = Hooks(folder, _library(request.config), marker[0], _base(request), marker[1])
    for name, value in hooks.environment(os.environ).items():
        monkeypatch.setenv(name, value)
    request.node._zpoline = hooks
    yield


@pytest.hookimpl(trylast=True)
def pytest_runtest_call(item):
    """Behind the test itself: what is wrong with the programs fails it, not its teardown."""
    __tracebackhide__ = True
    hooks = getattr(item, "_zpoline", None)
    if hooks:
        hooks.check("a program")
