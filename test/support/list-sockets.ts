import { ByteWriter } from '../../src/core/bytes.ts';
import { formats } from '../../src/formats/index.ts';
import { runQuery } from '../../src/query/pipeline.ts';
import { conns } from '../../src/reports/conns.ts';
import { openKernel } from './kernel-source.ts';
import { noLookups } from './no-lookups.ts';

/** Lists a copied tree's sockets as the command does, and discards the output: list-sockets.js DIRECTORY FORMAT [COLUMN ...]. */
const [, , proc, format, ...more] = process.argv;
const columns = conns.columns.filter(({ name, optional }) => !optional || more.includes(name));
const write = await formats[format as 'plain' | 'json']();
const out = new ByteWriter(() => {});
const formatter = write({ columns, header: true, width: null, color: false, indent: false }, out);
const wanted = new Set(columns.map(({ name }) => name));
const context = { kernel: openKernel({ proc: proc! }, () => {}), wanted, states: null, lookups: noLookups };
const query = {
  columns,
  all: conns.columns,
  test: () => true,
  sort: [],
  limit: Number.POSITIVE_INFINITY,
  isEnough: () => true,
  countBy: null,
  having: () => true,
};
formatter.begin();
runQuery(conns.scan({ ...context, switches: conns.switches() }), query, (view) => formatter.row(view));
formatter.end();
