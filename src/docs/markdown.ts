/** Between bars a bar would end the cell, and a star or an angle bracket would be taken for markup. */
export const cell = (text: string): string => text.replaceAll(/[|<*\\]/g, (sign) => `\\${sign}`);
