-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Structs, and arguments that are one thing or another: read by generate.lua.
--
--   struct NAME [more] = TYPE <headers>     as these headers have TYPE; more: it
--     MEMBER[=PATH] T                       has members that are not shown. T as
--                                           in calls.lua; T[] an array as long as
--                                           the member; a scalar has the size and
--                                           the sign that the header says
--   struct NAME [more] SIZE                 as it is said here
--     MEMBER@OFFSET:SIZE T                  SIZE with s: signed
--     MEMBER &T                             T is told the member's address:
--                                           bytes in the struct itself
--   switch NAME EXPRESSION                  as a member: of the member's size
--     VALUE... T                            numbers or constants; * for all others
--
-- bits(N,FIRST) are N bits of a member. STRUCT.MEMBER in the expression of a
-- switch is a member of the struct that has the switch.

return [[
switch unknown 0
  * hex
struct timespec = struct __kernel_timespec <linux/time_types.h>
  tv_sec long
  tv_nsec long
struct timeval = struct timeval <linux/time.h>
  tv_sec long
  tv_usec long
struct itimerspec = struct itimerspec <linux/time.h>
  it_interval timespec
  it_value timespec
struct itimerval = struct itimerval <linux/time.h>
  it_interval timeval
  it_value timeval
struct timezone = struct timezone <linux/time.h>
  tz_minuteswest int
  tz_dsttime int
struct utimbuf = struct utimbuf <linux/utime.h>
  actime date
  modtime date
struct tms = struct tms <linux/times.h>
  tms_utime ticks
  tms_stime ticks
  tms_cutime ticks
  tms_cstime ticks

struct open_how = struct open_how <linux/openat2.h>
  flags open_flags
  mode octal ?.flags&0x400040||.mode
  resolve |resolve
struct stat more = struct stat <asm/stat.h>
  st_mode mode
  st_rdev dev ?.st_mode&0xb000=0x2000
  st_size long ?.st_mode&0xb000!0x2000
struct statx more = struct statx <linux/stat.h>
  stx_mask |statx
  stx_attributes |statx_attr
  stx_mode mode
  stx_size int
struct statfs = struct statfs <asm/statfs.h>
  f_type statfs_type
  f_bsize size
  f_blocks size
  f_bfree size
  f_bavail size
  f_files size
  f_ffree size
  f_fsid fsid
  f_namelen long
  f_frsize long
  f_flags |st
struct fsid = __kernel_fsid_t <asm/posix_types.h>
  val hex[]
struct flock = struct flock <linux/fcntl.h>
  l_type =lock
  l_whence =seek
  l_start long
  l_len long
struct flock_got = struct flock <linux/fcntl.h>
  l_type =lock
  l_whence =seek
  l_start long
  l_len long
  l_pid int
struct f_owner = struct f_owner_ex <asm/fcntl.h>
  type =f_owner
  pid int

switch mount_type $4&0x1f3020
  0 string
  * pointer
switch mount_data $4&0x1f3000
  0 string
  * mount_data_moved
switch mount_data_moved $4&0x20
  0 pointer
  * string
switch xattr_filled $4
  0 pointer
  * >bytes[ret]
switch xattr_list $3
  0 pointer
  * >bytes[ret]
switch xattr_list_at $5
  0 pointer
  * >bytes[ret]

switch fcntl_argument $2 fcntl
  F_DUPFD F_DUPFD_CLOEXEC F_SETOWN F_SETPIPE_SZ int
  F_SETFD |fd
  F_SETFL open_flags
  F_SETLK F_SETLKW F_OFD_SETLK F_OFD_SETLKW *flock
  F_GETLK F_OFD_GETLK >flock_got
  F_ADD_SEALS |seal
  F_SETLEASE |lease
  F_NOTIFY |dn
  F_SETSIG signal
  F_GETOWN_EX >f_owner
  F_SETOWN_EX *f_owner
  F_GET_RW_HINT F_GET_FILE_RW_HINT >=rw_hint
  F_SET_RW_HINT F_SET_FILE_RW_HINT *=rw_hint
  F_GETFD F_GETFL F_GETOWN F_GETSIG F_GETLEASE F_GETPIPE_SZ F_GET_SEALS -
  * hex
switch fcntl_result $2 fcntl
  F_DUPFD F_DUPFD_CLOEXEC fd
  F_GETFL open_flags_result
  F_GETFD fd_flags_result
  F_GET_SEALS seals_result
  F_GETLEASE lease_result
  F_GETSIG signal_number_result
  * long

struct winsize = struct winsize <asm/termios.h>
  ws_row int
  ws_col int
  ws_xpixel int
  ws_ypixel int
struct termios more = struct termios <asm/termbits.h>
  c_iflag |c_iflag
  c_oflag c_oflag
  c_cflag c_cflag
  c_lflag |c_lflag

struct epoll_event = struct epoll_event <linux/eventpoll.h>
  events |epoll
  data epoll_data
struct epoll_data 8
  u32@0:4 unsigned
  u64@0:8 size
struct sized_set 16
  sigmask@0:8 sigset(.sigsetsize)
  sigsetsize@8:8 size

struct sigaction 32
  sa_handler@0:8 sig_handler
  sa_mask@24:8 sigmask
  sa_flags@8:8 |sa
  sa_restorer@16:8 pointer ?.sa_flags&0x4000000
struct stack = stack_t <asm/signal.h>
  ss_sp pointer
  ss_flags |ss
  ss_size size
struct sigval 8
  sival_int@0:4s int
  sival_ptr@0:8 pointer
struct sigevent = struct sigevent <asm/siginfo.h>
  sigev_value sigval ?.sigev_value
  sigev_signo signal
  sigev_notify =sigev
  sigev_notify_thread_id=_sigev_un._tid int ?.sigev_notify=4

struct rusage more = struct rusage <linux/resource.h>
  ru_utime timeval
  ru_stime timeval
struct rlimit = struct rlimit64 <linux/resource.h>
  rlim_cur rlimit_value
  rlim_max rlimit_value
struct utsname more = struct new_utsname <linux/utsname.h>
  sysname string[]
  nodename string[]
struct sysinfo = struct sysinfo <linux/sysinfo.h>
  uptime long
  loads size[]
  totalram size
  freeram size
  sharedram size
  bufferram size
  totalswap size
  freeswap size
  procs int
  totalhigh size
  freehigh size
  mem_unit int
struct cap_header = struct __user_cap_header_struct <linux/capability.h>
  version =cap_version
  pid int
struct sched_attr = struct sched_attr <linux/types.h> <linux/sched/types.h>
  size int
  sched_policy =sched
  sched_flags |sched_flag
  sched_nice int ?.sched_policy!1&&.sched_policy!2
  sched_priority int
  sched_runtime int
  sched_deadline int
  sched_period int
  sched_util_min hex
  sched_util_max hex
struct futex_waitv = struct futex_waitv <linux/futex.h>
  val hex
  uaddr pointer
  flags |futex2
struct mount_attr = struct mount_attr <linux/mount.h>
  attr_set |mount_attr
  attr_clr |mount_attr
  propagation |mount
  userns_fd fd
struct sembuf = struct sembuf <linux/sem.h>
  sem_num int
  sem_op int
  sem_flg |sem_flag

switch arch_prctl_address $1 arch_prctl
  ARCH_GET_FS ARCH_GET_GS >pointer
  ARCH_SET_FS ARCH_SET_GS pointer
  * hex
switch prctl_2 $1 prctl
  PR_SET_NAME task_name
  PR_GET_NAME >task_name
  PR_SET_PDEATHSIG signal
  PR_GET_PDEATHSIG >signal
  PR_SET_DUMPABLE =dumpable
  PR_CAPBSET_READ PR_CAPBSET_DROP =capability
  PR_SET_KEEPCAPS PR_SET_TIMERSLACK PR_SET_CHILD_SUBREAPER PR_SET_NO_NEW_PRIVS size
  PR_SET_THP_DISABLE PR_SET_TIMING PR_SET_FPEXC PR_SET_FPEMU PR_SET_IO_FLUSHER size
  PR_CAP_AMBIENT =prctl_cap_ambient
  PR_SET_VMA =prctl_vma
  PR_SET_SECCOMP =seccomp_mode
  PR_SET_MM =pr_mm
  PR_SET_PTRACER =pr_ptracer(signed)
  PR_GET_SPECULATION_CTRL PR_SET_SPECULATION_CTRL =pr_spec
  PR_GET_CHILD_SUBREAPER PR_GET_FPEMU PR_GET_FPEXC PR_GET_ENDIAN >int
  PR_GET_UNALIGN >|pr_unalign
  PR_SET_UNALIGN |pr_unalign
  PR_GET_TSC >=pr_tsc
  PR_SET_TSC =pr_tsc
  PR_GET_TID_ADDRESS >pointer
  PR_SET_SECUREBITS |pr_secbit
  PR_MCE_KILL =pr_mce
  PR_SET_SYSCALL_USER_DISPATCH =pr_dispatch
  PR_SCHED_CORE =pr_sched_core
  PR_MCE_KILL_GET PR_GET_THP_DISABLE PR_GET_IO_FLUSHER size
  PR_GET_DUMPABLE PR_GET_KEEPCAPS PR_GET_SECCOMP PR_GET_TIMERSLACK PR_GET_SECUREBITS -
  PR_GET_TIMING PR_TASK_PERF_EVENTS_DISABLE PR_TASK_PERF_EVENTS_ENABLE PR_GET_FP_MODE -
  * hex
switch prctl_3 $1 prctl
  PR_SET_NO_NEW_PRIVS PR_GET_NO_NEW_PRIVS PR_SET_THP_DISABLE hex
  PR_CAP_AMBIENT prctl_ambient_3
  PR_SET_VMA PR_SET_MM pointer
  PR_SET_SECCOMP prctl_filter
  PR_SET_SPECULATION_CTRL =pr_spec_set
  PR_MCE_KILL prctl_mce
  PR_MCE_KILL_GET PR_GET_THP_DISABLE PR_GET_IO_FLUSHER PR_SET_IO_FLUSHER size
  PR_SCHED_CORE int
  PR_SET_NAME PR_GET_NAME PR_SET_PDEATHSIG PR_GET_PDEATHSIG PR_SET_DUMPABLE -
  PR_CAPBSET_READ PR_CAPBSET_DROP PR_SET_KEEPCAPS PR_SET_TIMERSLACK PR_SET_CHILD_SUBREAPER -
  PR_GET_DUMPABLE PR_GET_KEEPCAPS PR_GET_SECCOMP PR_GET_TIMERSLACK PR_GET_SECUREBITS -
  PR_SET_PTRACER PR_GET_SPECULATION_CTRL PR_GET_CHILD_SUBREAPER PR_GET_TSC PR_SET_TSC -
  PR_GET_TID_ADDRESS PR_SET_SECUREBITS PR_GET_UNALIGN PR_SET_UNALIGN PR_GET_FPEMU -
  PR_SET_FPEMU PR_GET_FPEXC PR_SET_FPEXC PR_GET_ENDIAN PR_GET_TIMING PR_SET_TIMING -
  PR_TASK_PERF_EVENTS_DISABLE PR_TASK_PERF_EVENTS_ENABLE PR_GET_FP_MODE -
  * hex
switch prctl_ambient_3 $2
  4 hex
  * =capability
switch prctl_filter $2
  2 *sock_fprog
  * hex
switch prctl_mce $2
  1 =pr_mce_policy
  * size
switch prctl_4 $1 prctl
  PR_SET_NO_NEW_PRIVS PR_GET_NO_NEW_PRIVS PR_SET_THP_DISABLE PR_CAP_AMBIENT hex
  PR_SET_VMA size
  PR_MCE_KILL PR_MCE_KILL_GET PR_GET_THP_DISABLE PR_SET_MM PR_GET_IO_FLUSHER PR_SET_IO_FLUSHER size
  PR_SCHED_CORE hex
  PR_SET_SECCOMP prctl_rest
  PR_SET_SPECULATION_CTRL -
  PR_SET_NAME PR_GET_NAME PR_SET_PDEATHSIG PR_GET_PDEATHSIG PR_SET_DUMPABLE -
  PR_CAPBSET_READ PR_CAPBSET_DROP PR_SET_KEEPCAPS PR_SET_TIMERSLACK PR_SET_CHILD_SUBREAPER -
  PR_GET_DUMPABLE PR_GET_KEEPCAPS PR_GET_SECCOMP PR_GET_TIMERSLACK PR_GET_SECUREBITS -
  PR_SET_PTRACER PR_GET_SPECULATION_CTRL PR_GET_CHILD_SUBREAPER PR_GET_TSC PR_SET_TSC -
  PR_GET_TID_ADDRESS PR_SET_SECUREBITS PR_GET_UNALIGN PR_SET_UNALIGN PR_GET_FPEMU -
  PR_SET_FPEMU PR_GET_FPEXC PR_SET_FPEXC PR_GET_ENDIAN PR_GET_TIMING PR_SET_TIMING -
  PR_TASK_PERF_EVENTS_DISABLE PR_TASK_PERF_EVENTS_ENABLE PR_GET_FP_MODE -
  * hex
switch prctl_5 $1 prctl
  PR_SET_NO_NEW_PRIVS PR_GET_NO_NEW_PRIVS PR_SET_THP_DISABLE PR_CAP_AMBIENT hex
  PR_SET_VMA string
  PR_MCE_KILL PR_MCE_KILL_GET PR_GET_THP_DISABLE PR_SET_MM PR_GET_IO_FLUSHER PR_SET_IO_FLUSHER size
  PR_SCHED_CORE pointer
  PR_SET_SECCOMP prctl_rest
  PR_SET_SPECULATION_CTRL -
  PR_SET_NAME PR_GET_NAME PR_SET_PDEATHSIG PR_GET_PDEATHSIG PR_SET_DUMPABLE -
  PR_CAPBSET_READ PR_CAPBSET_DROP PR_SET_KEEPCAPS PR_SET_TIMERSLACK PR_SET_CHILD_SUBREAPER -
  PR_GET_DUMPABLE PR_GET_KEEPCAPS PR_GET_SECCOMP PR_GET_TIMERSLACK PR_GET_SECUREBITS -
  PR_SET_PTRACER PR_GET_SPECULATION_CTRL PR_GET_CHILD_SUBREAPER PR_GET_TSC PR_SET_TSC -
  PR_GET_TID_ADDRESS PR_SET_SECUREBITS PR_GET_UNALIGN PR_SET_UNALIGN PR_GET_FPEMU -
  PR_SET_FPEMU PR_GET_FPEXC PR_SET_FPEXC PR_GET_ENDIAN PR_GET_TIMING PR_SET_TIMING -
  PR_TASK_PERF_EVENTS_DISABLE PR_TASK_PERF_EVENTS_ENABLE PR_GET_FP_MODE -
  * hex
switch prctl_rest $2
  2 -
  * hex
switch prctl_result $1 prctl
  PR_GET_DUMPABLE dumpable_result
  * long

switch futex_value $2&0x7f
  6 7 8 13 -
  * unsigned
switch futex_timeout $2&0x7f
  0 6 9 11 13 *timespec
  3 4 5 12 unsigned
  1 2 7 8 10 -
  * hex
switch futex_second $2&0x7f
  3 4 5 11 12 pointer
  0 1 2 6 7 8 9 10 13 -
  * hex
switch futex_third $2&0x7f
  9 10 futex_mask
  5 futex_wake_operation
  4 12 unsigned
  0 1 2 3 6 7 8 11 13 -
  * hex32

switch sockopt_name $2
  1 =so
  0 =ip
  41 =ipv6
  6 =tcp
  17 136 =udp
  255 =raw
  263 =packet
  270 =netlink_option
  40 =vsock
  101 =can_raw
  279 =alg
  283 =xdp
  * int
switch sockopt_value $2
  1 sockopt_socket
  6 sockopt_tcp
  0 sockopt_ip
  41 sockopt_ipv6
  263 sockopt_packet
  270 sockopt_netlink
  * sockopt_plain
switch sockopt_socket $3
  SO_LINGER *linger{given}
  SO_RCVTIMEO_OLD SO_SNDTIMEO_OLD *timeval{given}
  SO_PEERCRED *ucred{given}
  SO_ERROR *error_number{given}
  SO_BINDTODEVICE bytes[given]
  SO_ATTACH_FILTER sockopt_filter
  * sockopt_plain
switch sockopt_tcp $3
  TCP_CONGESTION TCP_ULP bytes[given]
  TCP_INFO *tcp_info{given}
  * sockopt_plain
struct tcp_info 276
  tcpi_state@0:1 =tcp_state
  tcpi_ca_state@1:1 =tcp_ca
  tcpi_retransmits@2:1 unsigned
  tcpi_probes@3:1 unsigned
  tcpi_backoff@4:1 unsigned
  tcpi_options@5:1 |tcpi_option
  tcpi_snd_wscale@6:1 bits(4,0)
  tcpi_rcv_wscale@6:1 bits(4,4)
  tcpi_delivery_rate_app_limited@7:1 bits(1,0)
  tcpi_fastopen_client_fail@7:1 bits(2,1)
  tcpi_rto@8:4 unsigned
  tcpi_ato@12:4 unsigned
  tcpi_snd_mss@16:4 unsigned
  tcpi_rcv_mss@20:4 unsigned
  tcpi_unacked@24:4 unsigned
  tcpi_sacked@28:4 unsigned
  tcpi_lost@32:4 unsigned
  tcpi_retrans@36:4 unsigned
  tcpi_fackets@40:4 unsigned
  tcpi_last_data_sent@44:4 unsigned
  tcpi_last_ack_sent@48:4 unsigned
  tcpi_last_data_recv@52:4 unsigned
  tcpi_last_ack_recv@56:4 unsigned
  tcpi_pmtu@60:4 unsigned
  tcpi_rcv_ssthresh@64:4 unsigned
  tcpi_rtt@68:4 unsigned
  tcpi_rttvar@72:4 unsigned
  tcpi_snd_ssthresh@76:4 unsigned
  tcpi_snd_cwnd@80:4 unsigned
  tcpi_advmss@84:4 unsigned
  tcpi_reordering@88:4 unsigned
  tcpi_rcv_rtt@92:4 unsigned
  tcpi_rcv_space@96:4 unsigned
  tcpi_total_retrans@100:4 unsigned
  tcpi_pacing_rate@104:8 size
  tcpi_max_pacing_rate@112:8 size
  tcpi_bytes_acked@120:8 size
  tcpi_bytes_received@128:8 size
  tcpi_segs_out@136:4 unsigned
  tcpi_segs_in@140:4 unsigned
  tcpi_notsent_bytes@144:4 unsigned
  tcpi_min_rtt@148:4 unsigned
  tcpi_data_segs_in@152:4 unsigned
  tcpi_data_segs_out@156:4 unsigned
  tcpi_delivery_rate@160:8 size
  tcpi_busy_time@168:8 size
  tcpi_rwnd_limited@176:8 size
  tcpi_sndbuf_limited@184:8 size
  tcpi_delivered@192:4 unsigned
  tcpi_delivered_ce@196:4 unsigned
  tcpi_bytes_sent@200:8 size
  tcpi_bytes_retrans@208:8 size
  tcpi_dsack_dups@216:4 unsigned
  tcpi_reord_seen@220:4 unsigned
  tcpi_rcv_ooopack@224:4 unsigned
  tcpi_snd_wnd@228:4 unsigned
  tcpi_rcv_wnd@232:4 unsigned
  tcpi_rehash@236:4 unsigned
  tcpi_total_rto@240:2 unsigned
  tcpi_total_rto_recoveries@242:2 unsigned
  tcpi_total_rto_time@244:4 unsigned
  tcpi_received_ce@248:4 unsigned
  tcpi_delivered_e1_bytes@252:4 unsigned
  tcpi_delivered_e0_bytes@256:4 unsigned
  tcpi_delivered_ce_bytes@260:4 unsigned
  tcpi_received_e1_bytes@264:4 unsigned
  tcpi_received_e0_bytes@268:4 unsigned
  tcpi_received_ce_bytes@272:4 unsigned
switch sockopt_ip $3
  IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP *ip_mreq{given}
  IP_ADD_SOURCE_MEMBERSHIP IP_DROP_SOURCE_MEMBERSHIP IP_BLOCK_SOURCE *ip_mreq_source{given}
  IP_UNBLOCK_SOURCE *ip_mreq_source{given}
  * sockopt_plain
struct ip_mreq 8
  imr_multiaddr@0:4 &network_v4
  imr_interface@4:4 &network_v4
struct ip_mreq_source 12
  imr_multiaddr@0:4 &network_v4
  imr_interface@4:4 &network_v4
  imr_sourceaddr@8:4 &network_v4
switch sockopt_ipv6 $3
  IPV6_ADD_MEMBERSHIP IPV6_DROP_MEMBERSHIP IPV6_JOIN_ANYCAST IPV6_LEAVE_ANYCAST *ipv6_mreq{given}
  * sockopt_plain
struct ipv6_mreq 20
  ipv6mr_multiaddr@0:16 &network_v6
  ipv6mr_interface@16:4 unsigned
switch sockopt_packet $3
  PACKET_ADD_MEMBERSHIP PACKET_DROP_MEMBERSHIP *packet_mreq{given}
  PACKET_RX_RING PACKET_TX_RING *tpacket_req{given}
  PACKET_STATISTICS *tpacket_stats{given}
  * sockopt_plain
struct packet_mreq = struct packet_mreq <linux/if_packet.h>
  mr_ifindex int
  mr_type =packet_mr
  mr_alen unsigned
  mr_address hexbytes[]
struct tpacket_req = struct tpacket_req <linux/if_packet.h>
  tp_block_size unsigned
  tp_block_nr unsigned
  tp_frame_size unsigned
  tp_frame_nr unsigned
struct tpacket_stats = struct tpacket_stats <linux/if_packet.h>
  packets=tp_packets unsigned
  drops=tp_drops unsigned
switch sockopt_netlink $3
  NETLINK_LIST_MEMBERSHIPS sockopt_groups
  * sockopt_plain
struct linger 8
  l_onoff@0:4s int
  l_linger@4:4s int
struct ucred 12
  pid@0:4s int
  uid@4:4 id
  gid@8:4 id
.]]
