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
