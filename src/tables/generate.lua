-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Development-time generator of syscalls.c and errno.c in this folder.
--
--   apt-get install lua5.4 linux-libc-dev linux-headers-amd64
--   lua5.4 src/tables/generate.lua /usr/src/linux-headers-*-common
--
-- Numbers come from asm/unistd_64.h and errno values from asm-generic/errno*.h
-- (linux-libc-dev); arguments from include/linux/syscalls.h (linux-headers); calls that
-- these headers are too old for from newer.lua, and what the arguments are from roles.lua.
-- Argument names are made those of the man pages where the kernel's differ,
-- and none is a field of SyscallRegs (name, nr, data, ret, call) but pid and tid.

local headers = assert(arg[1], "usage: generate.lua LINUX_HEADERS_COMMON")
local here = arg[0]:match("^(.*)/") or "."
local include = "/usr/include"
local newer = dofile(here .. "/newer.lua")
local roles = dofile(here .. "/roles.lua")
local arch = include .. "/x86_64-linux-gnu"

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  return text
end

-- Names that mean the same in every call.
local everywhere = {
  filename = "path", pathname = "path", oldname = "oldpath",
  newname = "newpath", error_code = "status", stat_addr = "wstatus",
  ufds = "fds", vec = "iov", vlen = "iovcnt", start = "addr",
  behavior = "advice", pos = "offset", which_clock = "clockid",
  rqtp = "req", rmtp = "rem", flag = "flags", oset = "oldset",
  dirent = "dirp", upid = "pid", nr = "max_nr", data = "datap",
  name = "path", tvp = "timeout", inp = "readfds", outp = "writefds",
  exp = "exceptfds", uss = "ss", uoss = "old_ss", user = "owner",
  uthese = "set", uinfo = "info", uts = "timeout",
  unewset = "mask", ru = "rusage", umod = "module_image",
}

-- Calls whose prototype has no names, other names than people know, or that
-- are not in the header.
local own = {
  clone = "unsigned long flags, void *stack, int *parent_tid, " ..
    "int *child_tid, unsigned long tls",
  mmap = "void *addr, size_t len, int prot, int flags, int fd, off_t offset",
  munmap = "void *addr, size_t len",
  mprotect = "void *addr, size_t len, int prot",
  mremap = "void *addr, size_t old_len, size_t new_len, int flags, " ..
    "void *new_addr",
  brk = "void *addr",
  msync = "void *addr, size_t len, int flags",
  mincore = "void *addr, size_t len, unsigned char *vec",
  madvise = "void *addr, size_t len, int advice",
  pkey_mprotect = "void *addr, size_t len, int prot, int pkey",
  shmat = "int shmid, const void *shmaddr, int shmflg",
  shmdt = "const void *shmaddr",
  rt_sigaction = "int sig, const struct sigaction *act, " ..
    "struct sigaction *oldact, size_t sigsetsize",
  rt_sigreturn = "",
  pipe = "int *fds",
  pipe2 = "int *fds, int flags",
  dup = "int oldfd",
  socket = "int domain, int type, int protocol",
  connect = "int fd, const struct sockaddr *addr, int addrlen",
  accept = "int fd, struct sockaddr *addr, int *addrlen",
  accept4 = "int fd, struct sockaddr *addr, int *addrlen, int flags",
  sendto = "int fd, const void *buf, size_t len, unsigned int flags, " ..
    "const struct sockaddr *addr, int addrlen",
  recvfrom = "int fd, void *buf, size_t len, unsigned int flags, " ..
    "struct sockaddr *addr, int *addrlen",
  sendfile = "int out_fd, int in_fd, off_t *offset, size_t count",
  shutdown = "int fd, int how",
  bind = "int fd, const struct sockaddr *addr, int addrlen",
  listen = "int fd, int backlog",
  getsockname = "int fd, struct sockaddr *addr, int *addrlen",
  getpeername = "int fd, struct sockaddr *addr, int *addrlen",
  socketpair = "int domain, int type, int protocol, int *fds",
  uname = "struct utsname *buf",
  symlink = "const char *target, const char *path",
  symlinkat = "const char *target, int newdfd, const char *path",
  modify_ldt = "int func, void *ptr, unsigned long bytecount",
  _sysctl = "struct __sysctl_args *args",
  arch_prctl = "int code, unsigned long addr",
  umount2 = "const char *path, int flags",
  iopl = "int level",
  mount = "const char *source, const char *target, " ..
    "const char *filesystemtype, unsigned long flags, const void *datap",
  create_module = "const char *module, size_t size",
  get_kernel_syms = "struct kernel_sym *table",
  query_module = "const char *module, int which, void *buf, " ..
    "size_t bufsize, size_t *size",
  nfsservctl = "int cmd, struct nfsctl_arg *argp, union nfsctl_res *resp",
  getpmsg = "", putpmsg = "", afs_syscall = "", tuxcall = "", security = "",
  vserver = "", epoll_ctl_old = "", epoll_wait_old = "",
  set_thread_area = "struct user_desc *u_info",
  get_thread_area = "struct user_desc *u_info",
  io_submit = "aio_context_t ctx_id, long max_nr, struct iocb **iocbpp",
  pselect6 = "int nfds, fd_set *readfds, fd_set *writefds, " ..
    "fd_set *exceptfds, const struct timespec *timeout, const void *sigmask",
  ppoll = "struct pollfd *fds, unsigned int nfds, " ..
    "const struct timespec *timeout, const sigset_t *sigmask, " ..
    "size_t sigsetsize",
  select = "int nfds, fd_set *readfds, fd_set *writefds, " ..
    "fd_set *exceptfds, struct timeval *timeout",
  setxattr = "const char *path, const char *attr, const void *value, " ..
    "size_t size, int flags",
  lsetxattr = "const char *path, const char *attr, const void *value, " ..
    "size_t size, int flags",
  fsetxattr = "int fd, const char *attr, const void *value, size_t size, " ..
    "int flags",
  getxattr = "const char *path, const char *attr, void *value, size_t size",
  lgetxattr = "const char *path, const char *attr, void *value, size_t size",
  fgetxattr = "int fd, const char *attr, void *value, size_t size",
  removexattr = "const char *path, const char *attr",
  lremovexattr = "const char *path, const char *attr",
  fremovexattr = "int fd, const char *attr",
  sethostname = "const char *hostname, size_t len",
  setdomainname = "const char *domainname, size_t len",
  memfd_create = "const char *label, unsigned int flags",
  delete_module = "const char *module, unsigned int flags",
  tkill = "int tid, int sig",
  tgkill = "int tgid, int tid, int sig",
  rt_tgsigqueueinfo = "int tgid, int tid, int sig, siginfo_t *info",
  add_key = "const char *type, const char *description, " ..
    "const void *payload, size_t plen, key_serial_t keyring",
  request_key = "const char *type, const char *description, " ..
    "const char *callout_info, key_serial_t keyring",
  prctl = "int option, unsigned long arg2, unsigned long arg3, " ..
    "unsigned long arg4, unsigned long arg5",
  name_to_handle_at = "int dfd, const char *path, struct file_handle *handle, " ..
    "void *mnt_id, int flags",
  lookup_dcookie = "u64 cookie64, char *buf, size_t len", -- gone since 6.7
  vfork = "", fork = "", restart_syscall = "",
}

local reserved = {}
for field in ("rax rdi rsi rdx r10 r8 r9 rip rsp nr name ret data " ..
              "call"):gmatch("%S+") do
  reserved[field] = true
end

local function prototypes()
  local text = read(headers .. "/include/linux/syscalls.h")
  local found = {}
  text = text:gsub("/%*.-%*/", " "):gsub("\n%s*#[^\n]*", "\n")
  for name, args in text:gmatch(
      "asmlinkage%s+[%w_ ]-%s*%*?sys_([%w_]+)%s*(%b())") do
    found[name] = args:sub(2, -2):gsub("__user", ""):gsub("%s+", " ")
  end
  return found
end

local function tidy_type(t)
  t = t:gsub("__kernel_old_time", "time"):gsub("__kernel_old_", "")
    :gsub("__old_kernel_", ""):gsub("__kernel_", ""):gsub("old_utsname",
    "utsname"):gsub("user_msghdr", "msghdr"):gsub("%s+", " ")
    :gsub("%* ", "*"):gsub("^ ", ""):gsub(" $", "")
  return t == "unsigned" and "unsigned int" or t
end

-- How much of a register counts, by type, as tables_width() tells it.
local widths = {}
for width, types in ipairs {
  -- uid_t and gid_t are unsigned, but -1 is the one that stands for none
  "int pid_t uid_t gid_t clockid_t timer_t key_t mqd_t __s32 key_serial_t qid_t",
  "unsigned_int umode_t mode_t u32 __u32 uint32_t dev_t",
} do
  for ctype in types:gmatch "%S+" do widths[ctype:gsub("_int", " int")] = width end
end

-- Descriptors are unsigned to the kernel, and what is negative is no descriptor to it; the
-- man pages have an int. close_range has numbers, up to the highest there may be.
local function is_descriptor(call, name)
  return (name:find "fd$" or name:find "^fd") and call ~= "close_range"
end

local function arguments(call, text)
  local args, seen = {}, {}
  if text:match("^%s*void%s*$") then text = "" end
  for one in text:gmatch("[^,]+") do
    local ctype, name = one:match("^%s*(.-[%s*])([%a_][%w_]*)%s*$")
    assert(name, call .. ": no name in '" .. one .. "'")
    if not own[call] then
      name = everywhere[name] or name
    end
    assert(not reserved[name], call .. ": " .. name .. " is reserved")
    assert(not seen[name], call .. ": two arguments " .. name)
    seen[name] = true
    ctype = tidy_type(ctype)
    if ctype == "unsigned int" and is_descriptor(call, name) then ctype = "int" end
    args[#args + 1] = { name = name, ctype = ctype }
  end
  assert(#args <= 6, call)
  return args
end

-- What a word of roles.lua stands for, with the argument's neighbours in mind.
local plain = { from = true, to = true, pipe = true, length = true, whole = true, peeks = true }
local function role(call, args, i, word)
  local effect, follow = word:match "^(%l+)/?(.*)$"
  local pointer = args[i].ctype:find "%*" ~= nil
  if word == "-" then return "" end
  if word == "dfd" or plain[word] or word == "changes" and not pointer then
    assert(not pointer, call)
    return word
  end
  assert(pointer, call .. ": " .. word)
  if not args[i].ctype:find "char %*" then return word end
  local text = effect .. " " .. (follow == "" and "always" or follow)
  return (i > 1 and args[i - 1].role == "dfd" and "path@ " or "path ") .. text
end

local function add_roles(call, args)
  local words = ("\n" .. roles):match("\n" .. call .. " ([^\n]*)") or ""
  local i = 0
  for word in words:gmatch "%S+" do
    i = i + 1
    assert(args[i], call .. ": more roles than arguments")
    args[i].role = role(call, args, i, word)
  end
end

local function system_calls()
  local protos, numbers, calls = prototypes(), {}, {}
  for line in io.lines(arch .. "/asm/unistd_64.h") do
    local name, nr = line:match("^#define __NR_(%S+)%s+(%d+)")
    if name then numbers[name] = tonumber(nr) end
  end
  for nr, name, text in newer:gsub("\n +", " "):gmatch "(%d+) (%S+)([^\n]*)" do
    assert(not numbers[name] or numbers[name] == tonumber(nr), name)
    numbers[name], own[name] = tonumber(nr), text
  end
  for name, nr in pairs(numbers) do
    local args = arguments(name, assert(own[name] or protos[name], name))
    add_roles(name, args)
    calls[#calls + 1] = { name = name, nr = nr, args = args }
  end
  table.sort(calls, function(a, b) return a.nr < b.nr end)
  for name in roles:gmatch "\n(%l%S*)" do assert(numbers[name], name) end
  return calls
end

-- All strings in one block, each once, told by their offset: no relocations.
local pool = { text = {}, size = 0, at = {} }

local function intern(s)
  if not pool.at[s] then
    pool.at[s] = pool.size
    pool.text[#pool.text + 1] = s
    pool.size = pool.size + #s + 1
  end
  return pool.at[s]
end

local banner = [[
/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Generated by generate.lua. */
#include "tables/tables_data.h"

]]

local function write_pool(out, name)
  out:write("const char ", name, "[] =\n")
  for _, s in ipairs(pool.text) do
    out:write('\t"', s, '\\0"\n')
  end
  out:write(";\n\n")
  pool = { text = {}, size = 0, at = {} }
end

local function write_syscalls()
  local calls, rows, order = system_calls(), {}, {}
  local out = assert(io.open(here .. "/syscalls.c", "w"))
  intern("")
  for _, call in ipairs(calls) do
    local names, types, uses, width = {}, {}, {}, 0
    for i = 1, 6 do
      local a = call.args[i] or { name = "", ctype = "" }
      width = width | (widths[a.ctype] or 0) << 2 * (i - 1)
      names[i], types[i], uses[i] = intern(a.name), intern(a.ctype), intern(a.role or "")
    end
    rows[#rows + 1] = string.format(
      "\t[%d] = {%d, %d, 0x%x, {%s},\n\t\t{%s},\n\t\t{%s}},\n", call.nr,
      intern(call.name), #call.args, width, table.concat(names, ", "),
      table.concat(types, ", "), table.concat(uses, ", "))
    order[#order + 1] = call
  end
  table.sort(order, function(a, b) return a.name < b.name end)
  out:write(banner)
  write_pool(out, "tables_syscall_text")
  out:write("const struct tables_row tables_syscall_row[] = {\n",
            table.concat(rows), "};\n\n",
            "const uint16_t tables_syscall_by_name[] = {\n")
  for _, call in ipairs(order) do
    out:write("\t", call.nr, ", /* ", call.name, " */\n")
  end
  out:write("};\n\nconst size_t tables_syscall_count = ", #order, ";\n",
            "const long tables_syscall_highest = ", calls[#calls].nr, ";\n")
  out:close()
end

-- A value with several names prints as the first of them; all are found.
local function write_errnos()
  local names, highest, aliases = {}, 0, {}
  local out = assert(io.open(here .. "/errno.c", "w"))
  for _, file in ipairs { "errno-base.h", "errno.h" } do
    for line in io.lines(include .. "/asm-generic/" .. file) do
      local name, value = line:match("^#define%s+(E[%u%d]+)%s+(%w+)")
      if name and tonumber(value) then
        names[tonumber(value)] = name
        highest = math.max(highest, tonumber(value))
      elseif name then
        aliases[#aliases + 1] = { name = name, of = value }
      end
    end
  end
  aliases[#aliases + 1] = { name = "ENOTSUP", of = "EOPNOTSUPP" }
  table.sort(aliases, function(a, b) return a.name < b.name end)
  out:write(banner)
  intern("")
  local rows = {}
  for value = 0, highest do
    rows[#rows + 1] = "\t" .. intern(names[value] or "") .. ",\n"
  end
  local value_of = {}
  for value, name in pairs(names) do value_of[name] = value end
  local alias_rows = {}
  for _, alias in ipairs(aliases) do
    alias_rows[#alias_rows + 1] = string.format("\t{%d, %d}, /* %s */\n",
      intern(alias.name), assert(value_of[alias.of]), alias.name)
  end
  write_pool(out, "tables_errno_text")
  out:write("const uint16_t tables_errno_at[] = {\n", table.concat(rows),
            "};\n\nconst int tables_errno_highest = ", highest, ";\n\n",
            "const struct tables_alias tables_errno_alias[] = {\n",
            table.concat(alias_rows), "};\n\n",
            "const size_t tables_errno_aliases = ", #aliases, ";\n")
  out:close()
end

write_syscalls()
write_errnos()
