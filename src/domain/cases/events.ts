import { z } from 'zod'
import type { ActionId, CaseId } from '../../base/id.ts'
import { defineEvent } from '../../platform/events.ts'

const aboutCase = z.object({ caseId: z.string().transform((text) => text as CaseId) })
const aboutAction = z.object({ actionId: z.string().transform((text) => text as ActionId) })

export const caseOpened = defineEvent({ name: 'cases.case-opened', payload: aboutCase })
/** Closed by a person, by silence or as one of many; not by a merge. */
export const caseClosed = defineEvent({ name: 'cases.case-closed', payload: aboutCase })
export const caseReopened = defineEvent({ name: 'cases.case-reopened', payload: aboutCase })
/** What belongs to it, or what reached others, may have changed: its reporters may be told otherwise. */
export const caseProgressed = defineEvent({ name: 'cases.case-progressed', payload: aboutCase })
/** Whoever executes actions of its kind drafts what would go. */
export const actionProposed = defineEvent({ name: 'cases.action-proposed', payload: aboutAction })
/** To be executed: the bytes whose hash the action has, and no others. */
export const actionApproved = defineEvent({ name: 'cases.action-approved', payload: aboutAction })
