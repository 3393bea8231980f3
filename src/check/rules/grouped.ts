/** Groups rows by key, largest group first. */
export const grouped = <Row>(
  rows: readonly Row[],
  key: (row: Row) => unknown,
): readonly (readonly Row[])[] => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const text = JSON.stringify(key(row)) ?? '';
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [row]);
    else group.push(row);
  }
  return [...groups.values()].toSorted((one, other) => other.length - one.length);
};
