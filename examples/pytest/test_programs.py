# SPDX-License-Identifier: MIT OR Apache-2.0
"""How cp, sort and date behave when things go wrong."""
import pytest


def test_cp_tells_of_a_full_disk(hooked, tmp_path):
    (tmp_path / "source").write_text("0123456789")
    result = hooked('fx.disk_full(4, { path = "*/copy" })', "cp", "source", "copy")
    assert result.returncode == 1
    assert "No space left on device" in result.stderr
    assert (tmp_path / "copy").read_text() == "0123"


@pytest.mark.parametrize("size", [1, 3, 4096])
def test_sort_puts_pieces_together(hooked, tmp_path, size):
    (tmp_path / "words").write_text("pear\napple\nfig\n")
    result = hooked(f'fx.short("read", {size})', "sort", "words")
    assert result.stdout == "apple\nfig\npear\n"


def test_date_in_another_time(hooked):
    result = hooked('fx.clock { at = "2038-01-19 03:14:07" }', "date", "-u", "+%F %H:%M")
    assert result.stdout == "2038-01-19 03:14\n"


def test_cp_reads_its_source(hooked, tmp_path):
    (tmp_path / "source").write_text("text")
    hooked('fx.expect("openat", { path = "source", times = 1 })', "cp", "source", "copy")


def test_what_is_expected_is_missed(hooked):
    with pytest.raises(AssertionError, match="not ok 1 - fsync: 0 times"):
        hooked('fx.expect("fsync")', "true")
