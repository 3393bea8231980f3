/** Escapes bars, which would end the cell, and stars and angle brackets, which are markup. */
export const cell = (text: string): string => text.replaceAll(/[|<*\\]/g, (sign) => `\\${sign}`);
