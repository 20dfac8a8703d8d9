-- SPDX-License-Identifier: MIT OR Apache-2.0
--
-- What the arguments of each call are: a word an argument, in order.
--
--   name             a function of basic.lua: fd, path, size, ...
--   module.name      one of another module of this folder
--   name:x           with the parameter x: as a rule the number of another
--                    argument, from 1 on
--   =group |group    one constant of a group, or several or-ed
--   -> name          behind the arguments: what the result is
--   name@2           the argument shown here is the second
--
-- A line that begins with a space belongs to the one before.
--
-- Calls that are not here are decoded by the C types of their arguments.

return [[

read fd filled size
write fd bytes:3 size
pread64 fd filled size long
pwrite64 fd bytes:3 size long
readv fd filled_iov:3 size
writev fd iov:3 size
preadv fd filled_iov:3 size long hidden
pwritev fd iov:3 size long hidden
preadv2 fd filled_iov:3 size long hidden |rwf
pwritev2 fd iov:3 size long hidden |rwf
open path file.open_flags file.open_mode:2 -> fd
openat dirfd path file.open_flags file.open_mode:3 -> fd
openat2 dirfd path file.open_how size -> fd
creat path octal -> fd
close fd
close_range unsigned unsigned |close_range
dup fd -> fd
dup2 fd fd -> fd
dup3 fd fd file.fd_flags -> fd
pipe filled_fds
pipe2 filled_fds file.fd_flags
lseek fd long =seek
stat path file.stat
lstat path file.stat
fstat fd file.stat
newfstatat dirfd path file.stat |at
statx dirfd path file.statx_flags |statx file.statx
statfs path file.statfs
fstatfs fd file.statfs
access path |access
faccessat dirfd path |access
faccessat2 dirfd path |access |at_access
chmod path octal
fchmod fd octal
fchmodat dirfd path octal
fchmodat2 dirfd path octal |at
chown path id id
lchown path id id
fchown fd id id
fchownat dirfd path id id |at
umask octal -> octal
mkdir path octal
mkdirat dirfd path octal
mknod path file.mode file.device:2
mknodat dirfd path file.mode file.device:3
rmdir path
unlink path
unlinkat dirfd path |at
link path path
linkat dirfd path dirfd path |at
symlink path path
symlinkat path dirfd path
readlink path filled size
readlinkat dirfd path filled size
rename path path
renameat dirfd path dirfd path
renameat2 dirfd path dirfd path |rename
truncate path long
ftruncate fd long
chdir path
fchdir fd
chroot path
getcwd filled_path size
getdents fd file.entries unsigned
getdents64 fd file.entries unsigned
fcntl fd =fcntl file.fcntl_argument -> file.fcntl_result
flock fd |flock
fsync fd
fdatasync fd
syncfs fd
sync_file_range fd long long |sync_range
readahead fd long size
fadvise64 fd long size =fadvise
fallocate fd |fallocate long long
sendfile fd fd moved:3 size
splice fd moved:2 fd moved:4 size |splice
tee fd fd size |splice
copy_file_range fd moved:2 fd moved:4 size hex32
utime path pointer
utimes path time.val_pair
utimensat dirfd path time.pair |at
inotify_init1 |inotify_init -> fd
inotify_add_watch fd path |inotify
inotify_rm_watch fd signed
mount path path file.mount_type |mount file.mount_data
umount2 path |umount
getxattr path string filled_list:4 size
lgetxattr path string filled_list:4 size
fgetxattr fd string filled_list:4 size
setxattr path string bytes:4 size |xattr
lsetxattr path string bytes:4 size |xattr
fsetxattr fd string bytes:4 size |xattr
listxattr path filled_list:3 size
llistxattr path filled_list:3 size
flistxattr fd filled_list:3 size
getxattrat dirfd path |at string pointer size
setxattrat dirfd path |at string pointer size
listxattrat dirfd path |at filled_list:5 size
removexattrat dirfd path |at string
file_getattr dirfd path pointer size |at
file_setattr dirfd path pointer size |at
open_tree_attr dirfd path hex32 pointer size -> fd
cachestat fd pointer pointer hex32
removexattr path string
lremovexattr path string
fremovexattr fd string
memfd_create string memory.memfd_flags -> fd

mmap pointer size |prot memory.map_flags fd hex -> pointer
munmap pointer size
mprotect pointer size |prot
pkey_alloc hex |pkey
pkey_free signed
pkey_mprotect pointer size |prot signed
mremap pointer size size |mremap memory.new_address -> pointer
brk pointer -> pointer
madvise pointer size =madv
msync pointer size |msync
mincore pointer size memory.residence
mlock pointer size
mlock2 pointer size |mlock
munlock pointer size
mlockall |mlockall
map_shadow_stack pointer size hex32 -> pointer
mseal pointer size hex
munlockall

ioctl fd ioctl.request ioctl.argument
poll poll.fds:2 unsigned signed -> poll.result
ppoll poll.fds:2 unsigned time.spec signal.set:5 size -> poll.timed_result
select signed poll.set poll.set poll.set time.val -> poll.select_result
pselect6 signed poll.set poll.set poll.set time.spec signal.sized_set -> poll.pselect_result
epoll_create signed -> fd
epoll_create1 |epoll_create -> fd
epoll_ctl fd =epoll_ctl fd poll.event
epoll_wait fd poll.filled_events signed signed
epoll_pwait fd poll.filled_events signed signed signal.set:6 size
epoll_pwait2 fd poll.filled_events signed time.spec signal.set:6 size
eventfd unsigned -> fd
eventfd2 unsigned |eventfd -> fd
signalfd fd signal.set:3 size -> fd
signalfd4 fd signal.set:3 size |sfd -> fd
timerfd_create time.clock |tfd -> fd
timerfd_settime fd |tfd time.itimerspec time.filled_itimerspec
timerfd_gettime fd time.filled_itimerspec

socket =family net.type net.protocol -> fd
socketpair =family net.type net.protocol filled_fds
connect fd net.address:3 signed
bind fd net.address:3 signed
listen fd signed
accept fd net.filled_address:3 net.filled_length:3 -> fd
accept4 fd net.filled_address:3 net.filled_length:3 |sock_flag -> fd
getsockname fd net.filled_address:3 net.filled_length:3
getpeername fd net.filled_address:3 net.filled_length:3
sendto fd bytes:3 size |msg net.address:6 unsigned
recvfrom fd filled size |msg net.filled_address:6 net.filled_length:6
sendmsg fd net.message |msg
recvmsg fd net.filled_message |msg
recvmmsg fd net.filled_messages unsigned |msg time.spec
sendmmsg fd net.messages unsigned |msg
shutdown fd =shut
setsockopt fd net.level net.option net.option_value signed
getsockopt fd net.level net.option net.filled_option:5 net.filled_length:5

rt_sigaction signal.number signal.action signal.filled_action size
rt_sigprocmask =sig_how signal.set:4 signal.filled_set size
rt_sigpending signal.filled_set size
rt_sigsuspend signal.set:2 size
rt_sigtimedwait signal.set:4 signal.filled_info time.spec size -> signal.result
rt_sigqueueinfo signed signal.number signal.info
rt_tgsigqueueinfo signed signed signal.number signal.info
rt_sigreturn signal.frame@7
sigaltstack signal.stack signal.filled_stack
kill signed signal.number
tkill signed signal.number
tgkill signed signed signal.number
pidfd_open signed |pidfd -> fd
pidfd_send_signal fd signal.number signal.info hex32
pidfd_getfd fd signed hex32 -> fd

clone process.clone_stack@2 process.clone_flags@1 process.clone_parent@3
  process.clone_tls@5 process.clone_child@4
clone3 process.clone_args size
execve path words environment
execveat dirfd path words environment |at
exit signed
exit_group signed
wait4 signed process.status |wait process.waited_usage
waitid =wait_which signed signal.filled_info |wait process.filled_usage
set_tid_address pointer
set_robust_list pointer size
get_robust_list signed filled_ints:<i8 filled_ints:<i8
futex pointer futex.operation futex.value futex.timeout futex.second futex.third
futex_wake pointer hex signed hex32
futex_wait pointer hex hex hex32 time.spec time.clock
futex_requeue pointer hex32 signed signed
statmount pointer pointer size hex32
listmount pointer pointer size hex32
listns pointer pointer size hex32
lsm_get_self_attr unsigned pointer filled_ints:<I4 hex32
lsm_set_self_attr unsigned pointer size hex32
lsm_list_modules pointer filled_ints:<I4 hex32
rseq hex hex32 |rseq hex32
unshare |unshare
setns fd |unshare
prctl =prctl prctl.argument:1 prctl.argument:2 prctl.argument:3 prctl.argument:4
  -> prctl.result
arch_prctl =arch_prctl prctl.arch_address
ptrace =ptrace process.traced:pid process.traced process.traced
personality process.personality -> process.personality_result
getrlimit =rlimit process.filled_limits:RLIM64_INFINITY
setrlimit =rlimit process.limits:RLIM64_INFINITY
prlimit64 signed =rlimit process.limits:RLIM64_INFINITY process.filled_limits:RLIM64_INFINITY
getrusage process.which_rusage process.filled_usage
getpriority =prio signed
setpriority =prio signed signed
sched_setaffinity signed size process.processors:2
sched_getaffinity signed size process.filled_processors
sched_setscheduler signed =sched process.sched_param
sched_getscheduler signed -> process.policy_result
sched_setparam signed process.sched_param
sched_getparam signed process.filled_param
sched_get_priority_max =sched
sched_get_priority_min =sched
getcpu filled_ints:<I4 filled_ints:<I4 pointer
membarrier =membarrier hex32 -> process.membarrier_result
uname process.filled_utsname
sysinfo process.filled_sysinfo
times time.filled_tms
getrandom filled_hex size |getrandom
capget process.cap_header process.filled_caps
capset process.cap_header process.cap_data
setuid id
setgid id
setfsuid id
setfsgid id
setreuid id id
setregid id id
setresuid id id id
setresgid id id id
getresuid filled_ints:<I4 filled_ints:<I4 filled_ints:<I4
getresgid filled_ints:<I4 filled_ints:<I4 filled_ints:<I4
getgroups signed process.filled_groups
setgroups signed process.groups:1
setpgid signed signed
getpgid signed
getsid signed
sethostname bytes:2 size
setdomainname bytes:2 size

nanosleep time.spec time.left
clock_nanosleep time.clock |timer time.spec time.left
clock_gettime time.clock time.filled_spec
clock_getres time.clock time.filled_spec
clock_settime time.clock time.spec
gettimeofday time.filled_val time.filled_zone
settimeofday time.val time.zone
time time.filled_seconds -> time.date_result
timer_create time.clock signal.event filled_ints:<i4
timer_settime signed |timer time.itimerspec time.filled_itimerspec
timer_gettime signed time.filled_itimerspec
timer_getoverrun signed
timer_delete signed
alarm unsigned
getitimer =itimer time.filled_itimerval
setitimer =itimer time.itimerval time.filled_itimerval
.]]
