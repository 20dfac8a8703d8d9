# SPDX-License-Identifier: MIT OR Apache-2.0
"""A fixture that runs a program with a zpoline script.

LIBZPOLINE is the path of libzpoline.so.
"""
import os
import subprocess

import pytest


@pytest.fixture
def hooked(tmp_path):
    """hooked(script, program, argument...): run it in tmp_path."""

    def run(script, *command):
        lua = tmp_path / "script.lua"
        lua.write_text('local fx = require "zpoline.fixture"\n' + script)
        environment = dict(
            os.environ,
            LD_PRELOAD=os.environ.get("LIBZPOLINE", "libzpoline.so"),
            ZPOLINE_SCRIPT=str(lua),
        )
        result = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
        )
        # what fx.expect has found stands in stderr, as TAP
        assert result.returncode != 99, result.stderr
        return result

    return run
