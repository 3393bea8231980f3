/** JSON with integers that a double cannot hold kept as texts, so that no digit is lost before it is compared. */
export const parseExactly = (text: string): Readonly<Record<string, unknown>>[] =>
  JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}/g, (token) => (token.startsWith('"') ? token : `"${token}"`)),
  );
