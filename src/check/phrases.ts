import type { Holder } from '../core/column.ts';
import { valueText } from '../formats/value.ts';

/** `1 socket`, `2 sockets`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : plural}`;

/** `2`, `2.5`: rounded to a few significant digits. */
export const rounded = (value: number): string => String(Number(value.toFixed(value < 10 ? 2 : 1)));

export const percentText = (value: number): string => `${rounded(value)} %`;

/** ` (80 %)`; empty if it is unknown. */
export const shareText = (value: number | null): string => (value === null ? '' : ` (${percentText(value)})`);

/** `127.0.0.1:80`, `[::1]:80`. */
export const endpointText = (address: string | null, port: number | null): string =>
  address?.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** ` by nginx(12,fd=6)`; empty if no process is known. */
export const byProcesses = (processes: readonly Holder[] | null | undefined): string =>
  processes === null || processes === undefined || processes.length === 0
    ? ''
    : ` by ${valueText(processes)}`;
