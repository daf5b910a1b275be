import type { thingKinds } from '../../../../../src/domain/cooperation/contract/network/request-names.ts'

export type Thing = { readonly kind: (typeof thingKinds)[number]; readonly value: string }

/** What a line names, by its form: what is none of the others is an account. */
export function thingOf(line: string): Thing {
  const value = line.trim()
  if (/^https?:\/\//i.test(value)) return { kind: 'url', value }
  if (/^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/.test(value) || /^[0-9a-f]*:[0-9a-f:]+(?:\/\d{1,3})?$/i.test(value))
    return { kind: 'address', value }
  if (/^\+?\d[\d ()-]{5,}$/.test(value)) return { kind: 'phone', value }
  if (!/[\s@]/.test(value) && /^[^.]+(?:\.[^.]+)+$/.test(value)) return { kind: 'domain', value }
  return { kind: 'account', value }
}

/** One for each line that says something, each once. */
export function thingsIn(text: string): readonly Thing[] {
  const lines = [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
  return lines.slice(0, 200).map((line) => thingOf(line.slice(0, 500)))
}
