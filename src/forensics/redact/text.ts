import { withoutEntities } from './fold.ts'
import { type RedactionRules, type RedactionSubject, startTally, type Tally } from './profile.ts'
import { digestsOf, mark, secretsOf } from './secrets.ts'
import { comparable, redactLinks } from './tokens.ts'
import { holds, redactWords, type Sought } from './words.ts'

/** What all of a redaction's pieces are given. */
export type Redacting = {
  readonly rules: RedactionRules
  readonly from: Sought
  /** comparable links that the letter is about */
  readonly about: ReadonlySet<string>
  readonly tally: Tally
}

/** What a redaction of these people's data looks for. */
export function startRedacting(
  rules: RedactionRules,
  people: Pick<RedactionSubject, 'addresses' | 'names'>,
  about: readonly string[],
): Redacting {
  const from = { secrets: secretsOf(people.addresses, people.names, rules.words), digests: digestsOf(people.addresses) }
  return { rules, from, about: new Set(about.map(comparable)), tally: startTally() }
}

/** A text without what the rules take off; undefined where something would still be told, so that it must stay behind. */
export function redactText(text: string, given: Redacting, where: string): string | undefined {
  const { rules, about, from, tally } = given
  const linked = rules.tracking ? redactLinks(text, about, where, tally) : text
  const out = redactWords(linked, from, where, tally)
  if (!tagged(out, from)) return holds(out, from) ? undefined : out
  // written across tags, which some readers do not show: without them it can be seen and taken out
  const bare = redactWords(withoutTags(out), from, where, tally)
  return holds(bare, from) || tagged(bare, from) ? undefined : bare
}

const withoutTags = (text: string) => text.replace(/<[^<>]*>/g, '')
const tagged = (text: string, from: Sought) => text.includes('<') && holds(withoutTags(text), from)

// pictures in the document itself: their bytes hold whatever they like
const dataLink = /data:[a-z0-9.+/-]*(?:;[a-z0-9=.+-]*)*,[^"'\s)>]*/gi

/**
 * A document without it: source first, then what a reader sees of it, since tags may stand within a word. Where only the source could be cleaned, what a
 * reader sees is given, cleaned, as plain text.
 */
export function redactHtml(
  html: string,
  given: Redacting,
  where: string,
): { readonly type: 'text/html' | 'text/plain'; readonly text: string } | undefined {
  const { tally } = given
  const bare = html.replace(dataLink, () => {
    tally.add('metadata', where)
    return `data:,${mark}`
  })
  const source = redactText(bare, given, where)
  if (source !== undefined && ![visible(source, ''), visible(source, ' ')].some((text) => holds(text, given.from)))
    return { type: 'text/html', text: source }
  const seen = redactText(visible(bare, ''), given, where)
  return seen === undefined ? undefined : { type: 'text/plain', text: seen }
}

/** Roughly what a reader sees. More than that is no harm: it is only searched, or cleaned and shown as text. */
function visible(html: string, between: string): string {
  const text = html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(script|style|title)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<\/?(?:p|div|br|tr|table|li|ul|ol|h\d)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, between)
  return withoutEntities(text)
}
