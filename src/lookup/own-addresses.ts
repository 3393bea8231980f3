import { toIpv4 } from '../core/ipv4.ts';
import type { Kernel } from '../core/report.ts';

/** An address as the machine itself reports it. */
export type OwnAddress = {
  readonly address: number;
  readonly prefixLength: number;
  /** Null where the label does not tell. */
  readonly interface: string | null;
};

/** Addresses may carry a label, which is the interface's name, a colon and any text. No name holds a colon. */
const interfaceOf = (label: string): string | null => {
  const colon = label.indexOf(':');
  return colon < 0 ? label : label.slice(0, colon);
};

/** The IPv4 addresses that the machine itself reports, with their interfaces; null where only the kernel's files are known. */
export const ownAddresses = (kernel: Kernel): readonly OwnAddress[] | null =>
  kernel.localAddresses()?.map(({ octets, prefixLength, label }) => ({
    address: toIpv4(octets),
    prefixLength,
    interface: interfaceOf(label),
  })) ?? null;
