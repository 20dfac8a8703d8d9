-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What the arguments of each call are: read by generate.lua.
--
-- A word an argument, in order, and behind -> what the result is:
--
--   int fd path ...    numbers and strings, see generate.lua
--   name               a struct or a switch of structs.lua, or a function of
--                      specials.h; name(x): with a parameter
--   =group |group      one constant of a group of groups.lua, or several or-ed
--   =group(form)       a number without a name is shown as signed, unsigned, hex
--   =group:N           it has N bytes where nothing else says how many
--   *T                 the address of a T that the program fills in
--   >T                 of one that the kernel fills in: shown when it has succeeded
--   >>T                the same, if the result is more than 0
--   ^T                 shown after the call, also when it has failed
--   ~T                 T looks at its memory before the call and is shown after it
--   *T[x] >T[x]        the address of x of them
--   *T{x}              of a struct of which x bytes are given
--   -                  an argument that is not shown
--
--   T?x                there only if x is not 0
--   name=T             with a name in front
--   T@2                the argument shown here is the second
--
-- An expression x is a number or $2 (argument 2), #2 (the int at the address that
-- argument 2 is), ##2 (the 8 bytes there), ret (the result), .name (a member of the same struct),
-- saved.1 (what the walk before the call has kept), min(x,y), and & = ! with a
-- number or the name of a constant behind it: and, equals, differs; x&y=z.
--
-- A line that begins with a space belongs to the one before. Calls that are not
-- here are decoded by the C types of their arguments.

return [[
read fd >bytes[ret] size
write fd bytes[$3] size
pread64 fd >bytes[ret] size long
pwrite64 fd bytes[$3] size long
readv fd >iov_filled($3) size
writev fd iov($3) size
preadv fd >iov_filled($3) size long -
pwritev fd iov($3) size long -
preadv2 fd >iov_filled($3) size long - |rwf
pwritev2 fd iov($3) size long - |rwf
open path open_flags octal?$2&0x400040 -> fd
openat dirfd path open_flags octal?$3&0x400040 -> fd
openat2 dirfd path *open_how{$4} size -> fd
creat path octal -> fd
close fd
close_range unsigned unsigned |close_range
dup fd -> fd
dup2 fd fd -> fd
dup3 fd fd |fd_flags -> fd
pipe >fd[2]
pipe2 >fd[2] |fd_flags
lseek fd long =seek
stat path >stat
lstat path >stat
fstat fd >stat
newfstatat dirfd path >stat |at
statx dirfd path statx_flags |statx >statx
statfs path >statfs
fstatfs fd >statfs
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
mknod path mode dev?$2&0xb000=0x2000
mknodat dirfd path mode dev?$3&0xb000=0x2000
rmdir path
unlink path
unlinkat dirfd path |at
link path path
linkat dirfd path dirfd path |at
symlink path path
symlinkat path dirfd path
readlink path >bytes[ret] size
readlinkat dirfd path >bytes[ret] size
rename path path
renameat dirfd path dirfd path
renameat2 dirfd path dirfd path |rename
truncate path long
ftruncate fd long
chdir path
fchdir fd
chroot path
getcwd >path size
getdents fd >entries unsigned
getdents64 fd >entries unsigned
fcntl fd =fcntl fcntl_argument -> fcntl_result
flock fd |flock
fsync fd
fdatasync fd
syncfs fd
sync
sync_file_range fd long long |sync_range
readahead fd long size
fadvise64 fd long size =fadvise
fallocate fd |fallocate long long
sendfile fd fd ~moved(0) size
splice fd ~moved(0) fd ~moved(1) size |splice
tee fd fd size |splice
vmsplice fd iov($3) size |splice
copy_file_range fd ~moved(0) fd ~moved(1) size hex32
utime path *utimbuf
utimes path time_pair_us
futimesat dirfd path time_pair_us
utimensat dirfd path time_pair_ns |at
inotify_init -> fd
inotify_init1 |inotify_init -> fd
inotify_add_watch fd path |inotify
inotify_rm_watch fd int
mount path path mount_type |mount mount_data
umount2 path |umount
pivot_root path path
swapon path |swap
swapoff path
acct path
quotactl quota_command path quota_id quota_address
quotactl_fd fd quota_command quota_fd_id quota_fd_address
fsopen path |fsopen -> fd
fsconfig fd =fsconfig fsconfig_key fsconfig_value fsconfig_aux
fsmount fd |fsmount |mount_attr -> fd
fspick dirfd path |fspick -> fd
move_mount dirfd path dirfd path |move_mount
open_tree dirfd path |open_tree -> fd
mount_setattr dirfd path |open_tree *mount_attr{$5} size
statmount *mnt_id_req{#1} >statmount size hex32
listmount *mnt_id_list{#1} >size[ret] size |listmount
name_to_handle_at dirfd path ^file_handle >int |at
open_by_handle_at fd *file_handle open_flags -> fd
fanotify_init fan_flags open_flags -> fd
fanotify_mark fd |fan_mark |fan_event dirfd path
add_key string string bytes[$4] size =key_spec(signed)
request_key string string string =key_spec(signed)
keyctl =keyctl keyctl_2 keyctl_3 keyctl_4 keyctl_5
getxattr path string xattr_filled size
lgetxattr path string xattr_filled size
fgetxattr fd string xattr_filled size
setxattr path string bytes[$4] size |xattr
lsetxattr path string bytes[$4] size |xattr
fsetxattr fd string bytes[$4] size |xattr
listxattr path xattr_list size
llistxattr path xattr_list size
flistxattr fd xattr_list size
getxattrat dirfd path |at string pointer size
setxattrat dirfd path |at string pointer size
listxattrat dirfd path |at xattr_list_at size
removexattrat dirfd path |at string
removexattr path string
lremovexattr path string
fremovexattr fd string
file_getattr dirfd path pointer size |at
file_setattr dirfd path pointer size |at
open_tree_attr dirfd path |open_tree *mount_attr{$5} size -> fd
cachestat fd pointer pointer hex32
memfd_create string memfd_flags -> fd
memfd_secret |fd_flags -> fd

mmap pointer size |prot map_flags fd hex -> pointer
munmap pointer size
mprotect pointer size |prot
pkey_alloc hex |pkey
pkey_free int
pkey_mprotect pointer size |prot int
mremap pointer size size |mremap pointer?$4&6 -> pointer
brk pointer -> pointer
madvise pointer size =madv
process_madvise fd iov_addresses($3) size =madv hex32
process_mrelease fd hex32
msync pointer size |msync
mincore pointer size >residence
mlock pointer size
mlock2 pointer size |mlock
munlock pointer size
mlockall |mlockall
munlockall
remap_file_pages pointer size |prot size map_flags
map_shadow_stack pointer size hex32 -> pointer
mseal pointer size hex

ioctl fd ioctl_request ioctl_argument -> ioctl_result
poll poll_fds($2) unsigned int -> poll_result
ppoll poll_fds($2) unsigned *timespec sigset($5) size -> ppoll_result
select int fd_set fd_set fd_set *timeval -> select_result
pselect6 int fd_set fd_set fd_set *timespec *sized_set -> pselect_result
epoll_create int -> fd
epoll_create1 |epoll_create -> fd
epoll_ctl fd =epoll_ctl fd epoll_ctl_event
epoll_wait fd >epoll_event[ret] int int
epoll_pwait fd >epoll_event[ret] int int sigset($6) size
epoll_pwait2 fd >epoll_event[ret] int *timespec sigset($6) size
eventfd unsigned -> fd
eventfd2 unsigned |eventfd -> fd
signalfd fd sigset($3) size -> fd
signalfd4 fd sigset($3) size |sfd -> fd
timerfd_create clock |tfd -> fd
timerfd_settime fd |tfd *itimerspec >itimerspec
timerfd_gettime fd >itimerspec
userfaultfd |uffd -> fd

socket =family socket_type socket_protocol -> fd
socketpair =family socket_type socket_protocol >fd[2]
connect fd sockaddr($3) int
bind fd sockaddr($3) int
listen fd int
accept fd ~sockaddr_filled(3) ~sockaddr_length(3) -> fd
accept4 fd ~sockaddr_filled(3) ~sockaddr_length(3) |sock_flag -> fd
getsockname fd ~sockaddr_filled(3) ~sockaddr_length(3)
getpeername fd ~sockaddr_filled(3) ~sockaddr_length(3)
sendto fd payload($3) size |msg sockaddr($6) unsigned
recvfrom fd >payload(ret) size |msg ~sockaddr_filled(6) ~sockaddr_length(6)
sendmsg fd message |msg
recvmsg fd ~message_filled |msg
recvmmsg fd ~messages_filled unsigned |msg ~recvmmsg_timeout
sendmmsg fd >messages unsigned |msg
shutdown fd =shut
setsockopt fd =sol sockopt_name sockopt_given int
getsockopt fd =sol sockopt_name ~sockopt_got ~sockaddr_length(5)

rt_sigaction signal *sigaction >sigaction size
rt_sigprocmask =sig_how sigset($4) >sigset size
rt_sigpending >sigset size
rt_sigsuspend sigset($2) size
rt_sigtimedwait sigset($4) >siginfo *timespec size -> signal_result
rt_sigqueueinfo int signal siginfo
rt_tgsigqueueinfo int int signal siginfo
rt_sigreturn sigframe@7
sigaltstack *stack >stack
kill int signal
tkill int signal
tgkill int int signal
pause
pidfd_open int |pidfd -> fd
pidfd_send_signal fd signal siginfo hex32
pidfd_getfd fd int hex32 -> fd

clone child_stack=pointer@2 flags=clone_flags@1 parent_tid=>int@3?$1&0x101000
  tls=pointer@5?$1&0x80000 child_tidptr=pointer@4?$1&0x1200000
clone3 clone_args?##1&0x101000=0 ~clone_args(1)@1?##1&0x101000 size@2
fork
vfork
execve path argv environment
execveat dirfd path argv environment |at
exit int
exit_group int
wait4 int >>wait_status |wait >>rusage
waitid =wait_which int >siginfo |wait >rusage
set_tid_address pointer
set_robust_list pointer size
get_robust_list int >pointer >size
futex pointer futex_operation futex_value futex_timeout futex_second futex_third
futex_wake pointer hex int |futex2
futex_wait pointer hex hex |futex2 *timespec clock
futex_requeue *futex_waitv[2] hex32 int int
futex_waitv *futex_waitv[$2] unsigned hex32 *timespec clock
lsm_get_self_attr unsigned pointer >unsigned hex32
lsm_set_self_attr unsigned pointer size hex32
lsm_list_modules pointer >unsigned hex32
rseq hex hex32 |rseq hex32
unshare |unshare
setns fd |unshare
prctl =prctl prctl_2 prctl_3 prctl_4 prctl_5 -> prctl_result
arch_prctl =arch_prctl arch_prctl_address
ptrace =ptrace ptrace_pid ptrace_address ptrace_data
seccomp =seccomp seccomp_flags seccomp_args
bpf =bpf bpf_attr unsigned -> bpf_result
perf_event_open *perf_attr int int int |perf_open -> fd
landlock_create_ruleset landlock_flags size |landlock_create -> fd
landlock_add_rule fd =landlock_rule landlock_rule hex32
landlock_restrict_self fd hex32
io_uring_setup unsigned ^uring_params -> fd
io_uring_enter fd unsigned unsigned |uring_enter uring_wait_for size
io_uring_register fd =uring_register uring_argument unsigned
io_setup unsigned >pointer
io_destroy hex
io_getevents hex long long >aio_event[ret] *timespec
finit_module fd string |module
init_module pointer size string
delete_module string |fd_flags
kexec_file_load fd fd size string |kexec_file
syslog syslog_action syslog_buffer syslog_size
mbind pointer size mpol_mode nodemask($5) size |mpol_bind
set_mempolicy mpol_mode nodemask($3) size
get_mempolicy >=mpol >nodemask($3) size pointer |mpol_get
migrate_pages int size nodemask($2) nodemask($2)
move_pages int size *pointer[$2] *int[$2] >node_status[$2] |mpol_bind
set_mempolicy_home_node pointer size size hex32
lookup_dcookie size pointer size
ustat dev pointer
reboot =reboot_magic =reboot_magic =reboot string?$3=0xa1b2c3d4

personality personality -> personality_result
getrlimit =rlimit >rlimit
setrlimit =rlimit *rlimit
prlimit64 int =rlimit *rlimit >rlimit
getrusage rusage_who >rusage
getpriority =prio int
setpriority =prio int int
sched_yield
sched_setaffinity int size cpu_set($2)
sched_getaffinity int size >cpu_set(ret)
sched_setscheduler int =sched *int
sched_getscheduler int -> sched_result
sched_setparam int *int
sched_getparam int >int
sched_setattr int *sched_attr{.size} hex32
sched_getattr int >sched_attr{.size} unsigned hex32
sched_get_priority_max =sched
sched_get_priority_min =sched
sched_rr_get_interval int >timespec
getcpu >unsigned >unsigned pointer
membarrier =membarrier hex32 -> membarrier_result
uname >utsname
sysinfo >sysinfo
times >tms
getrandom >hexbytes[ret] size |getrandom
capget *cap_header >cap_data
capset *cap_header cap_data
getpid
gettid
getppid
getpgrp
getuid
geteuid
getgid
getegid
setsid
setuid id
setgid id
setfsuid id
setfsgid id
setreuid id id
setregid id id
setresuid id id id
setresgid id id id
getresuid >unsigned >unsigned >unsigned
getresgid >unsigned >unsigned >unsigned
getgroups int >unsigned[min(ret,$1)]
setgroups int *unsigned[$1]
setpgid int int
getpgid int
getsid int
sethostname bytes[$2] size
setdomainname bytes[$2] size
vhangup
restart_syscall
kcmp int int =kcmp unsigned unsigned
ioprio_get =ioprio_who int -> ioprio_result
ioprio_set =ioprio_who int ioprio

nanosleep *timespec ~sleep_left
clock_nanosleep clock |timer *timespec ~sleep_left
clock_gettime clock >timespec
clock_getres clock >timespec
clock_settime clock *timespec
gettimeofday >timeval >timezone
settimeofday *timeval *timezone
time >date -> date_result
timer_create clock *sigevent >int
timer_settime int |timer *itimerspec >itimerspec
timer_gettime int >itimerspec
timer_getoverrun int
timer_delete int
alarm unsigned
getitimer =itimer >itimerval
setitimer =itimer *itimerval >itimerval

process_vm_readv int >iov_filled($3) size iov_addresses($5) size hex
process_vm_writev int iov($3) size iov_addresses($5) size hex
shmget ipc_key size ipc_flags(shm_flag)
shmat int pointer |shmat -> pointer
shmdt pointer
shmctl int ipc_command(shm_command) shm_buffer
semget ipc_key int ipc_flags(ipc_flag)
semop int *sembuf[$3] size
semtimedop int *sembuf[$3] size *timespec
semctl int int ipc_command(sem_command) sem_buffer
msgget ipc_key ipc_flags(ipc_flag)
msgctl int ipc_command(msg_command) msg_buffer
msgsnd int message_sent($3) size |msg_flag
msgrcv int >message_got(ret) size long |msg_flag
mq_open string open_flags octal?$2&0x40 *mq_attributes?$2&0x40 -> fd
mq_unlink string
mq_timedsend fd bytes[$3] size unsigned *timespec
mq_timedreceive fd >bytes[ret] size >unsigned *timespec
mq_notify fd *sigevent
mq_getsetattr fd *mq_attributes >mq_attributes
.]]
