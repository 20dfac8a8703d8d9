/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* src/decode/families on memory that is prepared, and on any: messages of
 * netlink, structs of BPF, filters. */
#include <errno.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/keyctl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netfilter/nfnetlink_cttimeout.h>
#include <linux/netlink.h>
#include <linux/perf_event.h>
#include <linux/rtnetlink.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "decode/decode.h"
#include "decode/sinks/json.h"
#include "decode/sinks/text.h"
#include "json.h"
#include "thread/memory.h"
#include "unit.h"

#define V(x) ((uint64_t)(uintptr_t)(x))

/* What faults is not copied. */
size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	const struct iovec here = {dst, n}, there = {(void *)src, n};
	ssize_t done = process_vm_readv(getpid(), &here, 1, &there, 1, 0);

	return done < 0 ? 0 : (size_t)done;
}

static int protocol, asked;

static int netlink_of(struct decode *walk, int fd)
{
	(void)walk;
	asked++;
	return fd == 3 ? protocol : -1;
}

static const struct decode_host host = {NULL, netlink_of};
static struct decode d;
static char line[65536];

static void begin(long nr, const uint64_t arg[6], int64_t ret)
{
	d.host = &host;
	d.strings = 32;
	d.sp = 0;
	decode_begin(&d, nr, arg);
	decode_done(&d, ret);
}

/* Arguments as a line, and as members of an object. */
static const char *text(long nr, int64_t ret, const uint64_t arg[6])
{
	struct decode_text t;

	begin(nr, arg, ret);
	decode_text_begin(&t, line, sizeof(line));
	d.sink = &t.sink;
	decode_arguments(&d, 0);
	ck_assert(!t.out.full);
	*t.out.at = '\0';
	return line;
}

static const char *json(long nr, int64_t ret, const uint64_t arg[6])
{
	struct decode_json j;

	begin(nr, arg, ret);
	decode_json_begin(&j, line, sizeof(line));
	d.sink = &j.sink;
	decode_arguments(&d, 0);
	ck_assert(!j.out.full);
	ck_assert_msg(json_is_members(line, decode_length(&j.out)), "%.*s",
		      (int)decode_length(&j.out), line);
	*j.out.at = '\0';
	return line;
}

static union {
	struct nlmsghdr head;
	char bytes[4096];
} message;

static void start(int type, int flags, const void *head, size_t n)
{
	memset(&message, 0, sizeof(message));
	message.head.nlmsg_len = (unsigned int)(NLMSG_HDRLEN + NLMSG_ALIGN(n));
	message.head.nlmsg_type = (unsigned short)type;
	message.head.nlmsg_flags = (unsigned short)flags;
	memcpy(message.bytes + NLMSG_HDRLEN, head, n);
}

static void add(int type, const void *p, size_t n)
{
	char *at = message.bytes + message.head.nlmsg_len;
	struct nlattr a = {(unsigned short)(NLA_HDRLEN + n),
			   (unsigned short)type};

	memcpy(at, &a, sizeof(a));
	memcpy(at + NLA_HDRLEN, p, n);
	message.head.nlmsg_len += (unsigned int)NLA_ALIGN(NLA_HDRLEN + n);
}

#define HEAD(type, flags)                                                      \
	"{nlmsg_len=%u, nlmsg_type=" type ", nlmsg_flags=" flags               \
	", nlmsg_seq=0, nlmsg_pid=0}"

static const char *with_length(const char *format)
{
	static char made[1024];

	snprintf(made, sizeof(made), format, message.head.nlmsg_len,
		 message.head.nlmsg_len);
	return made;
}

static const char *sent(int fd)
{
	const uint64_t arg[6] = {(uint64_t)fd, V(&message),
				 message.head.nlmsg_len};

	return text(SYS_sendto, message.head.nlmsg_len, arg);
}

START_TEST(attributes)
{
	const struct ifinfomsg link = {.ifi_index = 2, .ifi_flags = 1};
	const struct genlmsghdr control = {CTRL_CMD_GETFAMILY, 2, 0};

	protocol = NETLINK_ROUTE;
	start(RTM_SETLINK, NLM_F_REQUEST, &link, sizeof(link));
	add(IFLA_MTU, "\334\5\0\0", 4);
	ck_assert_str_eq(sent(3),
			 with_length("3, [" HEAD("RTM_SETLINK",
						 "NLM_F_REQUEST") ", "
								  "{ifi_family="
								  "AF_UNSPEC, "
								  "ifi_type="
								  "ARPHRD_"
								  "NETROM, "
								  "ifi_index=2,"
								  " ifi_flags="
								  "IFF_UP, "
								  "ifi_change="
								  "0}, "
								  "[{nla_len=8,"
								  " nla_type="
								  "IFLA_MTU}, "
								  "1500]], %u, "
								  "0, "
								  "NULL, 0"));
	/* a number that is too short, a name without a NUL, one without a
	 * meaning */
	start(RTM_SETLINK, NLM_F_REQUEST, &link, sizeof(link));
	add(IFLA_MTU, "\334\5", 2);
	add(IFLA_IFNAME, "eth0", 4);
	add(3999, "\1", 1);
	ck_assert_ptr_nonnull(strstr(sent(3), "[[{nla_len=6, "
					      "nla_type=IFLA_MTU}, "
					      "\"\\xdc\\x05\"], "
					      "[{nla_len=8, "
					      "nla_type=IFLA_IFNAME}, "
					      "\"eth0\"], "
					      "[{nla_len=5, nla_type=0xf9f /* "
					      "IFLA_??? */}, "
					      "\"\\x01\"]]"));
	/* an attribute that says that it is longer than the message */
	start(RTM_SETLINK, NLM_F_REQUEST, &link, sizeof(link));
	add(IFLA_IFNAME, "eth0", 5);
	message.bytes[NLMSG_HDRLEN + sizeof(link)] = 100;
	ck_assert_ptr_nonnull(strstr(sent(3), "[{nla_len=100, "
					      "nla_type=IFLA_IFNAME}, \"eth0"));
	/* a socket of another kind */
	ck_assert_ptr_null(strstr(sent(4), "nlmsg_len"));

	protocol = NETLINK_GENERIC;
	start(GENL_ID_CTRL, NLM_F_REQUEST, &control, sizeof(control));
	add(CTRL_ATTR_FAMILY_NAME, "nl80211", 8);
	ck_assert_str_eq(sent(3),
			 with_length("3, [" HEAD(
				 "nlctrl", "NLM_F_REQUEST") ", "
							    "{cmd=CTRL_CMD_"
							    "GETFAMILY, "
							    "version=0x2}, "
							    "[{nla_len=12, "
							    "nla_type=CTRL_"
							    "ATTR_FAMILY_NAME},"
							    " "
							    "\"nl80211\"]], "
							    "%u, 0, NULL, 0"));
}
END_TEST

/* Only what may be a message, and once for a call. */
START_TEST(asks_once)
{
	struct iovec v[2] = {{&message, 16}, {&message, 16}};
	struct msghdr m = {.msg_iov = v, .msg_iovlen = 2};
	const uint64_t arg[6] = {3, V(&m)};
	const uint64_t other[6] = {3, V("GET / HTTP/1.1\r\n\r\n"), 18};

	protocol = NETLINK_ROUTE;
	start(NLMSG_NOOP, 0, "", 0);
	asked = 0;
	ck_assert_ptr_nonnull(strstr(text(SYS_sendmsg, 32, arg), "nlmsg_type="
								 "NLMSG_NOOP"));
	ck_assert_int_eq(asked, 1);
	ck_assert_str_eq(text(SYS_sendto, 18, other), "3, \"GET / "
						      "HTTP/1.1\\r\\n\\r\\n\", "
						      "18, 0, NULL, 0");
	ck_assert_int_eq(asked, 1);
}
END_TEST

START_TEST(messages_as_values)
{
	const struct rtmsg route = {.rtm_family = AF_INET,
				    .rtm_dst_len = 8,
				    .rtm_table = RT_TABLE_MAIN};
	const uint64_t arg[6] = {3, V(&message), 100};

	protocol = NETLINK_ROUTE;
	start(RTM_NEWROUTE, NLM_F_CREATE, &route, sizeof(route));
	add(RTA_DST, "\12\0\0\0", 4);
	ck_assert_str_eq(json(SYS_recvfrom, 36, arg),
			 "\"fd\":3,\"buf\":[{\"nlmsg_len\":36,\"nlmsg_type\":"
			 "\"RTM_NEWROUTE\",\"nlmsg_flags\":[\"NLM_F_CREATE\"],"
			 "\"nlmsg_seq\":0,\"nlmsg_pid\":0},{\"rtm_family\":"
			 "\"AF_INET\","
			 "\"rtm_dst_len\":8,\"rtm_src_len\":0,\"rtm_tos\":0,"
			 "\"rtm_table\":\"RT_TABLE_MAIN\",\"rtm_protocol\":"
			 "\"RTPROT_UNSPEC\",\"rtm_scope\":\"RT_SCOPE_"
			 "UNIVERSE\","
			 "\"rtm_type\":\"RTN_UNSPEC\",\"rtm_flags\":[]},"
			 "[{\"nla_len\":8,\"nla_type\":\"RTA_DST\"},\"10.0.0."
			 "0\"]],"
			 "\"len\":100,\"flags\":[],\"addr\":null,\"addrlen\":"
			 "null");
}
END_TEST

/* What a message does is in its name, and so what its flags mean. */
START_TEST(netfilter)
{
	static const struct {
		int type;
		const char *shown;
	} types[] = {
		{NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE, "NFNL_SUBSYS_"
							      "NFTABLES<<8|NFT_"
							      "MSG_NEWRULE, "
							      "nlmsg_flags="
							      "NLM_F_REPLACE|"
							      "NLM_F_EXCL"},
		{NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETOBJ_RESET,
		 "NFNL_SUBSYS_NFTABLES<<8|NFT_MSG_GETOBJ_RESET, nlmsg_flags="
		 "NLM_F_DUMP"},
		{NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_DELCHAIN, "NFNL_SUBSYS_"
							       "NFTABLES<<8|"
							       "NFT_MSG_"
							       "DELCHAIN, "
							       "nlmsg_flags="
							       "NLM_F_NONREC|"
							       "NLM_F_BULK"},
		{NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_TRACE, "NFNL_SUBSYS_"
							    "NFTABLES<<8|NFT_"
							    "MSG_TRACE, "
							    "nlmsg_flags="
							    "0x300 /* "
							    "NLM_F_??? */"},
		{NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE,
		 "NFNL_SUBSYS_CTNETLINK<<8|IPCTNL_MSG_CT_DELETE, nlmsg_flags="
		 "NLM_F_NONREC|NLM_F_BULK"},
		{NFNL_SUBSYS_CTNETLINK_TIMEOUT << 8 |
			 IPCTNL_MSG_TIMEOUT_DEFAULT_GET,
		 "NFNL_SUBSYS_CTNETLINK_TIMEOUT<<8|"
		 "IPCTNL_MSG_TIMEOUT_DEFAULT_GET, nlmsg_flags=0x300 /* "
		 "NLM_F_??? */"},
		{NFNL_SUBSYS_IPSET << 8 | 2, "NFNL_SUBSYS_IPSET<<8|IPSET_CMD_"
					     "CREATE, nlmsg_flags=0x300 /* "
					     "NLM_F_??? */"},
		{NFNL_SUBSYS_HOOK << 8 | 9, "NFNL_SUBSYS_HOOK<<8|0x9 /* "
					    "NFT_MSG_HOOK_??? */, nlmsg_flags="
					    "0x300 /* NLM_F_??? */"},
		{NFNL_SUBSYS_NONE << 8 | 0x20, "NFNL_SUBSYS_NONE<<8|0x20, "
					       "nlmsg_flags=0x300 /* NLM_F_??? "
					       "*/"},
	};
	const struct nfgenmsg head = {AF_INET, NFNETLINK_V0, 0x0a00};
	char expected[128];

	protocol = NETLINK_NETFILTER;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		start(types[i].type, NLM_F_DUMP, &head, sizeof(head));
		snprintf(expected, sizeof(expected), "nlmsg_type=%s,",
			 types[i].shown);
		ck_assert_msg(strstr(sent(3), expected) != NULL, "%s: %s", line,
			      expected);
	}
	/* attributes have no names there, those of a batch are bytes */
	start(NFNL_SUBSYS_NFTABLES << 8, 0, &head, sizeof(head));
	add(1, "a", 2);
	add(4 | NLA_F_NESTED, "\0\0\0\1", 4);
	ck_assert_ptr_nonnull(strstr(sent(3), "{nfgen_family=AF_INET, "
					      "version=NFNETLINK_V0, "
					      "res_id=htons(NFNL_SUBSYS_"
					      "NFTABLES)}, "
					      "[[{nla_len=6, nla_type=0x1}, "
					      "\"\\x61\\x00\"], "
					      "[{nla_len=8, "
					      "nla_type=NLA_F_NESTED|0x4}, "
					      "\"\\x00\\x00\\x00\\x01\"]]]"));
	start(NFNL_MSG_BATCH_BEGIN, 0, &head, sizeof(head));
	add(1, "\0\0\0\1", 4);
	ck_assert_ptr_nonnull(strstr(sent(3), "nlmsg_type=NFNL_MSG_BATCH_"
					      "BEGIN,"));
	ck_assert_ptr_nonnull(strstr(line, "htons(10)}, \"\\x08\\x00\\x01"
					   "\\x00\\x00\\x00\\x00\\x01\"]"));
}
END_TEST

START_TEST(errors_in_answers)
{
	int32_t error[5] = {-EINVAL, 16};

	protocol = NETLINK_ROUTE;
	start(NLMSG_ERROR, 0, error, sizeof(error));
	ck_assert_ptr_nonnull(strstr(sent(3), "{error=-EINVAL, "));
	error[0] = EINVAL; /* no error has such a number */
	start(NLMSG_ERROR, 0, error, sizeof(error));
	ck_assert_ptr_nonnull(strstr(sent(3), "{error=22, "));
}
END_TEST

/* As many members as the kernel says that there are. */
START_TEST(tcp_info)
{
	struct tcp_info info = {.tcpi_state = 1,
				.tcpi_options = TCPI_OPT_SACK,
				.tcpi_snd_wscale = 7,
				.tcpi_rcv_wscale = 9,
				.tcpi_rto = 200000,
				.tcpi_fastopen_client_fail = 2};
	uint32_t n = 12;
	const uint64_t arg[6] = {3, IPPROTO_TCP, TCP_INFO, V(&info), V(&n)};

	ck_assert_str_eq(text(SYS_getsockopt, 0, arg),
			 "3, SOL_TCP, TCP_INFO, {tcpi_state=TCP_ESTABLISHED, "
			 "tcpi_ca_state=TCP_CA_Open, tcpi_retransmits=0, "
			 "tcpi_probes=0, "
			 "tcpi_backoff=0, tcpi_options=TCPI_OPT_SACK, "
			 "tcpi_snd_wscale=7, tcpi_rcv_wscale=9, "
			 "tcpi_delivery_rate_app_limited=0, "
			 "tcpi_fastopen_client_fail=2, tcpi_rto=200000}, [12]");
	n = 1;
	ck_assert_str_eq(json(SYS_getsockopt, 0, arg),
			 "\"fd\":3,\"level\":\"SOL_TCP\",\"optname\":"
			 "\"TCP_INFO\",\"optval\":{\"tcpi_state\":"
			 "\"TCP_ESTABLISHED\"},\"optlen\":[1]");
	ck_assert_ptr_nonnull(strstr(text(SYS_getsockopt, -EBADF, arg), "TCP_"
									"INFO, "
									"0x"));
}
END_TEST

START_TEST(addresses)
{
	struct ifreq list[2] = {{.ifr_name = "lo"}, {.ifr_name = "eth0"}};
	struct ifconf conf = {.ifc_len = 100, .ifc_req = list};
	const uint64_t arg[6] = {3, SIOCGIFCONF, V(&conf)};
	struct decode_text t;

	for (int i = 0; i < 2; i++)
		list[i].ifr_addr.sa_family = AF_INET;
	d.host = &host;
	d.strings = 32;
	decode_begin(&d, SYS_ioctl, arg);
	decode_text_begin(&t, line, sizeof(line));
	d.sink = &t.sink;
	ck_assert_int_eq(decode_arguments(&d, 0), 2); /* the kernel's turn */
	conf.ifc_len = 80;
	decode_done(&d, 0);
	decode_arguments(&d, 2);
	*t.out.at = '\0';
	ck_assert_str_eq(line, "3, SIOCGIFCONF, {ifc_len=100 => 80 /* 2 * "
			       "sizeof(struct "
			       "ifreq) */, ifc_buf=[{ifr_name=\"lo\", "
			       "ifr_addr={sa_family=AF_INET, "
			       "sin_port=htons(0), "
			       "sin_addr=inet_addr(\"0.0.0.0\")}}, "
			       "{ifr_name=\"eth0\", "
			       "ifr_addr={sa_family=AF_INET, "
			       "sin_port=htons(0), "
			       "sin_addr=inet_addr(\"0.0.0.0\")}}]}");
	conf.ifc_len = 40;
	ck_assert_str_eq(json(SYS_ioctl, 0, arg), "\"fd\":3,\"cmd\":"
						  "\"SIOCGIFCONF\",\"arg\":{"
						  "\"ifc_len\":40,\"ifc_buf\":["
						  "{\"ifr_name\":\"lo\","
						  "\"ifr_addr\":{\"sa_family\":"
						  "\"AF_INET\","
						  "\"sin_port\":0,\"sin_addr\":"
						  "\"0.0.0.0\"}}]}");
	conf.ifc_buf = NULL;
	ck_assert_ptr_nonnull(strstr(text(SYS_ioctl, 0, arg), "{ifc_len=40 /* "
							      "1 * "
							      "sizeof(struct "
							      "ifreq) "
							      "*/, "
							      "ifc_buf=NULL}"));
	conf.ifc_buf = (char *)8;
	ck_assert_ptr_nonnull(strstr(text(SYS_ioctl, 0, arg), "ifc_buf=0x8}"));
	conf.ifc_req = list;
	ck_assert_ptr_nonnull(strstr(text(SYS_ioctl, -EFAULT, arg), "ifc_buf="
								    "0x"));
}
END_TEST

/* Filters: an address for the eye, instructions as values. */
START_TEST(filters)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xc000003e, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, 0x7fff0000),
	};
	struct sock_fprog program = {3, code};
	const uint64_t arg[6] = {SECCOMP_SET_MODE_FILTER, 1, V(&program)};
	char made[128];

	snprintf(made, sizeof(made),
		 "SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, "
		 "{len=3, filter=%p}",
		 (void *)code);
	ck_assert_str_eq(text(SYS_seccomp, 0, arg), made);
	ck_assert_ptr_nonnull(strstr(json(SYS_seccomp, 0, arg),
				     "{\"len\":3,\"filter\":[{\"code\":[\"BPF_"
				     "LD\","
				     "\"BPF_W\",\"BPF_ABS\"],\"k\":4},{"
				     "\"code\":[\"BPF_JMP\","
				     "\"BPF_JEQ\",\"BPF_K\"],\"jt\":1,\"jf\":0,"
				     "\"k\":3221225534},{\"code\":[\"BPF_RET\","
				     "\"BPF_K\"],"
				     "\"k\":2147418112}]}"));
}
END_TEST

/* By command, as far as it is given. */
START_TEST(commands)
{
	union bpf_attr a;
	const uint64_t bpf[6] = {BPF_MAP_CREATE, V(&a), 48};
	const uint64_t cut[6] = {BPF_MAP_CREATE, V(&a), 8};
	const uint64_t keys[6] = {KEYCTL_READ, (uint64_t)-3, V("abc"), 3};

	const struct perf_event_attr counter = {.size = sizeof(counter),
						.config = 0x500000001};
	const uint64_t perf[6] = {V(&counter)};

	ck_assert_ptr_nonnull(strstr(text(SYS_perf_event_open, 3, perf),
				     "config=0x5<<32|PERF_COUNT_HW_INSTR"));
	ck_assert_ptr_nonnull(strstr(json(SYS_perf_event_open, 3, perf),
				     "\"config\":[21474836480,\"PERF_COUNT_HW_"
				     "INSTR"));
	memset(&a, 0, sizeof(a));
	a.map_type = BPF_MAP_TYPE_HASH;
	a.key_size = 4;
	strcpy(a.map_name, "name");
	ck_assert_str_eq(json(SYS_bpf, 5, bpf), "\"cmd\":\"BPF_MAP_CREATE\","
						"\"attr\":{\"map_type\":"
						"\"BPF_MAP_TYPE_HASH\",\"key_"
						"size\":4,\"value_size\":0,"
						"\"max_entries\":0,\"map_"
						"flags\":[],\"inner_map_fd\":0,"
						"\"map_name\":\"name\",\"map_"
						"ifindex\":0},\"size\":48");
	ck_assert_str_eq(text(SYS_bpf, -22, cut), "BPF_MAP_CREATE, "
						  "{map_type=BPF_MAP_TYPE_HASH,"
						  " "
						  "key_size=4}, 8");
	ck_assert_str_eq(text(SYS_keyctl, 3, keys), "KEYCTL_READ, "
						    "KEY_SPEC_SESSION_KEYRING, "
						    "\"abc\", 3");
	ck_assert_ptr_null(strstr(text(SYS_keyctl, -126, keys), "abc"));
}
END_TEST

static const int protocols[] = {NETLINK_ROUTE,	   NETLINK_SOCK_DIAG,
				NETLINK_GENERIC,   NETLINK_NETFILTER,
				NETLINK_XFRM,	   NETLINK_AUDIT,
				NETLINK_CRYPTO,	   NETLINK_KOBJECT_UEVENT,
				NETLINK_CONNECTOR, -1};

/* Messages and structs of any bytes: JSON is JSON, and the walk ends. */
START_TEST(nonsense)
{
	static const long calls[] = {SYS_sendto,     SYS_sendmsg,
				     SYS_recvfrom,   SYS_bpf,
				     SYS_ioctl,	     SYS_keyctl,
				     SYS_quotactl,   SYS_seccomp,
				     SYS_setsockopt, SYS_perf_event_open,
				     SYS_ptrace,     SYS_io_uring_register,
				     SYS_getsockopt};
	struct iovec v = {&message, sizeof(message)};
	struct msghdr m = {.msg_iov = &v, .msg_iovlen = 1};
	unsigned int seed = 1;

	for (int n = 0; n < 20000; n++) {
		long nr = calls[(unsigned int)rand_r(&seed) % 13];
		uint64_t arg[6] = {3, V(&message), sizeof(message), 0, 0, 0};
		uint16_t *at = (uint16_t *)(void *)&message;

		protocol = protocols[(unsigned int)rand_r(&seed) % 10];
		for (size_t i = 0; i < sizeof(message) / 2; i++)
			at[i] = (uint16_t)(rand_r(&seed) % 2
						   ? rand_r(&seed) % 64
						   : rand_r(&seed));
		message.head.nlmsg_len =
			16 + (unsigned int)rand_r(&seed) % 4096;
		message.head.nlmsg_type =
			(unsigned short)(rand_r(&seed) %
					 (rand_r(&seed) % 2 ? 130 : 4096));
		if (nr == SYS_sendmsg)
			arg[1] = V(&m);
		else if (nr != SYS_sendto && nr != SYS_recvfrom)
			for (int i = 0; i < 6; i++)
				arg[i] =
					rand_r(&seed) % 2
						? V(&message)
						: (uint64_t)rand_r(&seed) % 300;
		json(nr, rand_r(&seed) % 8 ? rand_r(&seed) % 4096 : -14, arg);
		text(nr, 64, arg);
	}
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		attributes,
		asks_once,
		messages_as_values,
		netfilter,
		errors_in_answers,
		tcp_info,
		addresses,
		filters,
		commands,
		nonsense,
		NULL,
	};

	return unit_run("families", tests);
}
