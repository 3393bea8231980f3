import { type CounterNotes, counter } from './note.ts';

const SKIP_HINT =
  'A peer or an attacker keeps sending segments that do not fit: see net.ipv4.tcp_invalid_ratelimit.';

/** `TcpExt:` on segments that do not fit or are not trusted: PAWS, challenges, signatures, filters. */
export const tcpExtChecksNotes: CounterNotes = {
  TcpExtPAWSActive: counter(
    'SYN-ACKs refused because the timestamp they echo does not belong to the SYN of this host.',
    'Suspect a middlebox that rewrites timestamps, or an old connection of the same ports.',
  ),
  TcpExtPAWSEstab: counter(
    'Segments dropped because their timestamp is older than one seen before (PAWS).',
    'Many hosts behind one NAT address, or late duplicates: compare with TcpExtPAWSOldAck.',
  ),
  TcpExtPAWSOldAck: counter(
    'Pure acknowledgements with an old timestamp dropped because later data overtook them.',
  ),
  TcpExtPAWSTimewait: counter(
    'Segments for a connection in TIME_WAIT refused because of an old timestamp.',
    'Clients behind one NAT address that reuse ports quickly may fail to connect.',
  ),
  TcpExtTCPChallengeACK: counter(
    'Challenge acknowledgements sent in answer to a SYN, reset or acknowledgement that looked wrong.',
    'Blind attacks, or peers that lost their state: compare with TcpExtTCPSYNChallenge.',
  ),
  TcpExtTCPSYNChallenge: counter(
    'SYNs that arrived inside an open connection and called for a challenge acknowledgement.',
    'A peer restarted and reuses its port, or a NAT mixes up connections.',
  ),
  TcpExtTCPACKSkippedSynRecv: counter(
    'Answers to unfitting segments left out in SYN_RECV, to keep within the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedPAWS: counter(
    'Answers to segments with an old timestamp left out, to keep within the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedSeq: counter(
    'Answers to segments outside the window left out, to keep within the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedFinWait2: counter(
    'Answers to unfitting segments left out in FIN_WAIT2, to keep within the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedTimeWait: counter(
    'Answers to unfitting segments left out in TIME_WAIT, to keep within the rate limit.',
    SKIP_HINT,
  ),
  TcpExtTCPACKSkippedChallenge: counter(
    'Challenge acknowledgements left out, to keep within the rate limit of the connection.',
    SKIP_HINT,
  ),
  TcpExtOutOfWindowIcmps: counter(
    'ICMP errors ignored because the TCP segment they quote is not one in flight.',
    'Forged or very late ICMP messages.',
  ),
  TcpExtLockDroppedIcmps: counter(
    'ICMP errors that came while a program held the socket locked, and could not be used.',
  ),
  TcpExtTCPMinTTLDrop: counter(
    'Segments dropped because their TTL was below the minimum that the program set (IP_MINTTL).',
    'Someone further away than allowed sends to a protected session, such as BGP.',
  ),
  TcpExtArpFilter: counter(
    'ARP requests not answered because the way back does not lead over the interface they came in on (arp_filter).',
  ),
  TcpExtIPReversePathFilter: counter(
    'IPv4 packets dropped because the way back to their source does not lead over the interface they came in on.',
    'Asymmetric routing or forged sources: ask `procnet routes get ADDRESS`, and see net.ipv4.conf.all.rp_filter.',
  ),
  TcpExtTCPMD5NotFound: counter(
    'Segments dropped because they lack the MD5 signature that the socket expects.',
    'The peer has no key set: BGP sessions are the usual case.',
  ),
  TcpExtTCPMD5Unexpected: counter(
    'Segments dropped because they carry an MD5 signature though no key is set here.',
    'Set the key on this end, or remove it at the peer.',
  ),
  TcpExtTCPMD5Failure: counter(
    'Segments dropped because their MD5 signature is wrong.',
    'The keys of the two ends differ, or segments are forged.',
  ),
  TcpExtTCPAORequired: counter(
    'Segments dropped because they are not signed with TCP-AO though the socket demands it.',
    'The peer has no key set, or segments are forged.',
  ),
  TcpExtTCPAOBad: counter(
    'Segments dropped because their TCP-AO signature is wrong.',
    'The keys of the two ends differ, or segments are forged.',
  ),
  TcpExtTCPAOKeyNotFound: counter(
    'Segments dropped because they are signed with a TCP-AO key that is not known here.',
    'The key ids of the two ends differ.',
  ),
  TcpExtTCPAOGood: counter('Segments whose TCP-AO signature was right.'),
  TcpExtTCPAODroppedIcmps: counter('ICMP errors ignored because their connection is protected by TCP-AO.'),
};
