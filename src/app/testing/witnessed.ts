import pg from 'pg'
import type { House } from './house.ts'

/** The kinds of the leaves that the log has on a subject. */
export async function leavesOf(house: House, subject: string): Promise<string[]> {
  const root = new pg.Client({ connectionString: house.superuserUrl })
  await root.connect()
  const found = await root.query<{ kind: string }>('select kind from platform.log_record where subject = $1', [subject])
  await root.end()
  return found.rows.map(({ kind }) => kind)
}

/** Acts of cooperation whose leaf has another name. */
export const leafKinds: Readonly<Record<string, string>> = {
  'release-decided': 'decided',
  'release-refused': 'refused',
  'release-delivered': 'delivered',
  'release-failed': 'failed',
  'release-recalled': 'recalled',
  'release-called-back': 'called-back',
  'release-deletion-confirmed': 'deletion-confirmed',
  'member-added': 'member-joined',
  'contact-added': 'contact-designated',
  'edition-in-force': 'edition',
  'questionnaire-made': 'questionnaire',
  'register-added': 'register',
  'register-changed': 'register',
  'obstacle-changed': 'register',
  'call-report-given': 'register',
  'industry-taken-out': 'objections',
  'industry-let-in': 'objections',
  'training-objected': 'training-objections',
  'training-objection-withdrawn': 'training-objections',
  'training-attendance-kept': 'training-attendance',
  'education-begun': 'education',
  'figure-declared': 'education-figure',
  'technique-made': 'technique',
  'technique-changed': 'technique',
  'technique-adopted': 'technique',
  'leaving-announced': 'organisation-leaving',
  'leaving-cooling': 'organisation-leaving',
  'leaving-undone': 'organisation-leaving',
}

/** Acts of cooperation without a leaf, and why: what they do binds nobody else, or is proven by the act that follows. */
export const withoutLeaf: Readonly<Record<string, readonly string[]>> = {
  'drafts: what comes of them has a leaf': [
    ...[
      'release-asked',
      'release-drafted',
      'release-changed',
      'release-retried',
      'draft-changed',
      'share-drafted',
      'share-changed',
      'share-refused',
    ],
    ...[
      'share-previewed',
      'request-drafted',
      'request-changed',
      'request-dropped',
      'disclosure-drafted',
      'disclosure-dropped',
      'answers-drafted',
    ],
    ...[
      'answers-dropped',
      'request-answer-drafted',
      'request-answer-dropped',
      'request-attachment-added',
      'takeout-asked',
      'takeout-discarded',
      'takeout-failed',
      'release-fault',
    ],
  ],
  'settings, forms and notes of an organisation’s own': [
    ...[
      'profile-added',
      'profile-changed',
      'profile-closed',
      'letter-set',
      'letter-reset',
      'terms-set',
      'terms-reset',
      'guard-added',
      'guard-removed',
      'way-added',
      'way-changed',
    ],
    ...[
      'way-confirmed',
      'way-ended',
      'consumer-added',
      'consumer-revoked',
      'sharing-rule-set',
      'marked-secret',
      'secret-lifted',
      'group-changed',
    ],
    ...[
      'contact-periods-set',
      'request-periods-set',
      'duty-periods-set',
      'publicity-set',
      'calendar-made',
      'calendar-revoked',
      'joint-linked',
    ],
    ...[
      'request-noted',
      'request-weighed',
      'request-called-back',
      'technique-stated',
      'technique-removed',
      'technique-run',
      'technique-cancelled',
    ],
    ...['technique-run-ended', 'submission-answered', 'release-answered', 'entries-listed', 'entries-withdrawn'],
  ],
  'words of a request that ask and acknowledge: their hash stands in the message, and with a file they have a leaf': [
    ...['request-acknowledge', 'request-question', 'request-reply', 'request-expired'],
  ],
  'upkeep of cards, contacts and addresses': [
    ...[
      'member-changed',
      'member-opened',
      'contact-changed',
      'contact-confirmed',
      'office-contact-confirmed',
      'contact-tested',
      'contact-answered',
      'resource-added',
    ],
    ...['resource-changed', 'resource-confirmed', 'resource-withdrawn'],
  ],
  'the making of a call: that it was convened, its minutes and how many objections stand have leaves': [
    ...[
      'call-planned',
      'call-changed',
      'agenda-adopted',
      'agenda-ordered',
      'guest-added',
      'guest-removed',
      'call-series-made',
      'call-series-changed',
    ],
    ...['call-item-added', 'call-item-changed', 'paper-added', 'paper-file-added', 'paper-withdrawn', 'minutes-written', 'attendance-kept'],
    ...[
      'decision-made',
      'recommendation-made',
      'call-action-given',
      'call-action-done',
      'call-action-opened',
      'industry-invited',
      'invitation-ended',
    ],
    ...['call-answered', 'call-answer-ignored'],
  ],
  'teaching: that a session was held, who was there by number, and that a campaign began have leaves': [
    ...['training-offered', 'training-changed', 'training-cancelled', 'training-invited', 'training-invitation-ended', 'training-enrolled'],
    ...[
      'training-withdrawn',
      'material-added',
      'material-withdrawn',
      'education-changed',
      'education-ended',
      'education-joined',
      'education-left',
    ],
    ...['reach-reported', 'reach-withdrawn', 'figure-withdrawn'],
  ],
}
