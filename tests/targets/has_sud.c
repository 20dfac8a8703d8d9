/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Does this kernel have Syscall User Dispatch, and let us use it? */
#include <linux/prctl.h>
#include <sys/prctl.h>

int main(void)
{
	char selector = 0; /* allow */

	return prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0, 0,
		     &selector) != 0;
}
