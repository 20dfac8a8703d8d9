# SPDX-License-Identifier: MIT OR Apache-2.0
"""A program under a zpoline script, with Python's own unittest.

LIBZPOLINE is the path of libzpoline.so.
"""
import os
import pathlib
import subprocess
import tempfile
import unittest


class Hooked(unittest.TestCase):
    """Tests that run programs in a folder of their own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def hooked(self, script, *command):
        lua = self.folder / "script.lua"
        lua.write_text('local fx = require "zpoline.fixture"\n' + script)
        environment = dict(
            os.environ,
            LD_PRELOAD=os.environ.get("LIBZPOLINE", "libzpoline.so"),
            ZPOLINE_SCRIPT=str(lua),
        )
        result = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=60
        )
        self.assertNotEqual(result.returncode, 99, result.stderr)
        return result


class Programs(Hooked):
    def test_cp_tells_of_a_full_disk(self):
        (self.folder / "source").write_text("0123456789")
        result = self.hooked('fx.disk_full(4, { path = "*/copy" })', "cp", "source", "copy")
        self.assertEqual(result.returncode, 1)
        self.assertIn("No space left on device", result.stderr)

    def test_what_is_expected_is_missed(self):
        with self.assertRaisesRegex(AssertionError, "not ok 1 - fsync: 0 times"):
            self.hooked('fx.expect("fsync")', "true")


if __name__ == "__main__":
    unittest.main()
