-- SPDX-License-Identifier: MIT OR Apache-2.0
std = "lua54"
globals = { "zp" }
max_line_length = 100
files["bindings/tables/generate.lua"] = { globals = {} }
