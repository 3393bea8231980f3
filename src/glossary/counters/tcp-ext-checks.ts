import { type CounterNotes, counter } from './note.ts';

const SKIP_HINT = 'A peer or an attacker keeps sending invalid segments; see net.ipv4.tcp_invalid_ratelimit.';

/** `TcpExt:` counters for invalid or untrusted segments: PAWS, challenges, signatures, filters. */
export const tcpExtChecksNotes: CounterNotes = {
  TcpExtPAWSActive: counter(
    'SYN-ACKs rejected because they echo a timestamp that is not from the SYN sent.',
    'Suspect a middlebox that rewrites timestamps, or an old connection on the same ports.',
  ),
  TcpExtPAWSEstab: counter(
    'Segments dropped because their timestamp is older than a previous one (PAWS).',
    'Caused by many hosts behind one NAT address or by late duplicates; compare with TcpExtPAWSOldAck.',
  ),
  TcpExtPAWSOldAck: counter(
    'Pure acknowledgements with an old timestamp, dropped because later data overtook them.',
  ),
  TcpExtPAWSTimewait: counter(
    'Segments for a connection in TIME_WAIT rejected because of an old timestamp.',
    'Clients behind one NAT address that reuse ports quickly may fail to connect.',
  ),
  TcpExtTCPChallengeACK: counter(
    'Challenge acknowledgements sent in response to a suspicious SYN, reset or acknowledgement.',
    'Caused by blind attacks or peers that lost their state; compare with TcpExtTCPSYNChallenge.',
  ),
  TcpExtTCPSYNChallenge: counter(
    'SYNs received on an open connection, which trigger a challenge acknowledgement.',
    'A peer has restarted and reuses its port, or a NAT mixes up connections.',
  ),
  TcpExtTCPACKSkippedSynRecv: counter(
    'Responses to invalid segments in SYN_RECV suppressed by the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedPAWS: counter(
    'Responses to segments with an old timestamp suppressed by the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedSeq: counter(
    'Responses to segments outside the window suppressed by the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedFinWait2: counter(
    'Responses to invalid segments in FIN_WAIT2 suppressed by the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedTimeWait: counter(
    'Responses to invalid segments in TIME_WAIT suppressed by the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedChallenge: counter(
    'Challenge acknowledgements suppressed by the rate limit per connection.',
    SKIP_HINT,
  ),
  TcpExtOutOfWindowIcmps: counter(
    'ICMP errors ignored because the TCP segment they quote is not in flight.',
    'Caused by forged or very late ICMP messages.',
  ),
  TcpExtLockDroppedIcmps: counter('ICMP errors ignored because a program had the socket locked.'),
  TcpExtTCPMinTTLDrop: counter(
    'Segments dropped because their TTL was below the minimum set by the program (IP_MINTTL).',
    'A host further away than allowed sends to a protected session, such as BGP.',
  ),
  TcpExtArpFilter: counter(
    'ARP requests not answered because the return route does not use the receiving interface (arp_filter).',
  ),
  TcpExtIPReversePathFilter: counter(
    'IPv4 packets dropped because the route back to their source does not use the receiving interface.',
    'Caused by asymmetric routing or forged sources; run `procnet routes get ADDRESS`, and see net.ipv4.conf.all.rp_filter.',
  ),
  TcpExtTCPMD5NotFound: counter(
    'Segments dropped because they lack the MD5 signature that the socket expects.',
    'The peer has no key set, which is usually seen with BGP sessions.',
  ),
  TcpExtTCPMD5Unexpected: counter(
    'Segments dropped because they have an MD5 signature but no key is set here.',
    'Set the key on this end, or remove it at the peer.',
  ),
  TcpExtTCPMD5Failure: counter(
    'Segments dropped because their MD5 signature is wrong.',
    'The two ends have different keys, or segments are forged.',
  ),
  TcpExtTCPAORequired: counter(
    'Segments dropped because they are not signed with TCP-AO though the socket demands it.',
    'The peer has no key set, or segments are forged.',
  ),
  TcpExtTCPAOBad: counter(
    'Segments dropped because their TCP-AO signature is wrong.',
    'The two ends have different keys, or segments are forged.',
  ),
  TcpExtTCPAOKeyNotFound: counter(
    'Segments dropped because they are signed with a TCP-AO key that is not known here.',
    'The key ids of the two ends differ.',
  ),
  TcpExtTCPAOGood: counter('Segments whose TCP-AO signature was right.'),
  TcpExtTCPAODroppedIcmps: counter('ICMP errors ignored because their connection is protected by TCP-AO.'),
};
