export type Nameable = { readonly id: string; readonly name: string }

/** at most so many people are told of one note */
const mentionsAtMost = 20

const plain = (text: string) => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, '')

/** Who a note calls by `@name`: whole names, written together or in quotes, whatever the case; a first name alone where only one has it. */
export function mentionsIn(text: string, people: readonly Nameable[]): readonly string[] {
  const called = [...text.matchAll(/(?<![\p{L}\p{N}._+-])@(?:"([^"\n]{1,120})"|([\p{L}\p{M}\p{N}._'’-]{1,120}))/gu)].map(
    ([, quoted, bare]) => plain(quoted ?? bare?.replace(/[.'’-]+$/u, '') ?? ''),
  )
  const found = new Set<string>()
  for (const name of called) {
    const whole = people.filter((one) => plain(one.name) === name)
    const first = people.filter((one) => plain(one.name.trim().split(/\s+/u)[0] ?? '') === name)
    if (whole.length > 0) for (const one of whole) found.add(one.id)
    else if (first.length === 1 && first[0] !== undefined) found.add(first[0].id)
  }
  return [...found].slice(0, mentionsAtMost)
}
