import { UsageError } from '../../core/errors.ts';
import { asText, objectOf, oneOf, recordOf, ShapeError } from '../json.ts';
import type { Redaction } from './redaction.ts';
import { Secret } from './secret.ts';

/** The `--map` file: the key and the originals of all pseudonyms. It can reverse a redaction. */
export type RedactionMap = {
  readonly key: string;
  readonly names: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<string, string>>;
};

const schema = 'procnet-redaction@1';

const map = objectOf<RedactionMap & { schema: string }>({
  schema: oneOf(schema),
  key: (value, place) => {
    const key = asText(value, place);
    if (!/^[\da-f]{64}$/.test(key)) throw new ShapeError(`${place}: expected 64 hexadecimal digits`);
    return key;
  },
  names: recordOf(asText),
  addresses: recordOf(asText),
});

/** Throws `UsageError` for an invalid map. */
export const readMap = (bytes: Uint8Array, path: string): RedactionMap => {
  try {
    return map(JSON.parse(Buffer.from(bytes).toString('utf8')), '');
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof ShapeError)) throw error;
    const why = error instanceof ShapeError ? error.message : 'not valid JSON';
    throw new UsageError(`--map ${path}: not a map of pseudonyms (${why})`, '--map');
  }
};

export const secretOf = (known: RedactionMap | null): Secret => new Secret(known?.key);

const asGiven = (name: string): string => Buffer.from(name, 'latin1').toString('utf8');

/** The map after a redaction, including its previous contents. */
export const writeMap = ({ secret, names, mapped }: Redaction, before: RedactionMap | null): Uint8Array => {
  const given = [...names.given].map(([key, pseudonym]) => [
    pseudonym,
    asGiven(key.slice(key.indexOf(':') + 1)),
  ]);
  const after = {
    schema,
    key: secret.hex,
    names: { ...before?.names, ...Object.fromEntries(given) },
    addresses: { ...before?.addresses, ...Object.fromEntries(mapped) },
  };
  return Buffer.from(`${JSON.stringify(after, null, 1)}\n`, 'utf8');
};
