---@meta zpoline
-- SPDX-License-Identifier: MIT OR Apache-2.0
-- The Lua interface for editors (lua-language-server): add this folder to
-- "workspace.library". docs/api.md is the reference.

---@class zpoline
---@field args string[] the words after -a
---@field const table<string, integer> zp.const.O_CREAT is 64; an unknown name is an error
---@field errno table<string|integer, integer|string> zp.errno.EPERM is 1, zp.errno[1] "EPERM"
---@field fd zpoline.fd
---@field json zpoline.json
---@field mem zpoline.mem
---@field shared zpoline.shared
---@field syscalls table<string|integer, zpoline.Syscall> by name and by number
---@field version string the library's, like "0.1.0"
zp = {}

---@class zpoline.Argument
---@field name string
---@field type string
---@field bits 32|64 how many bits of the register count
---@field signed boolean whether 32 bits are signed
---@field role? "path"|"dfd"|"from"|"to"|"pipe"|"length"|"whole"|"vector"|"peeks"|"changes"|"address"|"binds"|"told"|"message"|"messages"
---@field effect? "looks"|"opens"|"runs"|"makes"|"links"|"removes"|"changes" of a path
---@field follow? "always"|"never"|"unless"|"if"|"open"|"how" of a path
---@field dfd? integer of a path: the position of the descriptor of its folder
---@field flags? integer of a path: the position of the argument that follow refers to
---@field bit? integer

---@class zpoline.Syscall
---@field name string
---@field nr integer
---@field modifies boolean
---@field args zpoline.Argument[]

---Which calls: a name, a number, "*", a class such as "%file", "!name", or a list.
---@alias zpoline.Selector string|integer|(string|integer)[]

---Tests, by the names of arguments and by pid, tid, comm, fdpath, peer, uses, loader, ret,
---took.
---@alias zpoline.Filter table<string, integer|string|boolean|(integer|string)[]>

---@alias zpoline.Enter fun(regs: zpoline.Regs, ...: integer): integer?
---@alias zpoline.Exit fun(regs: zpoline.Regs, ret: integer): integer?

---A system call that is being made. Its arguments are fields too (regs.fd, regs.path).
---It is reused: copy the fields you need.
---@class zpoline.Regs
---@field rax integer the number before the call, the result after it
---@field rdi integer
---@field rsi integer
---@field rdx integer
---@field r10 integer
---@field r8 integer
---@field r9 integer
---@field nr integer the number; writing it on enter makes another call
---@field name string
---@field ret integer? the result; nil before the call
---@field data any kept from enter to exit; each hook has its own
---@field rip integer the call site
---@field rsp integer
---@field injected string? after the call: what zp.inject has done: "answer", "delay" or "both"
---@field pid integer
---@field tid integer
---@field [string] integer
local Regs = {}

---Make the rest happen: later hooks, then the kernel. Enter only; may be used again.
---@return integer result -errno on failure
function Regs:call() end

---@class zpoline.Hook
---@field hits integer
---@field errors integer
---@field enabled boolean
local Hook = {}
function Hook:disable() end
function Hook:enable() end
---For good.
function Hook:remove() end

---@param selector zpoline.Selector
---@param filter zpoline.Filter
---@param handler zpoline.Enter|{ enter: zpoline.Enter?, exit: zpoline.Exit? }
---@return zpoline.Hook
---@overload fun(selector: zpoline.Selector, handler: zpoline.Enter|{ enter: zpoline.Enter?, exit: zpoline.Exit? }): zpoline.Hook
function zp.hook(selector, filter, handler) end

---@class zpoline.Injection
---@field hits integer calls that matched
---@field done integer how often it was applied
local Injection = {}
function Injection:disable() end
function Injection:enable() end
---For good.
function Injection:remove() end

---@class zpoline.Trace
local Trace = {}
function Trace:disable() end
function Trace:enable() end
function Trace:remove() end

---@class zpoline.TraceOptions
---@field format? "text"|"json"|"timeline"
---@field strings? integer bytes of a string that are shown; 32
---@field column? integer where results begin; 40
---@field fds? boolean paths of descriptors
---@field took? boolean the time of each call
---@field relative? boolean the time since the line before
---@field time? 0|1|2|3 time of day, as strace's -t, -tt and -ttt
---@field zone? integer seconds east of Greenwich
---@field status? "all"|"successful"|"failed"
---@field exits? boolean lines for the ends of threads and processes
---@field signals? boolean lines for signals that are handled
---@field stack? boolean|integer the program's stack behind each line; frames at most, 64
---@field execs? boolean new programs write the end of their exec

---A line in the log for each call, written in C.
---@param selector zpoline.Selector?
---@param filter? zpoline.Filter
---@param options? zpoline.TraceOptions
---@return zpoline.Trace
function zp.trace(selector, filter, options) end

---@class zpoline.InjectionWords: { [string]: any } all other keys are a filter
---@field error? string|integer the call fails with this error; the kernel is not asked
---@field retval? integer the call returns this; the kernel is not asked
---@field delay_enter? string sleep before the call: "20ms"; units are ns, us, ms, s
---@field delay_exit? string sleep after the call
---@field signal? string|integer send it to the thread before the call
---@field when? string|integer which of the matching calls: first[..last][+step]
---@field prob? number of these, with this probability
---@field seed? integer another seed gives another sequence
---@field per? "process"|"thread" who counts for when; "process" by default

---@param selector zpoline.Selector
---@param words zpoline.InjectionWords
---@return zpoline.Injection
function zp.inject(selector, words) end

---@class zpoline.Counter
local Counter = {}
---@return integer
function Counter:get() end
function Counter:reset() end
function Counter:remove() end

---@class zpoline.LastCall
---@field syscall string
---@field tid integer
---@field ret integer? if calls are counted when they end
---@field order integer it grows from call to call
---@field stack zpoline.Backtrace? with last = "stack"

---@class zpoline.Row
---@field key (string|integer)[]
---@field calls integer
---@field errors integer
---@field ret integer the sum of results, bytes, or a map's values
---@field took integer ns
---@field buckets { [integer]: integer }? of a histogram: calls by bucket
---@field last zpoline.LastCall? of the key, with the option last

---@class zpoline.Counts
local Counts = {}
---By key, tables in tables for several; with `sum` alone a number. And what has further keys.
---@return table|integer counts
---@return table|integer other
function Counts:get() end
---The largest first; and the one of all further keys.
---@return zpoline.Row[] rows
---@return zpoline.Row? other
function Counts:rows() end
---The row of a key, which counts from 0 on again.
---@param key string|integer|(string|integer)[]
---@return zpoline.Row?
function Counts:take(key) end
---Write a table, or the histograms, to the log.
function Counts:print() end
function Counts:reset() end
function Counts:remove() end

---@class zpoline.CountOptions
---@field by? string|string[] path, fd, from, to, made, comm, tid, syscall, errno, ret, stack, an argument
---@field sum? string|string[] ret, bytes, took
---@field max? integer cells
---@field frames? integer of a stack
---@field last? boolean|"stack" keep what the last call of each key was, and who has made it

---@param selector zpoline.Selector
---@param filter? zpoline.Filter
---@param options? zpoline.CountOptions
---@return zpoline.Counter
---@overload fun(selector: zpoline.Selector, filter: zpoline.Filter?, options: zpoline.CountOptions): zpoline.Counts
function zp.count(selector, filter, options) end

---@class zpoline.CallCounts
---@field calls integer
---@field errors integer
---@field ns integer of all calls
---@field longest integer ns of one call

---@class zpoline.Stats
local Stats = {}
---@return { [string]: zpoline.CallCounts }
function Stats:get() end
---Write the table of strace -c to the log.
function Stats:print() end
---Count one more call.
---@param call string|integer
---@param ret? integer
---@param ns? integer
function Stats:add(call, ret, ns) end
function Stats:reset() end
function Stats:remove() end

---Calls, errors and time by number; of all calls by default.
---@param selector? zpoline.Selector
---@param filter? zpoline.Filter
---@param options? { file: string? }
---@return zpoline.Stats
function zp.stats(selector, filter, options) end

---@class zpoline.Map
local Map = {}
---@param key string|integer|(string|integer)[]
---@param value? integer 1 by default
function Map:add(key, value) end
---Count the value in the key's histogram.
---@param key string|integer|(string|integer)[]
---@param value integer
function Map:hist(key, value) end
---@return table values
---@return table|integer other
function Map:get() end
---@return zpoline.Row[] rows
---@return zpoline.Row? other
function Map:rows() end
---@param key string|integer|(string|integer)[]
---@return zpoline.Row?
function Map:take(key) end
function Map:print() end
function Map:reset() end
function Map:remove() end

---Cells that scripts fill, shared by threads and forked children.
---@param options? { max: integer? }
---@return zpoline.Map
function zp.map(options) end

---@class zpoline.Histogram
local Histogram = {}
---The buckets that are not empty, in ns; how many calls; the sum of their times in ns.
---@return { low: integer, high: integer, count: integer }[] buckets
---@return integer calls
---@return integer ns
function Histogram:get() end
---Write a bar for each bucket to the log.
function Histogram:print() end
function Histogram:reset() end
function Histogram:remove() end

---@param selector zpoline.Selector
---@param filter? zpoline.Filter
---@param options? { from: integer?, step: integer?, by: (string|string[])?, max: integer?, frames: integer? } from and step in ns; powers of two by default
---@return zpoline.Histogram
---@overload fun(selector: zpoline.Selector, filter: zpoline.Filter?, options: { by: string|string[] }): zpoline.Counts
function zp.hist(selector, filter, options) end

---Make the call without the hooks that were registered later and without injections.
---@param regs zpoline.Regs
---@return integer result
function zp.raw_syscall(regs) end

---Make any call; -EINVAL for those that create or end tasks or set up signals.
---@param name string|integer
---@param ... integer|string|nil
---@return integer result -errno on failure
function zp.syscall(name, ...) end

---@class zpoline.Frame
---@field addr integer the call site, a return address, or what a signal interrupted
---@field symbol string? the function
---@field offset integer? into the function
---@field object string? path of the mapped file
---@field object_offset integer? the address in the file, as addr2line takes it

---tostring makes a line of each frame.
---@class zpoline.Backtrace: zpoline.Frame[]
---@field print fun(self: zpoline.Backtrace) to the log

---The program's functions that led to the call, innermost first; nil and the reason
---where no call is being made.
---@param regs? zpoline.Regs
---@param options? { max: integer?, symbols: boolean? } max: how many frames; symbols = false: addresses only
---@return zpoline.Backtrace? frames
---@return string? why
---@overload fun(options: { max: integer?, symbols: boolean? }): zpoline.Backtrace?, string?
function zp.backtrace(regs, options) end

---The call as one line, as in strace.
---@param regs zpoline.Regs
---@return string
function zp.format(regs) end

---@class zpoline.DecodedArgument
---@field name string
---@field value integer
---@field text string? nil before the call for what the kernel fills in
---@field decoded any what is at an address

---@class zpoline.Decoded
---@field name string
---@field nr integer
---@field args zpoline.DecodedArgument[]
---@field ret integer?
---@field result string?
---@field error string?

---The call as values, for zp.json.encode.
---@param regs zpoline.Regs
---@return zpoline.Decoded
function zp.decode(regs) end

---What came with a signal.
---@class zpoline.Signal
---@field name string "SIGUSR1"
---@field code integer si_code
---@field rip integer the interrupted instruction
---@field pid? integer the sender; of SIGCHLD the child
---@field uid? integer
---@field value? integer what came with sigqueue
---@field addr? integer of a fault
---@field status? integer of SIGCHLD
---@field fd? integer of SIGIO
---@field band? integer of SIGIO
---@field nr? integer of a seccomp filter's SIGSYS

---"signal": a signal handler of the program is about to run.
---@param event "exit"|"fork"|"exec"|"thread"
---@param fn fun()
---"error": a handler has failed for the first time.
---@overload fun(event: "error", fn: fun(message: string))
---"unhooked": a program is about to be executed that will not be hooked; an integer ends
---the process with that status instead.
---@overload fun(event: "unhooked", fn: fun(path: string, why: string): integer?)
---@overload fun(event: "signal", fn: fun(signo: integer, info: zpoline.Signal))
function zp.on(event, fn) end

---@param options { budget: integer|false|nil, memory: integer?, on_error: "warn"|"abort"|nil, state: "shared"|"thread"|nil }
function zp.options(options) end

---Write one line to the log, formatted as by string.format.
---@param format string
---@param ... any
function zp.log(format, ...) end

---@return integer
function zp.pid() end
---@return integer
function zp.tid() end
---@return string the thread's name
function zp.comm() end
---@return string? path
---@return string? error
function zp.exe() end
---The path that the call is about, absolute and without links; nil and the reason if none.
---@param regs zpoline.Regs
---@param name? string of the argument
---@return string? path
---@return string? why
function zp.path(regs, name) end
---@return integer ns of the monotonic clock
function zp.now() end
---Sleep. Other handlers run meanwhile.
---@param seconds number
function zp.sleep(seconds) end

---@class zpoline.fd
local fd = {}
---What the descriptor is open on.
---@param number integer
---@return string? path
---@return string? error
function fd.path(number) end

---One end of a socket.
---@class zpoline.End
---@field address? string of the internet's families
---@field port? integer
---@field scope? integer
---@field path? string of AF_UNIX; "@name" has no file
---@field pid? integer of AF_NETLINK
---@field groups? integer
---@field cid? integer of AF_VSOCK

---@class zpoline.Socket: zpoline.End
---@field family string|integer "AF_INET"
---@field type string|integer "SOCK_STREAM"
---@field protocol string|integer "IPPROTO_TCP"
---@field listening boolean
---@field peer? zpoline.End

---What the socket is; nil and "ENOTSOCK" if it is not a socket, nil and "EBADF" if it is not open.
---@param number integer
---@return zpoline.Socket?
---@return string? error
function fd.socket(number) end

---@class zpoline.json
---@field null table stands for null in a list
local json = {}
---@param value any
---@return string
function json.encode(value) end

---Values that all threads and forked children share.
---@class zpoline.shared
local shared = {}
---@param key string
---@return integer|number|string|nil
function shared:get(key) end
---@param key string
---@param value integer|number|string|nil
function shared:set(key, value) end
---@param key string
---@param by? integer
---@return integer value
function shared:incr(key, by) end
---@param key string
---@param old integer|number|string|nil
---@param new integer|number|string|nil
---@return boolean
function shared:cas(key, old, new) end

---The program's memory. An address that cannot be used gives nil, "EFAULT".
---@class zpoline.mem
local mem = {}
---@param ptr integer
---@param max? integer
---@return string?, string?
function mem.string(ptr, max) end
---@param ptr integer
---@param len integer
---@return string?, string?
function mem.read(ptr, len) end
---@param ptr integer
---@param bytes string
---@return true?, string?
function mem.write(ptr, bytes) end
---The address of a copy, valid until the call is over. Handlers only.
---@param bytes string
---@return integer
function mem.put(bytes) end
---The address of zeroed memory, until freed.
---@param len integer
---@return integer
function mem.alloc(len) end
---@param ptr integer
function mem.free(ptr) end
---@param ptr integer
---@param format string of string.unpack, of fixed size
---@return any ...
function mem.unpack(ptr, format) end
---@param ptr integer
---@param format string
---@param ... any
---@return true?, string?
function mem.pack(ptr, format, ...) end
---@param ptr integer
---@param n integer
---@param max? integer
---@return string?, string?
function mem.iov(ptr, n, max) end
---@param ptr integer
---@param max? integer
---@return string[]?, string?
function mem.cstrings(ptr, max) end

---@alias zpoline.Number fun(ptr: integer, value?: integer): integer|true|nil, string?
---@type zpoline.Number
mem.u8 = nil
---@type zpoline.Number
mem.u16 = nil
---@type zpoline.Number
mem.u32 = nil
---@type zpoline.Number
mem.u64 = nil
---@type zpoline.Number
mem.ptr = nil
---@type zpoline.Number
mem.i8 = nil
---@type zpoline.Number
mem.i16 = nil
---@type zpoline.Number
mem.i32 = nil
---@type zpoline.Number
mem.i64 = nil

return zp
