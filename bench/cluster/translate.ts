import type { Random } from '../../fixtures/generate/random.ts'

/**
 * A translation into a language that nobody speaks: every word becomes another, the same one always, of letters and lengths as in that language; words
 * change places now and then and some are written as two. What translators leave stays: markup, links, addresses, numbers, signs, names in capitals.
 */
export function translator(random: Random): (text: string) => string {
  const { letters, end } = random.pick(languages)
  const lexicon = new Map<string, string>()
  const wordFor = (word: string) => {
    const known = lexicon.get(word)
    if (known !== undefined) return known
    const length = Math.max(1, Math.round(word.length / 2.2 + random.unit()))
    const syllables = Array.from({ length }, () => random.pick(letters))
    const fresh = `${syllables.join('')}${random.chance(0.15) ? ` ${random.pick(letters)}` : ''}`
    lexicon.set(word, fresh)
    return fresh
  }
  const sentence = (text: string) => {
    const words = text.split(/(\s+)/)
    for (let at = 0; at + 2 < words.length; at += 2)
      if (random.chance(0.12)) [words[at], words[at + 2]] = [words[at + 2] ?? '', words[at] ?? '']
    return words
      .map((word) =>
        word.replace(/(?<![\w&@/.#-])[A-Za-z]+(?:'[a-z]+)?(?![\w@]*[@/]\w)/g, (one) =>
          /^[A-Z]{2,}$/.test(one) && one.length < 6 ? one : wordFor(one.toLowerCase()),
        ),
      )
      .join('')
      .replace(/\.(?=\s|$)/g, end)
  }
  return (text) =>
    text
      .split(/(<style[\s\S]*?<\/style>|<[^>]*>|https?:\/\/[^\s<>"']+|[^\s@<>]+@[^\s@<>]+|&#?\w+;)/i)
      .map((piece, at) => (at % 2 === 1 ? piece : sentence(piece)))
      .join('')
}

const languages = [
  { letters: 'schaf ung ver heit gel ein auf kra tel wir bund lich fen zen ost ba tra gut mai hol'.split(' '), end: '.' },
  { letters: 'ción ado ente pre mos tra ella gar luz men to que por sa ría na los ver bue no'.split(' '), end: '.' },
  { letters: 'ние ова при ста ком дел ров ать ска про под лен ива ком нос тра мен гол дер ава'.split(' '), end: '.' },
  { letters: Array.from({ length: 600 }, (_, at) => String.fromCodePoint(0x4e00 + at * 31)), end: '。' },
  { letters: 'ال في من حساب نحن شركة عميل خدمة اضغط الآن بنك مال وقت اتصل تأكيد أمان رسالة عرض دفع مع'.split(' '), end: '.' },
] as const
