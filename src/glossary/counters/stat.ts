import { type CounterNotes, counter, gauge } from './note.ts';

const of = (file: string, notes: CounterNotes): CounterNotes =>
  Object.fromEntries(Object.entries(notes).map(([name, note]) => [`${file}:${name}`, note]));

// struct neigh_statistics, include/net/neighbour.h; both tables have the same columns.
const neighbours = (table: string, protocol: string): CounterNotes => ({
  entries: gauge(`Neighbours in the host's ${table}, in any state.`),
  allocs: counter(`Neighbours added to the ${table}.`),
  destroys: counter(`Neighbours removed from the ${table}.`),
  hash_grows: counter(`Times the ${table} was enlarged.`),
  lookups: counter(`Lookups in the ${table}.`),
  hits: counter(`Lookups in the ${table} that found an entry.`),
  res_failed: counter(
    `Neighbours that did not answer ${protocol}.`,
    'The hosts are down or on another link; see `procnet arp --state incomplete`.',
  ),
  rcv_probes_mcast: counter(`Neighbour solicitations received by multicast.`),
  rcv_probes_ucast: counter(`Neighbour solicitations received by unicast.`),
  periodic_gc_runs: counter(`Periodic garbage collections of the ${table}.`),
  forced_gc_runs: counter(
    `Garbage collections of the ${table} because it had too many entries.`,
    'The table is close to gc_thresh3; raise all three gc_thresh settings if the host has that many neighbours.',
  ),
  unresolved_discards: counter(
    `Packets dropped because too many were waiting for a neighbour to answer ${protocol}.`,
    'A neighbour is slow or down; see `procnet arp --state incomplete`.',
  ),
  table_fulls: counter(
    `Neighbours that could not be added because the ${table} was full.`,
    'Raise all three gc_thresh settings, or put fewer hosts on one link.',
  ),
});

// struct ip_conntrack_stat, include/linux/netfilter/nf_conntrack_common.h. New kernels print 0 for counters they have dropped.
const conntrack: CounterNotes = {
  entries: gauge('Connections tracked in this network namespace.'),
  searched: counter('Lookups in the connection tracking table, on old kernels.'),
  clashres: counter('New entries that clashed with an existing one and were merged with it.'),
  found: counter('Lookups that found an unexpected entry or, on old kernels, any entry.'),
  new: counter('Entries added, on old kernels.'),
  invalid: counter(
    'Packets that could not be tracked, such as TCP packets outside the window.',
    'Set net.netfilter.nf_conntrack_log_invalid to see them in the kernel log.',
  ),
  ignore: counter('Packets that were already tracked, on old kernels.'),
  delete: counter('Entries removed, on old kernels.'),
  delete_list: counter('Entries moved to the dying list, on old kernels.'),
  chainlength: counter(
    'Packets dropped because a hash bucket had too many entries.',
    'Raise net.netfilter.nf_conntrack_buckets; a flood of similar connections has the same effect.',
  ),
  insert: counter('Entries inserted into the table, on old kernels.'),
  insert_failed: counter(
    'Entries that could not be inserted because an equal one was already there.',
    'Mostly caused by two packets from one UDP socket racing each other, as with parallel DNS queries behind NAT.',
  ),
  drop: counter(
    'Packets dropped because no entry could be created for them.',
    'Compare entries with net.netfilter.nf_conntrack_max, and see `procnet conntrack --count-by source`.',
  ),
  early_drop: counter(
    'Entries removed early to make room for new ones.',
    'The table is full; compare entries with net.netfilter.nf_conntrack_max.',
  ),
  icmp_error: counter('ICMP errors that could not be tracked.'),
  expect_new: counter('Connections expected by a helper, such as FTP data connections.'),
  expect_create: counter('Expectations added by helpers.'),
  expect_delete: counter('Expectations removed.'),
  search_restart: counter('Lookups restarted because the table was changing.'),
};

// struct rt_cache_stat, include/net/route.h. Linux 3.6 removed the cache; its counters have been 0 since.
const routes: CounterNotes = {
  entries: gauge('Route entries in use, including those held by sockets.'),
  in_slow_tot: counter('Received packets whose route was looked up.'),
  in_slow_mc: counter('Received multicast packets whose route was looked up.'),
  in_no_route: counter('Received packets without a route to their destination.'),
  in_brd: counter('Received broadcast packets whose route was looked up.'),
  in_martian_dst: counter('Received packets with a destination address that is invalid on that link.'),
  in_martian_src: counter(
    'Received packets with a source address that is invalid on that link.',
    'Set net.ipv4.conf.all.log_martians to see them in the kernel log.',
  ),
  out_slow_tot: counter('Sent packets whose route was looked up.'),
  out_slow_mc: counter('Sent multicast packets whose route was looked up.'),
};

// struct synproxy_stats, include/net/netfilter/nf_synproxy.h.
const synproxy: CounterNotes = {
  entries: gauge('Always 0; every file of this kind starts with this column.'),
  syn_received: counter('SYNs received by the SYNPROXY target.'),
  cookie_invalid: counter('Replies to SYNPROXY with an invalid SYN cookie.'),
  cookie_valid: counter(
    'Replies to SYNPROXY with a valid SYN cookie, which open the connection to the server.',
  ),
  cookie_retrans: counter('SYNs retransmitted to the server by SYNPROXY.'),
  conn_reopened: counter('Connections through SYNPROXY that were reopened.'),
};

// struct softnet_data, include/linux/netdevice.h.
const softnet: CounterNotes = {
  processed: counter('Packets that CPUs took from network devices.'),
  dropped: counter(
    'Packets dropped because a CPU backlog was full.',
    'Raise net.core.netdev_max_backlog, or spread the load with RPS.',
  ),
  time_squeeze: counter(
    'Times a CPU stopped with work left because its packet budget or time was used up.',
    'Harmless unless dropped grows too; see net.core.netdev_budget and netdev_budget_usecs.',
  ),
  cpu_collision: counter('Collisions between CPUs on a device lock, on old kernels.'),
  received_rps: counter('Times another CPU passed on packets with RPS.'),
  flow_limit_count: counter('Packets dropped because a single flow used too much of a backlog.'),
  backlog_len: gauge('Packets waiting in CPU backlogs.'),
  input_qlen: gauge('Packets in CPU input queues.'),
  process_qlen: gauge('Packets in CPU process queues.'),
};

/** Keyed by lnstat's spelling, `file:name`: /proc/net/stat/* and /proc/net/softnet_stat. */
export const statNotes: CounterNotes = {
  ...of('arp_cache', neighbours('ARP table', 'ARP')),
  ...of('ndisc_cache', neighbours('IPv6 neighbour table', 'neighbour discovery')),
  ...of('nf_conntrack', conntrack),
  ...of('rt_cache', routes),
  ...of('synproxy', synproxy),
  ...of('softnet_stat', softnet),
};
