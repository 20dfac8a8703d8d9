/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Files, mappings, terminals: flags with parts that are numbers. */
#include "decode/specials.h"

#include <linux/fcntl.h>
#include <linux/mman.h>

#include "decode/sinks/out.h"
#include "base/nolibc.h"

/* --- open
 * ---------------------------------------------------------------------------
 */

static void show_open(struct decode *d, uint64_t flags)
{
	uint64_t left;

	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	put_one(d, GROUP_open, flags & O_ACCMODE);
	left = put_flags_in(d, GROUP_open, flags & ~(uint64_t)O_ACCMODE);
	if (left) {
		put_element(d);
		put_number(d, left, DECODE_HEX);
	}
	put_end(d, 0);
}

void special_open_flags(struct decode *d, uint64_t value,
			unsigned int parameter)
{
	(void)parameter;
	show_open(d, value);
}

void special_open_flags_result(struct decode *d, uint64_t value,
			       unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_HEX);
	PUT_LITERAL(d, " (flags ");
	show_open(d, value);
	PUT_LITERAL(d, ")");
}

void special_fd_flags_result(struct decode *d, uint64_t value,
			     unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_HEX);
	if (!value && !d->sink->ops->values)
		return;
	PUT_LITERAL(d, " (flags ");
	put_flags(d, GROUP_fd, value);
	PUT_LITERAL(d, ")");
}

void special_seals_result(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_HEX);
	if (!value && !d->sink->ops->values)
		return;
	PUT_LITERAL(d, " (seals ");
	put_flags(d, GROUP_seal, value);
	PUT_LITERAL(d, ")");
}

void special_lease_result(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	(void)parameter;
	put_in_front(d, value, DECODE_HEX);
	PUT_LITERAL(d, " (");
	put_one(d, GROUP_lease, value);
	PUT_LITERAL(d, ")");
}

/* --- stat
 * ----------------------------------------------------------------------------
 */

/* Of st_mode; linux/stat.h has them for programs without libc only. */
#define MODE_TYPE 0170000u
#define MODE_SETUID 04000u
#define MODE_SETGID 02000u
#define MODE_STICKY 01000u

static void put_mode_bit(struct decode *d, unsigned int mode, unsigned int bit,
			 const char *name)
{
	if (!(mode & bit))
		return;
	put_element(d);
	put_name(d, name, strlen(name), bit);
}

/* The type by name, the permissions in octal. */
void special_mode(struct decode *d, uint64_t value, unsigned int parameter)
{
	unsigned int mode = (unsigned int)value;
	size_t n;
	const char *name = NULL;

	(void)parameter;
	if ((mode & MODE_TYPE) != 0 && (mode & MODE_TYPE) != MODE_TYPE)
		name = decode_find(GROUP_mode, mode & MODE_TYPE, &n);
	if (!name || !put_begin(d, DECODE_FLAGS)) {
		put_number(d, mode, DECODE_OCTAL);
		return;
	}
	put_element(d);
	put_name(d, name, n, mode & MODE_TYPE);
	put_mode_bit(d, mode, MODE_SETUID, "S_ISUID");
	put_mode_bit(d, mode, MODE_SETGID, "S_ISGID");
	put_mode_bit(d, mode, MODE_STICKY, "S_ISVTX");
	put_element(d);
	put_number(d, mode & 0777, DECODE_OCTAL);
	put_end(d, 0);
}

/* dev_t as the kernel's stat has it. */
void special_dev(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t major = (value >> 8 & 0xfff) |
			 (value >> 32 & ~(uint64_t)0xfff);
	uint64_t minor = (value & 0xff) | (value >> 12 & 0xffffff00);

	(void)parameter;
	PUT_LITERAL(d, "makedev(");
	if (put_begin(d, DECODE_PAIR)) {
		put_element(d);
		put_number(d, major, DECODE_HEX);
		put_element(d);
		put_number(d, minor, DECODE_HEX);
		put_end(d, 0);
	}
	PUT_LITERAL(d, ")");
}

#define STATX_SYNC 0x6000u

void special_statx_flags(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	uint64_t left;

	(void)parameter;
	if (!put_begin(d, DECODE_FLAGS))
		return;
	if ((value & STATX_SYNC) == STATX_SYNC) {
		put_flags_in(d, GROUP_at_statx, STATX_SYNC);
	} else {
		put_element(d);
		put_one(d, GROUP_at_statx, value & STATX_SYNC);
	}
	left = put_flags_in(d, GROUP_at, value & ~(uint64_t)STATX_SYNC);
	if (left) {
		put_element(d);
		put_nameless(d, GROUP_at, left);
	}
	put_end(d, 0);
}

void special_statfs_type(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	(void)parameter;
	put_one_or(d, GROUP_statfs, value, DECODE_HEX);
}

/* --- directories
 * ---------------------------------------------------------------------- */

#define ENTRY_HEAD 19 /* bytes in front of a name */
#define ENTRIES_MAX 65536

/* How many entries are in n bytes; -1: they are none. */
static long count_entries(struct decode *d, uint64_t at, uint64_t n)
{
	long count = 0;

	while (n >= ENTRY_HEAD && count < ENTRIES_MAX) {
		uint64_t length;

		if (decode_load(d, at + 16, 2, &length) != 0 ||
		    length < ENTRY_HEAD || length > n)
			return -1;
		at += length;
		n -= length;
		count++;
	}
	return n ? -1 : count;
}

void special_entries(struct decode *d, uint64_t value, unsigned int parameter)
{
	long n = count_entries(d, value, (uint64_t)d->ret);

	(void)parameter;
	put_pointer(d, value);
	if (n < 0)
		return;
	PUT_LITERAL(d, " /* ");
	put_count(d, (uint64_t)n);
	if (n == 1)
		PUT_LITERAL(d, " entry */");
	else
		PUT_LITERAL(d, " entries */");
}

/* --- mappings
 * ---------------------------------------------------------------------------
 */

/* The size of huge pages, from bit 26 on, as a flag. */
static void show_huge(struct decode *d, uint64_t value, const char *name)
{
	char text[48];
	struct decode_out out = {text, text, text + sizeof(text), 0};

	if (!value)
		return;
	out_decimal(&out, value);
	out_add(&out, name, strlen(name));
	put_element(d);
	put_name(d, text, decode_length(&out), value << MAP_HUGE_SHIFT);
}

void special_map_flags(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t kind = value & MAP_TYPE, huge = value >> MAP_HUGE_SHIFT;
	uint64_t rest = value & ~(uint64_t)MAP_TYPE &
			((1u << MAP_HUGE_SHIFT) - 1);

	(void)parameter;
	if (!put_begin(d, DECODE_FLAGS))
		return;
	put_element(d);
	if (kind)
		put_one(d, GROUP_map, kind);
	else
		PUT_NAME(d, "MAP_FILE", 0);
	if (rest)
		rest = put_flags_in(d, GROUP_map, rest);
	if (rest) {
		put_element(d);
		put_number(d, rest, DECODE_HEX);
	}
	show_huge(d, huge, "<<MAP_HUGE_SHIFT");
	put_end(d, 0);
}

void special_memfd_flags(struct decode *d, uint64_t value,
			 unsigned int parameter)
{
	uint64_t huge = value >> MAP_HUGE_SHIFT;
	uint64_t flags = value & ((1u << MAP_HUGE_SHIFT) - 1), rest;

	(void)parameter;
	if (!put_begin(d, DECODE_FLAGS))
		return;
	rest = put_flags_in(d, GROUP_memfd, flags);
	if (rest) {
		put_element(d);
		if (rest == flags)
			put_nameless(d, GROUP_memfd, rest);
		else
			put_number(d, rest, DECODE_HEX);
	}
	show_huge(d, huge, "<<MFD_HUGE_SHIFT");
	put_end(d, 0);
}

/* mincore: a byte a page. */
void special_residence(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t pages = (d->arg[1] >> 12) + ((d->arg[1] & 4095) != 0);
	uint64_t i, page, shown = decode_shown_of(d, pages);

	(void)parameter;
	if (!value || (shown && decode_load(d, value, 1, &page) != 0) ||
	    !put_begin(d, DECODE_LIST)) {
		put_pointer(d, value);
		return;
	}
	for (i = 0; i < shown; i++) {
		if (decode_load(d, value + i, 1, &page) != 0)
			break;
		put_element(d);
		put_number(d, page & 1, DECODE_UNSIGNED);
	}
	put_end(d, i < pages);
}

/* --- terminals and other devices
 * --------------------------------------------------------- */

static void show_direction(struct decode *d, unsigned int direction)
{
	static const char *const names[] = {
		"_IOC_NONE", "_IOC_WRITE", "_IOC_READ", "_IOC_READ|_IOC_WRITE"};

	put_name(d, names[direction], strlen(names[direction]), direction);
}

void special_ioctl_request(struct decode *d, uint64_t value,
			   unsigned int parameter)
{
	size_t n;
	const char *name = decode_find(GROUP_ioctl, value, &n);

	(void)parameter;
	if (name) {
		put_name(d, name, n, value);
		return;
	}
	PUT_LITERAL(d, "_IOC(");
	if (put_begin(d, DECODE_PAIR)) {
		put_element(d);
		show_direction(d, (unsigned int)(value >> 30 & 3));
		for (int shift = 8; shift >= 0; shift -= 8) {
			put_element(d);
			put_number(d, value >> shift & 0xff, DECODE_HEX);
		}
		put_element(d);
		put_number(d, value >> 16 & 0x3fff, DECODE_HEX);
		put_end(d, 0);
	}
	PUT_LITERAL(d, ")");
}

/* Parts of a word of flags that are numbers: their bits, and their names. */
struct part {
	uint16_t bits;
	uint16_t group;
};

static void show_parts(struct decode *d, uint64_t value, unsigned int group,
		       const struct part *part, unsigned int n)
{
	if (!put_begin(d, DECODE_FLAGS))
		return;
	for (unsigned int i = 0; i < n; i++) {
		put_element(d);
		put_one(d, part[i].group, value & part[i].bits);
		value &= ~(uint64_t)part[i].bits;
	}
	value = put_flags_in(d, group, value);
	if (value) {
		put_element(d);
		put_number(d, value, DECODE_HEX);
	}
	put_end(d, 0);
}

void special_c_oflag(struct decode *d, uint64_t value, unsigned int parameter)
{
	static const struct part parts[] = {
		{0x100, GROUP_delay_nl},   {0x600, GROUP_delay_cr},
		{0x1800, GROUP_delay_tab}, {0x2000, GROUP_delay_bs},
		{0x4000, GROUP_delay_vt},  {0x8000, GROUP_delay_ff},
	};

	(void)parameter;
	show_parts(d, value, GROUP_c_oflag, parts, 6);
}

void special_c_cflag(struct decode *d, uint64_t value, unsigned int parameter)
{
	static const struct part parts[] = {
		{0x100f, GROUP_baud},
		{0x30, GROUP_char_size},
	};

	(void)parameter;
	show_parts(d, value, GROUP_c_cflag, parts, 2);
}

/* --- System V
 * ----------------------------------------------------------------------- */

void special_ipc_flags(struct decode *d, uint64_t value, unsigned int parameter)
{
	uint64_t rest;

	if (!put_begin(d, DECODE_FLAGS))
		return;
	rest = put_flags_in(d, GROUP_ipc_flag, value & ~(uint64_t)0777);
	if (rest && parameter != GROUP_ipc_flag)
		rest = put_flags_in(d, parameter, rest);
	if (rest) {
		put_element(d);
		put_number(d, rest, DECODE_HEX);
	}
	put_element(d);
	put_number(d, value & 0777, DECODE_OCTAL);
	put_end(d, 0);
}

void special_ipc_key(struct decode *d, uint64_t value, unsigned int parameter)
{
	(void)parameter;
	if (value)
		put_number(d, value, DECODE_HEX);
	else
		PUT_NAME(d, "IPC_PRIVATE", 0);
}
