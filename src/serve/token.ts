import { createHash, timingSafeEqual } from 'node:crypto';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether a request with this `Authorization` header is accepted. */
export type Guard = (authorization: string | undefined) => boolean;

export const everybody: Guard = () => true;

/** Accepts requests with the token. Digests are compared in constant time, so timing reveals nothing. */
export const bearerOf = (token: string): Guard => {
  const expected = digestOf(token);
  return (authorization) => {
    const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    return timingSafeEqual(digestOf(given), expected);
  };
};
