"""Holds unix sockets of each type, state and kind of name, and packet and netlink sockets. Prints `ready` and the sockets
it created."""
import ctypes, json, os, shutil, socket, sys, tempfile

made, kept = [], []
work = tempfile.mkdtemp(prefix="procnet-")
os.chdir(work)
STREAM, DGRAM, SEQPACKET = socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET
names = {STREAM: "stream", DGRAM: "dgram", SEQPACKET: "seqpacket"}


def note(of, protocol, **more):
    kept.append(of)
    made.append(dict(protocol=protocol, inode=os.fstat(of.fileno()).st_ino, fd=of.fileno(), **more))
    return of


def shown(name):
    """The kernel prints the NULs of an abstract name as @. One character represents one byte."""
    raw = name.encode("latin-1") if isinstance(name, str) else name
    return (raw.replace(b"\0", b"@") if raw.startswith(b"\0") else raw).decode("latin-1")


def unix(kind, state, path, of):
    return note(of, "unix", type=names[kind], state=state, listening=state == "LISTEN",
                path=None if path is None else shown(path))


def bind(s, path):
    """Python requires room for a NUL after a path; the kernel accepts all 108 bytes."""
    if len(path) < 108 or path.startswith(b"\0"):
        return s.bind(path)
    address = socket.AF_UNIX.to_bytes(2, sys.byteorder) + path
    if ctypes.CDLL(None, use_errno=True).bind(s.fileno(), address, len(address)) != 0:
        raise OSError(ctypes.get_errno(), "bind")


def bound(kind, path, listen=False):
    s = socket.socket(socket.AF_UNIX, kind)
    bind(s, path)
    if listen:
        s.listen(4)
    return unix(kind, "LISTEN" if listen else "UNCONN", path, s)


server = bound(STREAM, b"plain.sock", listen=True)
client = socket.socket(socket.AF_UNIX, STREAM)
client.connect(b"plain.sock")
accepted, _ = server.accept()
unix(STREAM, "ESTABLISHED", None, client)
unix(STREAM, "ESTABLISHED", b"plain.sock", accepted)
waits = socket.socket(socket.AF_UNIX, STREAM)
waits.connect(b"plain.sock")
unix(STREAM, "ESTABLISHED", None, waits)

bound(SEQPACKET, b"\0procnet-seqpacket", listen=True)
bound(DGRAM, b"dgram.sock")
for kind in (STREAM, DGRAM, SEQPACKET):
    for one in socket.socketpair(socket.AF_UNIX, kind):
        unix(kind, "ESTABLISHED", None, one)
unix(STREAM, "UNCONN", None, socket.socket(socket.AF_UNIX, STREAM))

for path in (b" sp ace  trail ", b"\ttab\rcr", b"esc\x1b[31mred\x7f", b"raw\xff\x85byte", "ls\u2028e\u00e9".encode(),
             b"p" * 108, b"q" * 50 + b"\n" + b"r" * 57, b"line\nfeed", b"\0a\0b\0", b"\0y\n", b"\0" + b"z" * 107,
             b"@looks-abstract", b"\0looks-abstract"):
    bound(STREAM, path)

forged = "00000000deadbeef: 00000002 00000000 00010000 0001 01 4294967295 /run/docker.sock"
forger = socket.socket(socket.AF_UNIX, STREAM)
forger.bind(b"\0nl\n" + forged.encode())
unix(STREAM, "UNCONN", b"\0nl", forger)

lo = socket.if_nametoindex("lo")
p = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
p.bind(("lo", 0x88CC))
note(p, "packet", type="raw", protocolNumber=0x88CC, interface="lo", uid=os.getuid())
note(socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0), "packet", type="dgram", protocolNumber=0, interface=None,
     uid=os.getuid())
for family in (0, 15, 16):
    n = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, family)
    n.bind((0, 0))
    note(n, "netlink", protocolNumber=family)

print("ready", json.dumps(made))
for line in sys.stdin:
    if line.strip() == "remove":
        shutil.rmtree(work)
        print("removed")
