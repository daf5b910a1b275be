/** The name that is being written after an `@`, just before the caret: where it begins, and what was typed of it. */
export type Calling = { readonly from: number; readonly typed: string }

/** What is called at the caret; undefined where nobody is. An `@` within a word (an address) calls nobody. */
export function callingAt(text: string, caret: number): Calling | undefined {
  const before = text.slice(0, caret)
  const found = /(?:^|[^\p{L}\p{N}._+-])@([\p{L}\p{M}\p{N}._'’-]{0,60})$/u.exec(before)
  const typed = found?.[1]
  return typed === undefined ? undefined : { from: caret - typed.length - 1, typed }
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '')

/** Who may be meant: names, or any word of them, that begin so; at most eight. */
export function meant<T extends { readonly name: string }>(people: readonly T[], typed: string): readonly T[] {
  const wanted = plain(typed)
  return people
    .filter(({ name }) => plain(name).startsWith(wanted) || name.split(/\s+/u).some((word) => plain(word).startsWith(wanted)))
    .slice(0, 8)
}

/** The text with the whole name in place of what was typed, and where the caret then stands. Names of several words stand in quotes. */
export function called(text: string, { from, typed }: Calling, name: string): { readonly text: string; readonly caret: number } {
  const word = /\s/u.test(name.trim()) ? `@"${name.trim()}" ` : `@${name.trim()} `
  return { text: text.slice(0, from) + word + text.slice(from + 1 + typed.length), caret: from + word.length }
}
