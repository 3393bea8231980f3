/** Files below each namespace's `net` used by reports, rules and metrics. Sockets come first, because owners are read next. */
export const netFiles: readonly string[] = [
  'tcp',
  'tcp6',
  'udp',
  'udp6',
  'udplite',
  'udplite6',
  'raw',
  'raw6',
  'icmp',
  'icmp6',
  'unix',
  'packet',
  'netlink',
  'dev',
  'dev_mcast',
  'arp',
  'route',
  'ipv6_route',
  'fib_trie',
  'if_inet6',
  'igmp',
  'igmp6',
  'snmp',
  'snmp6',
  'netstat',
  'sockstat',
  'sockstat6',
  'protocols',
  'softnet_stat',
  'nf_conntrack',
  'ip_conntrack',
];

/** Directories there, with all their files. */
export const netDirectories: readonly string[] = ['stat', 'dev_snmp6'];

/** Files below `/proc/sys`, which show the reader's own namespace. */
export const settings: readonly string[] = [
  'kernel/osrelease',
  'kernel/random/boot_id',
  'net/core/netdev_max_backlog',
  'net/core/somaxconn',
  'net/ipv4/ip_local_port_range',
  'net/ipv4/ip_local_reserved_ports',
  'net/ipv4/neigh/default/gc_thresh1',
  'net/ipv4/neigh/default/gc_thresh2',
  'net/ipv4/neigh/default/gc_thresh3',
  'net/ipv4/tcp_max_orphans',
  'net/ipv4/tcp_max_syn_backlog',
  'net/ipv4/tcp_max_tw_buckets',
  'net/ipv4/tcp_mem',
  'net/ipv4/udp_mem',
  'net/ipv6/neigh/default/gc_thresh1',
  'net/ipv6/neigh/default/gc_thresh2',
  'net/ipv6/neigh/default/gc_thresh3',
  'net/netfilter/nf_conntrack_count',
  'net/netfilter/nf_conntrack_max',
];

/** Below `/sys/class/net`, of each interface. */
export const linkFiles: readonly string[] = ['flags', 'carrier', 'ifindex'];

/** Machine-wide files below `/proc`. */
export const machineFiles: readonly string[] = ['stat'];

/** Files of each process. */
export const processFiles: readonly string[] = ['comm', 'stat', 'status', 'cgroup'];
