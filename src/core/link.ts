/** Facts about an interface from outside `/proc`; null where unknown. */
export type LinkFacts = {
  readonly name: string;
  readonly index: number | null;
  /** Administratively up, whether or not there is a link. */
  readonly up: boolean | null;
  /** Has a carrier; false while down. */
  readonly carrier: boolean | null;
};
