import { type CounterNotes, counter, gauge } from './note.ts';

const of = (file: string, notes: CounterNotes): CounterNotes =>
  Object.fromEntries(Object.entries(notes).map(([name, note]) => [`${file}:${name}`, note]));

// struct neigh_statistics, include/net/neighbour.h: the two tables have the same columns.
const neighbours = (table: string, protocol: string): CounterNotes => ({
  entries: gauge(`Neighbours in the ${table} of the host, in every state.`),
  allocs: counter(`Neighbours added to the ${table}.`),
  destroys: counter(`Neighbours removed from the ${table}.`),
  hash_grows: counter(`Times the ${table} was made larger.`),
  lookups: counter(`Lookups in the ${table}.`),
  hits: counter(`Lookups in the ${table} that found their neighbour.`),
  res_failed: counter(
    `Neighbours that did not answer ${protocol}.`,
    'The hosts are down or on another link: see `procnet arp --state incomplete`.',
  ),
  rcv_probes_mcast: counter(`Neighbour solicitations received by multicast.`),
  rcv_probes_ucast: counter(`Neighbour solicitations received by unicast.`),
  periodic_gc_runs: counter(`Periodic garbage collections of the ${table}.`),
  forced_gc_runs: counter(
    `Garbage collections of the ${table} because it held too many entries.`,
    'The table is close to gc_thresh3: raise all three gc_thresh of the host if it has that many neighbours.',
  ),
  unresolved_discards: counter(
    `Packets dropped because too many were waiting for a neighbour to answer ${protocol}.`,
    'A neighbour is slow or down: see `procnet arp --state incomplete`.',
  ),
  table_fulls: counter(
    `Neighbours that could not be added because the ${table} was full.`,
    'Raise all three gc_thresh of the host, or put fewer hosts on one link.',
  ),
});

// struct ip_conntrack_stat, include/linux/netfilter/nf_conntrack_common.h. New kernels print 0 for what they no longer count.
const conntrack: CounterNotes = {
  entries: gauge('Connections tracked in this network namespace.'),
  searched: counter('Lookups in the connection tracking table, on old kernels.'),
  clashres: counter('New entries that clashed with an existing one and could be merged with it.'),
  found: counter('Lookups that found an entry where none was expected, or on old kernels any entry.'),
  new: counter('Entries added, on old kernels.'),
  invalid: counter(
    'Packets that could not be tracked, such as TCP packets outside the window.',
    'Set net.netfilter.nf_conntrack_log_invalid to see them in the kernel log.',
  ),
  ignore: counter('Packets that were already tracked, on old kernels.'),
  delete: counter('Entries removed, on old kernels.'),
  delete_list: counter('Entries put on the list of dying ones, on old kernels.'),
  chainlength: counter(
    'Packets dropped because too many entries fell into one hash bucket.',
    'Raise net.netfilter.nf_conntrack_buckets; a flood of similar connections looks the same.',
  ),
  insert: counter('Entries inserted into the table, on old kernels.'),
  insert_failed: counter(
    'Entries that could not be inserted because an equal one was already there.',
    'Mostly two packets of one UDP socket racing each other, as with parallel DNS queries behind NAT.',
  ),
  drop: counter(
    'Packets dropped because no entry could be made for them.',
    'Compare entries with net.netfilter.nf_conntrack_max: see `procnet conntrack --count-by source`.',
  ),
  early_drop: counter(
    'Entries removed before their time to make room for new ones.',
    'The table is full: compare entries with net.netfilter.nf_conntrack_max.',
  ),
  icmp_error: counter('ICMP errors that could not be tracked.'),
  expect_new: counter('Connections that a helper had expected, such as the data connection of FTP.'),
  expect_create: counter('Expectations that helpers added.'),
  expect_delete: counter('Expectations that were removed.'),
  search_restart: counter('Lookups that had to start again because the table was changing.'),
};

// struct rt_cache_stat, include/net/route.h. The cache went with Linux 3.6; what counted it has been 0 since then.
const routes: CounterNotes = {
  entries: gauge('Route entries in use, including those that sockets hold.'),
  in_slow_tot: counter('Received packets whose route was looked up.'),
  in_slow_mc: counter('Received multicast packets whose route was looked up.'),
  in_no_route: counter('Received packets without a route to their destination.'),
  in_brd: counter('Received broadcast packets whose route was looked up.'),
  in_martian_dst: counter('Received packets with a destination address that must not be on that link.'),
  in_martian_src: counter(
    'Received packets with a source address that must not be on that link.',
    'Set net.ipv4.conf.all.log_martians to see them in the kernel log.',
  ),
  out_slow_tot: counter('Sent packets whose route was looked up.'),
  out_slow_mc: counter('Sent multicast packets whose route was looked up.'),
};

// struct synproxy_stats, include/net/netfilter/nf_synproxy.h.
const synproxy: CounterNotes = {
  entries: gauge('Always 0; every file of this kind begins with this column.'),
  syn_received: counter('SYNs that the SYNPROXY target received.'),
  cookie_invalid: counter('Answers to SYNPROXY with a wrong SYN cookie.'),
  cookie_valid: counter(
    'Answers to SYNPROXY with a right SYN cookie, which open the connection to the server.',
  ),
  cookie_retrans: counter('SYNs that SYNPROXY sent to the server again.'),
  conn_reopened: counter('Connections through SYNPROXY that were opened again.'),
};

// struct softnet_data, include/linux/netdevice.h.
const softnet: CounterNotes = {
  processed: counter('Packets that the processors took from network devices.'),
  dropped: counter(
    'Packets dropped because the backlog of a processor was full.',
    'Raise net.core.netdev_max_backlog, or spread the load with RPS.',
  ),
  time_squeeze: counter(
    'Times that a processor stopped taking packets with work left, because its budget or time was used up.',
    'Harmless unless dropped grows too: see net.core.netdev_budget and netdev_budget_usecs.',
  ),
  cpu_collision: counter('Collisions of processors on the lock of a device, on old kernels.'),
  received_rps: counter('Times that another processor passed packets on with RPS.'),
  flow_limit_count: counter('Packets dropped because one flow used too much of a backlog.'),
  backlog_len: gauge('Packets waiting in the backlogs of the processors.'),
  input_qlen: gauge('Packets in the input queues of the processors.'),
  process_qlen: gauge('Packets in the process queues of the processors.'),
};

/** `file:name`, as lnstat spells it: /proc/net/stat/* and /proc/net/softnet_stat. */
export const statNotes: CounterNotes = {
  ...of('arp_cache', neighbours('ARP table', 'ARP')),
  ...of('ndisc_cache', neighbours('IPv6 neighbour table', 'neighbour discovery')),
  ...of('nf_conntrack', conntrack),
  ...of('rt_cache', routes),
  ...of('synproxy', synproxy),
  ...of('softnet_stat', softnet),
};
