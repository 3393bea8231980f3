/** A vocabulary that the glossary covers. */
export type Topic =
  | 'tcp state'
  | 'datagram state'
  | 'unix state'
  | 'state group'
  | 'timer'
  | 'route flag'
  | 'route type'
  | 'arp flag'
  | 'conntrack state'
  | 'conntrack status';

/** One word that the kernel or procnet prints, and what it says. `hint` names the next thing to look at. */
export type GlossaryEntry = {
  readonly term: string;
  readonly topic: Topic;
  readonly meaning: string;
  readonly hint?: string;
};

type Row = readonly [term: string, meaning: string, hint?: string];

function about(topic: Topic, rows: readonly Row[]): readonly GlossaryEntry[] {
  return rows.map(([term, meaning, hint]) =>
    hint === undefined ? { term, topic, meaning } : { term, topic, meaning, hint },
  );
}

// include/net/tcp_states.h numbers the TCP states from 01; datagram and raw sockets borrow 01 and 07.
const tcpStates = about('tcp state', [
  ['ESTABLISHED', 'The connection is open and data may flow both ways.'],
  [
    'SYN_SENT',
    'A program here called connect(): the SYN is out and no answer has come yet.',
    'If sockets stay here the other host is down or firewalled: see retransmits in `procnet conns -o`.',
  ],
  [
    'SYN_RECV',
    'A SYN came in and was answered: the last step of the handshake is missing.',
    'Many of them point to a SYN flood or to lost replies: see `procnet snmp "*Syncookies*"`.',
  ],
  [
    'FIN_WAIT1',
    'This end closed and sent its FIN, which the other end has not acknowledged yet.',
    'If sockets stay here the other end has vanished or stopped reading: see sendQueue in `procnet conns`.',
  ],
  [
    'FIN_WAIT2',
    'This end closed and the other end knows, but has not closed its own side.',
    'Without a program that owns it the socket goes away after net.ipv4.tcp_fin_timeout seconds.',
  ],
  [
    'TIME_WAIT',
    'The connection is over: its ports stay reserved for a minute so that late packets do no harm.',
    'Normal on the end that closes first: it becomes a problem when ports or net.ipv4.tcp_max_tw_buckets run out.',
  ],
  ['CLOSE', 'The socket has no connection.'],
  [
    'CLOSE_WAIT',
    'The other end closed, and the program here has not closed its socket.',
    'A growing number is a leak in the program: find it with `procnet conns -p --state close-wait`.',
  ],
  ['LAST_ACK', 'Both ends closed: the acknowledgement of the FIN of this end is still missing.'],
  [
    'LISTEN',
    'The socket waits for connections: recvQueue is the number not yet accepted.',
    'A recvQueue that stays above 0 means the program accepts too slowly: see `procnet snmp "TcpExtListen*"`.',
  ],
  [
    'CLOSING',
    'Both ends closed at the same time and the acknowledgement of the FIN of this end is still missing.',
  ],
]);

const datagramStates = about('datagram state', [
  [
    'UNCONN',
    'A UDP, ICMP or raw socket that takes packets from anyone: the kernel prints its code for CLOSE.',
  ],
  [
    'ESTABLISHED',
    'A UDP, ICMP or raw socket that connect() has tied to one peer: nothing was sent for that.',
  ],
]);

const unixStates = about('unix state', [
  ['LISTEN', 'The unix socket waits for connections: the kernel prints it as unconnected with a flag.'],
  ['UNCONN', 'The unix socket is not connected to another one.'],
  [
    'CONNECTING',
    'The unix socket belongs to a connection that the listener has not accepted yet.',
    'If sockets stay here the program that listens on the path does not call accept().',
  ],
  ['ESTABLISHED', 'The unix socket is connected.'],
  ['DISCONNECTING', 'The unix socket is being taken down.'],
]);

const stateGroups = about('state group', [
  ['all', 'Every state.'],
  ['connected', 'Every state but LISTEN and CLOSE (UNCONN).'],
  ['synchronized', 'Like connected, but without SYN_SENT.'],
  ['bucket', 'SYN_RECV and TIME_WAIT, for which the kernel keeps a small record instead of a whole socket.'],
  ['big', 'Every state but those of bucket.'],
  ['listening', 'Sockets that wait for strangers: LISTEN, and UNCONN of datagram sockets.'],
]);

// get_tcp4_sock() in net/ipv4/tcp_ipv4.c numbers the timers.
const timers = about('timer', [
  ['off', 'No timer is running.'],
  [
    'retransmit',
    'Something sent has not been acknowledged: when the timer ends it is sent again, or a probe goes out.',
    'A retransmits value above 0 means that it already went out again at least once.',
  ],
  [
    'keepalive',
    'The connection is idle and is checked when the timer ends, or a long FIN_WAIT2 is ended by it.',
  ],
  ['timewait', 'The record in TIME_WAIT or FIN_WAIT2 is dropped when the timer ends.'],
  [
    'probe',
    'The other end has closed its receive window and is asked again when the timer ends.',
    'The program at the other end does not read.',
  ],
]);

// include/uapi/linux/route.h and ipv6_route.h hold the bits.
const routeFlags = about('route flag', [
  ['U', 'The route is up (0x1).'],
  ['G', 'Packets go to a gateway, not straight to their destination (0x2).'],
  ['H', 'The route leads to a single host (0x4).'],
  [
    '!',
    'Packets are refused (0x200): of IPv4 routes only unreachable and prohibit ones carry it.',
    'IPv4 blackhole and throw routes show as U on no interface, and IPv6 does not tell the kinds of refusal apart.',
  ],
  ['R', 'The route comes back after a time-out (RTF_REINSTATE, 0x8): no present kernel sets it.'],
  ['D', 'A redirect made the route (0x10): IPv6 only since Linux 3.6.'],
  ['M', 'A redirect changed the route (0x20): IPv6 only since Linux 3.6.'],
  ['default', 'IPv6: a default route learned from a router (0x10000).'],
  ['A', 'IPv6: autoconfiguration made the route (RTF_ADDRCONF, 0x40000).'],
  ['prefix', 'IPv6: a prefix that a router announced as on this link (0x80000).'],
  ['anycast', 'IPv6: an anycast address that this host answers for (0x100000).'],
  ['nonexthop', 'IPv6: the route has no next hop (0x200000), as the entry that stands for "nothing found".'],
  ['expires', 'IPv6: the route goes away when its lifetime ends (0x400000).'],
  ['routeinfo', 'IPv6: a more specific route that a router announced (0x800000).'],
  ['C', 'IPv6: a copy kept for one destination, mostly for its MTU (RTF_CACHE, 0x1000000).'],
  ['local', 'IPv6: the destination is an address of this host (0x80000000).'],
]);

// include/uapi/linux/rtnetlink.h holds the types, and ip-route(8) what they do.
const routeTypes = about('route type', [
  ['unicast', 'Packets are sent to the gateway, or straight to their destination.'],
  ['local', 'The destination is this host.'],
  ['broadcast', 'Packets are sent to every host on the link.'],
  ['anycast', 'The destination is an anycast address of this host (IPv6).'],
  ['multicast', 'Packets are sent to the members of a group.'],
  ['blackhole', 'Packets are dropped silently; a local sender gets EINVAL.'],
  [
    'unreachable',
    'Packets are dropped and answered with ICMP host unreachable; a local sender gets EHOSTUNREACH.',
  ],
  [
    'prohibit',
    'Packets are dropped and answered with ICMP administratively prohibited; a local sender gets EACCES.',
  ],
  [
    'throw',
    'The lookup in this table ends as if it had no route, and the next policy rule decides.',
    'Without policy rules the destination is unreachable.',
  ],
  ['reject', 'One of blackhole, unreachable, prohibit and throw: the kernel does not tell which.'],
]);

// arp_state_to_flags() in net/ipv4/arp.c prints only these; include/uapi/linux/if_arp.h names the bits.
const arpFlags = about('arp flag', [
  [
    '0x0',
    'Incomplete or failed: the neighbour has not answered, or no longer does.',
    'Any hardware address beside it is stale: check that the host is up and on this link.',
  ],
  ['0x2', 'Complete: the hardware address is known, though perhaps not confirmed lately.'],
  ['0x4', 'The bit for permanent: today it never stands alone but as 0x6 or 0xc.'],
  ['0x6', 'Permanent and complete: the entry was set by hand. It does not mean incomplete.'],
  ['0xc', 'Published: this host answers ARP requests for an address that is not its own (proxy ARP).'],
]);

// tcp_conntrack_names, sctp_conntrack_names and dccp_state_names (until 6.12) in net/netfilter hold the states.
const conntrackStates = about('conntrack state', [
  ['NONE', 'Nothing of a handshake has been seen yet.'],
  ['SYN_SENT', 'A SYN went by and no answer has been seen.'],
  ['SYN_SENT2', 'Both ends sent a SYN: a simultaneous open.'],
  ['SYN_RECV', 'A SYN-ACK went by and its acknowledgement is missing.'],
  [
    'ESTABLISHED',
    'The whole handshake went by: the entry lives for days without traffic unless a FIN or reset is seen.',
    'The lifetime is net.netfilter.nf_conntrack_tcp_timeout_established.',
  ],
  ['FIN_WAIT', 'One end sent a FIN.'],
  ['CLOSE_WAIT', 'The FIN of one end was acknowledged.'],
  ['LAST_ACK', 'Both ends sent a FIN and the last acknowledgement is missing.'],
  ['TIME_WAIT', 'Both FINs were acknowledged: the entry waits to expire.'],
  ['CLOSE', 'A reset ended the connection: the entry expires soon.'],
  ['LISTEN', 'Name that old kernels print where newer ones say SYN_SENT2.'],
  ['CLOSED', 'SCTP: no association, or one that is over.'],
  ['COOKIE_WAIT', 'SCTP: an INIT went by.'],
  ['COOKIE_ECHOED', 'SCTP: the cookie was sent back and awaits its answer.'],
  ['SHUTDOWN_SENT', 'SCTP: the end that opened asks to shut down.'],
  ['SHUTDOWN_RECD', 'SCTP: the end that was called asks to shut down.'],
  ['SHUTDOWN_ACK_SENT', 'SCTP: the request to shut down was confirmed.'],
  ['HEARTBEAT_SENT', 'SCTP: a heartbeat opened the entry, on a second path.'],
  ['HEARTBEAT_ACKED', 'SCTP: that heartbeat was answered (older kernels).'],
  ['REQUEST', 'DCCP: a Request went by and its Response is missing.'],
  ['RESPOND', 'DCCP: the Response went by and its acknowledgement is missing.'],
  ['PARTOPEN', 'DCCP: the Response was acknowledged and the server has sent nothing since.'],
  ['OPEN', 'DCCP: packets went by after the handshake.'],
  ['CLOSEREQ', 'DCCP: the server asked the client to close.'],
  ['CLOSING', 'DCCP: a Close went by and the Reset that answers it is missing.'],
  ['TIMEWAIT', 'DCCP: the Reset went by and the entry waits to expire.'],
  ['IGNORE', 'DCCP: whether the packet belongs to the connection could not be told.'],
  ['INVALID', 'DCCP: the packet does not belong to the connection.'],
]);

const conntrackStatus = about('conntrack status', [
  [
    'ASSURED',
    'Traffic went both ways for long enough: the entry is not thrown out early when the table is full.',
  ],
  [
    'UNREPLIED',
    'No packet of the other direction has been seen.',
    'The answer is lost, comes another way or never comes: compare the reply addresses.',
  ],
  [
    'OFFLOAD',
    'The flow table of the kernel forwards the packets past most of the stack: the entry shows no timeout.',
  ],
  ['HW_OFFLOAD', 'The network card forwards the packets itself: the entry shows no timeout.'],
]);

/** Every state, timer and flag that procnet prints. A term may stand under several topics. */
export const glossary: readonly GlossaryEntry[] = [
  ...tcpStates,
  ...datagramStates,
  ...unixStates,
  ...stateGroups,
  ...timers,
  ...routeFlags,
  ...routeTypes,
  ...arpFlags,
  ...conntrackStates,
  ...conntrackStatus,
];
