#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# needs: openssl
# Ciphers, digests, keys, and a connection: its code is full of false syscalls.
seq 1 200000 >text
for cipher in aes-128-cbc aes-256-ctr chacha20 camellia-256-cbc aria-128-cbc; do
	case $cipher in
	*128*) key=$(printf '%032d' 7) ;;
	*) key=$(printf '%064d' 7) ;;
	esac
	openssl enc -$cipher -K "$key" -iv "$(printf '%032d' 1)" -in text -out cipher
	openssl enc -d -$cipher -K "$key" -iv "$(printf '%032d' 1)" -in cipher | cmp - text
	echo $cipher "$(sha256sum <cipher)"
done
for digest in md5 sha1 sha256 sha512 sha3-512 blake2b512 sm3; do
	openssl dgst -$digest text
done
openssl genrsa -out rsa 2048 2>/dev/null
openssl rsa -in rsa -pubout -out rsa.pub 2>/dev/null
openssl dgst -sha256 -sign rsa -out signature text
openssl dgst -sha256 -verify rsa.pub -signature signature text
for curve in prime256v1 secp384r1 secp521r1; do
	openssl ecparam -name $curve -genkey -noout -out ec
	openssl ec -in ec -pubout -out ec.pub 2>/dev/null
	openssl dgst -sha256 -sign ec -out signature text
	openssl dgst -sha256 -verify ec.pub -signature signature text
done
openssl genpkey -algorithm ed25519 -out ed && openssl pkey -in ed -check -noout
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
	-keyout key -out cert -days 30 -subj /CN=localhost 2>/dev/null
# below the ports that the kernel gives to clients, which stay in use for a minute
port=$((20000 + $$ % 10000))
for version in -tls1_2 -tls1_3; do
	rm -f server.log
	openssl s_server -accept $port -key key -cert cert -www -naccept 1 \
		>server.log 2>&1 &
	i=0
	until grep -qs ACCEPT server.log || [ $i -gt 100 ]; do
		i=$((i + 1))
		sleep 0.1
	done
	printf 'GET / HTTP/1.0\r\n\r\n' |
		openssl s_client -connect localhost:$port $version -CAfile cert \
			-verify_return_error -ign_eof -quiet 2>/dev/null |
		grep -cE 'Protocol *: TLS|HTTP/1.0 200'
	wait
	grep error server.log
	port=$((port + 1))
done
true
