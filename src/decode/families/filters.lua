-- SPDX-License-Identifier: MIT OR Apache-2.0
-- Structs of seccomp, BPF, io_uring and performance counters, as ../structs.lua
-- has them.

return [[
switch seccomp_flags $1 seccomp
  1 |seccomp_flag
  * hex32
switch seccomp_args $1 seccomp
  1 *sock_fprog
  2 *=seccomp_ret
  3 >seccomp_sizes
  * pointer
struct sock_fprog = struct sock_fprog <linux/filter.h>
  len unsigned
  filter sock_filter(.len)
struct seccomp_sizes = struct seccomp_notif_sizes <linux/seccomp.h>
  seccomp_notif int
  seccomp_notif_resp int
  seccomp_data int
struct sock_instruction = struct sock_filter <linux/filter.h>
  code hex
  jt unsigned
  jf unsigned
  k hex

switch bpf_attr $1 bpf
  BPF_MAP_CREATE *bpf_map_create{$3}
  BPF_MAP_LOOKUP_ELEM BPF_MAP_LOOKUP_AND_DELETE_ELEM *bpf_map_lookup{$3}
  BPF_MAP_UPDATE_ELEM *bpf_map_update{$3}
  BPF_MAP_DELETE_ELEM *bpf_map_delete{$3}
  BPF_MAP_GET_NEXT_KEY *bpf_map_next{$3}
  BPF_MAP_FREEZE *bpf_map_freeze{$3}
  BPF_PROG_LOAD *bpf_prog_load{$3}
  BPF_OBJ_PIN BPF_OBJ_GET *bpf_obj{$3}
  BPF_PROG_ATTACH *bpf_prog_attach{$3}
  BPF_PROG_DETACH *bpf_prog_detach{$3}
  BPF_PROG_TEST_RUN *bpf_test_run{$3}
  BPF_PROG_GET_NEXT_ID BPF_MAP_GET_NEXT_ID BPF_BTF_GET_NEXT_ID BPF_LINK_GET_NEXT_ID *bpf_next_id{$3}
  BPF_PROG_GET_FD_BY_ID *bpf_prog_id{$3}
  BPF_MAP_GET_FD_BY_ID *bpf_map_id{$3}
  BPF_BTF_GET_FD_BY_ID *bpf_btf_id{$3}
  BPF_LINK_GET_FD_BY_ID *bpf_link_id{$3}
  BPF_OBJ_GET_INFO_BY_FD *bpf_get_info{$3}
  BPF_PROG_QUERY *bpf_prog_query{$3}
  BPF_RAW_TRACEPOINT_OPEN *bpf_raw_tracepoint{$3}
  BPF_BTF_LOAD *bpf_btf_load{$3}
  BPF_TASK_FD_QUERY *bpf_task_fd{$3}
  BPF_MAP_LOOKUP_BATCH BPF_MAP_LOOKUP_AND_DELETE_BATCH *bpf_batch{$3}
  BPF_MAP_UPDATE_BATCH BPF_MAP_DELETE_BATCH *bpf_batch{$3}
  BPF_LINK_CREATE *bpf_link_create{$3}
  BPF_LINK_UPDATE *bpf_link_update{$3}
  BPF_LINK_DETACH *bpf_link_detach{$3}
  BPF_ENABLE_STATS *bpf_enable_stats{$3}
  BPF_ITER_CREATE *bpf_iter_create{$3}
  BPF_PROG_BIND_MAP *bpf_bind_map{$3}
  * pointer
struct bpf_map_create = union bpf_attr <linux/bpf.h>
  map_type =bpf_map_type
  key_size unsigned
  value_size unsigned
  max_entries unsigned
  map_flags |bpf_map_flag
  inner_map_fd fd
  map_name string[]
  map_ifindex unsigned
  btf_fd fd
  btf_key_type_id unsigned
  btf_value_type_id unsigned
  btf_vmlinux_value_type_id unsigned
  map_extra hex
struct bpf_map_lookup = union bpf_attr <linux/bpf.h>
  map_fd fd
  key pointer
  value pointer
  flags |bpf_lookup
struct bpf_map_update = union bpf_attr <linux/bpf.h>
  map_fd fd
  key pointer
  value pointer
  flags |bpf_element
struct bpf_map_delete = union bpf_attr <linux/bpf.h>
  map_fd fd
  key pointer
struct bpf_map_next = union bpf_attr <linux/bpf.h>
  map_fd fd
  key pointer
  next_key pointer
struct bpf_map_freeze = union bpf_attr <linux/bpf.h>
  map_fd fd
struct bpf_prog_load = union bpf_attr <linux/bpf.h>
  prog_type =bpf_prog_type
  insn_cnt unsigned
  insns pointer
  license *string
  log_level unsigned
  log_size unsigned
  log_buf *string
  kern_version kernel_version
  prog_flags |bpf_prog_flag
  prog_name string[]
  prog_ifindex unsigned
  expected_attach_type =bpf_attach
  prog_btf_fd fd
  func_info_rec_size unsigned
  func_info pointer
  func_info_cnt unsigned
  line_info_rec_size unsigned
  line_info pointer
  line_info_cnt unsigned
  attach_btf_id unsigned
  attach_prog_fd fd
  fd_array pointer
struct bpf_obj = union bpf_attr <linux/bpf.h>
  pathname *path
  bpf_fd fd
  file_flags |bpf_file
struct bpf_prog_attach = union bpf_attr <linux/bpf.h>
  target_fd fd
  attach_bpf_fd fd
  attach_type =bpf_attach
  attach_flags |bpf_attach_flag
  replace_bpf_fd fd
struct bpf_prog_detach = union bpf_attr <linux/bpf.h>
  target_fd fd
  attach_type =bpf_attach
struct bpf_test_run = union bpf_attr <linux/bpf.h>
  test bpf_test
struct bpf_test = union bpf_attr <linux/bpf.h>
  prog_fd=test.prog_fd fd
  retval=test.retval unsigned
  data_size_in=test.data_size_in unsigned
  data_size_out=test.data_size_out unsigned
  data_in=test.data_in pointer
  data_out=test.data_out pointer
  repeat=test.repeat unsigned
  duration=test.duration unsigned
struct bpf_next_id = union bpf_attr <linux/bpf.h>
  start_id unsigned
  next_id unsigned
  open_flags |bpf_file
struct bpf_prog_id = union bpf_attr <linux/bpf.h>
  prog_id unsigned
struct bpf_map_id = union bpf_attr <linux/bpf.h>
  map_id unsigned
  open_flags |bpf_file
struct bpf_btf_id = union bpf_attr <linux/bpf.h>
  btf_id unsigned
struct bpf_link_id = union bpf_attr <linux/bpf.h>
  link_id unsigned
struct bpf_get_info = union bpf_attr <linux/bpf.h>
  info bpf_info
struct bpf_info = union bpf_attr <linux/bpf.h>
  bpf_fd=info.bpf_fd fd
  info_len=info.info_len unsigned
  info=info.info pointer
struct bpf_prog_query = union bpf_attr <linux/bpf.h>
  query bpf_query
struct bpf_query = union bpf_attr <linux/bpf.h>
  target_fd=query.target_fd fd
  attach_type=query.attach_type =bpf_attach
  query_flags=query.query_flags |bpf_query
  attach_flags=query.attach_flags |bpf_attach_flag
  prog_ids=query.prog_ids *unsigned[.prog_cnt]
  prog_cnt=query.prog_cnt unsigned
struct bpf_raw_tracepoint = union bpf_attr <linux/bpf.h>
  raw_tracepoint bpf_tracepoint
struct bpf_tracepoint = union bpf_attr <linux/bpf.h>
  name=raw_tracepoint.name *string
  prog_fd=raw_tracepoint.prog_fd fd
struct bpf_btf_load = union bpf_attr <linux/bpf.h>
  btf bytes[.btf_size]
  btf_log_buf *string
  btf_size unsigned
  btf_log_size unsigned
  btf_log_level unsigned
struct bpf_task_fd = union bpf_attr <linux/bpf.h>
  task_fd_query bpf_task_query
struct bpf_task_query = union bpf_attr <linux/bpf.h>
  pid=task_fd_query.pid int
  fd=task_fd_query.fd fd
  flags=task_fd_query.flags unsigned
  buf_len=task_fd_query.buf_len unsigned
  buf=task_fd_query.buf *string
  prog_id=task_fd_query.prog_id unsigned
  fd_type=task_fd_query.fd_type =bpf_fd_type
  probe_offset=task_fd_query.probe_offset hex
  probe_addr=task_fd_query.probe_addr hex
struct bpf_batch = union bpf_attr <linux/bpf.h>
  batch bpf_batch_of
struct bpf_batch_of = union bpf_attr <linux/bpf.h>
  in_batch=batch.in_batch pointer
  out_batch=batch.out_batch pointer
  keys=batch.keys pointer
  values=batch.values pointer
  count=batch.count unsigned
  map_fd=batch.map_fd fd
  elem_flags=batch.elem_flags |bpf_element
  flags=batch.flags hex
struct bpf_link_create = union bpf_attr <linux/bpf.h>
  link_create bpf_link_made
struct bpf_link_made = union bpf_attr <linux/bpf.h>
  prog_fd=link_create.prog_fd fd
  target_fd=link_create.target_fd fd
  attach_type=link_create.attach_type =bpf_attach
  flags=link_create.flags hex
struct bpf_link_update = union bpf_attr <linux/bpf.h>
  link_update bpf_link_changed
struct bpf_link_changed = union bpf_attr <linux/bpf.h>
  link_fd=link_update.link_fd fd
  new_prog_fd=link_update.new_prog_fd fd
  flags=link_update.flags |bpf_attach_flag
  old_prog_fd=link_update.old_prog_fd fd
struct bpf_link_detach = union bpf_attr <linux/bpf.h>
  link_fd=link_detach.link_fd fd
struct bpf_enable_stats = union bpf_attr <linux/bpf.h>
  type=enable_stats.type unsigned
struct bpf_iter_create = union bpf_attr <linux/bpf.h>
  link_fd=iter_create.link_fd fd
  flags=iter_create.flags hex
struct bpf_bind_map = union bpf_attr <linux/bpf.h>
  prog_fd=prog_bind_map.prog_fd fd
  map_fd=prog_bind_map.map_fd fd
  flags=prog_bind_map.flags hex

switch bpf_result $1 bpf
  BPF_MAP_CREATE BPF_PROG_LOAD BPF_OBJ_GET BPF_PROG_GET_FD_BY_ID BPF_MAP_GET_FD_BY_ID fd
  BPF_BTF_GET_FD_BY_ID BPF_RAW_TRACEPOINT_OPEN BPF_BTF_LOAD BPF_LINK_CREATE fd
  BPF_LINK_GET_FD_BY_ID BPF_ITER_CREATE BPF_ENABLE_STATS fd
  * long
struct uring_params = struct io_uring_params <linux/io_uring.h>
  flags |uring_setup
  sq_thread_cpu uring_cpu
  sq_thread_idle unsigned
  wq_fd fd ?.flags&0x20
  sq_entries unsigned ?failed=0
  cq_entries unsigned ?failed=0
  features |uring_feature ?failed=0
  sq_off uring_sq_offsets ?failed=0
  cq_off uring_cq_offsets ?failed=0
struct uring_sq_offsets = struct io_sqring_offsets <linux/io_uring.h>
  head unsigned
  tail unsigned
  ring_mask unsigned
  ring_entries unsigned
  flags unsigned
  dropped unsigned
  array unsigned
struct uring_cq_offsets = struct io_cqring_offsets <linux/io_uring.h>
  head unsigned
  tail unsigned
  ring_mask unsigned
  ring_entries unsigned
  overflow unsigned
  cqes unsigned
  flags unsigned
switch uring_cpu uring_params.flags&2
  0 unsigned
  * hex
struct uring_wait = struct io_uring_getevents_arg <linux/io_uring.h>
  sigmask *sigmask
  sigmask_sz unsigned
  ts *timespec
switch uring_argument $2
  0 iov_addresses($4)
  2 *fd[$4]
  4 7 *fd[$4]
  6 *uring_files_update
  8 >uring_probe
  11 *uring_restriction[$4]
  13 *uring_rsrc_files{$4}
  15 *uring_rsrc_buffers{$4}
  14 16 *uring_rsrc_update{$4}
  17 cpu_set($4)
  19 *unsigned[$4]
  * pointer
struct uring_files_update = struct io_uring_files_update <linux/io_uring.h>
  offset unsigned
  fds *fd[$4]
struct uring_probe = struct io_uring_probe <linux/io_uring.h>
  last_op =uring_op
  ops_len unsigned
  ops uring_probe_op[.ops_len]
struct uring_probe_op = struct io_uring_probe_op <linux/io_uring.h>
  op =uring_op
  flags |uring_probe
struct uring_restriction = struct io_uring_restriction <linux/io_uring.h>
  opcode =uring_restriction
  register_op =uring_register ?.opcode=0
  sqe_op =uring_op ?.opcode=1
  sqe_flags |uring_sqe ?.opcode&2=2
struct uring_rsrc_files = struct io_uring_rsrc_register <linux/io_uring.h>
  nr unsigned
  flags |uring_rsrc
  data *fd[.nr]
  tags pointer
struct uring_rsrc_buffers = struct io_uring_rsrc_register <linux/io_uring.h>
  nr unsigned
  flags |uring_rsrc
  data iov_addresses(.nr)
  tags pointer
struct uring_rsrc_update = struct io_uring_rsrc_update2 <linux/io_uring.h>
  offset unsigned
  data pointer
  tags pointer
  nr unsigned
struct aio_event = struct io_event <linux/aio_abi.h>
  data hex
  obj pointer
  res long
  res2 long

struct perf_attr more 48
  type@0:4 =perf_type
  size@4:4 =perf_size
  config@8:8 perf_config
  sample_period@16:8 size ?.disabled&0x400=0
  sample_freq@16:8 size ?.disabled&0x400
  sample_type@24:8 |perf_sample
  read_format@32:8 |perf_format
  disabled@40:8 bits(1,0) ?.disabled&0x1
  inherit@40:8 bits(1,1) ?.disabled&0x2
  pinned@40:8 bits(1,2) ?.disabled&0x4
  exclusive@40:8 bits(1,3) ?.disabled&0x8
  exclude_user@40:8 bits(1,4) ?.disabled&0x10
  exclude_kernel@40:8 bits(1,5) ?.disabled&0x20
  exclude_hv@40:8 bits(1,6) ?.disabled&0x40
  exclude_idle@40:8 bits(1,7) ?.disabled&0x80
  mmap@40:8 bits(1,8) ?.disabled&0x100
  comm@40:8 bits(1,9) ?.disabled&0x200
  freq@40:8 bits(1,10) ?.disabled&0x400
  inherit_stat@40:8 bits(1,11) ?.disabled&0x800
  enable_on_exec@40:8 bits(1,12) ?.disabled&0x1000
  task@40:8 bits(1,13) ?.disabled&0x2000
  watermark@40:8 bits(1,14) ?.disabled&0x4000
  precise_ip@40:8 perf_precise ?.disabled&0x18000
  mmap_data@40:8 bits(1,17) ?.disabled&0x20000
  sample_id_all@40:8 bits(1,18) ?.disabled&0x40000
  exclude_host@40:8 bits(1,19) ?.disabled&0x80000
  exclude_guest@40:8 bits(1,20) ?.disabled&0x100000
  exclude_callchain_kernel@40:8 bits(1,21) ?.disabled&0x200000
  exclude_callchain_user@40:8 bits(1,22) ?.disabled&0x400000
  mmap2@40:8 bits(1,23) ?.disabled&0x800000
  comm_exec@40:8 bits(1,24) ?.disabled&0x1000000
  use_clockid@40:8 bits(1,25) ?.disabled&0x2000000
  context_switch@40:8 bits(1,26) ?.disabled&0x4000000
  write_backward@40:8 bits(1,27) ?.disabled&0x8000000
  namespaces@40:8 bits(1,28) ?.disabled&0x10000000
  ksymbol@40:8 bits(1,29) ?.disabled&0x20000000
  bpf_event@40:8 bits(1,30) ?.disabled&0x40000000
  aux_output@40:8 bits(1,31) ?.disabled&0x80000000
  cgroup@40:8 bits(1,32) ?.disabled&0x100000000
  text_poke@40:8 bits(1,33) ?.disabled&0x200000000
  build_id@40:8 bits(1,34) ?.disabled&0x400000000
  inherit_thread@40:8 bits(1,35) ?.disabled&0x800000000
  remove_on_exec@40:8 bits(1,36) ?.disabled&0x1000000000
  sigtrap@40:8 bits(1,37) ?.disabled&0x2000000000
switch perf_config perf_attr.type
  0 perf_hardware
  1 =perf_software
  2 size
  3 perf_cache
  * hex
.]]
