-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Messages of netlink, as ../structs.lua has structs, and
--
--   attributes NAME GROUP     what attributes have whose types are of a group:
--     VALUE... T              an address that is no number has given bytes
--
-- A switch with kind is by the message's type; of those about sockets by the
-- family, and 256 more for what is asked.

return [[
attributes nlmsgerr_attributes nlmsgerr
  1 attribute_text
  2 unsigned
  * hexbytes[given]
switch nl_route_head kind
  RTM_NEWLINK RTM_DELLINK RTM_GETLINK RTM_SETLINK ifinfomsg
  RTM_NEWADDR RTM_DELADDR RTM_GETADDR ifaddrmsg
  RTM_NEWROUTE RTM_DELROUTE RTM_GETROUTE rtmsg
  RTM_NEWNEIGH RTM_DELNEIGH RTM_GETNEIGH ndmsg
  RTM_NEWRULE RTM_DELRULE RTM_GETRULE fib_rule
  RTM_NEWQDISC RTM_DELQDISC RTM_GETQDISC RTM_NEWTCLASS RTM_DELTCLASS RTM_GETTCLASS tcmsg
  RTM_NEWTFILTER RTM_DELTFILTER RTM_GETTFILTER tcmsg
  RTM_GETSTATS RTM_NEWSTATS if_stats
  * unknown
switch nl_route_attributes kind
  RTM_NEWLINK RTM_DELLINK RTM_GETLINK RTM_SETLINK ifla
  RTM_NEWADDR RTM_DELADDR RTM_GETADDR ifa
  RTM_NEWROUTE RTM_DELROUTE RTM_GETROUTE rta
  RTM_NEWNEIGH RTM_DELNEIGH RTM_GETNEIGH nda
  RTM_NEWRULE RTM_DELRULE RTM_GETRULE fra
  RTM_NEWQDISC RTM_DELQDISC RTM_GETQDISC RTM_NEWTCLASS RTM_DELTCLASS RTM_GETTCLASS tca
  RTM_NEWTFILTER RTM_DELTFILTER RTM_GETTFILTER tca
  * nla_any
struct ifinfomsg = struct ifinfomsg <linux/rtnetlink.h>
  ifi_family =address_family
  ifi_type =arphrd
  ifi_index int
  ifi_flags |iff
  ifi_change |iff
struct ifaddrmsg = struct ifaddrmsg <linux/if_addr.h>
  ifa_family =address_family
  ifa_prefixlen unsigned
  ifa_flags |ifa_flag
  ifa_scope =rt_scope
  ifa_index unsigned
struct rtmsg = struct rtmsg <linux/rtnetlink.h>
  rtm_family =address_family
  rtm_dst_len unsigned
  rtm_src_len unsigned
  rtm_tos hex
  rtm_table =rt_table
  rtm_protocol =rtprot
  rtm_scope =rt_scope
  rtm_type =rtn
  rtm_flags |rtm_flag
struct ndmsg = struct ndmsg <linux/neighbour.h>
  ndm_family =address_family
  ndm_ifindex int
  ndm_state |nud
  ndm_flags |ntf
  ndm_type =rtn
struct fib_rule = struct fib_rule_hdr <linux/fib_rules.h>
  family =address_family
  dst_len unsigned
  src_len unsigned
  tos hex
  table =rt_table
  action =fr_act
  flags |fib_rule
struct tcmsg = struct tcmsg <linux/rtnetlink.h>
  tcm_family =address_family
  tcm_ifindex int
  tcm_handle unsigned
  tcm_parent unsigned
  tcm_info unsigned
struct if_stats 12
  family@0:1 =address_family
  ifindex@4:4 unsigned
  filter_mask@8:4 hex
attributes nla_any nla
  * hexbytes[given]
attributes ifla ifla
  IFLA_ADDRESS IFLA_BROADCAST IFLA_PERM_ADDRESS attribute_lladdr
  IFLA_IFNAME IFLA_QDISC IFLA_IFALIAS IFLA_PHYS_PORT_NAME IFLA_ALT_IFNAME attribute_text
  IFLA_PARENT_DEV_NAME IFLA_PARENT_DEV_BUS_NAME attribute_text
  IFLA_MTU IFLA_TXQLEN IFLA_NUM_VF IFLA_GROUP IFLA_PROMISCUITY IFLA_NUM_TX_QUEUES unsigned
  IFLA_NUM_RX_QUEUES IFLA_CARRIER_CHANGES IFLA_GSO_MAX_SEGS IFLA_GSO_MAX_SIZE unsigned
  IFLA_MIN_MTU IFLA_MAX_MTU IFLA_CARRIER_UP_COUNT IFLA_CARRIER_DOWN_COUNT unsigned
  IFLA_GRO_MAX_SIZE IFLA_TSO_MAX_SIZE IFLA_TSO_MAX_SEGS IFLA_ALLMULTI unsigned
  IFLA_LINK IFLA_MASTER IFLA_NEW_IFINDEX int
  IFLA_NET_NS_FD fd
  IFLA_LINK_NETNSID IFLA_TARGET_NETNSID IFLA_NEW_NETNSID int
  IFLA_NET_NS_PID int
  IFLA_OPERSTATE IFLA_LINKMODE IFLA_CARRIER IFLA_PROTO_DOWN u8
  IFLA_EXT_MASK |ext_filter
  IFLA_STATS link_stats
  IFLA_STATS64 link_stats64
  IFLA_MAP link_map
  IFLA_LINKINFO ifla_info
  IFLA_XDP ifla_xdp
  IFLA_AF_SPEC ifla_af_spec
  IFLA_PROP_LIST ifla_props
  * hexbytes[given]
attributes ifla_props ifla
  IFLA_ALT_IFNAME attribute_text
  * hexbytes[given]
attributes ifla_info ifla_info
  1 5 attribute_kind
  2 4 hexbytes[given]
  * hexbytes[given]
attributes ifla_xdp ifla_xdp
  1 fd
  2 u8
  3 hex32
  4 5 6 7 8 unsigned
  * hexbytes[given]
attributes ifla_af_spec address_family
  2 ifla_inet
  10 ifla_inet6
  * hexbytes[given]
attributes ifla_inet ifla_inet
  * hexbytes[given]
attributes ifla_inet6 ifla_inet6
  1 unsigned
  5 ifla_cacheinfo
  7 attribute_address
  8 u8
  * hexbytes[given]
struct ifla_cacheinfo = struct ifla_cacheinfo <linux/if_link.h>
  max_reasm_len unsigned
  tstamp unsigned
  reachable_time unsigned
  retrans_time unsigned
struct link_map = struct rtnl_link_ifmap <linux/if_link.h>
  mem_start hex
  mem_end hex
  base_addr hex
  irq unsigned
  dma unsigned
  port unsigned
]]
.. "struct link_stats = struct rtnl_link_stats <linux/if_link.h>\n  "
.. ([[rx_packets tx_packets rx_bytes tx_bytes rx_errors tx_errors rx_dropped tx_dropped multicast
  collisions rx_length_errors rx_over_errors rx_crc_errors rx_frame_errors rx_fifo_errors
  rx_missed_errors tx_aborted_errors tx_carrier_errors tx_fifo_errors tx_heartbeat_errors
  tx_window_errors rx_compressed tx_compressed rx_nohandler]]):gsub("%s+", " unsigned\n  ")
.. " unsigned\nstruct link_stats64 = struct rtnl_link_stats64 <linux/if_link.h>\n  "
.. ([[rx_packets tx_packets rx_bytes tx_bytes rx_errors tx_errors rx_dropped tx_dropped multicast
  collisions rx_length_errors rx_over_errors rx_crc_errors rx_frame_errors rx_fifo_errors
  rx_missed_errors tx_aborted_errors tx_carrier_errors tx_fifo_errors tx_heartbeat_errors
  tx_window_errors rx_compressed tx_compressed rx_nohandler rx_otherhost_dropped]])
  :gsub("%s+", " size\n  ")
.. [[ size
attributes ifa ifa
  IFA_ADDRESS IFA_LOCAL IFA_BROADCAST IFA_ANYCAST IFA_MULTICAST attribute_address
  IFA_LABEL attribute_text
  IFA_CACHEINFO ifa_cacheinfo
  IFA_FLAGS |ifa_flag
  IFA_RT_PRIORITY unsigned
  IFA_TARGET_NETNSID int
  IFA_PROTO =ifa_proto:1
  * hexbytes[given]
struct ifa_cacheinfo = struct ifa_cacheinfo <linux/if_addr.h>
  ifa_prefered unsigned
  ifa_valid unsigned
  cstamp unsigned
  tstamp unsigned
attributes rta rta
  RTA_DST RTA_SRC RTA_GATEWAY RTA_PREFSRC RTA_NEWDST attribute_address
  RTA_IIF RTA_OIF int
  RTA_PRIORITY RTA_FLOW RTA_MARK RTA_UID RTA_NH_ID RTA_EXPIRES unsigned
  RTA_TABLE =rt_table(hex)
  RTA_PREF RTA_TTL_PROPAGATE RTA_IP_PROTO u8
  RTA_METRICS rta_metrics
  RTA_CACHEINFO rta_cacheinfo
  * hexbytes[given]
attributes rta_metrics rtax
  16 attribute_text
  * unsigned
struct rta_cacheinfo = struct rta_cacheinfo <linux/rtnetlink.h>
  rta_clntref unsigned
  rta_lastuse unsigned
  rta_expires unsigned
  rta_error unsigned
  rta_used unsigned
  rta_id hex
  rta_ts unsigned
  rta_tsage unsigned
attributes nda nda
  NDA_DST attribute_address
  NDA_LLADDR attribute_lladdr
  NDA_CACHEINFO nda_cacheinfo
  NDA_PROBES NDA_SRC_VNI NDA_VNI unsigned
  NDA_IFINDEX NDA_MASTER int
  NDA_VLAN u16
  NDA_PROTOCOL =rtprot:1
  * hexbytes[given]
struct nda_cacheinfo = struct nda_cacheinfo <linux/neighbour.h>
  ndm_confirmed unsigned
  ndm_used unsigned
  ndm_updated unsigned
  ndm_refcnt unsigned
attributes fra fra
  FRA_DST FRA_SRC attribute_address
  FRA_IIFNAME FRA_OIFNAME attribute_text
  FRA_GOTO FRA_PRIORITY FRA_FWMARK FRA_FLOW FRA_FWMASK FRA_SUPPRESS_IFGROUP unsigned
  FRA_SUPPRESS_PREFIXLEN unsigned
  FRA_TABLE =rt_table(hex)
  FRA_L3MDEV u8
  FRA_PROTOCOL =rtprot:1
  FRA_IP_PROTO =ipproto:1
  * hexbytes[given]
attributes tca tca
  TCA_KIND attribute_text
  TCA_STATS tc_stats
  TCA_STATS2 tca_stats
  TCA_HW_OFFLOAD u8
  TCA_CHAIN TCA_INGRESS_BLOCK TCA_EGRESS_BLOCK unsigned
  * hexbytes[given]
attributes tca_stats tca_stats
  TCA_STATS_BASIC TCA_STATS_BASIC_HW gnet_basic
  TCA_STATS_QUEUE gnet_queue
  * hexbytes[given]
struct tc_stats = struct tc_stats <linux/types.h> <linux/pkt_sched.h>
  bytes size
  packets unsigned
  drops unsigned
  overlimits unsigned
  bps unsigned
  pps unsigned
  qlen unsigned
  backlog unsigned
struct gnet_basic 12
  bytes@0:8 size
  packets@8:4 unsigned
struct gnet_queue = struct gnet_stats_queue <linux/gen_stats.h>
  qlen unsigned
  backlog unsigned
  drops unsigned
  requeues unsigned
  overlimits unsigned

switch nl_diag_head kind
  0x102 inet_diag_request4
  0x10a inet_diag_request6
  2 inet_diag_message4
  10 inet_diag_message6
  0x101 unix_diag_request
  1 unix_diag_message
  * unknown
switch nl_diag_attributes kind
  0x102 0x10a inet_diag_asked
  2 10 inet_diag
  1 unix_diag
  * nla_any
struct inet_diag_request4 = struct inet_diag_req_v2 <linux/inet_diag.h>
  sdiag_family =address_family
  sdiag_protocol =ipproto
  idiag_ext hex
  idiag_states |tcp_states
  id inet_diag_id4
struct inet_diag_request6 = struct inet_diag_req_v2 <linux/inet_diag.h>
  sdiag_family =address_family
  sdiag_protocol =ipproto
  idiag_ext hex
  idiag_states |tcp_states
  id inet_diag_id6
struct inet_diag_id4 = struct inet_diag_sockid <linux/inet_diag.h>
  idiag_sport network_port
  idiag_dport network_port
  idiag_src &network_v4
  idiag_dst &network_v4
  idiag_if unsigned
  idiag_cookie unsigned[]
struct inet_diag_id6 = struct inet_diag_sockid <linux/inet_diag.h>
  idiag_sport network_port
  idiag_dport network_port
  idiag_src &network_v6
  idiag_dst &network_v6
  idiag_if unsigned
  idiag_cookie unsigned[]
struct inet_diag_message4 = struct inet_diag_msg <linux/inet_diag.h>
  idiag_family =address_family
  idiag_state =tcp_state
  idiag_timer unsigned
  idiag_retrans unsigned
  id inet_diag_id4
  idiag_expires unsigned
  idiag_rqueue unsigned
  idiag_wqueue unsigned
  idiag_uid unsigned
  idiag_inode unsigned
struct inet_diag_message6 = struct inet_diag_msg <linux/inet_diag.h>
  idiag_family =address_family
  idiag_state =tcp_state
  idiag_timer unsigned
  idiag_retrans unsigned
  id inet_diag_id6
  idiag_expires unsigned
  idiag_rqueue unsigned
  idiag_wqueue unsigned
  idiag_uid unsigned
  idiag_inode unsigned
attributes inet_diag_asked inet_diag_bc
  * hexbytes[given]
attributes inet_diag inet_diag
  INET_DIAG_CONG attribute_text
  INET_DIAG_TOS INET_DIAG_TCLASS INET_DIAG_SHUTDOWN INET_DIAG_SKV6ONLY u8
  INET_DIAG_MARK INET_DIAG_CLASS_ID unsigned
  INET_DIAG_PROTOCOL =ipproto:1
  INET_DIAG_MEMINFO diag_memory
  INET_DIAG_CGROUP_ID wide
  * hexbytes[given]
struct diag_memory = struct inet_diag_meminfo <linux/inet_diag.h>
  idiag_rmem unsigned
  idiag_wmem unsigned
  idiag_fmem unsigned
  idiag_tmem unsigned
struct unix_diag_request = struct unix_diag_req <linux/unix_diag.h>
  sdiag_family =address_family
  sdiag_protocol unsigned
  udiag_states |tcp_states
  udiag_ino unsigned
  udiag_show |udiag_show
  udiag_cookie unsigned[]
struct unix_diag_message = struct unix_diag_msg <linux/unix_diag.h>
  udiag_family =address_family
  udiag_type =sock_type
  udiag_state =tcp_state
  udiag_ino unsigned
  udiag_cookie unsigned[]
attributes unix_diag unix_diag
  UNIX_DIAG_NAME attribute_text
  UNIX_DIAG_PEER unsigned
  UNIX_DIAG_RQLEN unix_diag_queue
  UNIX_DIAG_SHUTDOWN u8
  UNIX_DIAG_UID unsigned
  * hexbytes[given]
struct unix_diag_queue = struct unix_diag_rqlen <linux/unix_diag.h>
  udiag_rqueue unsigned
  udiag_wqueue unsigned

switch nl_generic_head kind
  16 genl_control
  * genl_any
switch nl_generic_attributes kind
  16 ctrl_attributes
  * nla_any
struct genl_control = struct genlmsghdr <linux/genetlink.h>
  cmd =ctrl_cmd
  version hex
struct genl_any = struct genlmsghdr <linux/genetlink.h>
  cmd hex
  version hex
attributes ctrl_attributes ctrl_attr
  CTRL_ATTR_FAMILY_ID u16
  CTRL_ATTR_FAMILY_NAME attribute_text
  CTRL_ATTR_VERSION CTRL_ATTR_HDRSIZE CTRL_ATTR_MAXATTR unsigned
  * hexbytes[given]

switch nl_netfilter_head 0
  * nfgenmsg
switch nl_netfilter_attributes kind
  NFNL_MSG_BATCH_BEGIN NFNL_MSG_BATCH_END hexbytes[given]
  * nla_any
switch nl_netfilter_type kind
  NFNL_SUBSYS_CTNETLINK =ctnl_msg
  NFNL_SUBSYS_CTNETLINK_EXP =ctnl_exp_msg
  NFNL_SUBSYS_QUEUE =nfqnl_msg
  NFNL_SUBSYS_ULOG =nfulnl_msg
  NFNL_SUBSYS_OSF =osf_msg
  NFNL_SUBSYS_IPSET =ipset_cmd
  NFNL_SUBSYS_ACCT =nfnl_acct_msg
  NFNL_SUBSYS_CTNETLINK_TIMEOUT =ctnl_timeout_msg
  NFNL_SUBSYS_CTHELPER =cthelper_msg
  NFNL_SUBSYS_NFTABLES =nft_msg
  NFNL_SUBSYS_NFT_COMPAT =nft_compat_msg
  NFNL_SUBSYS_HOOK =nfnl_hook_msg
  * unknown
struct nfgenmsg 4
  nfgen_family@0:1 =address_family
  version@1:1 netfilter_version
  res_id@2:2 netfilter_resource
.]]
