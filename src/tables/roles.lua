-- SPDX-License-Identifier: MIT OR Apache-2.0
-- For generate.lua: what calls do with files, addresses and descriptors. A line is the
-- name of a call and a word for each argument, in order; what follows the last word of a
-- line has no role. Words are
--
--   -         none
--   dfd       the folder that the next argument, a path, is relative to
--   EFFECT    the argument is a path: the call looks at the file (looks), opens it
--             (opens), runs it (runs), makes it (makes), makes a link to it (links),
--             removes the name (removes), or changes it or what is said of it (changes)
--   address   an address of a socket, which is a path in AF_UNIX: it is looked at
--   binds     such an address: its name is made
--   told      an address that the kernel fills in
--   message   a struct msghdr with an address and a vector; the result tells how many
--             bytes were moved
--   messages  a list of struct mmsghdr; the next argument tells how many, the result how
--             many were moved, each of which tells its bytes
--   from      a descriptor that bytes are taken from
--   to        a descriptor that bytes are given to
--   pipe      a descriptor of a pipe: bytes are given to its end for writing, or taken
--             from its end for reading
--   length    how many bytes are moved at most; the result tells how many were
--   whole     how many bytes the message has, or has room for: it is moved as a whole
--   vector    a list of struct iovec; the next argument tells how many, the result how
--             many bytes were moved
--   peeks     flags, some of which (MSG_PEEK, MSG_ERRQUEUE) leave the bytes where they are
--   changes   a descriptor (an argument that is no pointer): the file that it is open on
--             is changed
--
-- A symbolic link at the end of a path is followed; otherwise the EFFECT has behind it
--
--   /never       it is not
--   /unlessN:B   unless argument N, from 1 on, has the bit B
--   /ifN:B       only if it has
--   /openN       as the flags of open() say that are argument N
--   /howN        as the struct open_how at argument N says
--
-- Descriptors that only are used need no word: their names tell of them.

return [[
read from - length
write to - length
readv from vector
writev to vector
pread64 from - length
pwrite64 to - length
preadv from vector
pwritev to vector
preadv2 from vector
pwritev2 to vector
sendfile to from - length
splice from - to - length
tee from to length
vmsplice pipe vector
copy_file_range from - to - length
sendto to - length - address
recvfrom from - length peeks told
sendmsg to message
recvmsg from message peeks
sendmmsg to messages
recvmmsg from messages - peeks
mq_timedsend to - whole
mq_timedreceive from - whole
getrandom - length
connect - address
bind - binds
accept - told
accept4 - told
getsockname - told
getpeername - told

open opens/open2
openat dfd opens/open3
openat2 dfd opens/how3
creat opens
stat looks
lstat looks/never
newfstatat dfd looks/unless4:0x100
statx dfd looks/unless3:0x100
access looks
faccessat dfd looks
faccessat2 dfd looks/unless4:0x100
readlink looks/never
readlinkat dfd looks/never
statfs looks
chdir looks
chroot looks
pivot_root looks looks
uselib looks
execve runs
execveat dfd runs/unless5:0x100
inotify_add_watch - looks/unless3:0x2000000
fanotify_mark - - - dfd looks/unless2:0x4
name_to_handle_at dfd looks/if5:0x400
file_getattr dfd looks/unless5:0x100
getxattr looks
lgetxattr looks/never
getxattrat dfd looks/unless3:0x100
listxattr looks
llistxattr looks/never
listxattrat dfd looks/unless3:0x100
mount looks looks
umount2 looks/unless2:0x8
swapoff looks
quotactl - looks
open_tree dfd looks/unless3:0x100
open_tree_attr dfd looks/unless3:0x100
move_mount dfd looks/if5:0x1 dfd looks/if5:0x10
fspick dfd looks/unless3:0x2
mount_setattr dfd looks/unless3:0x100

mkdir makes/never
mkdirat dfd makes/never
mknod makes/never
mknodat dfd makes/never
symlink - makes/never
symlinkat - dfd makes/never
link links/never makes/never
linkat dfd links/if5:0x400 dfd makes/never
rename removes/never makes/never
renameat dfd removes/never dfd makes/never
renameat2 dfd removes/never dfd makes/never
unlink removes/never
unlinkat dfd removes/never
rmdir removes/never

truncate changes
chmod changes
fchmodat dfd changes
fchmodat2 dfd changes/unless4:0x100
chown changes
lchown changes/never
fchownat dfd changes/unless5:0x100
utime changes
utimes changes
futimesat dfd changes
utimensat dfd changes/unless4:0x100
setxattr changes
lsetxattr changes/never
setxattrat dfd changes/unless3:0x100
removexattr changes
lremovexattr changes/never
removexattrat dfd changes/unless3:0x100
file_setattr dfd changes/unless5:0x100
acct changes
swapon changes

ftruncate changes
fallocate changes
fchmod changes
fchown changes
fsetxattr changes
fremovexattr changes
]]
