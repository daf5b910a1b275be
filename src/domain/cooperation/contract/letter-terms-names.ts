// Which letters bear terms of release: those to bodies, who can be held to them. What goes to people is about themselves; a list has readers of its own; what
// goes to a hotline the law says.

export const termedKinds = ['notify', 'take-down', 'refer', 'submit-sample', 'reply'] as const
export type TermedKind = (typeof termedKinds)[number]

const people: ReadonlySet<string> = new Set(['reporter', 'victim', 'customer'])

/** The kind, where a letter of it to whoever has this role in the case bears terms. */
export function termedAs(kind: string, role: string | null): TermedKind | undefined {
  return role !== null && people.has(role) ? undefined : termedKinds.find((one) => one === kind)
}
