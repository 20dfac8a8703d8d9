/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* src/decode on memory that is prepared: text, JSON, what is not there. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "decode/decode.h"
#include "decode/sinks/json.h"
#include "decode/sinks/text.h"
#include "json.h"
#include "thread/memory.h"
#include "unit.h"

#define PAGE 4096
#define LAST 470
#define WAITING INT64_MIN /* for a result: there is none yet */

/* What faults is not copied. */
size_t memory_copy_in(void *dst, uintptr_t src, size_t n)
{
	const struct iovec here = {dst, n}, there = {(void *)src, n};
	ssize_t done = process_vm_readv(getpid(), &here, 1, &there, 1, 0);

	return done < 0 ? 0 : (size_t)done;
}

static struct decode d;
static char line[65536];

static void begin(long nr, const uint64_t arg[6])
{
	d.host = NULL;
	d.strings = 32;
	d.sp = 0;
	decode_begin(&d, nr, arg);
}

/* Arguments and result as a line. */
static const char *text(long nr, int64_t ret, ...)
{
	struct decode_text t;
	uint64_t arg[6];
	va_list list;
	unsigned int i;

	va_start(list, ret);
	for (i = 0; i < 6; i++)
		arg[i] = va_arg(list, uint64_t);
	va_end(list);
	begin(nr, arg);
	if (ret != WAITING)
		decode_done(&d, ret);
	decode_text_begin(&t, line, sizeof(line));
	d.sink = &t.sink;
	i = decode_arguments(&d, 0);
	ck_assert(ret == WAITING || i == decode_count(nr));
	t.sink.ops->literal(&t.sink, " = ", 3);
	decode_result(&d);
	ck_assert(!t.out.full);
	*t.out.at = '\0';
	return line;
}

/* The same as members of an object. */
static const char *json(long nr, int64_t ret, ...)
{
	struct decode_json j;
	uint64_t arg[6];
	va_list list;

	va_start(list, ret);
	for (int i = 0; i < 6; i++)
		arg[i] = va_arg(list, uint64_t);
	va_end(list);
	begin(nr, arg);
	decode_done(&d, ret);
	decode_json_begin(&j, line, sizeof(line));
	d.sink = &j.sink;
	decode_arguments(&d, 0);
	ck_assert(!j.out.full);
	ck_assert_msg(json_is_members(line, decode_length(&j.out)), "%.*s",
		      (int)decode_length(&j.out), line);
	*j.out.at = '\0';
	return line;
}

#define V(x) ((uint64_t)(uintptr_t)(x))
#define ZEROS V(0), V(0), V(0), V(0), V(0), V(0)
#define TEXT(name, ret, ...) text(SYS_##name, ret, __VA_ARGS__, ZEROS)
#define JSON(name, ret, ...) json(SYS_##name, ret, __VA_ARGS__, ZEROS)

/* Two pages, of which the second is not there; the end of the first. */
static char *edge(void)
{
	char *p = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert(p != MAP_FAILED);
	ck_assert_int_eq(munmap(p + PAGE, PAGE), 0);
	return p + PAGE;
}

/* A buffer's address as it is shown, with text around it. */
static const char *with(const char *format, const void *p)
{
	static char made[256];

	snprintf(made, sizeof(made), format, p);
	return made;
}

START_TEST(numbers_and_results)
{
	ck_assert_str_eq(TEXT(getppid, 4711, ZEROS), " = 4711");
	ck_assert_str_eq(TEXT(close, 0, V(3)), "3 = 0");
	ck_assert_str_eq(TEXT(close, -EBADF, V(-1)), "-1 = -1 EBADF (Bad file "
						     "descriptor)");
	ck_assert_str_eq(TEXT(close, WAITING, V(3)), "3 = ?");
	ck_assert_str_eq(TEXT(close, -4096, V(3)), "3 = -4096");
	ck_assert_str_eq(TEXT(lseek, INT64_MAX, V(1), V(INT64_MIN), V(2)),
			 "1, -9223372036854775808, SEEK_END = "
			 "9223372036854775807");
	ck_assert_str_eq(TEXT(lseek, -EINVAL, V(1), V(0), V(99)), "1, 0, 0x63 "
								  "/* SEEK_??? "
								  "*/ = -1 "
								  "EINVAL "
								  "(Invalid "
								  "argument)");
	ck_assert_str_eq(TEXT(umask, 022, V(07)), "007 = 022");
	ck_assert_str_eq(TEXT(brk, 0x1000, V(0)), "NULL = 0x1000");
	ck_assert_str_eq(TEXT(setuid, 0, V(UINT32_MAX)), "-1 = 0");
	ck_assert_str_eq(text(511, 5, V(1), V(2), V(3), V(4), V(5), V(0)),
			 "0x1, 0x2, 0x3, 0x4, 0x5, 0 = 5");
}
END_TEST

START_TEST(strings)
{
	char *end = edge();

	ck_assert_str_eq(TEXT(chdir, 0, V("a\tb\"\\\n")), "\"a\\tb\\\"\\\\\\n\""
							  " = 0");
	ck_assert_str_eq(TEXT(chdir, 0,
			      V("\1"
				"8\1"
				"7\377")),
			 "\"\\18\\0017\\377\" = 0");
	ck_assert_str_eq(TEXT(chdir, -EFAULT, V(0)), "NULL = -1 EFAULT (Bad "
						     "address)");
	ck_assert_str_eq(TEXT(chdir, -EFAULT, V(16)), "0x10 = -1 EFAULT (Bad "
						      "address)");
	strcpy(end - 6, "xyzzy");
	ck_assert_str_eq(TEXT(chdir, 0, V(end - 6)), "\"xyzzy\" = 0");
	end[-1] = '!'; /* no NUL before the end */
	ck_assert_str_eq(TEXT(chdir, 0, V(end - 6)), with("%p = 0", end - 6));
	ck_assert_str_eq(TEXT(write, 6, V(1), V(end - 6), V(6)), "1, "
								 "\"xyzzy!\", "
								 "6 = 6");
	ck_assert_str_eq(TEXT(write, 6, V(1), V(end - 6), V(7)),
			 with("1, %p, 7 = 6", end - 6));
	memset(end - 100, '=', 100);
	ck_assert_str_eq(TEXT(write, 100, V(1), V(end - 100), V(100)),
			 "1, \"================================\"..., 100 = "
			 "100");
	ck_assert_str_eq(TEXT(write, 32, V(1), V(end - 100), V(32)),
			 "1, \"================================\", 32 = 32");
}
END_TEST

START_TEST(what_the_kernel_fills_in)
{
	char buf[] = "hello";
	int fds[2] = {5, 6};
	struct stat st = {.st_mode = S_IFREG | S_ISUID | 0755, .st_size = 7};
	char *end = edge();

	ck_assert_str_eq(TEXT(read, 3, V(0), V(buf), V(5)), "0, \"hel\", 5 = "
							    "3");
	ck_assert_str_eq(TEXT(read, -EIO, V(0), V(buf), V(5)),
			 with("0, %p, 5 = -1 EIO (Input/output error)", buf));
	ck_assert_str_eq(TEXT(read, WAITING, V(0), V(buf), V(5)), "0 = ?");
	ck_assert_str_eq(TEXT(pipe2, 0, V(fds), V(O_CLOEXEC)), "[5, 6], "
							       "O_CLOEXEC = 0");
	ck_assert_str_eq(TEXT(fstat, 0, V(3), V(&st)), "3, "
						       "{st_mode=S_IFREG|S_"
						       "ISUID|0755, st_size=7, "
						       "...} = "
						       "0");
	st.st_mode = S_IFCHR | 0600;
	st.st_rdev = 0x103;
	ck_assert_str_eq(TEXT(fstat, 0, V(3), V(&st)), "3, "
						       "{st_mode=S_IFCHR|0600, "
						       "st_rdev=makedev(0x1, "
						       "0x3), "
						       "...} = 0");
	memcpy(end - 40, &st, 40);
	ck_assert_str_eq(TEXT(fstat, 0, V(3), V(end - 40)),
			 with("3, %p = 0", end - 40));
}
END_TEST

START_TEST(flags)
{
	ck_assert_str_eq(TEXT(openat, 3, V(AT_FDCWD), V("x"), V(O_RDONLY)),
			 "AT_FDCWD, \"x\", O_RDONLY = 3");
	ck_assert_str_eq(TEXT(openat, 3, V(4), V("x"),
			      V(O_WRONLY | O_CREAT | O_TRUNC), V(0644)),
			 "4, \"x\", O_WRONLY|O_CREAT|O_TRUNC, 0644 = 3");
	ck_assert_str_eq(TEXT(mmap, 0x10000, V(0), V(4096), V(0),
			      V(MAP_PRIVATE | MAP_ANONYMOUS), V(-1), V(0)),
			 "NULL, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, "
			 "-1, 0 = 0x10000");
	ck_assert_str_eq(TEXT(unshare, 0, V(CLONE_NEWNS | 1)), "CLONE_NEWNS|"
							       "0x1 = 0");
	ck_assert_str_eq(TEXT(flock, 0, V(1), V(0)), "1, 0 = 0");
	ck_assert_str_eq(TEXT(access, 0, V("x"), V(0)), "\"x\", F_OK = 0");
}
END_TEST

START_TEST(one_thing_or_another)
{
	struct flock lock = {.l_type = F_WRLCK, .l_start = 1, .l_pid = 9};

	ck_assert_str_eq(TEXT(fcntl, O_RDWR | O_APPEND, V(1), V(F_GETFL)),
			 "1, F_GETFL = 0x402 (flags O_RDWR|O_APPEND)");
	ck_assert_str_eq(TEXT(fcntl, 0, V(1), V(F_SETLK), V(&lock)),
			 "1, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, "
			 "l_start=1, l_len=0} = 0");
	ck_assert_str_eq(TEXT(fcntl, 0, V(1), V(F_GETLK), V(&lock)),
			 "1, F_GETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, "
			 "l_start=1, l_len=0, l_pid=9} = 0");
	ck_assert_str_eq(TEXT(fcntl, WAITING, V(1), V(F_GETLK), V(&lock)), "1, "
									   "F_"
									   "GET"
									   "LK "
									   "= "
									   "?");
	ck_assert_str_eq(TEXT(fcntl, 7, V(1), V(F_DUPFD), V(7)), "1, F_DUPFD, "
								 "7 = 7");
}
END_TEST

START_TEST(addresses)
{
	struct sockaddr_un un = {AF_UNIX, "/run/x"};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6,
				   .sin6_port = htons(53)};

	ck_assert_str_eq(TEXT(bind, 0, V(3), V(&un), V(sizeof(un))),
			 "3, {sa_family=AF_UNIX, sun_path=\"/run/x\"}, 110 = "
			 "0");
	memcpy(un.sun_path, "\0ab\0c", 5);
	ck_assert_str_eq(TEXT(bind, 0, V(3), V(&un), V(7)), "3, "
							    "{sa_family=AF_"
							    "UNIX, "
							    "sun_path=@"
							    "\"ab\\0c\"}, 7 = "
							    "0");
	six.sin6_addr.s6_addr[0] = 0xfe;
	six.sin6_addr.s6_addr[15] = 1;
	ck_assert_str_eq(TEXT(bind, 0, V(3), V(&six), V(28)),
			 "3, {sa_family=AF_INET6, sin6_port=htons(53), "
			 "sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "
			 "\"fe00::1\", &sin6_addr), sin6_scope_id=0}, 28 = 0");
	ck_assert_str_eq(TEXT(bind, 0, V(3), V(&six), V(1)),
			 with("3, %p, 1 = 0", &six));
}
END_TEST

/* What changes over the call is remembered. */
START_TEST(before_and_after)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	int length = 100;
	const uint64_t arg[6] = {3, V(&in), V(&length), 0, 0, 0};
	struct decode_text t;
	unsigned int next;

	begin(SYS_accept, arg);
	decode_text_begin(&t, line, sizeof(line));
	d.sink = &t.sink;
	next = decode_arguments(&d, 0);
	ck_assert_uint_eq(next, 1);
	length = 16;
	decode_done(&d, 4);
	ck_assert_uint_eq(decode_arguments(&d, next), 3);
	*t.out.at = '\0';
	ck_assert_str_eq(line, "3, {sa_family=AF_INET, sin_port=htons(0), "
			       "sin_addr=inet_addr(\"0.0.0.0\")}, [100 => 16]");
}
END_TEST

START_TEST(vectors)
{
	char *end = edge();
	struct iovec v[2] = {{"abc", 3}, {"de", 2}};

	ck_assert_str_eq(TEXT(writev, 5, V(1), V(v), V(2)),
			 "1, [{iov_base=\"abc\", iov_len=3}, {iov_base=\"de\", "
			 "iov_len=2}], 2 = 5");
	ck_assert_str_eq(TEXT(readv, 4, V(1), V(v), V(2)), "1, "
							   "[{iov_base=\"abc\","
							   " iov_len=3}, "
							   "{iov_base=\"d\", "
							   "iov_len=2}], 2 = "
							   "4");
	memcpy(end - 16, v, 16);
	ck_assert_str_eq(TEXT(writev, 5, V(1), V(end - 16), V(2)), "1, "
								   "[{iov_base="
								   "\"abc\", "
								   "iov_len=3},"
								   " ...], 2 = "
								   "5");
	ck_assert_str_eq(TEXT(writev, 0, V(1), V(0), V(0)), "1, NULL, 0 = 0");
}
END_TEST

START_TEST(json_values)
{
	struct stat st = {.st_mode = S_IFDIR | 0755, .st_size = 7};
	sigset_t set;

	ck_assert_str_eq(JSON(openat, 3, V(AT_FDCWD), V("x\"\1"),
			      V(O_WRONLY | O_CREAT), V(0644)),
			 "\"dfd\":\"AT_FDCWD\",\"path\":\"x\\\"\\u0001\","
			 "\"flags\":[\"O_WRONLY\",\"O_CREAT\"],\"mode\":420");
	ck_assert_str_eq(JSON(fstat, 0, V(3), V(&st)), "\"fd\":3,\"statbuf\":{"
						       "\"st_mode\":["
						       "\"S_IFDIR\",493],"
						       "\"st_size\":7}");
	ck_assert_str_eq(JSON(munmap, 0, V(0x1000), V(1)), "\"addr\":"
							   "\"0x1000\",\"len\":"
							   "1");
	ck_assert_str_eq(JSON(flock, 0, V(1), V(0)), "\"fd\":1,\"cmd\":[]");
	sigfillset(&set);
	sigdelset(&set, SIGINT);
	ck_assert_ptr_nonnull(strstr(JSON(rt_sigprocmask, 0, V(SIG_BLOCK),
					  V(&set), V(0), V(8)),
				     "\"set\":{\"all_but\":[\"SIGINT\""));
}
END_TEST

/* What a result means beside its number. */
static const char *meaning(long nr, int64_t ret, uint64_t a, uint64_t b,
			   uint64_t c)
{
	const uint64_t arg[6] = {a, b, c, 0, 0, 0};
	struct decode_json j;
	size_t n;

	begin(nr, arg);
	decode_done(&d, ret);
	decode_json_begin(&j, line, sizeof(line));
	d.sink = &j.sink;
	decode_meaning(&d);
	n = decode_length(&j.out);
	ck_assert_msg(!n || json_is_value(line, n), "%.*s", (int)n, line);
	*j.out.at = '\0';
	return line;
}

START_TEST(json_meanings)
{
	struct pollfd fds[2] = {{0, POLLIN, POLLIN}, {1, POLLOUT, 0}};
	fd_set in;

	ck_assert_str_eq(meaning(SYS_getpid, 7, 0, 0, 0), "");
	ck_assert_str_eq(meaning(SYS_openat, -2, 0, 0, 0), "");
	ck_assert_str_eq(meaning(SYS_fcntl, O_RDWR, 3, F_GETFL, 0), "[\"O_"
								    "RDWR\"]");
	ck_assert_str_eq(meaning(SYS_fcntl, 0, 3, F_GETFD, 0), "[]");
	ck_assert_str_eq(meaning(SYS_fcntl, F_UNLCK, 3, F_GETLEASE, 0), "\"F_"
									"UNLCK"
									"\"");
	ck_assert_str_eq(meaning(SYS_rt_sigtimedwait, SIGUSR1, 0, 0, 0), "\"SIG"
									 "USR1"
									 "\"");
	ck_assert_str_eq(meaning(SYS_poll, 1, V(fds), 2, 0), "{\"happened\":[{"
							     "\"fd\":0,"
							     "\"revents\":["
							     "\"POLLIN\"]}]}");
	FD_ZERO(&in);
	FD_SET(2, &in);
	ck_assert_str_eq(meaning(SYS_select, 1, 3, V(&in), 0), "{\"in\":[2]}");
	ck_assert_str_eq(meaning(SYS_time, 7, 0, 0, 0), "");
}
END_TEST

START_TEST(json_strings)
{
	ck_assert_str_eq(JSON(chdir, 0, V("\xc3\xa9\xf0\x9f\x98\x80")),
			 "\"path\":\"\xc3\xa9\xf0\x9f\x98\x80\"");
	ck_assert_str_eq(JSON(chdir, 0, V("ab\xff")), "\"path\":{\"base64\":"
						      "\"YWL/\"}");
	/* half of a surrogate pair, longer than needed, cut short */
	ck_assert_str_eq(JSON(chdir, 0, V("\xed\xa0\x80")), "\"path\":{"
							    "\"base64\":"
							    "\"7aCA\"}");
	ck_assert_str_eq(JSON(chdir, 0, V("\xc0\xaf")), "\"path\":{\"base64\":"
							"\"wK8=\"}");
	ck_assert_str_eq(JSON(chdir, 0, V("a\xc3")), "\"path\":{\"base64\":"
						     "\"YcM=\"}");
	ck_assert_str_eq(JSON(chdir, 0, V("\xc3(")), "\"path\":{\"base64\":"
						     "\"wyg=\"}");
	/* cut within a character: what is whole of it */
	ck_assert_str_eq(JSON(write, 40, V(1),
			      V("0123456789012345678901234567890\xc3\xa9xyz"),
			      V(36)),
			 "\"fd\":1,\"buf\":{\"string\":"
			 "\"0123456789012345678901234567890\",\"more\":true},"
			 "\"count\":36");
}
END_TEST

/* However small the buffer, nothing is written behind it, and what is there is
 * the beginning of the whole. */
START_TEST(small_buffers)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	const uint64_t arg[6] = {3, V(&in), 16, 0, 0, 0};
	char whole[256], part[256];
	struct decode_text t;

	begin(SYS_bind, arg);
	decode_done(&d, 0);
	decode_text_begin(&t, whole, sizeof(whole));
	d.sink = &t.sink;
	decode_arguments(&d, 0);
	for (size_t size = 0; size < decode_length(&t.out); size++) {
		struct decode_text u;

		memset(part, '#', sizeof(part));
		begin(SYS_bind, arg);
		decode_done(&d, 0);
		decode_text_begin(&u, part, size);
		d.sink = &u.sink;
		decode_arguments(&d, 0);
		ck_assert(u.out.full);
		ck_assert(memcmp(part, whole, size) == 0);
		ck_assert_int_eq(part[size], '#');
	}
}
END_TEST

/* Any call with any arguments. */
START_TEST(nonsense)
{
	static char page[PAGE];
	uint64_t values[] = {0,	      1,       2,	    3,
			     8,	      16,      64,	    -1,
			     -100,    4096,    UINT32_MAX,  INT64_MIN,
			     V(page), V(page), V(page),	    V(edge() - 20),
			     0x5401,  17,      0x80000000u, 1000000};
	static const int64_t results[] = {0,  1,   2,	  64,
					  -2, -14, -5000, INT64_MAX};
	unsigned int seed = 1;

	for (long nr = -1; nr < LAST * 8; nr++) {
		struct decode_json j;
		uint64_t arg[6];

		for (int i = 0; i < 6; i++)
			arg[i] = values[(unsigned int)rand_r(&seed) % 20];
		for (int i = 0; i < PAGE; i += 4)
			*(int *)(page + i) = rand_r(&seed) % 3 ? 0
							       : rand_r(&seed);
		begin(nr / 8, arg);
		decode_text_begin((struct decode_text *)&j, line, sizeof(line));
		d.sink = &j.sink;
		decode_arguments(&d, 0);
		decode_done(&d, results[(unsigned int)rand_r(&seed) % 8]);
		decode_json_begin(&j, line, sizeof(line));
		decode_arguments(&d, 0);
		ck_assert(!j.out.full);
		ck_assert_msg(json_is_members(line, decode_length(&j.out)),
			      "%ld: %.*s", nr / 8, (int)decode_length(&j.out),
			      line);
		decode_json_begin(&j, line, sizeof(line));
		decode_meaning(&d);
		ck_assert_msg(
			!decode_length(&j.out) ||
				json_is_value(line, decode_length(&j.out)),
			"%ld: %.*s", nr / 8, (int)decode_length(&j.out), line);
	}
}
END_TEST

/* How much of the stack below a function's frame was used since it was painted.
 */
#define PAINTED 16384
#define PAINT 0x5a

__attribute__((noinline)) static void paint(void)
{
	volatile char below[PAINTED];

	for (size_t i = 0; i < sizeof(below); i++)
		below[i] = PAINT;
}

__attribute__((noinline)) static size_t used(void)
{
	volatile char below[PAINTED];
	size_t i = 0;

	__asm__ volatile("" : : "r"(below) : "memory");
	while (i < sizeof(below) && below[i] == PAINT)
		i++;
	return sizeof(below) - i;
}

__attribute__((noinline)) static void run_walk(struct decode *walk)
{
	decode_arguments(walk, 0);
	decode_result(walk);
}

/* Of what goes deepest: messages with addresses, vectors and control data, and
 * a call whose argument is a struct of structs. */
START_TEST(stack)
{
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	struct iovec v = {"\1\2", 2};
	union {
		char bytes[CMSG_SPACE(sizeof(struct ucred))];
		struct cmsghdr head;
	} control = {.head = {CMSG_LEN(sizeof(struct ucred)), SOL_SOCKET,
			      SCM_CREDENTIALS}};
	struct mmsghdr m = {.msg_hdr = {.msg_name = &six,
					.msg_namelen = sizeof(six),
					.msg_iov = &v,
					.msg_iovlen = 1,
					.msg_control = &control,
					.msg_controllen = sizeof(control)},
			    .msg_len = 2};
	const uint64_t messages[6] = {3, V(&m), 1}, utime[6] = {AT_FDCWD};
	const struct {
		long nr;
		const uint64_t *arg;
	} calls[] = {{SYS_sendmmsg, messages},
		     {SYS_recvmmsg, messages},
		     {SYS_utimensat, utime}};
	struct decode_json j;
	struct decode_text t;

	TEXT(chdir, 0, V("x")); /* the loader has bound what it binds late */
	for (size_t i = 0; i < 6; i++) {
		begin(calls[i / 2].nr, calls[i / 2].arg);
		decode_done(&d, 1);
		decode_text_begin(&t, line, sizeof(line));
		decode_json_begin(&j, line, sizeof(line));
		d.sink = i % 2 ? &j.sink : &t.sink;
		paint();
		run_walk(&d);
		ck_assert_uint_lt(used(), 1024);
		ck_assert_uint_gt(used(), 100);
	}
}
END_TEST

/* Each constant is found by its name, and has a value. */
START_TEST(constants)
{
	uint64_t value;
	unsigned int i;

	for (i = 0;; i++) {
		size_t n;
		const char *name = decode_constant_name(i, &n);

		if (!name)
			break;
		ck_assert_uint_eq(strlen(name), n);
		ck_assert(decode_constant(name, n, &value));
	}
	ck_assert_uint_gt(i, 1500);
	ck_assert(decode_constant("O_CREAT", 7, &value) && value == O_CREAT);
	ck_assert(decode_constant("AT_FDCWD", 8, &value) &&
		  (int64_t)value == AT_FDCWD);
	ck_assert(!decode_constant("O_CREA", 6, &value));
	ck_assert_str_eq(decode_error(2), "No such file or directory");
	ck_assert_ptr_null(decode_error(0));
	ck_assert_ptr_null(decode_error(41));
	ck_assert_ptr_null(decode_error(9999));
}
END_TEST

/* What a signal carries, by its number and code. */
static const char *info_text(int number, int code, const void *rest, size_t n)
{
	static const uint64_t none[6];
	struct decode_text t;
	int32_t info[32] = {number, 0, code};

	memcpy(info + 4, rest, n);
	begin(-1, none);
	decode_text_begin(&t, line, sizeof(line));
	d.sink = &t.sink;
	decode_siginfo(&d, V(info));
	*t.out.at = '\0';
	return line;
}

START_TEST(siginfos)
{
	const int32_t sender[4] = {3, 4, 5, 0}, nobody[4] = {0};
	const uint64_t call[2] = {0x1000, 0xc000003e00000000 | SYS_getppid};
	const uint64_t poll[2] = {65, 7}, address = 0x1000;

	ck_assert_str_eq(info_text(SIGUSR1, SI_USER, sender, 8), "{si_signo="
								 "SIGUSR1, "
								 "si_code=SI_"
								 "USER, "
								 "si_pid=3, "
								 "si_uid=4}");
	ck_assert_str_eq(info_text(SIGUSR1, SI_QUEUE, sender, 16),
			 "{si_signo=SIGUSR1, si_code=SI_QUEUE, si_pid=3, "
			 "si_uid=4, si_int=5, si_ptr=0x5}");
	ck_assert_str_eq(info_text(SIGUSR1, SI_MESGQ, nobody, 16), "{si_signo="
								   "SIGUSR1, "
								   "si_code=SI_"
								   "MESGQ}");
	ck_assert_str_eq(info_text(SIGUSR1, -77, nobody, 16), "{si_signo="
							      "SIGUSR1, "
							      "si_code="
							      "0xffffffb3}");
	ck_assert_str_eq(info_text(SIGALRM, SI_KERNEL, nobody, 16), "{si_signo="
								    "SIGALRM, "
								    "si_code="
								    "SI_"
								    "KERNEL}");
	ck_assert_str_eq(info_text(SIGALRM, SI_TIMER, sender, 16),
			 "{si_signo=SIGALRM, si_code=SI_TIMER, si_timerid=0x3, "
			 "si_overrun=4, si_int=5, si_ptr=0x5}");
	ck_assert_str_eq(info_text(SIGIO, 1, poll, 16), "{si_signo=SIGIO, "
							"si_code=POLL_IN, "
							"si_band=65, "
							"si_fd=7}");
	ck_assert_str_eq(info_text(SIGIO, SI_KERNEL, nobody, 16), "{si_signo="
								  "SIGIO, "
								  "si_code=SI_"
								  "KERNEL}");
	ck_assert_str_eq(info_text(SIGSEGV, SI_KERNEL, nobody, 16), "{si_signo="
								    "SIGSEGV, "
								    "si_code="
								    "SI_KERNEL,"
								    " si_addr="
								    "NULL}");
	ck_assert_str_eq(info_text(SIGSEGV, 2, &address, 8), "{si_signo="
							     "SIGSEGV, "
							     "si_code=SEGV_"
							     "ACCERR, "
							     "si_addr=0x1000}");
	ck_assert_str_eq(info_text(SIGSYS, 1, call, 16), "{si_signo=SIGSYS, "
							 "si_code=SYS_SECCOMP, "
							 "si_call_addr=0x1000, "
							 "si_syscall=__NR_"
							 "getppid, "
							 "si_arch=AUDIT_ARCH_"
							 "X86_64}");
}
END_TEST

START_TEST(words)
{
	const uint64_t nodes[2] = {5, ~0ul};
	const uint64_t sa[4] = {0, 0xffffffff84000000, 0x1234, 0};

	ck_assert_str_eq(TEXT(set_mempolicy, 0, V(1 << 15 | 1), V(nodes),
			      V(66)),
			 "MPOL_PREFERRED|MPOL_F_STATIC_NODES, "
			 "[0x00000000000005, 0xffffffffffffffff], 66 = 0");
	ck_assert_str_eq(JSON(set_mempolicy, 0, V(0), V(nodes), V(2)),
			 "\"mode\":\"MPOL_DEFAULT\",\"nmask\":[5],"
			 "\"maxnode\":2");
	ck_assert_str_eq(TEXT(ioprio_get, 2 << 13 | 4, V(1), V(0)),
			 "IOPRIO_WHO_PROCESS, 0 = 16388 "
			 "(IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4))");
	ck_assert_str_eq(TEXT(fcntl, 0, V(3), V(F_GETFL)), "3, F_GETFL = 0 "
							   "(flags O_RDONLY)");
	ck_assert_ptr_nonnull(strstr(TEXT(rt_sigaction, 0, V(10), V(sa)),
				     "sa_flags=SA_RESTORER|SA_RESETHAND|"
				     "0xffffffff00000000, "));
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		numbers_and_results,
		strings,
		what_the_kernel_fills_in,
		flags,
		one_thing_or_another,
		addresses,
		before_and_after,
		vectors,
		json_values,
		json_meanings,
		json_strings,
		small_buffers,
		siginfos,
		words,
		nonsense,
		stack,
		constants,
		NULL,
	};

	return unit_run("calls", tests);
}
