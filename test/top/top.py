"""Runs top on a pseudo-terminal and types into it, waiting for the expected screen after each step."""
import fcntl, json, os, pty, re, select, signal, struct, sys, termios, time
steps, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    os.execv(command[0], command)
seen, out = 0, ""
def wait(pattern):
    global seen, out
    end = time.monotonic() + 60
    while not re.search(pattern, out[seen:]):
        if time.monotonic() > end or not select.select([fd], [], [], 60)[0]: sys.exit(f"no {pattern!r} in {out[seen:][:4000]!r}")
        try: out += os.read(fd, 65536).decode(errors="replace")
        except OSError: sys.exit(f"ended without {pattern!r}: {out[seen:]!r}")
    seen = len(out)
for pattern, action in steps:
    wait(pattern)
    if isinstance(action, list): fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", *action, 0, 0))
    elif action.startswith("SIG"): os.kill(pid, getattr(signal, action))
    else: os.write(fd, action.encode())
try:
    while True:
        got = os.read(fd, 65536)
        if not got: break
        out += got.decode(errors="replace")
except OSError: pass
print(json.dumps({"out": out, "status": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}))
