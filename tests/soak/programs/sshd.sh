#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: sshd ssh scp ssh-keygen
# A session, copies there and back, a wrong key, a wrong password: the server's first
# process behind a filter (its sandbox), in a chroot, without rights and open files.
port=$((20000 + $$ % 10000))
here=$PWD
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
for name in host key other; do
	ssh-keygen -q -t ed25519 -N '' -f $name || exit 1
done
cp key.pub authorized
cat >conf <<CONF
Port $port
ListenAddress 127.0.0.1
HostKey $here/host
AuthorizedKeysFile $here/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
Subsystem sftp internal-sftp
CONF
: >server.log
"$(command -v sshd)" -D -e -f "$here/conf" 2>>server.log &
server=$!
i=0
until grep -qi listening server.log || [ $i -gt 300 ]; do
	i=$((i + 1))
	sleep 0.1
done

options="-F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -q"
user=$(id -un)
session() {
	# shellcheck disable=SC2086 # a list of words
	ssh $options -p "$port" "$@"
}
i=0
while [ $i -lt 3 ]; do
	i=$((i + 1))
	session -o BatchMode=yes -i key "$user@127.0.0.1" 'echo served; exit 7'
	echo "status $?"
done
seq 1 200000 | session -o BatchMode=yes -i key "$user@127.0.0.1" 'sha256sum; echo said >&2'
seq 1 100000 >sent
# shellcheck disable=SC2086 # a list of words
scp $options -o BatchMode=yes -P "$port" -i key sent "$user@127.0.0.1:$here/there" &&
	scp $options -o BatchMode=yes -P "$port" -i key "$user@127.0.0.1:$here/there" back
cmp sent back && echo copied
session -o BatchMode=yes -i other "$user@127.0.0.1" true
echo "wrong key $?"
printf '#!/bin/sh\necho wrong\n' >ask && chmod +x ask
DISPLAY=none SSH_ASKPASS=$here/ask SSH_ASKPASS_REQUIRE=force session \
	-o PubkeyAuthentication=no -o NumberOfPasswordPrompts=1 "$user@127.0.0.1" true
echo "wrong password $?"
kill $server
wait $server
grep -cE 'Accepted publickey|Failed password' server.log
