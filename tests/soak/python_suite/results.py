# SPDX-License-Identifier: MIT OR Apache-2.0
"""The results of Python's own tests, one line a test, and their comparison.

results.py run MODULE RESULTS KNOWN     run test.MODULE, write RESULTS
results.py compare NATIVE HOOKED KNOWN  status 0: the same but for KNOWN

RESULTS: lines "STATUS ID", a test that began and did not end has "began" only.
KNOWN: lines "KIND PATTERN REASON"; KIND is skip (not run at all: what fails or
comes and goes without the library) or differs (what the library is known to
change). PATTERN is a shell pattern for ids.
"""
import fnmatch
import os
import re
import sys
import unittest


def known(path, kind):
    with open(path) as f:
        lines = [line.split(None, 2) for line in f]
    return [words[1] for words in lines if words and words[0] == kind]


def matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def clean(test):
    """The same for the same test in each run: no address, no parameters."""
    return re.sub(r"0x[0-9a-f]+", "0x", test.id().split(" ")[0])


class Result(unittest.TestResult):
    def __init__(self, path):
        super().__init__()
        self.pid = os.getpid()
        self.fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC |
                          os.O_APPEND | os.O_CLOEXEC)

    def note(self, status, test):
        # A test's child that comes back here is none of ours.
        if os.getpid() == self.pid:
            os.write(self.fd, f"{status} {clean(test)}\n".encode())

    def startTest(self, test):
        super().startTest(test)
        self.note("began", test)

    def addSuccess(self, test):
        self.note("ok", test)

    def addSkip(self, test, reason):
        self.note("skip", test)

    def addExpectedFailure(self, test, err):
        self.note("ok", test)

    def addUnexpectedSuccess(self, test):
        self.note("fail", test)

    def failed(self, test, err):
        self.note("fail", test)
        sys.stderr.write(f"=== {clean(test)}\n"
                         f"{self._exc_info_to_string(err, test)}\n")

    def addFailure(self, test, err):
        self.failed(test, err)

    def addError(self, test, err):
        self.failed(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.failed(test, err)


def tests_of(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from tests_of(test)
        else:
            yield test


def run(module, path, known_path):
    from test import support
    # none that needs the network, a display or much memory
    support.use_resources = ["cpu"]
    loader = unittest.defaultTestLoader
    skip = known(known_path, "skip")
    suite = loader.loadTestsFromName("test." + module)
    suite = loader.suiteClass(test for test in tests_of(suite)
                              if not matches(clean(test), skip))
    suite.run(Result(path))


def read(path):
    status = {}
    with open(path) as f:
        for line in f:
            word, name = line.split(None, 1)
            # a test whose second subtest fails has failed
            if status.get(name.strip()) != "fail":
                status[name.strip()] = word
    return status


def compare(native_path, hooked_path, known_path):
    native, hooked = read(native_path), read(hooked_path)
    differs = known(known_path, "differs")
    bad = same = 0
    for name in sorted(native.keys() | hooked.keys()):
        a, b = native.get(name, "missing"), hooked.get(name, "missing")
        if a == b:
            same += 1
        elif a == "fail" and b in ("ok", "skip"):
            print(f"natively {a}, hooked {b}, let be: {name}")
        elif matches(name, differs):
            print(f"natively {a}, hooked {b}, known: {name}")
        else:
            print(f"natively {a}, hooked {b}: {name}")
            bad += 1
    print(f"{same} results are the same, {bad} are not")
    return bad or same == 0


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(*sys.argv[2:])
    else:
        sys.exit(1 if compare(*sys.argv[2:]) else 0)
