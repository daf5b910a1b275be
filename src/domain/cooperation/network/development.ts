import development from '../data/development.json' with { type: 'json' }

export type Development = { readonly ldc: boolean; readonly lldc: boolean; readonly sids: boolean }

/** When the list was last changed, and where it is from. */
export const developmentSource = { date: development.date, source: development.source }

/** Whether the United Nations count a country (ISO 3166-1 alpha-2) among the least developed, the landlocked developing, the small island developing. */
export function developmentOf(code: string): Development {
  return { ldc: development.ldc.includes(code), lldc: development.lldc.includes(code), sids: development.sids.includes(code) }
}
