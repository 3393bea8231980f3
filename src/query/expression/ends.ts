import type { BoundColumn } from '../../core/column.ts';
import { matchesExactGlob } from '../../core/glob.ts';
import { type Condition, every, on, some } from './condition.ts';
import { BadWord, type Context, readEach } from './context.ts';
import { type Endpoint, endpointOf, networksOf } from './endpoint.ts';
import { always } from './logic.ts';
import { type PortMatch, portMatch, protocolColumn } from './ports.ts';
import { inNetworks, inRanges, isOneOf, matches } from './predicates.ts';
import { type Operand, quote } from './syntax.ts';

const columnNamed = (wanted: string, { columns }: Context): BoundColumn | undefined =>
  columns.find(({ name }) => name === wanted);

/** Rows of this address family. As in ss, a family also limits the whole expression. */
export const inFamily = (family: string | null, context: Context): Condition[] => {
  if (family === null) return [];
  const column = columnNamed('family', context);
  if (column === undefined) throw new BadWord('this report has no address families');
  context.families.add(family);
  return [on([column], isOneOf(column, [family]))];
};

const onePortTest = (column: BoundColumn, match: PortMatch, context: Context): Condition => {
  const { ranges, protocol, family } = match;
  const parts = [on([column], ranges === null ? always : inRanges(column, ranges))];
  if (protocol !== null) {
    const transport = protocolColumn(protocol, context);
    parts.push(on([transport], isOneOf(transport, [protocol])));
  }
  return every([...parts, ...inFamily(family, context)]);
};

const isPlain = ({ ranges, protocol, family }: PortMatch): boolean =>
  ranges !== null && protocol === null && family === null;

/** Whether the port column equals one of the words. Plain ports are tested together. */
export const portsTest = (column: BoundColumn, operands: readonly Operand[], context: Context): Condition => {
  const found = readEach(operands, context, ({ text }) => portMatch(text, context.meanings));
  const plain = found.filter(isPlain).flatMap(({ ranges }) => ranges!);
  const others = found.filter((match) => !isPlain(match));
  return some([
    ...(plain.length === 0 ? [] : [on([column], inRanges(column, plain))]),
    ...others.map((match) => onePortTest(column, match, context)),
  ]);
};

export const networksTest = (
  column: BoundColumn,
  operands: readonly Operand[],
  context: Context,
): Condition => {
  const networks = readEach(operands, context, ({ text }) => networksOf(text, context.meanings)).flat();
  return on([column], inNetworks(column, networks));
};

const pathTest = (pattern: string, context: Context): Condition[] => {
  const path = columnNamed('path', context);
  if (path === undefined) throw new BadWord(`expected an address, not the path ${quote(pattern)}`);
  if (/^\*+$/.test(pattern)) return [];
  const lower = pattern.toLowerCase();
  return [
    on(
      [path],
      matches(path, (text) => matchesExactGlob(lower, text.toLowerCase())),
    ),
  ];
};

/** /proc/net/unix lists a socket's own name but nothing about its peer. */
const pathsTest = (
  columns: readonly BoundColumn[],
  { path, family }: Endpoint,
  context: Context,
): Condition => {
  if (!columns.some(({ name }) => name === 'localAddress') && columnNamed('path', context) !== undefined)
    throw new BadWord('/proc/net does not list the peers of unix sockets, so only "src" can be a path');
  return every([...pathTest(path!, context), ...inFamily(family, context)]);
};

const endTest = (column: BoundColumn, { networks, ports, family }: Endpoint, context: Context): Condition => {
  const port = context.columns.find(({ name }) => name === column.port);
  if (ports !== null && port === undefined) throw new BadWord(`${column.name} has no port to compare`);
  return every([
    ...(networks === null ? [] : [on([column], inNetworks(column, networks))]),
    ...(ports === null ? [] : [onePortTest(port!, ports, context)]),
    ...inFamily(family, context),
  ]);
};

/** `src` and `dst` compare an address, a port, or both; for unix sockets, the path. */
export const endpointsTest = (
  columns: readonly BoundColumn[],
  operands: readonly Operand[],
  context: Context,
): Condition =>
  some(
    readEach(operands, context, ({ text }) => {
      const endpoint = endpointOf(text, context.meanings);
      if (endpoint.path !== null) return pathsTest(columns, endpoint, context);
      return some(columns.map((column) => endTest(column, endpoint, context)));
    }),
  );
