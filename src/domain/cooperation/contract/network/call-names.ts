// What calls are made of: apart from the schemas, so that pages and pure files can have the names alone.

/** The course of a call. */
export const callStates = ['planned', 'convened', 'under-way', 'held', 'reported', 'cancelled'] as const
/** The standing items of the agenda, a to f of the London Action Plan (part A), in its order. */
export const standingItems = ['cases', 'progress', 'techniques', 'obstacles', 'education', 'training'] as const
export const paperKinds = ['paper', 'contribution'] as const
export const decisionKinds = ['decision', 'recommendation'] as const
/** What industry reports, i to v of the London Action Plan (part B), in its order. */
export const callReportKinds = ['cases', 'techniques', 'models', 'obstacles', 'figures'] as const
/** Of a case that is reported, and of a model of working together: how far it is. */
export const reportStates = { cases: ['running', 'reported', 'acted', 'ended'], models: ['proposed', 'tried', 'used', 'ended'] } as const
export const reportChannels = ['mail', 'messages', 'calls', 'chat', 'web', 'apps'] as const
/** What each kind of report says besides its words, in the order of its form. */
export const reportDetails = {
  cases: ['state', 'since', 'until', 'countries', 'channels', 'number', 'result'],
  techniques: ['since', 'countries', 'channels', 'result'],
  models: ['state', 'since', 'partners', 'result'],
  obstacles: [],
  figures: [],
} as const
export type ReportDetail = (typeof reportDetails)['cases' | 'techniques' | 'models'][number]
/** At least one call in each so many months of the calendar. */
export const rhythmMonths = [1, 2, 3, 4, 6, 12] as const
/** How it stands with the rhythm in the period that runs: done, one is planned, none yet, none yet and none in the one before either. */
export const rhythmStates = ['met', 'planned', 'due', 'overdue'] as const
/** What an hour is on somebody's clock, the best first; `edge` is within two hours of office hours, `rest` a day on which they do not work. */
export const hourKinds = ['office', 'edge', 'rest', 'evening', 'night'] as const
export const callTellings = ['convened', 'changed', 'cancelled', 'ended'] as const
/** What somebody who is invited says; `delegated`: another comes in their place. */
export const callAnswers = ['waiting', 'accepted', 'tentative', 'declined', 'delegated'] as const
/** What one can answer at the console. */
export const ownAnswers = ['accepted', 'tentative', 'declined'] as const
/** Why a mail that came to an invitation's address changed nothing. */
export const answersIgnored = ['words', 'stale', 'other-person', 'other-call', 'forged', 'unreadable', 'over', 'out'] as const
/** The languages of the report of a meeting: the six official ones of the United Nations, and Traditional Chinese. */
export const reportLanguages = ['ar', 'zh-Hans', 'zh-Hant', 'en', 'fr', 'ru', 'es'] as const
