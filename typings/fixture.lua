---@meta zpoline.fixture
-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Definitions of require "zpoline.fixture" for lua-language-server.

---@class zpoline.fixture
local fx = {}

---The test has failed; the TAP says why.
---@param message string
function fx.fail_test(message) end

---@param options { lenient: boolean? } lenient: a handler that fails or a program that is not hooked does not fail the test
function fx.options(options) end

---Make the path a file with this content; false: there is no such file.
---@param path string
---@param content string|false|fun(path: string): string
---@param options? { mode: string? } mode = "755"
function fx.file(path, content, options) end

---A program that uses the path from, or a path beneath it, gets to instead.
---@param from string
---@param to string
function fx.redirect(from, to) end

---Make calls fail. All other keys are a filter.
---@param selector zpoline.Selector
---@param options? { nth: integer|string|nil, every: integer?, prob: number?, seed: integer?, error: string|integer|nil, [string]: any }
---@return zpoline.Injection
function fx.fail(selector, options) end

---@param selector zpoline.Selector
---@param error? string|integer "EPERM" by default
---@param filter? zpoline.Filter
---@return zpoline.Injection
function fx.deny(selector, error, filter) end

---Make the first call fail with EINTR, and then every every-th one; 2 by default.
---@param selector zpoline.Selector
---@param every? integer 2 or more
---@param filter? zpoline.Filter
---@return zpoline.Injection
function fx.eintr(selector, every, filter) end

---Reads and writes move at most max bytes. All other keys of the options are a filter.
---@param selector zpoline.Selector
---@param max integer
---@param options? { nth: integer|string|nil, every: integer?, fd: integer|integer[]|nil, [string]: any }
function fx.short(selector, max, options) end

---Only this many bytes can be written to files.
---@param bytes integer
---@param options? { path: string? } a pattern
function fx.disk_full(bytes, options) end

---@alias zpoline.fixture.Ends true|integer|string|(integer|string)[]

---@param options { refuse: zpoline.fixture.Ends?, error: string?, delay: number?, drop: zpoline.fixture.Ends?, prob: number?, seed: integer? }
function fx.net(options) end

---@class zpoline.fixture.Clock
local Clock = {}
---Change the time of day by this many seconds.
---@param seconds number
function Clock:jump(seconds) end
---@param options { at: number|string|nil, rate: number? }
function Clock:set(options) end
---@return number seconds since 1970
function Clock:now() end

---@param options? { at: number|string|nil, rate: number? }
---@return zpoline.fixture.Clock
function fx.clock(options) end

---The kernel's random bytes are computed from the seed.
---@param seed integer
function fx.random(seed) end

---Record what the program reads, its dates and random bytes, in a file.
---@param file string
function fx.record(file) end

---Give the program what was recorded. What is missing fails with EIO; one message says so.
---@param file string
function fx.replay(file) end

---Expect this number of calls in the whole run; ">=1" by default. All other keys are a filter.
---@param selector zpoline.Selector
---@param options? { times: integer|string|nil, [string]: any }
function fx.expect(selector, options) end

---A call, or calls and a filter; file: the argument that names the file.
---@alias zpoline.fixture.Step string|{ [integer]: zpoline.Selector, file: string?, [string]: any }

---Expect calls in this order, in the whole run or for each file.
---@param name string
---@param steps { [integer]: zpoline.fixture.Step, same: "file"|nil, times: integer|string|nil }
function fx.order(name, steps) end

---Where the result is written.
---@param options { fd: integer?, file: string? }
function fx.report(options) end

return fx
