import type { Answering } from '../directory/index.ts'
import type { reaches } from './contract/harm.ts'

export type Reach = (typeof reaches)[number]

/** How far action could reach, by who answers for things of a case. Teams and authorities of a country answer for every thing there: they tell nothing. */
export function reachOf(answers: readonly Answering[]): Reach {
  const near = answers.filter(({ role }) => role !== 'cert' && role !== 'authority')
  if (near.some(({ role }) => role === 'customer')) return 'own-customer'
  if (near.some(({ contacts }) => contacts.length > 0)) return 'contact-known'
  return near.length > 0 ? 'somebody-answers' : 'nobody'
}
