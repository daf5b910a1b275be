import { z } from 'zod'
import { defineRoute } from '../../../../base/route.ts'
import { at, id, room, who } from '../shapes.ts'
import { contact, contactWhole, reachBody } from './contacts.ts'

// How the secretariat's office is reached, whoever holds it.

const { unit, person, title, mail, phone, emergency, hours, timeZone, languages, pgpFingerprint, smimeFingerprint, ageDays, confirmDays } =
  contact.shape
const { pgpKey, smimeCertificate } = contactWhole.shape

const officeContact = z.object({
  ...{ id, unit, person, title, mail, phone, emergency, hours, timeZone, languages },
  ...{ pgpKey, pgpFingerprint, smimeCertificate, smimeFingerprint },
  confirmedAt: at,
  confirmedBy: who,
  ageDays,
  confirmDays,
  overdue: z.boolean(),
})
export type OfficeContactView = z.output<typeof officeContact>

const answer = z.object({ contact: officeContact.nullable(), may: z.object({ keep: z.boolean() }) })
export type OfficeContactAnswer = z.output<typeof answer>

export const readOfficeContact = defineRoute({
  method: 'GET',
  path: '/api/network/office-contact',
  room,
  access: 'read',
  summary: 'How the secretariat’s office is reached',
  answer,
})

const { audience: _, ...body } = reachBody

/**
 * Names the office's contact or changes it, and says with it that it is right. Another OpenPGP key is entered by a person, never with an API key. Refused with
 * `cooperation.contact-empty`, `cooperation.contact-key`.
 */
export const setOfficeContact = defineRoute({
  method: 'PUT',
  path: '/api/network/office-contact',
  room,
  access: 'administer',
  summary: 'Name how the secretariat’s office is reached',
  body: z.strictObject(body),
  answer,
})

/** Refused with `cooperation.no-contact` where none was named. */
export const confirmOfficeContact = defineRoute({
  method: 'POST',
  path: '/api/network/office-contact/confirm',
  room,
  access: 'administer',
  summary: 'Say that the office’s contact is right as it stands today',
  answer,
})
