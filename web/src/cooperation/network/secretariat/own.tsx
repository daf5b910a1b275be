import { Announcements } from './announcements.tsx'
import { Obligations } from './obligations.tsx'

/** What concerns a member on the network's own page: what it owes, and what the office has announced to it. */
export function Own() {
  return (
    <>
      <Obligations />
      <Announcements />
    </>
  )
}
