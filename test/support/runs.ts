/** How many cases a property test runs: this many by default, 10,000 (or what it can afford) with PROCNET_FULL=1. */
export const runs = (daily: number, full = 10_000): number => (process.env['PROCNET_FULL'] ? full : daily);
