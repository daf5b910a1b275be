/** One thing that a package is about, as the room that knows it tells it: whole for programs, and in plain words for people. */
export type PackageChapter = {
  /** of its file; different from those of the others */
  readonly name: string
  readonly heading: string
  /** what `data/findings/NAME.json` holds */
  readonly findings: unknown
  readonly parts: readonly ChapterPart[]
}

/** Facts with their labels, or a list of sentences, each with a word in front of it. */
export type ChapterPart = { readonly heading: string; readonly rows: readonly (readonly [label: string, value: string])[] }
