import { parseAddress } from '../core/address.ts';
import { UsageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';

/** Where to listen; `host` is null for every address. */
export type ListenAddress = {
  readonly host: string | null;
  readonly port: number;
  readonly isLoopback: boolean;
};

const isLoopback = (octets: Uint8Array): boolean =>
  octets.length === 4
    ? octets[0] === 127
    : octets[15] === 1 && octets.subarray(0, 15).every((octet) => octet === 0);

const forms = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/;

/** `127.0.0.1:9535`, `[::1]:9535`, `localhost:9535`, `:9535`. Throws `UsageError`. */
export const listenAddress = (text: string, option: string): ListenAddress => {
  const [, bracketed, bare, digits] = forms.exec(text) ?? [];
  const port = Number(digits ?? Number.NaN);
  const word = bracketed ?? bare ?? '';
  const host = word === 'localhost' ? '127.0.0.1' : word;
  const octets = parseAddress(host);
  const isRight = bracketed === undefined ? octets?.length === 4 : octets?.length === 16;
  if (!(port <= 65_535) || (!isRight && text !== `:${digits}`))
    throw new UsageError(
      `${option}: expected ADDRESS:PORT, such as 127.0.0.1:9535, [::1]:9535 or :9535 (got "${visible(text)}")`,
      option,
    );
  return octets === null
    ? { host: null, port, isLoopback: false }
    : { host, port, isLoopback: isLoopback(octets) };
};
