import { isRandom } from './words.ts'

/** The form of a file's name: its words stay, numbers are `#`, what looks like chance is `*`. */
export function tokensForm(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .slice(0, 120)
    .replace(/[\p{L}\p{M}\p{N}]+/gu, (piece) => (/^\p{N}+$/u.test(piece) ? '#' : isRandom(piece) && piece.length > 4 ? '*' : piece))
    .replace(/[\s_-]+/g, ' ')
}
