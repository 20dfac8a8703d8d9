/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * A handler that interrupted a blocking call throws: the exception is caught
 * three callers up, a thousand times, the destructors between have run,
 * innermost first, and who catches finds what it had in registers. Fails
 * without sigcontext_show() (sigcontext.c): no frame of the program's is found,
 * and the program is terminated. Without thread_forget_abandoned() (thread.c) a
 * script would see no more calls after sixteen rounds; that does not show here.
 */
#include "blocked_read.h"

#define ROUNDS 1000

namespace
{

int ends[2];
int destroyed;

struct Thrown {
	int round;
};

/* Counts down: the innermost is destroyed first. */
class Guard
{
      public:
	explicit Guard(int level) : level(level)
	{
	}

	~Guard()
	{
		CHECK(destroyed == 3 - level);
		destroyed++;
	}

      private:
	int level;
};

int current;

void on_signal(int)
{
	throw Thrown{current};
}

PART(inner) long inner(int site, char *byte)
{
	Guard guard(3);

	*poke_armed = 1;
	return blocked_read(site, ends[0], byte);
}

PART(middle) long middle(int site, char *byte)
{
	Guard guard(2);

	return inner(site, byte);
}

PART(outer) long outer(int site, char *byte)
{
	Guard guard(1);

	return middle(site, byte);
}

/* A number that the compiler does not know. */
inline long opaque(long n)
{
	__asm__ volatile("" : "+r"(n));
	return n;
}

PART(bottom) void bottom(int site, int round)
{
	/* as many as there are registers that calls leave alone */
	long a = opaque(round), b = opaque(a + 1), c = opaque(a + 2),
	     d = opaque(a + 3), e = opaque(a + 4), f = opaque(a + 5);
	char byte;

	current = round;
	destroyed = 0;
	try {
		outer(site, &byte);
		CHECK(!"the call ends");
	} catch (const Thrown &thrown) {
		check(__LINE__, site_names[site],
		      thrown.round == a && destroyed == 3);
	}
	CHECK(b == round + 1 && c == round + 2 && d == round + 3);
	CHECK(e == round + 4 && f == round + 5);
}

} // namespace

int main()
{
	struct sigaction act = {};
	int restarts = 0;

	alarm(20);
	CHECK(pipe(ends) == 0);
	poke_start();
	act.sa_handler = on_signal;
	for (int round = 0; round < ROUNDS; round++) {
		if (round % 100 == 0) {
			restarts ^= SA_RESTART;
			act.sa_flags = SA_NODEFER | restarts;
			sigaction(SIGUSR1, &act, NULL);
		}
		bottom(round % SITES, round);
	}
	poke_end();
	return verdict();
}
