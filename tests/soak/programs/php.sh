#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: php curl
# Children, streams, its own server.
cat >run.php <<'PHP'
<?php
for ($i = 0, $n = 0; $i < 100; $i++) $n += (int) shell_exec("echo $i");
echo "$n\n";
$p = proc_open(["tr", "a-z", "A-Z"], [["pipe", "r"], ["pipe", "w"]], $pipes);
fwrite($pipes[0], "through tr\n"); fclose($pipes[0]);
echo stream_get_contents($pipes[1]), proc_close($p), "\n";
if (function_exists("pcntl_fork")) {
	for ($i = 1; $i <= 20; $i++) if (pcntl_fork() == 0) exit($i);
	for ($n = 0; ($pid = pcntl_wait($status)) > 0;) $n += pcntl_wexitstatus($status);
	echo "children $n\n";
}
[$a, $b] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
for ($i = 0; $i < 1000; $i++) { fwrite($a, "$i\n"); if (trim(fgets($b)) != $i) echo "wrong\n"; }
file_put_contents("f", str_repeat("line\n", 10000)); echo md5_file("f"), " ", count(file("f")), "\n";
$x = range(1, 1000); usort($x, fn($l, $r) => $r <=> $l); echo preg_match_all("/n/", file_get_contents("f")), "\n";
PHP
php run.php 2>&1
cat >index.php <<'PHP'
<?php echo "asked ", $_SERVER["REQUEST_URI"], "\n";
PHP
port=$((22000 + $$ % 10000))
php -S 127.0.0.1:$port >/dev/null 2>&1 &
server=$!
i=0
until curl -s "http://127.0.0.1:$port/first" || [ $i -gt 100 ]; do
	i=$((i + 1))
	sleep 0.1
done
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	curl -s "http://127.0.0.1:$port/page$i"
done
kill $server
wait $server 2>/dev/null
echo "ended with $?"
