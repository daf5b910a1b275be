import { readFileSync } from 'node:fs'

/** The file that the build made of a source of the console: its name says nothing. Fails where it made none. */
export function fileOf(source: string): string {
  const manifest = new URL('../web/dist/.vite/manifest.json', import.meta.url)
  const { file } = (JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, { readonly file: string }>)[source] ?? {}
  if (file === undefined) throw new Error(`the build has no file of ${source}`)
  return file
}
