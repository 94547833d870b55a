/** The LIKE pattern of what contains a text: what a user searches for is text, not a pattern. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
