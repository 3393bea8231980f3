import type { Finding } from '../../src/check/findings.ts';
import type { Layout } from '../../src/check/formats/format.ts';

export const finding = (own: Partial<Finding> = {}): Finding => ({
  rule: 'close-wait',
  status: 'pass',
  value: 0,
  unit: 'connections',
  warn: 10,
  critical: 100,
  scope: 'netns',
  message: 'no connection stayed in CLOSE_WAIT',
  advice: null,
  evidence: [],
  sources: ['/proc/net/tcp', '/proc/net/tcp6'],
  ...own,
});

/** What any local user can put into a name, and the special characters of each format. */
export const hostile =
  'a\'b="c|d\n::error::x\r%0A##[error]y \x1b[31m\0 <b>&"#\\ \u202e\u0085 ]]> \ufffe -->\t::set-output';

export const layout: Layout = { failOn: 'critical', color: false, width: null, indent: false };

/** One of each status, with a hostile name wherever a name is possible. */
export const mixed: readonly Finding[] = [
  finding(),
  finding({
    rule: 'udp-errors',
    status: 'critical',
    value: 12.5,
    unit: '%',
    warn: 1,
    critical: 5,
    message: `lost by ${hostile}`,
    advice: 'Read faster, # or not.',
    evidence: [
      { localPort: 53, dropped: 12n ** 18n, processes: [{ pid: 7, name: hostile, fd: 3 }], path: null },
      { localPort: 54, dropped: 1, processes: null, path: hostile },
    ],
  }),
  finding({
    rule: 'exposed',
    status: 'warn',
    value: 1,
    unit: 'listeners',
    message: 'open',
    advice: 'Bind it.',
  }),
  finding({ rule: hostile, status: 'unknown', value: null, message: `cannot read ${hostile}` }),
  finding({ rule: 'orphans', status: 'skip', value: null, message: 'not here # really' }),
];

/** Anything that must be escaped on a terminal or in a log. */
export const unsafe = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
