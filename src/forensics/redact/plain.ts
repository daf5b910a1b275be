import type { RedactionRules, RedactionSubject, Removed } from './profile.ts'
import { redactText, startRedacting } from './text.ts'

/** A text of our own making that quotes what came in (a subject, a note), cleaned by the same rules. What cannot be cleaned becomes empty. */
export function redactPlain(
  text: string,
  rules: RedactionRules,
  subject: RedactionSubject,
): { readonly text: string; readonly removed: readonly Removed[] } {
  const given = startRedacting(rules, subject, subject.about)
  return { text: redactText(text, given, 'text') ?? '', removed: given.tally.list() }
}
