/**
 * Which charset bytes are in when their label is missing or a lie. Only charsets of scripts other than Latin are guessed: text that is
 * mostly ASCII letters is left to windows-1252, whose neighbours differ by a few accents and cannot be told apart in short texts.
 */

type Candidate = { readonly name: string; readonly script: RegExp; readonly frequent: ReadonlySet<string> }

const letters = (text: string): ReadonlySet<string> => new Set(text)

const cyrillic = letters('оеаинтсрвлкмдпуяыьгзбчйхж')
const han =
  '的一是不了在人有我他這这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得下自之年過过發发後后作裡里用道行所然家事成方多經经么麼去法學学如都同現现當当沒没動动起看定天分還还進进好小部其主樣样理心本前開开但因只從从想日者意無无與与長长公此已工使情明性知全三點点正業业外將将兩两高間间由問问很最重物手應应向文體体見见被利等產产或新制加月話话合回代內内信表化老給给位次度任常先通原立及比員员解名真入口認认條条平系更打女變变何電电數数安少報报受目再建務务做接必件計计管期市直資资金指許许保至社便空司基非放完設设式色路記记品住告類类求程北交取望確确傳传今切讓让帶带您請请號号碼码帳账戶户銀银郵邮箱聯联繫系錢钱付款額额票服增值稅税訊讯息'
const candidates: readonly Candidate[] = [
  { name: 'gb18030', script: /\p{Script=Han}/u, frequent: letters(han) },
  { name: 'big5', script: /\p{Script=Han}/u, frequent: letters(han) },
  {
    name: 'shift_jis',
    script: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
    frequent: letters('のにはをたがでてとしれさるいなりましですかくらきこあもよっんけ日本人大お様'),
  },
  {
    name: 'euc-jp',
    script: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
    frequent: letters('のにはをたがでてとしれさるいなりましですかくらきこあもよっんけ日本人大お様'),
  },
  { name: 'euc-kr', script: /\p{Script=Hangul}/u, frequent: letters('이다는의을를에가하고한로지사기도은시나어니라대서인자있해') },
  { name: 'windows-1251', script: /\p{Script=Cyrillic}/u, frequent: cyrillic },
  { name: 'koi8-r', script: /\p{Script=Cyrillic}/u, frequent: cyrillic },
  { name: 'windows-1256', script: /\p{Script=Arabic}/u, frequent: letters('اليمنرتوبهعدسكةفقحجأ') },
  { name: 'iso-8859-6', script: /\p{Script=Arabic}/u, frequent: letters('اليمنرتوبهعدسكةفقحجأ') },
  { name: 'windows-1253', script: /\p{Script=Greek}/u, frequent: letters('αοιετνσρκπυμληςδγάέήίόύώ') },
  { name: 'windows-1255', script: /\p{Script=Hebrew}/u, frequent: letters('יוהלאמרתבשנדםעחפק') },
  { name: 'windows-874', script: /\p{Script=Thai}/u, frequent: letters('านรอกเงยมลวดท่้ีสตะปบคแ') },
]

const sampleSize = 4000

/** The most likely charset of bytes that are not UTF-8, or null when none stands out. */
export function guessCharset(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, sampleSize)
  let high = 0
  let ascii = 0
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i] ?? 0
    if (byte > 0x7f) high++
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) ascii++
  }
  // words of a Latin alphabet are at least half ASCII letters; markup adds to them, so that little is asked for
  if (high < 8 || high * 8 < ascii) return null
  let best: { name: string; score: number } | null = null
  for (const candidate of candidates) {
    const score = rate(sample, candidate)
    if (score > 0.45 && (best === null || score > best.score + 0.02)) best = { name: candidate.name, score }
  }
  return best?.name ?? null
}

/** From -1 to 1: how much the characters above ASCII look like a text in the candidate's script. */
function rate(sample: Uint8Array, candidate: Candidate): number {
  const text = new TextDecoder(candidate.name).decode(sample)
  let sum = 0
  let count = 0
  let wrong = 0
  for (const character of text) {
    if ((character.codePointAt(0) ?? 0) < 0x80) continue
    count++
    if (candidate.frequent.has(character)) sum += 1
    else if (candidate.script.test(character)) sum += 0.25
    else if (/[\p{P}\p{Z}\p{N}\p{S}]/u.test(character) && character !== '\ufffd') sum += 0.1
    else {
      sum -= 1
      wrong++
    }
  }
  return count === 0 || wrong * 5 > count ? -1 : sum / count
}
