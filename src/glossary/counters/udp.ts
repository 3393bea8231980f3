import { type CounterNotes, counter } from './note.ts';

// Four groups print the same columns and differ only in the protocol name.
const columns = (protocol: string): CounterNotes => ({
  InDatagrams: counter(`${protocol} datagrams received by programs, counted when read, not on arrival.`),
  NoPorts: counter(
    `${protocol} datagrams for a local port without an open socket.`,
    'A service may be down or bound to another address; see `procnet conns -ul`.',
  ),
  InErrors: counter(
    `${protocol} datagrams dropped for any reason except a closed port: full buffer, no memory, bad checksum or filter.`,
    'See RcvbufErrors, MemErrors and InCsumErrors in the same group for the breakdown.',
  ),
  OutDatagrams: counter(`${protocol} datagrams sent.`),
  RcvbufErrors: counter(
    `${protocol} datagrams dropped because the socket's receive buffer was full.`,
    'Find the slow reader with `procnet conns -up --columns +drops --sort -drops`, or raise net.core.rmem_max.',
  ),
  SndbufErrors: counter(
    `${protocol} datagrams not sent because the send buffer or the interface queue was full.`,
    'See sendQueue in `procnet conns -u` and txDropped in `procnet ifstat`, or raise net.core.wmem_max.',
  ),
  InCsumErrors: counter(
    `${protocol} datagrams dropped because their checksum was wrong.`,
    'Packets are corrupted in transit; see rxErrors in `procnet ifstat` and checksum offload.',
  ),
  IgnoredMulti: counter(`${protocol} multicast or broadcast datagrams without a receiving socket.`),
  MemErrors: counter(
    `${protocol} datagrams dropped because the memory shared by all sockets of the protocol was used up.`,
    'Compare mem of UDP in `procnet sockstat` with net.ipv4.udp_mem.',
  ),
});

const group = (prefix: string, protocol: string): CounterNotes =>
  Object.fromEntries(Object.entries(columns(protocol)).map(([name, note]) => [prefix + name, note]));

/** `Udp:` and `UdpLite:` in /proc/net/snmp, `Udp6*` and `UdpLite6*` in /proc/net/snmp6. */
export const udpNotes: CounterNotes = {
  ...group('Udp', 'IPv4 UDP'),
  ...group('UdpLite', 'IPv4 UDP-Lite'),
  ...group('Udp6', 'IPv6 UDP'),
  ...group('UdpLite6', 'IPv6 UDP-Lite'),
};
