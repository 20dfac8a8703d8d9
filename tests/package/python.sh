#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The plugin for pytest, as pip installs it and as cmake --install does: it is found without
# being named, and finds the library that was installed.
. "$(dirname "$0")/package.sh"
"$PYTHON" -c 'import pytest' 2>/dev/null || skip "pytest is not installed"

cat >test_date.py <<'PY'
import pytest
@pytest.mark.zpoline('fx.clock { at = "2038-01-19" }')
def test_date(zpoline):
    assert zpoline("date", "-u", "+%F").stdout == "2038-01-19\n"
PY
# passes [VARIABLE=value]...
passes() {
	native env PYTHONDONTWRITEBYTECODE=1 "$@" "$PYTHON" -m pytest -p no:cacheprovider \
		--strict-markers test_date.py
	expect_status 0
	find_out '1 passed'
	find_out 'plugins:.*zpoline'
}

install_into "$tmp/root"
packages=$tmp/root/usr/lib/python3/dist-packages
[ -e "$packages/pytest_zpoline-$VERSION.dist-info/entry_points.txt" ] || fail "no entry point"
passes PYTHONPATH="$packages"
native env PYTHONPATH="$packages" "$PYTHON" -c '
from importlib.metadata import version
print(version("pytest-zpoline"))'
expect_out "$VERSION"

"$PYTHON" -c 'import setuptools, wheel, pip' 2>/dev/null ||
	skip "well, but pip, setuptools or wheel is not installed"
mkdir source
cp -r "$root/pyproject.toml" "$root/python" source
native "$PYTHON" -m pip install --no-build-isolation --no-index --no-deps \
	--disable-pip-version-check --target "$tmp/site" "$tmp/source"
expect_status 0
passes PYTHONPATH="$tmp/site" LIBZPOLINE="$TEST_LIB"
passes PYTHONPATH="$tmp/site" PATH="$tmp/root/usr/bin:$PATH"

# the same for other build tools
"$PYTHON" - "$tmp/site" "$packages" <<'PY' || fail "pip and cmake install different things"
import sys
from importlib.metadata import distributions
one, two = ({d.metadata["Name"]: d for d in distributions(path=[p])}["pytest-zpoline"] for p in sys.argv[1:])
assert one.version == two.version
for key in "Name", "Summary", "License", "Requires-Python", "Requires-Dist":
    assert one.metadata[key] == two.metadata[key], key
assert list(one.entry_points) == list(two.entry_points)
PY
exit 0
