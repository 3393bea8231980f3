#!/bin/sh
# Copies /proc/PID/net to DIRECTORY/net, byte for byte. Usage: capture.sh PID DIRECTORY
# Left out: dev_snmp6 and other directories, whose file names are the interfaces' names.
set -eu
from=/proc/$1/net
mkdir -p "$2/net"
for name in arp dev fib_trie icmp icmp6 if_inet6 igmp igmp6 ipv6_route netlink netstat nf_conntrack packet \
  protocols raw raw6 route snmp snmp6 sockstat sockstat6 softnet_stat tcp tcp6 udp udp6 udplite udplite6 unix; do
  if [ -e "$from/$name" ]; then cat "$from/$name" >"$2/net/$name"; fi
done
