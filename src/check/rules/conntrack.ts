import { tracking } from '../evidence/stats.ts';
import { counted, shareText } from '../phrases.ts';
import { rowsOf } from '../readings.ts';
import { from, type Rule } from '../rule.ts';

const summary = rowsOf(tracking, [
  'entries',
  'maximum',
  'share',
  'dropDelta',
  'earlyDropDelta',
  'insertFailedDelta',
]);

export const conntrack: Rule = {
  id: 'conntrack',
  summary: 'The connection tracking table is nearly full, or connections were dropped',
  evidence: 'nf_conntrack_count relative to nf_conntrack_max; drop and early_drop in stat/nf_conntrack',
  scope: 'netns',
  unit: '%',
  warn: from(75),
  critical: from(90),
  orElse: { critical: 'any drop' },
  source: 'node-mixin, node-problem-detector',
  advice:
    'Raise net.netfilter.nf_conntrack_max, shorten the timeouts, or let traffic bypass tracking. Failed inserts are mostly caused by simultaneous DNS queries.',
  readings: [summary],
  rows: null,
  judge(now) {
    const { rows, failure, omitted } = now.of(summary);
    const [row] = rows;
    if (row === undefined)
      return failure === null || (failure.code === 'ENOENT' && omitted == null)
        ? { skip: 'connections are not tracked here' }
        : { unknown: failure.message };
    const dropped = Number(row.dropDelta ?? 0n) + Number(row.earlyDropDelta ?? 0n);
    const failed = Number(row.insertFailedDelta ?? 0n);
    if (row.share === null && dropped === 0)
      return { skip: 'net.netfilter.nf_conntrack_max cannot be read from here' };
    const lost = [
      ...(dropped > 0 ? [`; ${counted(dropped, 'connection')} dropped`] : []),
      ...(failed > 0 ? [`; ${counted(failed, 'insert')} failed`] : []),
    ];
    return {
      value: row.share,
      message: `${row.entries} of ${row.maximum ?? '?'} tracked connections${shareText(row.share)}${lost.join('')}`,
      evidence: [row],
      atLeast: dropped > 0 ? 'critical' : null,
    };
  },
};
