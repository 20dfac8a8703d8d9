/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* object.S, alone in memory: what is behind its page cannot be read. */
#include <string.h>
#include <sys/mman.h>

#include "analysis/functions/functions.h"
#include "analysis/insn.h"
#include "analysis/patchable.h"
#include "unit.h"

#define PAGE 4096

extern const char object_image[PAGE], object_first[], object_odd[],
	object_last[];

static struct functions object;
static char *page;

static void open_object(void)
{
	page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(page, MAP_FAILED);
	ck_assert_int_eq(mprotect(page + PAGE, PAGE, PROT_NONE), 0);
	memcpy(page, object_image, PAGE);
	object = (struct functions){
		.elf.span = {{(uintptr_t)page, (uintptr_t)page + PAGE}},
		.elf.spans = 1};
	ck_assert_int_eq(functions_open(&object, (uintptr_t)page), 0);
}

static enum patchable_verdict judge(const char *site)
{
	struct insn_function f = {0};

	struct patchable_site s;

	patchable_judge(&object, &f, (uintptr_t)page + (site - object_image),
			&s);
	return s.call;
}

/* A function may end with its mapping. */
START_TEST(test_last)
{
	open_object();
	ck_assert_int_eq(judge(object_last), PATCHABLE_PATCHED);
}
END_TEST

/* A CIE that is not understood changes nothing for the others. */
START_TEST(test_odd)
{
	open_object();
	ck_assert_int_eq(judge(object_first), PATCHABLE_PATCHED);
	ck_assert_int_eq(judge(object_odd), PATCHABLE_NO_FUNCTION);
	ck_assert_int_eq(judge(object_first), PATCHABLE_PATCHED);
}
END_TEST

int main(void)
{
	return unit_run("object", (const TTest *const[]){
					  test_last,
					  test_odd,
					  NULL,
				  });
}
