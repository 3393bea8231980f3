/** include/net/tcp_states.h; 0x0C is printed as 0x03 by tcp_seq_show. */
export const tcpStates: readonly (string | undefined)[] = [
  undefined,
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
];

/** Connectionless sockets use two TCP codes: TCP_CLOSE for "not connected", TCP_ESTABLISHED for "connected". */
export const datagramStates: readonly (string | undefined)[] = Array.from({ length: 8 }, (_, code) =>
  code === 7 ? 'UNCONN' : code === 1 ? 'ESTABLISHED' : undefined,
);

/** net/ipv4/tcp_ipv4.c, get_tcp4_sock and get_timewait4_sock: `timer_active`. */
export const timers: readonly (string | undefined)[] = [
  'off',
  'retransmit',
  'keepalive',
  'timewait',
  'probe',
];

export const unknownCode = (code: number): string =>
  `UNKNOWN(0x${code.toString(16).toUpperCase().padStart(2, '0')})`;

export const listenCode = 0x0a;
export const synRecvCode = 0x03;
export const timeWaitCode = 0x06;

/** How a state is colored. */
export const stateTones: Readonly<Record<string, 'good' | 'warn' | 'bad' | 'dim'>> = {
  ESTABLISHED: 'good',
  SYN_SENT: 'warn',
  SYN_RECV: 'warn',
  CLOSE_WAIT: 'bad',
  TIME_WAIT: 'dim',
};

/** All states of all kinds of sockets. */
export const socketStates: readonly string[] = [
  ...tcpStates.filter((state) => state !== undefined),
  'UNCONN',
  'CONNECTING',
  'DISCONNECTING',
];

/** Ethernet types are customarily hexadecimal (include/uapi/linux/if_ether.h, ETH_P_*), other protocols decimal. */
export const protocolNumberText = (number: number, { protocol }: { readonly protocol: string }): string =>
  protocol === 'packet' ? `0x${number.toString(16).padStart(4, '0')}` : String(number);
