/** What the kernel says of an interface outside `/proc`; null where it does not say. */
export type LinkFacts = {
  readonly name: string;
  readonly index: number | null;
  /** It is set up, whether or not it works. */
  readonly up: boolean | null;
  /** Its link works; false while it is down. */
  readonly carrier: boolean | null;
};
