/** Facts about an interface from outside `/proc`; null where unknown. */
export type LinkFacts = {
  readonly name: string;
  readonly index: number | null;
  /** It is set up, whether or not it works. */
  readonly up: boolean | null;
  /** Its link works; false while it is down. */
  readonly carrier: boolean | null;
};
