# SPDX-License-Identifier: MIT OR Apache-2.0
"""How cp, sort and date behave when things go wrong. The plugin pytest-zpoline is installed."""
import os
import subprocess

import pytest
from pytest_zpoline import Unproven


@pytest.mark.zpoline('fx.disk_full(4, { path = "*/copy" })')
def test_cp_tells_of_a_full_disk(zpoline, tmp_path):
    (tmp_path / "source").write_text("0123456789")
    result = zpoline("cp", "source", "copy")
    assert result.returncode == 1
    assert "No space left on device" in result.stderr
    assert (tmp_path / "copy").read_text() == "0123"


@pytest.mark.parametrize("size", [1, 3, 4096])
def test_sort_puts_pieces_together(zpoline, tmp_path, size):
    (tmp_path / "words").write_text("pear\napple\nfig\n")
    result = zpoline("sort", "words", script=f'fx.short("read", {size})')
    assert result.stdout == "apple\nfig\npear\n"


@pytest.mark.zpoline('fx.clock { at = "2038-01-19 03:14:07" }')
def test_date_in_another_time(zpoline):
    assert zpoline("date", "-u", "+%F %H:%M").stdout == "2038-01-19 03:14\n"


@pytest.mark.zpoline('fx.expect("openat", { path = "source", times = 1 })')
def test_cp_reads_its_source(tmp_path):
    """With the marker alone, what the test starts in its own way is hooked."""
    (tmp_path / "source").write_text("text")
    subprocess.run(["cp", "source", "copy"], cwd=tmp_path, check=True)


@pytest.mark.zpoline("saved.lua")
def test_a_file_is_on_the_disk_before_it_has_its_name(zpoline, tmp_path):
    save = "import os; f = open('new', 'w'); f.write('1'); f.flush(); os.fsync(f); os.rename('new', 'f')"
    zpoline("python3", "-c", save)
    with pytest.raises(Unproven, match="no fsync before it"):
        zpoline("python3", "-c", save.replace("os.fsync(f)", "f.close()"))


def test_what_is_expected_is_missed(zpoline):
    with pytest.raises(Unproven, match="not ok 1 - fsync: 0 times"):
        zpoline("true", script='fx.expect("fsync")')


def test_environment_is_left_alone():
    assert "ZPOLINE_SCRIPT" not in os.environ
