import type { Malformed } from '../../base/parsed.ts'
import { defineTask } from '../../base/task.ts'
import type { SignatureVerdict } from '../../formats/openpgp-signature.ts'
import type { ReadAnswer } from './network/call-answer.ts'
import type { ContactFile, SupposedContact } from './network/contact-file.ts'
import type { MemberFile } from './network/member-file.ts'
import type { QuestionnaireFile } from './network/questionnaire-file.ts'
import type { Supposed } from './network/raw-member.ts'

/** What others wrote is read in a worker thread. */

export const readMembersTask = defineTask<{ readonly bytes: Uint8Array; readonly supposed: Supposed }, MemberFile | Malformed>(
  'cooperation.read-members',
)

/** `today` is an ISO 8601 day. */
export const readContactsTask = defineTask<
  { readonly bytes: Uint8Array; readonly supposed: SupposedContact; readonly today: string },
  ContactFile | Malformed
>('cooperation.read-contacts')

export const readQuestionnaireTask = defineTask<{ readonly bytes: Uint8Array }, QuestionnaireFile | Malformed>(
  'cooperation.read-questionnaire',
)

export const readCallAnswerTask = defineTask<
  { readonly bytes: Uint8Array; readonly invited: { readonly uid: string; readonly address: string } },
  ReadAnswer
>('cooperation.read-call-answer')

/** What the bytes of a paper are; null where they are none of what papers may be. */
export const paperTypeTask = defineTask<{ readonly bytes: Uint8Array }, string | null>('cooperation.paper-type')

/** Whether the bytes were signed by this OpenPGP key: both are what somebody else made. */
export const checkSignatureTask = defineTask<
  { readonly key: string; readonly signature: string; readonly bytes: string; readonly now: Date },
  SignatureVerdict
>('cooperation.check-signature')
