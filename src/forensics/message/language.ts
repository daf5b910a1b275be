import { detectAll } from 'tinyld'

const leastLetters = 20

/** Languages that mail is written in; the library's others (planned, extinct, very small) only take words from their neighbours. */
const spoken =
  'af am ar be bg bn ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko lt lv mk mr ms my nb ne nl no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi yi zh zu'.split(
    ' ',
  )

/** Its first thousand characters of words, parted by one space; links and addresses are none. */
function firstWords(text: string): string {
  let words = ''
  for (const [token] of text.matchAll(/\S+/g)) {
    if (words.length > 1000) break
    const [word = ''] = token.includes('@') ? [] : token.split(/https?:\/\/|www\./i, 1)
    words += ` ${word.replace(/[^\p{L}\p{M}'’]+/gu, ' ')}`
  }
  return words.replace(/\s+/g, ' ').trim()
}

/** The language of a text (ISO 639-1) and how sure that is, 0 to 1; null where there is too little text to tell. */
export function readLanguage(text: string): { code: string; confidence: number } | null {
  const words = firstWords(text.slice(0, 8000)).slice(0, 800)
  const letters = words.replace(/[^\p{L}]/gu, '').length
  // a character of Chinese or Japanese says as much as a word
  const wide = words.replace(/[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu, '').length
  if (letters + wide * 3 < leastLetters) return null
  const best = detectAll(words, { only: spoken })[0]
  return best === undefined ? null : { code: best.lang, confidence: Math.round(best.accuracy * 1000) / 1000 }
}
