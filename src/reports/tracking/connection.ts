/**
 * A tracked connection: a line of `/proc/net/nf_conntrack` (net/netfilter/nf_conntrack_standalone.c, ct_seq_show). With
 * address translation the reply comes from or goes to another address than the first packet names.
 */
export type TrackedConnection = {
  family: string;
  protocol: string;
  state: string | null;
  /** Seconds. */
  timeout: number | null;
  source: string | null;
  sourcePort: number | null;
  destination: string | null;
  destinationPort: number | null;
  replySource: string | null;
  replySourcePort: number | null;
  replyDestination: string | null;
  replyDestinationPort: number | null;
  status: string | null;
  nat: string | null;
  packets: bigint | null;
  /** Bytes. */
  bytes: bigint | null;
  replyPackets: bigint | null;
  /** Bytes. */
  replyBytes: bigint | null;
  mark: number | null;
  zone: number | null;
  use: number | null;
  /** Seconds. */
  age: number | null;
  secctx: string | null;
  icmpType: number | null;
  icmpCode: number | null;
  icmpId: number | null;
};
