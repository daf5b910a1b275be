/** How an organisation wants its cases handled. */
export type Settings = {
  readonly silenceDays: number
  readonly nearHours: number
  readonly triage: boolean
  readonly triageReports: number
}

/** In force where nobody said otherwise: a month of silence, a day's warning, and a case from the third report of the same on. */
export const defaultSettings: Settings = { silenceDays: 30, nearHours: 24, triage: true, triageReports: 3 }
