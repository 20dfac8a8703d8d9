#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The door at exec: what a program starts comes by the same door, of any kind and however it
# is started. Where it cannot, the loader's door is used, or one line names it.
# shellcheck disable=SC2016 # for the program's shell
. "$(dirname "$0")/cli.sh"
needs cc
needs_strace

cat >work.c <<'C'
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char name[100] = "";
	FILE *file = fopen("/etc/passwd", "r");

	if (!file || !fgets(name, sizeof(name), file))
		return 1;
	fclose(file);
	printf("%d %s %d\n", argc, argv[0], getppid() > 0);
	return 0;
}
C
kinds=
build() {
	kind=$1
	shift
	"$@" -O1 -w -o "work.$kind" work.c 2>/dev/null || return
	kinds="$kinds ./work.$kind"
}
build dynamic cc
build static cc -static
build static_pie cc -static-pie
build musl musl-gcc
build musl_static musl-gcc -static
printf '#!/bin/sh -e\necho "script $0"\n' >script
printf '#!%s/work.static\n' "$tmp" >script.static
chmod +x script script.static

# --- the calls ------------------------------------------------------------------

list=
for kind in $kinds; do
	list="$list $kind a;"
done
mkdir empty
same_calls sh -c "ls empty; $list ./script; ./script.static x; /bin/true; exec ./work.static"
if command -v git >/dev/null; then
	mkdir tree
	(cd tree && git init -q && echo a >a) || fail "git init"
	same_calls sh -c 'cd tree && git status'
fi
printf 'int main(void) { return 0; }\n' >empty.c
# names of temporary files may need one more
varies=getrandom
same_calls sh -c 'cc -o program empty.c && ./program && rm program'
varies=

# --- how it is started ------------------------------------------------------------

cat >starts.c <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static char **command;

static void *execute(void *arg)
{
	execv(command[0], command);
	exit(errno);
	return arg;
}

static void *idle(void *arg)
{
	for (;;)
		pause();
	return arg;
}

static void start_threads(void)
{
	pthread_t t;

	for (int i = 0; i < 5; i++)
		pthread_create(&t, NULL, idle, NULL);
}

static int start(int by_vfork)
{
	pid_t pid = by_vfork ? vfork() : fork();

	if (pid == 0) {
		execv(command[0], command);
		_exit(errno);
	}
	return pid;
}

static void put_filter(unsigned int nr, unsigned int action)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {4, code};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		exit(77);
}

/* How many have ended with 0; and nothing else is there. */
static int await_all(void)
{
	int n = 0, status;

	while (wait(&status) > 0)
		n += status == 0;
	return wait4(-1, &status, __WALL, NULL) == -1 ? n : -1;
}

int main(int argc, char **argv)
{
	const char *how = argv[1];
	pthread_t t;
	pid_t pid;

	command = argv + 2;
	setbuf(stdout, NULL);
	if (strcmp(how, "exec") == 0)
		execute(NULL);
	if (strcmp(how, "leader") == 0) {
		start_threads();
		execute(NULL);
	}
	if (strcmp(how, "thread") == 0) {
		start_threads();
		pthread_create(&t, NULL, execute, NULL);
		pthread_join(t, NULL);
	}
	if (strcmp(how, "spawn") == 0) {
		if (posix_spawn(&pid, command[0], NULL, NULL, command, environ))
			return 1;
		printf("%d\n", await_all());
	}
	if (strcmp(how, "twenty") == 0) {
		for (int i = 0; i < 20; i++)
			start(i & 1);
		printf("%d\n", await_all());
	}
	if (strcmp(how, "signals") == 0) {
		for (int i = 0; i < 20; i++) {
			pid = start(0);
			for (int k = 0; k < 200; k++)
				kill(pid, SIGWINCH);
		}
		printf("%d\n", await_all());
	}
	if (strcmp(how, "fails") == 0) {
		pid = start(1);
		printf("%d\n", await_all());
		execv(command[0], command);
		printf("%d %d\n", errno, await_all());
	}
	if (strcmp(how, "hidden") == 0) {
		prctl(PR_SET_DUMPABLE, 0);
		execute(NULL);
	}
	if (strcmp(how, "filter") == 0) {
		put_filter(SYS_swapon, SECCOMP_RET_KILL_PROCESS);
		execute(NULL);
	}
	if (strcmp(how, "no_clone") == 0) {
		put_filter(SYS_clone, SECCOMP_RET_KILL_PROCESS);
		execute(NULL);
	}
	if (strcmp(how, "no_ptrace") == 0) {
		put_filter(SYS_ptrace, SECCOMP_RET_ERRNO | EPERM);
		execute(NULL);
	}
	if (strcmp(how, "no_process") == 0) {
		const struct rlimit none = {0, 0};

		setrlimit(RLIMIT_NPROC, &none);
		execute(NULL);
	}
	if (strcmp(how, "drops") == 0) {
		struct __user_cap_header_struct head = {
			_LINUX_CAPABILITY_VERSION_3, 0};
		struct __user_cap_data_struct none[2] = {{0}};

		if (syscall(SYS_capset, &head, none))
			exit(77);
		execute(NULL);
	}
	if (strcmp(how, "namespace") == 0) {
		unshare(CLONE_NEWPID);
		pid = start(0);
		printf("%d\n", await_all());
		execute(NULL);
	}
	return argc == 2;
}
C
cc -O1 -w -pthread -o starts starts.c || fail "cc starts.c"

# starts HOOKED HOW COMMAND...: as natively, and so many programs load the script.
starts() {
	hooked=$1
	shift
	native ./starts "$@"
	sort out err >"$tmp/native"
	theirs=$status
	zpoline run -o "$tmp/log" -e 'print "hooked"' -- ./starts "$@"
	expect_status "$theirs"
	sort out err | diff "$tmp/native" - || fail "$*: what it prints (< native)"
	count_log "$hooked" '^hooked$'
}
for kind in $kinds; do
	starts 2 exec "$kind"
	starts 2 leader "$kind"
	starts 2 thread "$kind"
	starts 2 spawn "$kind"
done
starts 21 twenty ./work.static
starts 21 twenty ./work.dynamic
starts 21 signals ./work.static
starts 2 spawn ./script
starts 2 spawn ./script.static
# exec fails
printf 'no program' >text
printf '#!/nonexistent/interpreter\n' >lost
head -c 64 work.static >broken
chmod +x text lost broken
for file in /nonexistent /etc/passwd . ./text ./lost ./broken; do
	starts 1 fails "$file"
	[ "$(wc -l <log)" -eq 1 ] || fail "$file: it is named"
done
# filters: they are handed on; what they do not let through is not done
starts 2 filter ./work.static
for how in no_clone no_ptrace; do
	starts 1 "$how" ./work.static
	count_log 1 'work.static: not hooked, its calls are not seen: static$'
	starts 2 "$how" ./work.dynamic
done
# --- whose child it was -----------------------------------------------------------------

# The process that has mapped the library leaves nothing behind: no times, no signal, no
# zombie; what SIGCHLD does is as before. The program's own children stay.
cat >found.c <<'C'
#define _GNU_SOURCE
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void tell(void)
{
	static const struct rusage none;
	struct sigaction act;
	struct rusage used;
	struct tms times_used;
	sigset_t pending;
	int status = 0;

	getrusage(RUSAGE_CHILDREN, &used);
	times(&times_used);
	sigaction(SIGCHLD, NULL, &act);
	sigpending(&pending);
	printf("%d %ld %d %x %d ", memcmp(&used, &none, sizeof(none)) == 0,
	       (long)(times_used.tms_cutime + times_used.tms_cstime),
	       act.sa_handler == SIG_IGN, act.sa_flags, sigismember(&pending, SIGCHLD));
	printf("%d ", waitpid(-1, &status, __WALL) > 0);
	printf("%d\n", WEXITSTATUS(status));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	struct sigaction act;
	pid_t pid;

	if (strcmp(how, "ignored") == 0)
		signal(SIGCHLD, SIG_IGN);
	if (strcmp(how, "forked") == 0 && fork() == 0) {
		usleep(atoi(argv[3]));
		_exit(3);
	}
	if (strcmp(how, "dead") == 0) {
		if (fork() == 0)
			_exit(4);
		usleep(20000);
	}
	if (strcmp(how, "vfork") == 0 && vfork() == 0) {
		execl(argv[2], argv[2], NULL);
		_exit(1);
	}
	if (strcmp(how, "spawn") == 0 &&
	    posix_spawn(&pid, argv[2], NULL, NULL, (char *[]){argv[2], NULL}, environ))
		return 1;
	if (strcmp(how, "vfork") == 0 || strcmp(how, "spawn") == 0) {
		wait(NULL);
		sigaction(SIGCHLD, NULL, &act);
		return act.sa_handler != SIG_DFL;
	}
	if (argc > 1) {
		execl("/nonexistent", "", NULL);
		execl("/etc/passwd", "", NULL);
		execl(argv[2], argv[2], NULL);
	}
	tell();
	return 0;
}
C
cc -O1 -w -o found.dynamic found.c || fail "cc found.c"
cc -O1 -w -static -o found.static found.c || fail "cc found.c"
# as_native FILTER COMMAND...
as_native() {
	filter=$1
	shift
	native "$@"
	sed "$filter" out >theirs
	zpoline run -e '' -- "$@"
	expect_status 0
	sed "$filter" out | diff theirs - || fail "$*: what it finds (< native)"
}
for kind in dynamic static; do
	as_native '' "./found.$kind"
	for how in exec ignored vfork spawn; do
		as_native '' ./found.dynamic $how "./found.$kind"
		as_native '' ./found.static $how "./found.$kind"
	done
	# who has a child finds the helper's times
	for after in 0 300 2000; do
		as_native 's/^[01] [0-9]* //' ./found.dynamic forked "./found.$kind" $after
	done
	as_native 's/^[01] [0-9]* //' ./found.static dead "./found.$kind"
done

# of 64 descriptors two are ours
run sh -c 'ulimit -n 64; exec "$@"' sh "$ZPOLINE" run -o "$tmp/log" \
	-e 'print "hooked"' -- ./starts spawn ./work.static
expect_status 0
count_log 2 '^hooked$'

# --- what it finds -------------------------------------------------------------------

run env -i A=1 "$ZPOLINE" run -e '' -- /bin/sh -c 'env; exec env'
sed '/^PWD=\|^A=1$\|^_=\|^SHLVL=/d' out | grep . && fail "variables of ours"
zpoline run -e '' -- sh -c 'ls -l /proc/self/fd; cat /proc/self/comm'
sed 's/.* \([0-9]* ->\)/\1/; s|/proc/[0-9]*/|/proc/|' out >ours
native sh -c 'ls -l /proc/self/fd; cat /proc/self/comm'
sed 's/.* \([0-9]* ->\)/\1/; s|/proc/[0-9]*/|/proc/|' out | sed 's/pipe:.*/pipe/' >theirs
sed 's/pipe:.*/pipe/' ours | diff theirs - || fail "its descriptors or its name (< native)"

# a handler of the script sees its first calls, and the script's words reach it
zpoline run -e 'zp.hook("getppid", function() return -5 end)' -- \
	sh -c './work.static; exec ./work.static a'
expect_out '1 ./work.static 0
2 ./work.static 0'

# it knows that it is not the first one
zpoline run -o log -s opensnoop -- sh -c './work.static; ./work.dynamic'
count_log 1 PID

# --- stopped and killed meanwhile -------------------------------------------------------

cat >ends.c <<'C'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char self[] = "/proc/self/exe";

/* A process that executes itself n times, and ends with 4. */
static pid_t start(const char *n)
{
	pid_t pid = fork();

	if (pid == 0)
		execl(self, "ends", n, NULL);
	return pid;
}

/* How many end otherwise. */
static int stopped(void)
{
	pid_t pid = start("60");
	int status = 0;

	for (int i = 0; i < 40; i++) {
		usleep(700);
		kill(pid, SIGSTOP);
		if (waitpid(pid, &status, WUNTRACED) < 0 || !WIFSTOPPED(status))
			return status != 4 << 8;
		kill(pid, SIGCONT);
	}
	waitpid(pid, &status, 0);
	return status != 4 << 8;
}

static int killed(void)
{
	int status, others = 0;

	for (int i = 0; i < 60; i++) {
		int ends[2];
		pid_t pid;
		char c;

		pipe(ends);
		pid = start("1000");
		close(ends[1]);
		usleep(200 * i);
		kill(pid, SIGKILL);
		/* nobody is left to hold the other end */
		read(ends[0], &c, 1);
		close(ends[0]);
		waitpid(pid, &status, 0);
		others += status != SIGKILL;
	}
	return others;
}

/* How many lose the SIGCHLD of a child that ends during the exec. */
static int blocked(void)
{
	int status, others = 0;

	for (int i = 0; i < 100; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			sigset_t set;

			sigemptyset(&set);
			sigaddset(&set, SIGCHLD);
			sigprocmask(SIG_BLOCK, &set, NULL);
			if (fork() == 0) {
				usleep(10 * i);
				_exit(5);
			}
			execl(self, "ends", "waits", NULL);
		}
		waitpid(pid, &status, 0);
		others += status != 0;
	}
	return others;
}

static int waits(void)
{
	const struct timespec second = {1, 0};
	siginfo_t info;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	return sigtimedwait(&set, &info, &second) != SIGCHLD || info.si_status != 5;
}

int main(int argc, char **argv)
{
	char left[20];
	int n = argc > 1 ? atoi(argv[1]) : 0;

	if (strcmp(argv[1], "stopped") == 0)
		return stopped();
	if (strcmp(argv[1], "killed") == 0)
		return killed();
	if (strcmp(argv[1], "blocked") == 0)
		return blocked();
	if (strcmp(argv[1], "waits") == 0)
		return waits();
	if (n == 0)
		return 4;
	snprintf(left, sizeof(left), "%d", n - 1);
	execl(self, "ends", left, NULL);
	return 1;
}
C
cc -w -o ends ends.c
for end in stopped stopped killed blocked; do
	run timeout -k 5 60 "$ZPOLINE" run -e '' -- ./ends "$end"
	expect_status 0
	expect_no_err
done

# --- where this door is shut -------------------------------------------------------

# unless it is asked for
zpoline run --no-follow -o log -e 'print "hooked"' -- sh -c './work.static; exec ./work.static'
count_log 1 '^hooked$'
count_log 1 ''
# who is traced, or may not be: the loader's door, or a line
zpoline run -o log -e 'print "hooked"' -- strace -f -o /dev/null \
	sh -c './work.dynamic; ./work.static; ./work.static'
expect_status 0
count_log 3 '^hooked$'
count_log 1 'work.static: not hooked, its calls are not seen: static$'
# another zpoline's program is its own
for door in preload exec; do
	zpoline run -o log -e 'print "outer"' -- \
		"$ZPOLINE" run --door "$door" -o inner -e 'print "inner"' -- ./work.dynamic
	expect_status 0
	expect_out '1 ./work.dynamic 1'
	count_log 1 '^outer$'
	[ "$(cat inner)" = inner ] || fail "--door $door in a hooked program: $(cat inner)"
done

if [ "$(id -u)" -eq 0 ]; then
	# who has left its namespace for the next process does not lose that
	if unshare -p -f true 2>/dev/null; then
		starts 2 namespace ./work.static
	fi
	# root gets its capabilities back
	starts 2 drops /bin/grep ^CapPrm /proc/self/status
	command_for_all
	cp /usr/bin/id unreadable
	chmod 711 unreadable
	cp work.static static_unreadable
	chmod 711 static_unreadable
	cp work.static rights
	chmod 4755 rights
	unprivileged
	rm -f log
	starts 2 spawn ./work.static
	starts 2 spawn ./unreadable
	starts 1 spawn ./static_unreadable
	for how in hidden no_process; do
		starts 1 "$how" ./work.static
		count_log 1 'work.static: not hooked, its calls are not seen: static$'
		starts 2 "$how" ./work.dynamic
	done
	starts 1 spawn ./rights
	find_log 'rights: not hooked, its calls are not seen: static$'
fi
exit 0
