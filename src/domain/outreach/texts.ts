import type { Language } from '../intake/index.ts'
import ar from './texts/ar.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }
import zhCN from './texts/zh-CN.json' with { type: 'json' }

/** What the public reads of the barometer. Held complete in all languages by scripts/check-catalogue.mjs. */
export type Texts = typeof en

const all: Record<Language, Texts> = { en, 'zh-CN': zhCN, ar }

export function textsIn(language: Language): Texts {
  return all[language]
}
