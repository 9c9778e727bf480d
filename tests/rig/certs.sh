#!/bin/sh
# certs.sh DIR - an authority and the certificates, good and bad, of tests.
#
# Makes in DIR: ca.pem, and NAME.pem + NAME.key for good (localhost,
# 127.0.0.1), other (another host name), old (expired) and self (signed by
# itself).

set -e
cd "$1"
key() {
	openssl ecparam -genkey -name prime256v1 -noout -out "$1.key"
}
leaf() {	# NAME SUBJECT-ALT-NAME DAYS
	key "$1"
	openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
	printf 'subjectAltName=%s\n' "$2" >"$1.ext"
	openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key \
		-CAcreateserial -days "$3" -extfile "$1.ext" -out "$1.pem" \
		2>/dev/null
}
key ca
openssl req -x509 -new -key ca.key -days 2 -subj "/CN=Test Authority" \
	-out ca.pem
leaf good DNS:localhost,IP:127.0.0.1 2
leaf other DNS:mail.example.org 2
leaf old DNS:localhost -1
key self
openssl req -x509 -new -key self.key -days 2 -subj "/CN=localhost" \
	-addext subjectAltName=DNS:localhost -out self.pem
