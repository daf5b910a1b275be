import { readdirSync, readFileSync } from 'node:fs'
import type { Texts } from '../src/domain/intake/texts.ts'

type Tree = { readonly [name: string]: string | Tree }

const catalogue = new URL('../web/src/app/catalogue/', import.meta.url)

/** The texts of the console in one language by their keys (`directory:people.invite`), so that scenes speak of what a text is for and not of its wording. */
export function wordsOf(language: 'en' | 'zh-CN' | 'ar'): (key: string, values?: Readonly<Record<string, string>>) => string {
  const folder = new URL(`${language}/`, catalogue)
  const areas = new Map(
    readdirSync(folder).map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Tree]),
  )
  return (key, values = {}) => {
    const [area = '', path = ''] = key.split(/:(.*)/)
    const found = path
      .split('.')
      .reduce<string | Tree | undefined>((tree, name) => (typeof tree === 'object' ? tree[name] : undefined), areas.get(area))
    if (typeof found !== 'string') throw new Error(`the catalogue has no text ${key}`)
    return found.replaceAll(/\{\{(\w+)[^}]*\}\}/g, (_, name: string) => values[name] ?? `{{${name}}}`)
  }
}

export const t = wordsOf('en')

/** The texts of the public pages. */
export function publicWordsOf(language: 'en' | 'zh-CN' | 'ar'): Texts {
  return JSON.parse(readFileSync(new URL(`../src/domain/intake/texts/${language}.json`, import.meta.url), 'utf8')) as Texts
}
