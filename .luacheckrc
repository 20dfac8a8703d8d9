-- SPDX-License-Identifier: MIT OR Apache-2.0
std = "lua54"
globals = { "zp" }
max_line_length = 100
-- wrong on purpose
files["tests/catalogue"] = { max_line_length = false, ignore = { "113/prnit", "221", "241" } }
files["src/tables/generate.lua"] = { globals = {} }
