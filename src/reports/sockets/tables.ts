/** A socket's transport protocol, or the family for sockets without one. */
export type SocketProtocol = 'tcp' | 'udp' | 'udplite' | 'raw' | 'icmp' | 'unix' | 'packet' | 'netlink';

/** A socket's address family. */
export type SocketFamily = 'ipv4' | 'ipv6' | 'unix' | 'packet' | 'netlink';

/** The socket tables under /proc/net, in reading order, and the word that selects each. */
export type SocketTable = {
  readonly file: string;
  readonly protocol: SocketProtocol;
  readonly family: SocketFamily;
};

export const socketTables: readonly SocketTable[] = [
  { file: 'tcp', protocol: 'tcp', family: 'ipv4' },
  { file: 'tcp6', protocol: 'tcp', family: 'ipv6' },
  { file: 'udp', protocol: 'udp', family: 'ipv4' },
  { file: 'udp6', protocol: 'udp', family: 'ipv6' },
  { file: 'udplite', protocol: 'udplite', family: 'ipv4' },
  { file: 'udplite6', protocol: 'udplite', family: 'ipv6' },
  { file: 'raw', protocol: 'raw', family: 'ipv4' },
  { file: 'raw6', protocol: 'raw', family: 'ipv6' },
  { file: 'icmp', protocol: 'icmp', family: 'ipv4' },
  { file: 'icmp6', protocol: 'icmp', family: 'ipv6' },
  { file: 'unix', protocol: 'unix', family: 'unix' },
  { file: 'packet', protocol: 'packet', family: 'packet' },
  { file: 'netlink', protocol: 'netlink', family: 'netlink' },
];

export const socketProtocols: readonly string[] = [...new Set(socketTables.map(({ protocol }) => protocol))];
export const socketFamilies: readonly string[] = [...new Set(socketTables.map(({ family }) => family))];
