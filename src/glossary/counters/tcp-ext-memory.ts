import { type CounterNotes, counter } from './note.ts';

const READER_HINT =
  'A program reads too slowly: `procnet conns -tp --sort -recvQueue`, and see net.ipv4.tcp_rmem.';

/** `TcpExt:` on receive buffers, windows and memory. */
export const tcpExtMemoryNotes: CounterNotes = {
  TcpExtPruneCalled: counter(
    'Times that the kernel tried to free memory in an overfull receive buffer.',
    READER_HINT,
  ),
  TcpExtRcvPruned: counter(
    'Times that freeing memory in a receive buffer did not help, so that incoming data was dropped.',
    READER_HINT,
  ),
  TcpExtOfoPruned: counter(
    'Times that data waiting out of order was thrown away to free memory in a receive buffer.',
    'Loss on the path meets a small buffer: see net.ipv4.tcp_rmem.',
  ),
  TcpExtTCPRcvCollapsed: counter(
    'Buffers freed by copying received data closer together when a receive buffer was full.',
    READER_HINT,
  ),
  TcpExtTCPBacklogCoalesce: counter(
    'Segments merged into the one before while they waited for a socket that its program held locked.',
  ),
  TcpExtTCPBacklogDrop: counter(
    'Segments dropped because too many were waiting for a socket that its program held locked.',
    'A program makes long system calls on busy sockets: larger receive and send buffers raise the limit.',
  ),
  TcpExtPFMemallocDrop: counter(
    'Packets dropped because they sat in the emergency memory that is kept for swapping over the network.',
    'The host is out of memory: see its memory pressure, not its network.',
  ),
  TcpExtTCPMemoryPressures: counter(
    'Times that TCP as a whole came under memory pressure.',
    'Compare mem of TCP with memPressure in `procnet sockstat --columns all`, and see net.ipv4.tcp_mem.',
  ),
  TcpExtTCPMemoryPressuresChrono: {
    ...counter(
      'Milliseconds that TCP has spent under memory pressure.',
      'Compare mem of TCP with memPressure in `procnet sockstat --columns all`, and see net.ipv4.tcp_mem.',
    ),
    unit: 'milliseconds',
  },
  TcpExtTCPRcvCoalesce: counter(
    'Segments merged into the last one in a receive queue because it had not been read yet.',
  ),
  TcpExtTCPOFOQueue: counter(
    'Segments that came out of order and were kept until the gap closes.',
    'The path towards this host loses or reorders packets.',
  ),
  TcpExtTCPOFODrop: counter(
    'Segments that came out of order and were dropped for lack of memory in the receive buffer.',
    'Loss on the path meets a small buffer: see net.ipv4.tcp_rmem.',
  ),
  TcpExtTCPOFOMerge: counter(
    'Segments out of order that repeated, wholly or in part, what was already kept.',
  ),
  TcpExtTCPRcvQDrop: counter(
    'Segments in order that were dropped because the receive buffer was full.',
    READER_HINT,
  ),
  TcpExtTCPZeroWindowDrop: counter(
    'Segments dropped because they came while this host advertised a window of zero.',
    READER_HINT,
  ),
  TcpExtTCPToZeroWindowAdv: counter('Times that this host closed its receive window to zero.', READER_HINT),
  TcpExtTCPFromZeroWindowAdv: counter('Times that this host opened its receive window again after zero.'),
  TcpExtTCPWantZeroWindowAdv: counter(
    'Times that the window should have become zero but stayed open, because a promised window is not taken back.',
    READER_HINT,
  ),
  TcpExtBeyondWindow: counter(
    'Segments dropped because they reach beyond the window that this host had advertised.',
    'The peer ignores the window, or the window was cut under memory pressure.',
  ),
};
