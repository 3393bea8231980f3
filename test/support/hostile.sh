#!/bin/bash
# Makes the fixture machine "hostile": interfaces and sockets with the worst names the kernel takes. Needs root (taps).
# Usage: unshare -n test/support/hostile.sh DIRECTORY
set -eu
export LC_ALL=C.UTF-8
here=$(realpath "$(dirname "$0")")
ip link set lo up
for name in $'e\e[31mX' __proto__ constructor =1+1 'a,b"c' $'r\u202eevil' $'a\u3000b' $'x\x85y' $'u\u2028v' -1 \
  $'c\u009b31m' abcdefghijklmno '$(x);q'; do
  ip tuntap add dev "$name" mode tap
done
ip link set $'e\e[31mX' up
ip addr add 10.99.0.1/24 dev $'e\e[31mX'
ip link set __proto__ up
ip addr add 10.98.0.1/24 dev __proto__
ip neigh add 10.99.0.2 lladdr 02:00:00:00:00:02 dev $'e\e[31mX' nud permanent
ip neigh add proxy 10.98.0.9 dev __proto__
ip route add 10.97.0.0/16 via 10.99.0.2 dev $'e\e[31mX' metric 3000000000
python3 - "$$" "$here/capture.sh" "$(realpath -m "$1")" <<'PYTHON'
import os, socket, subprocess, sys, tempfile
pid, capture, directory = sys.argv[1:]
kept = []
def bound(name, type=socket.SOCK_STREAM, listen=False):
    s = socket.socket(socket.AF_UNIX, type)
    s.bind(name)
    if listen: s.listen(1)
    kept.append(s)
os.chdir(tempfile.mkdtemp())
bound(b'\0plain', listen=True)
bound(b'\0nl\n00000000deadbeef: 00000002 00000000 00010000 0001 01 99999 /run/docker.sock')
bound(b'line\nfeed')
bound(b'\0' + b'p' * 107)
bound(b'\0pad' + b'\0' * 104)
bound(b'raw\xff\x85byte')
bound(b'half\xe2\x80')
bound(' sp ace  trail '.encode())
bound('tab\tcr\rvt\vend'.encode())
bound('ls\u2028nel\u0085csi\u009bbidi\u202e'.encode(), socket.SOCK_DGRAM)
bound(b'esc\x1b]0;title\x07\x1b[31m', socket.SOCK_SEQPACKET, listen=True)
bound(b'=cmd|calc,"q"')
bound('wide\u6f22\U0001f600'.encode())
tcp = socket.socket()
tcp.bind(('10.99.0.1', 8080)); tcp.listen(2); kept.append(tcp)
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(('10.98.0.1', 5353)); kept.append(udp)
subprocess.run([capture, pid, directory], check=True)
PYTHON
