import type { CounterNotes } from './note.ts';
import { tcpExtChecksNotes } from './tcp-ext-checks.ts';
import { tcpExtCloseNotes } from './tcp-ext-close.ts';
import { tcpExtLegacyNotes } from './tcp-ext-legacy.ts';
import { tcpExtListenNotes } from './tcp-ext-listen.ts';
import { tcpExtLossNotes } from './tcp-ext-loss.ts';
import { tcpExtMemoryNotes } from './tcp-ext-memory.ts';
import { tcpExtPathNotes } from './tcp-ext-path.ts';
import { tcpExtSackNotes } from './tcp-ext-sack.ts';

/** `TcpExt:` in /proc/net/netstat, IPv4 and IPv6 combined. */
export const tcpExtNotes: CounterNotes = {
  ...tcpExtListenNotes,
  ...tcpExtLossNotes,
  ...tcpExtSackNotes,
  ...tcpExtMemoryNotes,
  ...tcpExtCloseNotes,
  ...tcpExtChecksNotes,
  ...tcpExtPathNotes,
  ...tcpExtLegacyNotes,
};
