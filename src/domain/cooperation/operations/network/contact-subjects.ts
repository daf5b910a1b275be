import type { Tx } from '../../../../platform/db/pools.ts'
import { type SubjectSource, subjectMatcher, subjectReplacer } from '../../../evidence/index.ts'
import {
  blankContact,
  blankOfficeContact,
  listContactsNaming,
  type PersonalWords,
  setDeclineReason,
  setSignedBy,
} from '../../store/network/contact-subjects.ts'
import { lockContact } from '../../store/network/contacts.ts'
import { endErased } from './contacts.ts'
import { announceOffice } from './office.ts'

async function find(tx: Tx, text: string): Promise<readonly PersonalWords[]> {
  const matches = subjectMatcher(text)
  return (await listContactsNaming(tx, text)).filter((one) => one.text.split('\n').some(matches))
}

/** what stands in the place of erased words: it says nothing, in every language */
const erased = '…'

/**
 * People who are contacts of members, who signed for one, or are named where an agency declined. A contact that is erased ends; that there was one, of which
 * member, from when until when stays, as do the leaves of the log, which name nobody.
 */
export const contactSubjects: SubjectSource = {
  kind: 'cooperation.contact',
  find: async (tx, text) => (await find(tx, text)).map(({ id, place, at }) => ({ id, label: place, at })),
  export: async (tx, text) => ({
    items: [],
    rows: (await find(tx, text)).map(({ id, place, at, text: words }) => ({ id, place, at, text: words })),
  }),
  async erase(work, text, manner, pseudonym) {
    const name = manner === 'erase' ? erased : pseudonym
    const change = subjectReplacer(text, name)
    for (const { place, id, text: words } of await find(work.tx, text)) {
      if (place === 'reason') await setDeclineReason(work.tx, id, change(words))
      else if (place === 'signed') await setSignedBy(work.tx, id, change(words))
      else if (place === 'office') {
        await blankOfficeContact(work.tx, id, name)
        announceOffice(work, id)
      } else {
        const contact = await lockContact(work.tx, id)
        if (contact !== undefined && contact.endedAt === null) await endErased(work, contact)
        await blankContact(work.tx, id, name)
      }
    }
  },
}
