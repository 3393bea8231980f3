import { type CounterNotes, counter } from './note.ts';

// Four groups print the same columns, so one table serves them: only the protocol's name differs.
const columns = (protocol: string): CounterNotes => ({
  InDatagrams: counter(
    `${protocol} datagrams taken by their receivers: counted when read, not when they arrive.`,
  ),
  NoPorts: counter(
    `${protocol} datagrams for a port of this host that no socket was open on.`,
    'A service may be down or bound to another address: see `procnet conns -ul`.',
  ),
  InErrors: counter(
    `${protocol} datagrams dropped for any reason but a closed port: full buffer, no memory, bad checksum or filter.`,
    'RcvbufErrors, MemErrors and InCsumErrors of the same group say which part is what.',
  ),
  OutDatagrams: counter(`${protocol} datagrams sent.`),
  RcvbufErrors: counter(
    `${protocol} datagrams dropped because the receive buffer of the socket was full.`,
    'Find the slow reader with `procnet conns -up --columns +drops --sort -drops`, or raise net.core.rmem_max.',
  ),
  SndbufErrors: counter(
    `${protocol} datagrams not sent because the send buffer or the queue of the interface was full.`,
    'Look at sendQueue in `procnet conns -u` and txDropped in `procnet ifstat`, or raise net.core.wmem_max.',
  ),
  InCsumErrors: counter(
    `${protocol} datagrams dropped because their checksum was wrong.`,
    'Packets are damaged on the way: look at rxErrors in `procnet ifstat` and at checksum offload.',
  ),
  IgnoredMulti: counter(`${protocol} multicast or broadcast datagrams that no socket here wanted.`),
  MemErrors: counter(
    `${protocol} datagrams dropped because the memory that all sockets of the protocol share was used up.`,
    'Compare mem of UDP in `procnet sockstat` with net.ipv4.udp_mem.',
  ),
});

const group = (prefix: string, protocol: string): CounterNotes =>
  Object.fromEntries(Object.entries(columns(protocol)).map(([name, note]) => [prefix + name, note]));

/** `Udp:` and `UdpLite:` of /proc/net/snmp, `Udp6*` and `UdpLite6*` of /proc/net/snmp6. */
export const udpNotes: CounterNotes = {
  ...group('Udp', 'IPv4 UDP'),
  ...group('UdpLite', 'IPv4 UDP-Lite'),
  ...group('Udp6', 'IPv6 UDP'),
  ...group('UdpLite6', 'IPv6 UDP-Lite'),
};
