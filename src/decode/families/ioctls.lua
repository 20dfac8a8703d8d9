-- SPDX-License-Identifier: MIT OR Apache-2.0
-- What ioctl's argument is, by command: as ../structs.lua has it. Of most of
-- those that are asked for with a struct the kernel fills in a part.

return [[
switch ioctl_argument $2 ioctl
  FIONREAD TIOCGPGRP TIOCGSID TIOCOUTQ BLKSSZGET BLKROGET RNDGETENTCNT >int
  FIOQSIZE >long
  TIOCGEXCL TIOCGPKT TIOCGPTLCK BLKBSZGET FIBMAP FIGETBSZ BLKALIGNOFF TIOCGSOFTCAR >int
  FIONBIO FIOASYNC TIOCSPGRP TIOCSPTLCK RNDADDTOENTCNT BLKROSET TIOCPKT BLKBSZSET *int
  TIOCSSOFTCAR TUNSETSNDBUF TUNSETVNETHDRSZ *int
  TIOCGPTN BLKPBSZGET BLKIOMIN BLKIOOPT BLKDISCARDZEROES BLKGETZONESZ BLKGETNRZONES >unsigned
  TUNGETFEATURES >unsigned
  FIOCLEX FIONCLEX TIOCNOTTY TIOCEXCL TIOCNXCL FITHAW FIFREEZE TIOCCONS TIOCVHANGUP -
  BLKRRPART BLKFLSBUF RNDZAPENTCNT RNDCLEARPOOL RNDRESEEDCRNG NS_GET_USERNS NS_GET_PARENT -
  NS_GET_NSTYPE LOOP_CLR_FD LOOP_SET_CAPACITY LOOP_CTL_GET_FREE KDENABIO KDDISABIO -
  KDMAPDISP KDUNMAPDISP RTC_AIE_ON RTC_AIE_OFF RTC_UIE_ON RTC_UIE_OFF RTC_PIE_ON RTC_PIE_OFF -
  RTC_WIE_ON RTC_WIE_OFF RTC_VL_CLR BLKTRACESTART BLKTRACESTOP BLKTRACETEARDOWN -
  TCGETS TCGETS2 >termios
  TCSETS TCSETSW TCSETSF TCSETS2 TCSETSW2 TCSETSF2 *termios
  TCGETA >termio
  TCSETA TCSETAW TCSETAF *termio
  TIOCGWINSZ >winsize
  TIOCSWINSZ *winsize
  TIOCSCTTY TCSBRK TCXONC TIOCCBRK TIOCSBRK TCSBRKP int
  TIOCGPTPEER open_flags
  TIOCMGET >|tiocm
  TIOCMSET TIOCMBIS TIOCMBIC *|tiocm
  TIOCGETD >=n_tty
  TIOCSETD *=n_tty
  TIOCSTI bytes[1]
  TCFLSH =tcflsh
  FICLONE fd
  FICLONERANGE *clone_range
  BLKGETSIZE64 >size
  BLKGETSIZE BLKRAGET BLKFRAGET >size
  BLKRASET BLKFRASET BLKSECTSET size
  BLKSECTGET BLKROTATIONAL >u16
  BLKDISCARD BLKSECDISCARD BLKZEROOUT *size[2]
  FS_IOC_GETFLAGS >|fs_flag
  FS_IOC_SETFLAGS *|fs_flag
  >fs_xattr
  *fs_xattr
  FS_IOC_FSGETXATTR >fs_xattr
  FS_IOC_FSSETXATTR *fs_xattr_set
  FS_IOC_FIEMAP ^fiemap
  FITRIM *fs_trim
  LOOP_SET_FD LOOP_CHANGE_FD fd
  LOOP_CTL_ADD LOOP_CTL_REMOVE LOOP_SET_DIRECT_IO LOOP_SET_BLOCK_SIZE int
  LOOP_SET_STATUS64 *loop_info
  LOOP_GET_STATUS64 >loop_info
  KDSETMODE =kd_mode
  KDGETMODE >=kd_mode
  KDSKBMODE =kd_keyboard
  KDGKBMODE >=kd_keyboard
  KDGKBTYPE >=kd_type
  VT_ACTIVATE VT_WAITACTIVE VT_DISALLOCATE VT_RELDISP int
  VT_OPENQRY >int
  VT_GETMODE >vt_mode
  VT_SETMODE *vt_mode
  VT_GETSTATE >vt_state
  RTC_RD_TIME RTC_ALM_READ >rtc_time
  RTC_SET_TIME RTC_ALM_SET *rtc_time
  RTC_EPOCH_READ >size
  NS_GET_OWNER_UID >unsigned
  UFFDIO_API *uffd_api
  UFFDIO_REGISTER *uffd_register
  UFFDIO_UNREGISTER UFFDIO_WAKE *uffd_range
  UFFDIO_COPY *uffd_copy
  UFFDIO_ZEROPAGE *uffd_zero
  PERF_EVENT_IOC_ENABLE PERF_EVENT_IOC_DISABLE PERF_EVENT_IOC_RESET |perf_ioc_flag
  PERF_EVENT_IOC_REFRESH int
  PERF_EVENT_IOC_PERIOD *size
  PERF_EVENT_IOC_SET_OUTPUT PERF_EVENT_IOC_SET_BPF fd
  PERF_EVENT_IOC_SET_FILTER string
  PERF_EVENT_IOC_ID >size
  SIOCGIFNAME ^ifreq_by_index
  SIOCGIFINDEX ^ifreq_index
  SIOCGIFFLAGS ^ifreq_flags
  SIOCSIFFLAGS *ifset_flags
  SIOCGIFMTU ^ifreq_mtu
  SIOCSIFMTU *ifset_mtu
  SIOCGIFMETRIC ^ifreq_metric
  SIOCSIFMETRIC *ifset_metric
  SIOCGIFTXQLEN ^ifreq_qlen
  SIOCSIFTXQLEN *ifset_qlen
  SIOCGIFADDR ^ifreq_addr
  SIOCSIFADDR *ifset_addr
  SIOCGIFDSTADDR ^ifreq_dstaddr
  SIOCSIFDSTADDR *ifset_dstaddr
  SIOCGIFBRDADDR ^ifreq_broadaddr
  SIOCSIFBRDADDR *ifset_broadaddr
  SIOCGIFNETMASK ^ifreq_netmask
  SIOCSIFNETMASK *ifset_netmask
  SIOCGIFHWADDR ^ifreq_hwaddr
  SIOCSIFHWADDR SIOCSIFHWBROADCAST SIOCADDMULTI SIOCDELMULTI *ifset_hwaddr
  SIOCGIFSLAVE ^ifreq_slave
  SIOCSIFSLAVE *ifset_slave
  SIOCGIFMAP ^ifreq_map
  SIOCSIFMAP *ifset_map
  SIOCGIFCONF ~ifconf
  SIOCSIFNAME *ifset_newname
  TUNSETIFF *ifset_tun
  TUNGETIFF >ifset_tun
  * pointer
struct ifreq_by_index 40
  ifr_ifindex@16:4s int
  ifr_name@0:16 string[] ?failed=0
struct ifreq_index 40
  ifr_name@0:16 string[]
  ifr_ifindex@16:4s int ?failed=0
struct ifreq_flags 40
  ifr_name@0:16 string[]
  ifr_flags@16:2 |iff ?failed=0
struct ifset_flags 40
  ifr_name@0:16 string[]
  ifr_flags@16:2 |iff
struct ifreq_mtu 40
  ifr_name@0:16 string[]
  ifr_mtu@16:4s int ?failed=0
struct ifset_mtu 40
  ifr_name@0:16 string[]
  ifr_mtu@16:4s int
struct ifreq_metric 40
  ifr_name@0:16 string[]
  ifr_metric@16:4s int ?failed=0
struct ifset_metric 40
  ifr_name@0:16 string[]
  ifr_metric@16:4s int
struct ifreq_qlen 40
  ifr_name@0:16 string[]
  ifr_qlen@16:4s int ?failed=0
struct ifset_qlen 40
  ifr_name@0:16 string[]
  ifr_qlen@16:4s int
struct ifreq_addr 40
  ifr_name@0:16 string[]
  ifr_addr@16:16 &inet_address ?failed=0
struct ifset_addr 40
  ifr_name@0:16 string[]
  ifr_addr@16:16 &inet_address
struct ifreq_dstaddr 40
  ifr_name@0:16 string[]
  ifr_dstaddr@16:16 &inet_address ?failed=0
struct ifset_dstaddr 40
  ifr_name@0:16 string[]
  ifr_dstaddr@16:16 &inet_address
struct ifreq_broadaddr 40
  ifr_name@0:16 string[]
  ifr_broadaddr@16:16 &inet_address ?failed=0
struct ifset_broadaddr 40
  ifr_name@0:16 string[]
  ifr_broadaddr@16:16 &inet_address
struct ifreq_netmask 40
  ifr_name@0:16 string[]
  ifr_netmask@16:16 &inet_address ?failed=0
struct ifset_netmask 40
  ifr_name@0:16 string[]
  ifr_netmask@16:16 &inet_address
struct ifreq_hwaddr 40
  ifr_name@0:16 string[]
  ifr_hwaddr@16:16 &hardware_address ?failed=0
struct ifset_hwaddr 40
  ifr_name@0:16 string[]
  ifr_hwaddr@16:16 &hardware_address
struct ifreq_slave 40
  ifr_name@0:16 string[]
  ifr_slave@16:16 string[] ?failed=0
struct ifset_slave 40
  ifr_name@0:16 string[]
  ifr_slave@16:16 string[]
struct ifreq_map 40
  ifr_name@0:16 string[]
  ifr_map@16:24 ifmap ?failed=0
struct ifset_map 40
  ifr_name@0:16 string[]
  ifr_map@16:24 ifmap
struct ifmap = struct ifmap <linux/if.h>
  mem_start hex
  mem_end hex
  base_addr hex
  irq hex
  dma hex
  port hex
struct ifset_newname 40
  ifr_name@0:16 string[]
  ifr_newname@16:16 string[]
struct ifset_tun 40
  ifr_name@0:16 string[]
  ifr_flags@16:2 |tun
struct termio more = struct termio <asm/termios.h>
  c_iflag |c_iflag
  c_oflag c_oflag
  c_cflag c_cflag
  c_lflag |c_lflag
switch ioctl_result $2 ioctl
  NS_GET_USERNS NS_GET_PARENT TIOCGPTPEER fd
  * long
struct clone_range = struct file_clone_range <linux/fs.h>
  src_fd fd
  src_offset size
  src_length size
  dest_offset size
struct fs_xattr = struct fsxattr <linux/fs.h>
  fsx_xflags |fs_xflag
  fsx_extsize unsigned
  fsx_nextents unsigned
  fsx_projid unsigned
  fsx_cowextsize unsigned
struct fs_xattr_set = struct fsxattr <linux/fs.h>
  fsx_xflags |fs_xflag
  fsx_extsize unsigned
  fsx_projid unsigned
  fsx_cowextsize unsigned
struct fs_trim = struct fstrim_range <linux/fs.h>
  start size
  len size
  minlen size
struct fiemap more = struct fiemap <linux/fiemap.h>
  fm_start size
  fm_length size
  fm_flags |fiemap_flag
  fm_mapped_extents unsigned ?failed=0
  fm_extent_count unsigned
struct loop_info more = struct loop_info64 <linux/loop.h>
  lo_offset hex
  lo_number unsigned
  lo_flags |lo_flag
  lo_file_name string[]
struct vt_mode = struct vt_mode <linux/vt.h>
  mode =vt_mode
  waitv int
  relsig int
  acqsig int
  frsig int
struct vt_state = struct vt_stat <linux/vt.h>
  v_active unsigned
  v_signal unsigned
  v_state hex
struct rtc_time more = struct rtc_time <linux/rtc.h>
  tm_sec int
  tm_min int
  tm_hour int
  tm_mday int
  tm_mon int
  tm_year int
struct uffd_api = struct uffdio_api <linux/userfaultfd.h>
  api hex
  features |uffd_feature
struct uffd_range = struct uffdio_range <linux/userfaultfd.h>
  start hex
  len hex
struct uffd_register = struct uffdio_register <linux/userfaultfd.h>
  range uffd_range
  mode |uffd_register
struct uffd_copy = struct uffdio_copy <linux/userfaultfd.h>
  dst hex
  src hex
  len hex
  mode |uffd_copy
struct uffd_zero = struct uffdio_zeropage <linux/userfaultfd.h>
  range uffd_range
  mode |uffd_zero
.]]
