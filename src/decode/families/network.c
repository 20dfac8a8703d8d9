/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/* Addresses and numbers of networks, and what a machine has of them. */
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/netfilter/nfnetlink.h>

#include "decode/families/families.h"
#include "decode/specials.h"

/* --- numbers as a network has them
 * ---------------------------------------------------------------- */

void special_network_port(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	(void)parameter;
	PUT_LITERAL(d, "htons(");
	put_number(d, __builtin_bswap16((uint16_t)value), DECODE_UNSIGNED);
	PUT_LITERAL(d, ")");
}

void special_network_v4(struct decode *d, uint64_t value,
			unsigned int parameter)
{
	(void)parameter;
	put_address(d, value, 1);
}

void special_network_v6(struct decode *d, uint64_t value,
			unsigned int parameter)
{
	(void)parameter;
	put_address_of(d, value);
}

/* A struct sockaddr, and one of hardware. */
void special_inet_address(struct decode *d, uint64_t value,
			  unsigned int parameter)
{
	(void)parameter;
	put_sockaddr(d, value, 16);
}

#define SA_DATA 14

/* Bytes of an address of such hardware; all that there may be if that is not
 * known. */
static unsigned int hardware_length(uint64_t family)
{
	switch (family) {
	case ARPHRD_ARCNET:
	case ARPHRD_MCTP:
	case ARPHRD_LOCALTLK:
	case ARPHRD_PHONET:
	case ARPHRD_PHONET_PIPE:
	case ARPHRD_CAIF:
		return 1;
	case ARPHRD_DLCI:
		return 2;
	case ARPHRD_TUNNEL:
	case ARPHRD_SIT:
	case ARPHRD_IPDDP:
	case ARPHRD_IPGRE:
	case ARPHRD_PIMREG:
	case ARPHRD_IRDA:
		return 4;
	case ARPHRD_ROSE:
	case ARPHRD_X25:
		return 5;
	case ARPHRD_ETHER:
	case ARPHRD_IEEE802:
	case ARPHRD_LOOPBACK:
	case ARPHRD_FDDI:
	case ARPHRD_HIPPI:
	case ARPHRD_IEEE80211:
	case ARPHRD_IEEE80211_PRISM:
	case ARPHRD_IEEE80211_RADIOTAP:
		return 6;
	case ARPHRD_NETROM:
	case ARPHRD_AX25:
		return 7;
	case ARPHRD_EUI64:
	case ARPHRD_IEEE802154:
	case ARPHRD_IEEE802154_MONITOR:
	case ARPHRD_6LOWPAN:
	case ARPHRD_VSOCKMON:
		return 8;
	default:
		return SA_DATA;
	}
}

void special_hardware_address(struct decode *d, uint64_t value,
			      unsigned int parameter)
{
	uint64_t family;

	(void)parameter;
	if (decode_load(d, value, 2, &family) != 0 ||
	    !put_begin(d, DECODE_STRUCT)) {
		put_pointer(d, value);
		return;
	}
	PUT_FIELD(d, "sa_family");
	put_one(d, GROUP_arphrd, family);
	PUT_FIELD(d, "sa_data");
	put_hardware(d, value + 2, hardware_length(family));
	put_end(d, 0);
}

void special_netfilter_version(struct decode *d, uint64_t value,
			       unsigned int parameter)
{
	(void)parameter;
	if (value)
		put_number(d, value, DECODE_HEX);
	else
		PUT_NAME(d, "NFNETLINK_V0", 0);
}

/* What a message is about; of tables that is their subsystem, if anything. */
void special_netfilter_resource(struct decode *d, uint64_t value,
				unsigned int parameter)
{
	(void)parameter;
	PUT_LITERAL(d, "htons(");
	value = __builtin_bswap16((uint16_t)value);
	if (d->kind >> 8 == NFNL_SUBSYS_NFTABLES &&
	    value == NFNL_SUBSYS_NFTABLES)
		PUT_NAME(d, "NFNL_SUBSYS_NFTABLES", NFNL_SUBSYS_NFTABLES);
	else
		put_number(d, value, DECODE_UNSIGNED);
	PUT_LITERAL(d, ")");
}

/* --- all addresses
 * ----------------------------------------------------------------------------
 */

#define IFREQ sizeof(struct ifreq)

/* Bytes, and for how many that is the room. */
static void show_ifconf_room(struct decode *d, int32_t length)
{
	uint32_t n = (uint32_t)length / IFREQ;

	put_int(d, length);
	if (!n || (uint32_t)length % IFREQ)
		return;
	PUT_LITERAL(d, " /* ");
	put_count(d, n);
	PUT_LITERAL(d, " * sizeof(struct ifreq) */");
}

static void show_ifconf_length(struct decode *d, int32_t before, int32_t after)
{
	if (before == after) {
		show_ifconf_room(d, after);
		return;
	}
	if (!put_begin(d, DECODE_TURNED))
		return;
	put_element(d);
	show_ifconf_room(d, before);
	put_element(d);
	show_ifconf_room(d, after);
	put_end(d, 0);
}

static void show_ifreqs(struct decode *d, uint64_t at, uint64_t n)
{
	uint64_t i, shown = decode_shown_of(d, n);

	if ((n && !decode_see(d, at, 1)) || !put_begin(d, DECODE_LIST)) {
		put_pointer(d, at);
		return;
	}
	for (i = 0; i < shown && decode_see(d, at + i * IFREQ, IFREQ); i++) {
		put_element(d);
		decode_struct_at(d, TYPE_ifset_addr, at + i * IFREQ);
	}
	put_end(d, i < n);
}

/* Before the call its length is kept. */
void special_ifconf(struct decode *d, uint64_t value, unsigned int parameter)
{
	struct ifconf conf;
	int32_t before;

	(void)parameter;
	if (!value || decode_read(d, &conf, value, sizeof(conf)) != 0) {
		if (d->done)
			put_pointer(d, value);
		return;
	}
	if (!d->done) {
		decode_save(d, SAVED_LENGTH, (uint64_t)conf.ifc_len);
		return;
	}
	if (!put_begin(d, DECODE_STRUCT))
		return;
	before = decode_is_saved(d, SAVED_LENGTH) && conf.ifc_buf
			 ? (int32_t)d->saved[SAVED_LENGTH]
			 : conf.ifc_len;
	PUT_FIELD(d, "ifc_len");
	show_ifconf_length(d, before, conf.ifc_len);
	PUT_FIELD(d, "ifc_buf");
	if (d->failed || !conf.ifc_buf)
		put_pointer(d, (uintptr_t)conf.ifc_buf);
	else
		show_ifreqs(d, (uintptr_t)conf.ifc_buf,
			    (uint32_t)conf.ifc_len / IFREQ);
	put_end(d, 0);
}
