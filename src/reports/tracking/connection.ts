/**
 * A tracked connection: a line in `/proc/net/nf_conntrack` (net/netfilter/nf_conntrack_standalone.c, ct_seq_show). With
 * address translation, replies come from or go to an address that is not in the first packet.
 */
export type TrackedConnection = {
  family: string;
  protocol: string;
  state: string | null;
  /** In seconds. */
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
  /** In bytes. */
  bytes: bigint | null;
  replyPackets: bigint | null;
  /** In bytes. */
  replyBytes: bigint | null;
  mark: number | null;
  zone: number | null;
  use: number | null;
  /** In seconds. */
  age: number | null;
  secctx: string | null;
  icmpType: number | null;
  icmpCode: number | null;
  icmpId: number | null;
};
