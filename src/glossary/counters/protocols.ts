/** nstat's spelling joins protocol and name. Longer protocols come first, because Ip6InDelivers is not in Ip. */
export const protocols: readonly string[] = [
  'UdpLite6',
  'MPTcpExt',
  'IcmpMsg',
  'UdpLite',
  'TcpExt',
  'IpExt',
  'Icmp6',
  'Udp6',
  'Icmp',
  'Ip6',
  'Tcp',
  'Udp',
  'Ip',
];

/** What follows the protocol in `TcpExtListenDrops`, or the file in `nf_conntrack:drop`. */
export const nameOf = (key: string): string =>
  key.includes(':')
    ? key.slice(key.indexOf(':') + 1)
    : key.slice(protocols.find((protocol) => key.startsWith(protocol))?.length ?? 0);
