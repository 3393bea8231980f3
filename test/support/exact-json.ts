/** JSON with integers beyond a double kept as strings, so that no digit is lost before comparison. */
export const parseExactly = (text: string): Readonly<Record<string, unknown>>[] =>
  JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}/g, (token) => (token.startsWith('"') ? token : `"${token}"`)),
  );
