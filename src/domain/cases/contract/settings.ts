import { z } from 'zod'
import { defineRoute } from '../../../base/route.ts'
import { at, room, who } from './shapes.ts'

const fields = {
  /** a case of which nothing is heard for so many days closes itself */
  silenceDays: z.number().int().min(1).max(3_650),
  /** a deadline is told of so many hours before */
  nearHours: z.number().int().min(1).max(720),
  /** campaigns open cases by themselves */
  triage: z.boolean(),
  /** from so many reports on */
  triageReports: z.number().int().min(1).max(100_000),
}

export const caseSettings = z.object({ ...fields, changedAt: at.nullable(), changedBy: who.nullable() })
export type CaseSettings = z.output<typeof caseSettings>

export const readCaseSettings = defineRoute({
  method: 'GET',
  path: '/api/cases/settings',
  room,
  access: 'read',
  summary: 'How the organisation wants its cases handled',
  answer: caseSettings,
})

export const changeCaseSettings = defineRoute({
  method: 'PUT',
  path: '/api/cases/settings',
  room,
  access: 'administer',
  summary: 'Say how the organisation wants its cases handled',
  body: z.strictObject(fields),
  answer: caseSettings,
})
