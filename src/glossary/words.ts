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

/** A word printed by the kernel or procnet, and its meaning. `hint` names the next thing to check. */
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
    'A local program called connect(); the SYN has been sent but not answered yet.',
    'If sockets stay in this state, the other host is down or firewalled; see retransmits in `procnet conns -o`.',
  ],
  [
    'SYN_RECV',
    'A SYN was received and answered; the last step of the handshake is missing.',
    'Large numbers indicate a SYN flood or lost replies; see `procnet snmp "*Syncookies*"`.',
  ],
  [
    'FIN_WAIT1',
    'This end has closed and sent a FIN, which the other end has not acknowledged yet.',
    'If sockets stay in this state, the other end has vanished or stopped reading; see sendQueue in `procnet conns`.',
  ],
  [
    'FIN_WAIT2',
    'This end has closed and the other end has acknowledged that, but not closed its own side.',
    'If no program owns the socket, it is removed after net.ipv4.tcp_fin_timeout seconds.',
  ],
  [
    'TIME_WAIT',
    'The connection is closed; its ports stay reserved for a minute so that late packets do no harm.',
    'Normal on the end that closes first; a problem only if ports or net.ipv4.tcp_max_tw_buckets run out.',
  ],
  ['CLOSE', 'The socket has no connection.'],
  [
    'CLOSE_WAIT',
    'The other end has closed, but the local program has not closed its socket.',
    'A growing number means a leak in the program; find it with `procnet conns -p --state close-wait`.',
  ],
  ['LAST_ACK', "Both ends have closed; the acknowledgement of this end's FIN is still missing."],
  [
    'LISTEN',
    'The socket is waiting for connections; recvQueue is the number not yet accepted.',
    'A recvQueue that stays above 0 means the program accepts too slowly; see `procnet snmp "TcpExtListen*"`.',
  ],
  [
    'CLOSING',
    "Both ends closed at the same time, and the acknowledgement of this end's FIN is still missing.",
  ],
]);

const datagramStates = about('datagram state', [
  [
    'UNCONN',
    'A UDP, ICMP or raw socket that receives packets from anyone; the kernel prints its code for CLOSE.',
  ],
  ['ESTABLISHED', 'A UDP, ICMP or raw socket bound to one peer by connect(), which sends nothing.'],
]);

const unixStates = about('unix state', [
  ['LISTEN', 'The unix socket is waiting for connections; the kernel prints it as unconnected with a flag.'],
  ['UNCONN', 'The unix socket is not connected.'],
  [
    'CONNECTING',
    'The unix socket belongs to a connection that the listener has not accepted yet.',
    'If sockets stay in this state, the program listening on the path does not call accept().',
  ],
  ['ESTABLISHED', 'The unix socket is connected.'],
  ['DISCONNECTING', 'The unix socket is being disconnected.'],
]);

const stateGroups = about('state group', [
  ['all', 'Every state.'],
  ['connected', 'Every state except LISTEN and CLOSE (UNCONN).'],
  ['synchronized', 'Like connected, but without SYN_SENT.'],
  ['bucket', 'SYN_RECV and TIME_WAIT, for which the kernel keeps a small record instead of a full socket.'],
  ['big', 'Every state except those in bucket.'],
  ['listening', 'Sockets waiting for new peers: LISTEN, and UNCONN for datagram sockets.'],
]);

// The timers are numbered in get_tcp4_sock(), net/ipv4/tcp_ipv4.c.
const timers = about('timer', [
  ['off', 'No timer is running.'],
  [
    'retransmit',
    'Sent data has not been acknowledged; it is retransmitted or a probe is sent when the timer expires.',
    'A retransmits value above 0 means that it has been retransmitted at least once.',
  ],
  ['keepalive', 'The connection is idle and is probed when the timer expires, or a long FIN_WAIT2 is ended.'],
  ['timewait', 'The record in TIME_WAIT or FIN_WAIT2 is dropped when the timer expires.'],
  [
    'probe',
    'The other end has closed its receive window and is probed when the timer expires.',
    'The program at the other end is not reading.',
  ],
]);

// The bits are defined in include/uapi/linux/route.h and ipv6_route.h.
const routeFlags = about('route flag', [
  ['U', 'The route is up (0x1).'],
  ['G', 'Packets go to a gateway, not directly to their destination (0x2).'],
  ['H', 'The route is for a single host (0x4).'],
  [
    '!',
    'Packets are rejected (0x200); among IPv4 routes, only unreachable and prohibit ones have it.',
    'IPv4 blackhole and throw routes are shown as U without an interface, and IPv6 does not distinguish the kinds of rejection.',
  ],
  ['R', 'The route is reinstated after a timeout (RTF_REINSTATE, 0x8); not set by current kernels.'],
  ['D', 'The route was created by a redirect (0x10); IPv6 only, since Linux 3.6.'],
  ['M', 'The route was changed by a redirect (0x20); IPv6 only, since Linux 3.6.'],
  ['default', 'IPv6: a default route learned from a router (0x10000).'],
  ['A', 'IPv6: the route was created by autoconfiguration (RTF_ADDRCONF, 0x40000).'],
  ['prefix', 'IPv6: a prefix announced as on-link by a router (0x80000).'],
  ['anycast', 'IPv6: an anycast address of this host (0x100000).'],
  ['nonexthop', 'IPv6: the route has no next hop (0x200000), like the entry for "nothing found".'],
  ['expires', 'IPv6: the route is removed when its lifetime ends (0x400000).'],
  ['routeinfo', 'IPv6: a more specific route announced by a router (0x800000).'],
  ['C', 'IPv6: a cached copy for one destination, mostly for its MTU (RTF_CACHE, 0x1000000).'],
  ['local', 'IPv6: the destination is an address of this host (0x80000000).'],
]);

// The types are defined in include/uapi/linux/rtnetlink.h and described in ip-route(8).
const routeTypes = about('route type', [
  ['unicast', 'Packets are sent to the gateway, or directly to their destination.'],
  ['local', 'The destination is this host.'],
  ['broadcast', 'Packets are sent to every host on the link.'],
  ['anycast', 'The destination is an anycast address of this host (IPv6).'],
  ['multicast', 'Packets are sent to the members of a multicast group.'],
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
    'The lookup in this table ends as if there were no route, and continues with the next policy rule.',
    'Without policy rules the destination is unreachable.',
  ],
  ['reject', 'One of blackhole, unreachable, prohibit and throw; the kernel does not reveal which.'],
]);

// arp_state_to_flags() in net/ipv4/arp.c prints only these; the bits are named in include/uapi/linux/if_arp.h.
const arpFlags = about('arp flag', [
  [
    '0x0',
    'Incomplete or failed, because the neighbour has not answered or no longer does.',
    'Any hardware address shown is stale; check that the host is up and on this link.',
  ],
  ['0x2', 'Complete; the hardware address is known, although it may not have been confirmed recently.'],
  ['0x4', 'The bit for permanent; it never occurs alone today, only in 0x6 or 0xc.'],
  ['0x6', 'Permanent and complete, not incomplete; the entry was set manually.'],
  ['0xc', 'Published; this host answers ARP requests for an address that is not its own (proxy ARP).'],
]);

// The states in tcp_conntrack_names, sctp_conntrack_names and dccp_state_names (until 6.12) in net/netfilter.
const conntrackStates = about('conntrack state', [
  ['NONE', 'No part of a handshake has been seen yet.'],
  ['SYN_SENT', 'A SYN has been seen but no answer.'],
  ['SYN_SENT2', 'Both ends have sent a SYN (simultaneous open).'],
  ['SYN_RECV', 'A SYN-ACK has been seen but not its acknowledgement.'],
  [
    'ESTABLISHED',
    'The full handshake has been seen; without traffic, the entry lives for days unless a FIN or reset is seen.',
    'The lifetime is net.netfilter.nf_conntrack_tcp_timeout_established.',
  ],
  ['FIN_WAIT', 'One end has sent a FIN.'],
  ['CLOSE_WAIT', "One end's FIN has been acknowledged."],
  ['LAST_ACK', 'Both ends have sent a FIN, and the last acknowledgement is missing.'],
  ['TIME_WAIT', 'Both FINs have been acknowledged; the entry is waiting to expire.'],
  ['CLOSE', 'A reset ended the connection; the entry expires soon.'],
  ['LISTEN', 'Old name for SYN_SENT2.'],
  ['CLOSED', 'SCTP: no association, or one that has ended.'],
  ['COOKIE_WAIT', 'SCTP: an INIT has been seen.'],
  ['COOKIE_ECHOED', 'SCTP: the cookie has been echoed and awaits an answer.'],
  ['SHUTDOWN_SENT', 'SCTP: the end that opened the association has requested a shutdown.'],
  ['SHUTDOWN_RECD', 'SCTP: the other end has requested a shutdown.'],
  ['SHUTDOWN_ACK_SENT', 'SCTP: the shutdown has been acknowledged.'],
  ['HEARTBEAT_SENT', 'SCTP: the entry was created by a heartbeat on a second path.'],
  ['HEARTBEAT_ACKED', 'SCTP: that heartbeat has been answered (older kernels).'],
  ['REQUEST', 'DCCP: a Request has been seen but not its Response.'],
  ['RESPOND', 'DCCP: the Response has been seen but not its acknowledgement.'],
  ['PARTOPEN', 'DCCP: the Response has been acknowledged, and the server has sent nothing since.'],
  ['OPEN', 'DCCP: packets have been seen after the handshake.'],
  ['CLOSEREQ', 'DCCP: the server has asked the client to close.'],
  ['CLOSING', 'DCCP: a Close has been seen but not the Reset that answers it.'],
  ['TIMEWAIT', 'DCCP: the Reset has been seen; the entry is waiting to expire.'],
  ['IGNORE', 'DCCP: it is unclear whether the packet belongs to the connection.'],
  ['INVALID', 'DCCP: the packet does not belong to the connection.'],
]);

const conntrackStatus = about('conntrack status', [
  [
    'ASSURED',
    'There has been enough traffic both ways; the entry is not dropped early when the table is full.',
  ],
  [
    'UNREPLIED',
    'No packet in the other direction has been seen.',
    'The answer was lost, takes another path or was never sent; compare the reply addresses.',
  ],
  [
    'OFFLOAD',
    "The kernel's flow table forwards the packets, bypassing most of the stack; the entry has no timeout.",
  ],
  ['HW_OFFLOAD', 'The network card forwards the packets itself; the entry has no timeout.'],
]);

/** Every state, timer and flag procnet prints. A term may appear under several topics. */
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
