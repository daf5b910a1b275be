import ar from '../texts/ar.json' with { type: 'json' }
import en from '../texts/en.json' with { type: 'json' }
import zhCN from '../texts/zh-CN.json' with { type: 'json' }
import type { PackageLanguage } from './package.ts'

/** What a package's pages say. The compiler holds the languages to the same members. */
export type PackageTexts = typeof en

const all: Readonly<Record<PackageLanguage, PackageTexts>> = { en, 'zh-CN': zhCN, ar }

export function textsOf(language: PackageLanguage): PackageTexts {
  return all[language]
}

/** Puts values into a text's `{{places}}`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
}
