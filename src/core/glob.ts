/** `*` matches any text, `?` one character; case-insensitive. Not compiled to a regular expression. */
export const matchesGlob = (pattern: string, text: string): boolean => {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  let here = 0;
  while (at < given.length) {
    if (wanted[here] === '*') {
      star = here++;
      resume = at;
    } else if (here < wanted.length && (wanted[here] === '?' || wanted[here] === given[at])) {
      here++;
      at++;
    } else if (star >= 0) {
      here = star + 1;
      at = ++resume;
    } else return false;
  }
  while (wanted[here] === '*') here++;
  return here === wanted.length;
};

export const isPattern = (text: string): boolean => /[*?]/.test(text);
