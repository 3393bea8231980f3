import { type CounterNotes, counter } from './note.ts';

const READER_HINT =
  'A program reads too slowly; see `procnet conns -tp --sort -recvQueue` and net.ipv4.tcp_rmem.';

/** `TcpExt:` counters for receive buffers, windows and memory. */
export const tcpExtMemoryNotes: CounterNotes = {
  TcpExtPruneCalled: counter(
    'Times the kernel tried to free memory in an overfull receive buffer.',
    READER_HINT,
  ),
  TcpExtRcvPruned: counter(
    'Times freeing memory in a receive buffer did not help, so incoming data was dropped.',
    READER_HINT,
  ),
  TcpExtOfoPruned: counter(
    'Times out-of-order data was discarded to free memory in a receive buffer.',
    'Packet loss combined with a small buffer; see net.ipv4.tcp_rmem.',
  ),
  TcpExtTCPRcvCollapsed: counter(
    'Buffers freed by compacting received data when a receive buffer was full.',
    READER_HINT,
  ),
  TcpExtTCPBacklogCoalesce: counter(
    'Segments merged with the previous one while waiting for a socket locked by its program.',
  ),
  TcpExtTCPBacklogDrop: counter(
    'Segments dropped because too many were waiting for a socket locked by its program.',
    'A program makes long system calls on busy sockets; larger receive and send buffers raise the limit.',
  ),
  TcpExtPFMemallocDrop: counter(
    'Packets dropped because they used the emergency memory reserved for swapping over the network.',
    'The host is out of memory; the cause is not the network.',
  ),
  TcpExtTCPMemoryPressures: counter(
    'Times TCP as a whole came under memory pressure.',
    'Compare mem of TCP with memPressure in `procnet sockstat --columns all`, and see net.ipv4.tcp_mem.',
  ),
  TcpExtTCPMemoryPressuresChrono: {
    ...counter(
      'Milliseconds TCP has spent under memory pressure.',
      'Compare mem of TCP with memPressure in `procnet sockstat --columns all`, and see net.ipv4.tcp_mem.',
    ),
    unit: 'milliseconds',
  },
  TcpExtTCPRcvCoalesce: counter('Segments merged with the last unread one in a receive queue.'),
  TcpExtTCPOFOQueue: counter(
    'Segments received out of order and queued until the gap is filled.',
    'The path to this host loses or reorders packets.',
  ),
  TcpExtTCPOFODrop: counter(
    'Segments received out of order and dropped because of a lack of memory in the receive buffer.',
    'Packet loss combined with a small buffer; see net.ipv4.tcp_rmem.',
  ),
  TcpExtTCPOFOMerge: counter(
    'Out-of-order segments that duplicated, wholly or partially, data already queued.',
  ),
  TcpExtTCPRcvQDrop: counter('In-order segments dropped because the receive buffer was full.', READER_HINT),
  TcpExtTCPZeroWindowDrop: counter(
    'Segments dropped because they arrived while this host advertised a zero window.',
    READER_HINT,
  ),
  TcpExtTCPToZeroWindowAdv: counter('Times this host closed its receive window to zero.', READER_HINT),
  TcpExtTCPFromZeroWindowAdv: counter('Times this host reopened its receive window after zero.'),
  TcpExtTCPWantZeroWindowAdv: counter(
    'Times the window should have become zero but stayed open, because an advertised window is not withdrawn.',
    READER_HINT,
  ),
  TcpExtBeyondWindow: counter(
    'Segments dropped because they exceeded the window advertised by this host.',
    'The peer ignores the window, or the window was reduced under memory pressure.',
  ),
};
