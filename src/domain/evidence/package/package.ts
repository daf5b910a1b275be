import type { Id, OrganisationId } from '../../../base/id.ts'

export type PackageId = Id<'package'>
export type PackageState = 'waiting' | 'making' | 'ready' | 'failed' | 'gone'
export type PackageLanguage = 'en' | 'zh-CN' | 'ar'

/** What was put together for somebody outside; the row outlives its file. */
export type Package = {
  readonly id: PackageId
  readonly owner: OrganisationId
  readonly about: { readonly kind: string; readonly subjects: readonly string[]; readonly title: string }
  readonly purpose: string
  readonly recipient: string
  readonly language: PackageLanguage
  readonly originals: 'sealed' | 'plain'
  readonly state: PackageState
  readonly done: number
  readonly total: number
  readonly items: number
  readonly leftOut: number
  readonly withheld: number
  readonly size: number | null
  readonly sha256: string | null
  readonly printed: boolean
  readonly stamped: boolean
  readonly failure: string | null
  readonly byKind: string
  readonly by: string
  readonly createdAt: Date
  readonly readyAt: Date | null
  readonly expiresAt: Date | null
}

/** How many items one package takes at most: their custody is one unit of work. */
export const mostPackagedItems = 5_000
/** How many of an organisation are made at the same time. */
export const mostUnderWay = 10

/** Chapters on one page of the readable part; a page is what is printed at once. */
export const chaptersOnPage = 25

/** The base directory and the name of the file, without its ending. */
export function packageName({ id, createdAt }: Pick<Package, 'id' | 'createdAt'>): string {
  return `tocsin-${createdAt.toISOString().slice(0, 10)}-${id.slice(-12)}`
}
