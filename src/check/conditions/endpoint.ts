import type { Cursor } from './cursor.ts';
import type { Endpoint } from './syntax.ts';

const expected = 'expected a port as in :8080, 127.0.0.1:8080, [::1]:8080 or :53/udp';

/** `:8080`, `8080`, `127.0.0.1:80`, `[::1]:https`, `*:53/udp`. */
export const endpoint = (cursor: Cursor): Endpoint => {
  const { text, at } = cursor.expect(/[^\s<>=!]+/, expected);
  const [, address = '', colon = '', port = '', , protocol = 'tcp'] =
    /^(\[[^\]]*\]|[^:]*)(:)([^:/]+)(\/(tcp|udp))?$/.exec(text) ??
    /^()()([\w-]+)(\/(tcp|udp))?$/.exec(text) ??
    [];
  if (port === '') throw cursor.error(expected, at);
  const isAny = address === '' || address === '*';
  return {
    address: isAny ? null : { text: address, at },
    port: { text: port, at: at + address.length + colon.length },
    protocol: protocol as 'tcp' | 'udp',
  };
};
