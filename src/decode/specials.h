/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * Functions in C for what no table says well. Each is special_NAME(d, value,
 * parameter): value is the argument or the member, or the address of what has
 * no value by itself; parameter what calls.lua or structs.lua have behind the
 * name, an expression's number as a rule. generate.lua reads the names.
 */
#ifndef DECODE_SPECIALS_H
#define DECODE_SPECIALS_H

#include "decode/walk.h"

#define DECODE_SPECIALS(X)                                                     \
	/* scalar.c */                                                         \
	X(fd)                                                                  \
	X(dirfd)                                                               \
	X(error_number)                                                        \
	X(argv)                                                                \
	X(environment)                                                         \
	X(task_name)                                                           \
	X(moved)                                                               \
	X(iov)                                                                 \
	X(iov_filled)                                                          \
	X(iov_addresses)                                                       \
	/* file.c */                                                           \
	X(open_flags)                                                          \
	X(open_flags_result)                                                   \
	X(fd_flags_result)                                                     \
	X(seals_result)                                                        \
	X(lease_result)                                                        \
	X(mode)                                                                \
	X(dev)                                                                 \
	X(statx_flags)                                                         \
	X(statfs_type)                                                         \
	X(entries)                                                             \
	X(map_flags)                                                           \
	X(memfd_flags)                                                         \
	X(residence)                                                           \
	X(ioctl_request)                                                       \
	X(c_oflag)                                                             \
	X(c_cflag)                                                             \
	X(ipc_flags)                                                           \
	X(ipc_key)                                                             \
	/* poll.c */                                                           \
	X(poll_fds)                                                            \
	X(poll_result)                                                         \
	X(ppoll_result)                                                        \
	X(fd_set)                                                              \
	X(select_result)                                                       \
	X(pselect_result)                                                      \
	X(epoll_ctl_event)                                                     \
	/* time.c */                                                           \
	X(clock)                                                               \
	X(date)                                                                \
	X(date_result)                                                         \
	X(ticks)                                                               \
	X(time_pair_us)                                                        \
	X(time_pair_ns)                                                        \
	X(sleep_left)                                                          \
	/* signal.c */                                                         \
	X(signal)                                                              \
	X(signal_result)                                                       \
	X(signal_number_result)                                                \
	X(sigmask)                                                             \
	X(sigset)                                                              \
	X(sig_handler)                                                         \
	X(siginfo)                                                             \
	X(sigframe)                                                            \
	/* socket.c, message.c */                                              \
	X(socket_type)                                                         \
	X(socket_protocol)                                                     \
	X(sockaddr)                                                            \
	X(sockaddr_filled)                                                     \
	X(sockaddr_length)                                                     \
	X(sockopt_given)                                                       \
	X(sockopt_got)                                                         \
	X(sockopt_filter)                                                      \
	X(sockopt_groups)                                                      \
	X(sockopt_plain)                                                       \
	X(message)                                                             \
	X(message_filled)                                                      \
	X(messages)                                                            \
	X(messages_filled)                                                     \
	X(recvmmsg_timeout)                                                    \
	/* process.c */                                                        \
	X(clone_flags)                                                         \
	X(clone_args)                                                          \
	X(wait_status)                                                         \
	X(rusage_who)                                                          \
	X(rlimit_value)                                                        \
	X(cpu_set)                                                             \
	X(sched_result)                                                        \
	X(personality)                                                         \
	X(personality_result)                                                  \
	X(membarrier_result)                                                   \
	X(dumpable_result)                                                     \
	X(cap_data)                                                            \
	X(futex_operation)                                                     \
	X(futex_mask)                                                          \
	X(futex_wake_operation)                                                \
	/* families/netlink.c */                                               \
	X(payload)                                                             \
	X(attribute_text)                                                      \
	X(attribute_lladdr)                                                    \
	X(attribute_address)                                                   \
	X(attribute_kind)                                                      \
	/* families/kernel.c */                                                \
	X(syslog_action)                                                       \
	X(key_capabilities)                                                    \
	X(sock_filter)                                                         \
	X(kernel_version)                                                      \
	X(perf_precise)                                                        \
	X(perf_hardware)                                                       \
	X(perf_cache)                                                          \
	X(quota_command)                                                       \
	X(ipc_command)                                                         \
	X(message_sent)                                                        \
	X(message_got)                                                         \
	X(fan_flags)                                                           \
	X(user_offset)                                                         \
	X(uring_wait_for)                                                      \
	X(ioprio)                                                              \
	X(ioprio_result)                                                       \
	/* families/nodes.c */                                                 \
	X(mpol_mode)                                                           \
	X(nodemask)                                                            \
	X(node_status)                                                         \
	/* families/network.c */                                               \
	X(ifconf)                                                              \
	X(inet_address)                                                        \
	X(hardware_address)                                                    \
	X(network_port)                                                        \
	X(network_v4)                                                          \
	X(network_v6)                                                          \
	X(netfilter_resource)                                                  \
	X(netfilter_version)

#define DECODE_DECLARE(name)                                                   \
	void special_##name(struct decode *d, uint64_t value,                  \
			    unsigned int parameter);
DECODE_SPECIALS(DECODE_DECLARE)
#undef DECODE_DECLARE

enum {
#define DECODE_NUMBER(name) SPECIAL_##name,
	DECODE_SPECIALS(DECODE_NUMBER)
#undef DECODE_NUMBER
};

#endif
