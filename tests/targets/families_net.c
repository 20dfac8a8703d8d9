/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Options of sockets, ioctls and messages of netlink, mostly failing or without
 * effect: what zp.format shows of them is compared with strace. */
#define _GNU_SOURCE
/* clang-format off */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>
#include <asm/ioctls.h>
#include <linux/fiemap.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/icmp.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/inet_diag.h>
#include <linux/kd.h>
#include <linux/loop.h>
#include <linux/neighbour.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <linux/perf_event.h>
#include <linux/random.h>
#include <linux/rtc.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <linux/userfaultfd.h>
#include <linux/vm_sockets.h>
#include <linux/vt.h>
/* clang-format on */

#define call(name, ...) syscall(SYS_##name, ##__VA_ARGS__)
static char buf[512];
static void get(int fd, int level, int name, int size)
{
	socklen_t n = size;
	memset(buf, 0, sizeof(buf));
	call(getsockopt, fd, level, name, buf, &n);
}
static void set(int fd, int level, int name, const void *p, int n)
{
	call(setsockopt, fd, level, name, p, n);
}
static void options(void)
{
	int tcp, udp, one = 1, fd, i;
	struct linger l = {1, 5};
	struct ip_mreq mreq = {{htonl(0xe0000001)}, {0}};
	struct ip_mreqn mreqn = {{htonl(0xe0000001)}, {0}, 1};
	struct ipv6_mreq m6 = {IN6ADDR_LOOPBACK_INIT, 0};
	struct sock_filter insns[] = {BPF_STMT(BPF_RET | BPF_K, 0xffff)};
	struct sock_fprog prog = {1, insns};
	struct tpacket_req req = {4096, 1, 2048, 2};

	tcp = socket(AF_INET, SOCK_STREAM, 0);
	udp = socket(AF_INET6, SOCK_DGRAM, 0);
	for (i = 1; i <= 76; i++)
		if (i != 26 && i != 31 && i != 17 && i != 59 && i != 20 &&
		    i != 21 && i != 74)
			get(tcp, SOL_SOCKET, i, 4);
	get(tcp, SOL_SOCKET, SO_LINGER, 8);
	get(tcp, SOL_SOCKET, SO_LINGER, 4);
	set(tcp, SOL_SOCKET, SO_LINGER, &l, sizeof l);
	set(tcp, SOL_SOCKET, SO_SNDBUF, &one, 4);
	set(tcp, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof prog);
	set(tcp, SOL_SOCKET, SO_DETACH_FILTER, &one, 4);
	set(tcp, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
	set(tcp, SOL_SOCKET, SO_TIMESTAMPING, &one, 4);
	set(tcp, SOL_SOCKET, 777, &one, 4);

	for (i = 1; i <= 50; i++)
		get(tcp, SOL_IP, i, 4);
	for (i = 1; i <= 46; i++)
		if (i != 13 && i != 24)
			get(tcp, 6, i, 4);
	for (i = 1; i <= 62; i++)
		get(udp, SOL_IPV6, i, 4);
	get(tcp, 6, TCP_INFO, 104);
	set(tcp, 6, TCP_NODELAY, &one, 4);
	set(tcp, SOL_IP, IP_ADD_MEMBERSHIP, &mreq, sizeof mreq);
	set(tcp, SOL_IP, IP_ADD_MEMBERSHIP, &mreqn, sizeof mreqn);
	set(tcp, SOL_IP, IP_MULTICAST_IF, &mreq, 4);
	set(tcp, SOL_IP, IP_TOS, &one, 4);
	set(tcp, SOL_IP, IP_MULTICAST_TTL, &one, 1);
	set(udp, SOL_IPV6, IPV6_ADD_MEMBERSHIP, &m6, sizeof m6);
	set(udp, SOL_IPV6, IPV6_V6ONLY, &one, 4);
	set(udp, SOL_IPV6, IPV6_UNICAST_HOPS, &one, 4);
	set(udp, 17, 1, &one, 4);
	set(udp, 17, 100, &one, 4);
	set(udp, 17, 103, &one, 4);
	get(udp, 17, 103, 4);
	set(-1, SOL_PACKET, PACKET_RX_RING, &req, sizeof req);
	set(-1, SOL_PACKET, PACKET_FANOUT, &one, 4);
	set(-1, SOL_PACKET, PACKET_VERSION, &one, 4);
	set(-1, SOL_PACKET, PACKET_AUXDATA, &one, 4);
	set(-1, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &one, 4);
	set(-1, SOL_NETLINK, NETLINK_EXT_ACK, &one, 4);
	set(-1, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, &one, 4);
	fd = socket(AF_NETLINK, SOCK_RAW, 0);
	get(fd, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, 8);
	get(fd, SOL_NETLINK, NETLINK_EXT_ACK, 4);
	(void)fd;
}

static void ioctls(void)
{
	struct ifreq r, list[8];
	struct ifconf conf = {.ifc_req = list};
	int s, f, one = 1, i;
	long flags = 0;
	struct fsxattr x = {0};
	struct loop_info64 li = {.lo_offset = 4096,
				 .lo_flags = LO_FLAGS_AUTOCLEAR};
	struct rtc_time rt = {.tm_sec = 1, .tm_year = 126};
	struct vt_mode vm = {VT_PROCESS, 0, 10, 12, 0};
	struct uffdio_register ur = {.range = {0x1000, 0x2000},
				     .mode = UFFDIO_REGISTER_MODE_MISSING};
	struct uffdio_api ua = {.api = UFFD_API, .features = 1};
	struct uffdio_copy uc = {0x1000, 0x2000, 4096, 1, 0};
	uint64_t range[2] = {0, 4096};
	static const int gets[] = {SIOCGIFINDEX,   SIOCGIFFLAGS,
				   SIOCGIFMTU,	   SIOCGIFMETRIC,
				   SIOCGIFTXQLEN,  SIOCGIFADDR,
				   SIOCGIFDSTADDR, SIOCGIFBRDADDR,
				   SIOCGIFNETMASK, SIOCGIFHWADDR};
	static const int sets[] = {SIOCSIFFLAGS,   SIOCSIFMTU,
				   SIOCSIFMETRIC,  SIOCSIFTXQLEN,
				   SIOCSIFADDR,	   SIOCSIFDSTADDR,
				   SIOCSIFBRDADDR, SIOCSIFNETMASK,
				   SIOCSIFNAME};
	struct sockaddr_in *in = (void *)&r.ifr_addr;

	s = socket(AF_INET, SOCK_DGRAM, 0);
	for (i = 0; i < 10; i++) {
		memset(&r, 0, sizeof r);
		strcpy(r.ifr_name, "lo");
		call(ioctl, s, gets[i], &r);
		strcpy(r.ifr_name, "nosuch");
		call(ioctl, s, gets[i], &r);
	}
	for (i = 0; i < 9; i++) {
		memset(&r, 0, sizeof r);
		strcpy(r.ifr_name, "nosuch");
		in->sin_family = AF_INET;
		in->sin_addr.s_addr = htonl(0x7f000001);
		if (i < 4) {
			r.ifr_flags = 1;
		}
		call(ioctl, -1, sets[i], &r);
	}
	memset(&r, 0, sizeof r);
	r.ifr_ifindex = 1;
	call(ioctl, s, SIOCGIFNAME, &r);
	r.ifr_ifindex = 9999;
	call(ioctl, s, SIOCGIFNAME, &r);
	call(ioctl, s, SIOCGIFNAME, NULL);
	conf.ifc_len = sizeof(list);
	call(ioctl, s, SIOCGIFCONF, &conf);
	conf.ifc_len = sizeof(list[0]);
	call(ioctl, s, SIOCGIFCONF, &conf);
	call(ioctl, -1, SIOCGIFCONF, &conf);
	conf.ifc_len = 1;
	call(ioctl, s, SIOCGIFCONF, &conf);
	conf.ifc_buf = NULL;
	call(ioctl, s, SIOCGIFCONF, &conf);
	call(ioctl, s, SIOCGIFCONF, NULL);
	memset(&r, 0, sizeof r);
	strcpy(r.ifr_name, "lo");
	call(ioctl, s, SIOCGIFMAP, &r);
	call(ioctl, s, SIOCGIFSLAVE, &r);
	r.ifr_map = (struct ifmap){1, 2, 3, 4, 5, 6};
	call(ioctl, -1, SIOCSIFMAP, &r);
	strcpy(r.ifr_slave, "slave");
	call(ioctl, -1, SIOCSIFSLAVE, &r);
	call(ioctl, -1, SIOCADDMULTI, &r);
	call(ioctl, -1, SIOCDELMULTI, &r);
	call(ioctl, -1, SIOCSIFHWBROADCAST, &r);
	f = open("file", O_RDWR | O_CREAT, 0600);
	call(write, f, "x", 1);
	call(ioctl, f, FS_IOC_GETFLAGS, &flags);
	call(ioctl, -1, FS_IOC_SETFLAGS, &flags);
	call(ioctl, f, FS_IOC_FSGETXATTR, &x);
	call(ioctl, -1, FS_IOC_FSSETXATTR, &x);
	call(ioctl, f, FS_IOC_GETVERSION, &flags);
	one = 0;
	call(ioctl, f, FIONREAD, &one);
	call(ioctl, -1, BLKGETSIZE64, buf);
	call(ioctl, -1, BLKDISCARD, range);
	call(ioctl, -1, BLKROGET, &one);
	call(ioctl, -1, BLKRASET, 5L);
	call(ioctl, -1, BLKPBSZGET, &one);
	call(ioctl, -1, BLKROTATIONAL, &one);
	call(ioctl, -1, LOOP_SET_FD, 5);
	call(ioctl, -1, LOOP_SET_STATUS64, &li);
	call(ioctl, -1, LOOP_GET_STATUS64, &li);
	call(ioctl, -1, LOOP_CTL_GET_FREE, 0);
	call(ioctl, -1, LOOP_CTL_ADD, 3);
	call(ioctl, -1, KDSETMODE, KD_GRAPHICS);
	call(ioctl, -1, KDGETMODE, &one);
	call(ioctl, -1, KDGKBTYPE, &one);
	call(ioctl, -1, VT_GETMODE, &vm);
	call(ioctl, -1, RTC_RD_TIME, &rt);
	call(ioctl, -1, RTC_SET_TIME, &rt);
	call(ioctl, -1, RTC_AIE_ON, 0);
	call(ioctl, -1, UFFDIO_API, &ua);
	call(ioctl, -1, UFFDIO_REGISTER, &ur);
	call(ioctl, -1, UFFDIO_UNREGISTER, range);
	call(ioctl, -1, UFFDIO_COPY, &uc);
	call(ioctl, -1, UFFDIO_WAKE, range);
	call(ioctl, -1, UFFDIO_ZEROPAGE, &ur);
	call(ioctl, -1, PERF_EVENT_IOC_ENABLE, 1);
	call(ioctl, -1, PERF_EVENT_IOC_DISABLE, 0);
	call(ioctl, -1, PERF_EVENT_IOC_PERIOD, range);
	call(ioctl, -1, PERF_EVENT_IOC_SET_OUTPUT, 7);
	call(ioctl, -1, PERF_EVENT_IOC_SET_FILTER, "a==1");
	call(ioctl, -1, PERF_EVENT_IOC_ID, range);
	call(ioctl, -1, PERF_EVENT_IOC_REFRESH, 3);
	strcpy(r.ifr_name, "tun0");
	r.ifr_flags = IFF_TUN | IFF_NO_PI;
	f = open("/proc/self/ns/net", O_RDONLY);
	call(ioctl, f, NS_GET_USERNS, 0);
	call(ioctl, f, NS_GET_OWNER_UID, buf);
	f = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	call(ioctl, f, TIOCGPTN, &one);
	call(ioctl, f, TIOCMGET, &one);
	one = 6;
	call(ioctl, -1, TIOCMSET, &one);
	one = 0;
	call(ioctl, f, TIOCPKT, &one);
	call(ioctl, f, TIOCGEXCL, &one);
	call(ioctl, f, 0x802c542aL, buf);
	call(ioctl, f, TIOCSTI, "a");
	call(ioctl, f, TCGETA, buf);
	f = open("/dev/urandom", O_RDONLY);
	call(ioctl, f, RNDGETENTCNT, &one);
	call(ioctl, -1, 0x12345678, 5);
}

struct request {
	struct nlmsghdr head;
	char rest[240];
};

static struct nlattr *add(struct request *r, int type, const void *p, int n)
{
	struct nlattr *a = (void *)((char *)r + NLMSG_ALIGN(r->head.nlmsg_len));

	a->nla_type = (unsigned short)type;
	a->nla_len = (unsigned short)(NLA_HDRLEN + n);
	memcpy(a + 1, p, (size_t)n);
	r->head.nlmsg_len = NLMSG_ALIGN(r->head.nlmsg_len) +
			    (unsigned int)NLA_ALIGN(NLA_HDRLEN + n);
	return a;
}

static void begin(struct request *r, int type, int flags, const void *p, int n)
{
	memset(r, 0, sizeof(*r));
	r->head = (struct nlmsghdr){NLMSG_LENGTH((unsigned int)n),
				    (unsigned short)type, (unsigned short)flags,
				    5, 0};
	memcpy(r->rest, p, (size_t)n);
}

static void ask(int fd, const struct request *r)
{
	struct iovec iov = {(void *)r, r->head.nlmsg_len};
	struct sockaddr_nl nl = {.nl_family = AF_NETLINK};
	struct msghdr m = {&nl, sizeof(nl), &iov, 1, NULL, 0, 0};

	bind(fd, (struct sockaddr *)&nl, sizeof(nl));

	call(sendto, fd, r, r->head.nlmsg_len, MSG_DONTWAIT, NULL, 0);
	call(sendmsg, fd, &m, MSG_DONTWAIT);
	iov = (struct iovec){buf, sizeof(buf)};
	call(recvmsg, fd, &m, MSG_DONTWAIT);
	call(recvfrom, fd, buf, sizeof(buf), MSG_DONTWAIT, NULL, NULL);
}

static void messages(void)
{
	struct ifinfomsg link = {.ifi_index = 0, .ifi_flags = IFF_UP};
	struct ifaddrmsg address = {AF_INET, 24, 0, 0, 0};
	struct rtmsg route = {.rtm_family = AF_INET6, .rtm_dst_len = 128};
	struct ndmsg neighbour = {.ndm_family = AF_INET, .ndm_state = 2};
	struct inet_diag_req_v2 diag = {.sdiag_family = AF_INET6,
					.sdiag_protocol = 6,
					.idiag_states = 2};
	struct {
		struct nlattr a;
		char text[8];
	} kind = {{10, 1}, "dummy"};
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), one = 1;
	struct request r;

	begin(&r, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK | NLM_F_EXCL, &link,
	      sizeof(link));
	ask(fd, &r);
	add(&r, IFLA_IFNAME, "nosuch0", 8);
	add(&r, IFLA_MTU, &one, 4);
	add(&r, IFLA_ADDRESS, "\1\2\3\4\5\6", 6);
	add(&r, NLA_F_NESTED | IFLA_LINKINFO, &kind, 10);
	add(&r, 4000, "abc", 3);
	r.head.nlmsg_flags = NLM_F_REQUEST;
	ask(fd, &r);
	begin(&r, RTM_NEWADDR, NLM_F_REQUEST | NLM_F_CREATE, &address,
	      sizeof(address));
	add(&r, IFA_LOCAL, "\12\11\10\7", 4);
	add(&r, IFA_LABEL, "nosuch", 7);
	add(&r, IFA_FLAGS, "\200\0\0\0", 4);
	ask(fd, &r);
	begin(&r, RTM_DELROUTE, NLM_F_REQUEST, &route, sizeof(route));
	add(&r, RTA_DST, &in6addr_loopback, 16);
	add(&r, RTA_TABLE, &one, 4);
	add(&r, RTA_PRIORITY, &one, 4);
	ask(fd, &r);
	begin(&r, RTM_NEWNEIGH, NLM_F_REQUEST, &neighbour, sizeof(neighbour));
	add(&r, NDA_DST, "\12\11\10\7", 4);
	add(&r, NDA_LLADDR, "\1\2\3\4\5\6", 6);
	ask(fd, &r);
	begin(&r, RTM_GETLINK, NLM_F_REQUEST, "\0\0\0", 4);
	ask(fd, &r);
	r.head.nlmsg_len = 16;
	ask(fd, &r);
	close(fd);
	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
	begin(&r, SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_ACK, &diag,
	      sizeof(diag));
	ask(fd, &r);
	close(fd);
}

/* To a socket that is not there, so the kernel reads none of them. */
static void netfilter(void)
{
	static const unsigned char subsystems[] = {
		NFNL_SUBSYS_CTNETLINK,	NFNL_SUBSYS_CTNETLINK_EXP,
		NFNL_SUBSYS_QUEUE,	NFNL_SUBSYS_ULOG,
		NFNL_SUBSYS_OSF,	NFNL_SUBSYS_IPSET,
		NFNL_SUBSYS_ACCT,	NFNL_SUBSYS_CTNETLINK_TIMEOUT,
		NFNL_SUBSYS_CTHELPER,	NFNL_SUBSYS_NFTABLES,
		NFNL_SUBSYS_NFT_COMPAT, NFNL_SUBSYS_HOOK,
		NFNL_SUBSYS_COUNT,
	};
	const struct nfgenmsg head = {AF_INET, NFNETLINK_V0, htons(10)};
	const struct sockaddr_nl nobody = {.nl_family = AF_NETLINK,
					   .nl_pid = 0x7ffffff0};
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
	struct sockaddr_nl own = {.nl_family = AF_NETLINK};
	struct request r;

	bind(fd, (struct sockaddr *)&own, sizeof(own));
	for (unsigned int i = 0; i < sizeof(subsystems) * 8; i++) {
		begin(&r, subsystems[i / 8] << 8 | i % 8,
		      NLM_F_REQUEST | NLM_F_DUMP | NLM_F_CREATE, &head,
		      sizeof(head));
		add(&r, 1, "name", 5);
		add(&r, NLA_F_NESTED | 2, "\5\0\1\0a\0\0\0", 8);
		add(&r, 0, "", 0);
		call(sendto, fd, &r, r.head.nlmsg_len, 0, &nobody,
		     sizeof(nobody));
	}
	for (int type = NFNL_MSG_BATCH_BEGIN; type < 20; type++) {
		begin(&r, type, NLM_F_REQUEST, &head, sizeof(head));
		call(sendto, fd, &r, r.head.nlmsg_len, 0, &nobody,
		     sizeof(nobody));
		add(&r, NFNL_BATCH_GENID, "\0\0\0\1", 4);
		call(sendto, fd, &r, r.head.nlmsg_len, 0, &nobody,
		     sizeof(nobody));
	}
	close(fd);
}

int main(void)
{
	options();
	ioctls();
	messages();
	netfilter();
	return 0;
}
