import { type Brand, belongsTo, brandOfDomain, brandOfHost, brandOfWord, brands } from './brands.ts'

/** Hosts and names that are made to be read as another: UTS #39 confusables in small, and the ASCII tricks beside them. */

/** Letters of other scripts that are drawn as Latin ones (a subset of the confusables of UTS #39, those that domains allow). */
const confusable: ReadonlyMap<string, string> = new Map(
  Object.entries({
    а: 'a',
    ɑ: 'a',
    α: 'a',
    ạ: 'a',
    á: 'a',
    à: 'a',
    â: 'a',
    ä: 'a',
    å: 'a',
    ã: 'a',
    ā: 'a',
    ă: 'a',
    ą: 'a',
    в: 'b',
    ь: 'b',
    ḃ: 'b',
    с: 'c',
    ϲ: 'c',
    ç: 'c',
    ć: 'c',
    č: 'c',
    ċ: 'c',
    ԁ: 'd',
    ɗ: 'd',
    đ: 'd',
    ď: 'd',
    ḍ: 'd',
    е: 'e',
    ё: 'e',
    є: 'e',
    ҽ: 'e',
    é: 'e',
    è: 'e',
    ê: 'e',
    ë: 'e',
    ē: 'e',
    ė: 'e',
    ę: 'e',
    ě: 'e',
    ẹ: 'e',
    ε: 'e',
    ғ: 'f',
    ƒ: 'f',
    ɡ: 'g',
    ց: 'g',
    ğ: 'g',
    ġ: 'g',
    ģ: 'g',
    һ: 'h',
    հ: 'h',
    ħ: 'h',
    ḥ: 'h',
    н: 'h',
    і: 'i',
    ї: 'i',
    ı: 'i',
    ι: 'i',
    í: 'i',
    ì: 'i',
    î: 'i',
    ï: 'i',
    ī: 'i',
    į: 'i',
    ị: 'i',
    ɩ: 'i',
    ј: 'j',
    ϳ: 'j',
    к: 'k',
    κ: 'k',
    ķ: 'k',
    ḳ: 'k',
    ӏ: 'l',
    ł: 'l',
    ĺ: 'l',
    ļ: 'l',
    ľ: 'l',
    ḷ: 'l',
    ⅼ: 'l',
    ǀ: 'l',
    м: 'm',
    ṃ: 'm',
    п: 'n',
    ո: 'n',
    ñ: 'n',
    ń: 'n',
    ņ: 'n',
    ň: 'n',
    ŋ: 'n',
    η: 'n',
    ṇ: 'n',
    о: 'o',
    ο: 'o',
    օ: 'o',
    ө: 'o',
    ó: 'o',
    ò: 'o',
    ô: 'o',
    ö: 'o',
    õ: 'o',
    ø: 'o',
    ō: 'o',
    ő: 'o',
    ọ: 'o',
    σ: 'o',
    ᴏ: 'o',
    р: 'p',
    ρ: 'p',
    ҏ: 'p',
    þ: 'p',
    ԛ: 'q',
    գ: 'q',
    г: 'r',
    ŕ: 'r',
    ř: 'r',
    ṛ: 'r',
    ѕ: 's',
    ś: 's',
    š: 's',
    ş: 's',
    ș: 's',
    ṣ: 's',
    т: 't',
    τ: 't',
    ţ: 't',
    ť: 't',
    ț: 't',
    ṭ: 't',
    υ: 'u',
    ս: 'u',
    ú: 'u',
    ù: 'u',
    û: 'u',
    ü: 'u',
    ū: 'u',
    ů: 'u',
    ű: 'u',
    ụ: 'u',
    ц: 'u',
    ѵ: 'v',
    ν: 'v',
    ṿ: 'v',
    ԝ: 'w',
    ω: 'w',
    ŵ: 'w',
    ẁ: 'w',
    ẃ: 'w',
    ẉ: 'w',
    ш: 'w',
    х: 'x',
    χ: 'x',
    у: 'y',
    ү: 'y',
    γ: 'y',
    ý: 'y',
    ÿ: 'y',
    ŷ: 'y',
    ỵ: 'y',
    ź: 'z',
    ż: 'z',
    ž: 'z',
    ẓ: 'z',
  }),
)

/** What a text looks like in plain Latin letters: confusables replaced, compatibility forms folded (NFKC), lower case. */
export function skeleton(text: string): string {
  let out = ''
  for (const character of text.normalize('NFKC').toLowerCase()) out += confusable.get(character) ?? character
  return out.normalize('NFD').replace(/\p{M}+/gu, '')
}

const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Thai',
  'Cherokee',
  'Georgian',
  'Devanagari',
] as const
const scriptTests = scripts.map((name) => ({ name, test: new RegExp(`\\p{Script=${name}}`, 'u') }))

/** Names of the scripts that occur in a text. */
export function scriptsOf(text: string): string[] {
  return scriptTests.filter(({ test }) => test.test(text)).map(({ name }) => name)
}

// told by its first letter and one look at the others, as nearly every word is
const ofOneScript = new RegExp(`^(?:[\\0-\\x7f]*|${scripts.map((name) => `\\p{Script=${name}}+`).join('|')})$`, 'u')

/** Whether a text mixes scripts that no language mixes (UTS #39 §5.2, "highly restrictive": Latin with one East Asian set is ordinary). */
export function mixesScripts(text: string): boolean {
  if (ofOneScript.test(text)) return false
  const found = scriptsOf(text)
  if (found.length < 2) return false
  const rest = found.filter((name) => !['Han', 'Hiragana', 'Katakana', 'Hangul', 'Latin'].includes(name))
  return rest.length > 0
}

/** ASCII tricks undone: digits for letters, pairs that read as one letter. */
function unleet(text: string): string {
  return text
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/cl(?=[aeiou])/g, 'd')
    .replace(/0/g, 'o')
    .replace(/[1!|]/g, 'l')
    .replace(/3/g, 'e')
    .replace(/5/g, 's')
    .replace(/4|@/g, 'a')
    .replace(/7/g, 't')
}

export type LookAlike = {
  readonly brand: string
  /** `homograph` foreign letters · `typo` one letter off or digits for letters · `word` the name as a word of a foreign domain · `subdomain` the brand's own domain in front of a foreign one */
  readonly how: 'homograph' | 'typo' | 'word' | 'subdomain'
}

/**
 * Which brand a host is made to look like, if any. `unicode` is the host in Unicode, `domain` its registered domain. Hosts of the
 * brand itself never match. Short names (under five letters) match as whole words only.
 */
export function lookAlike(unicode: string, domain: string | null): LookAlike | undefined {
  const host = unicode.toLowerCase()
  const registered = domain ?? host
  if (brandOfHost(registered) !== undefined || brandOfHost(host) !== undefined) return undefined
  const plain = skeleton(host)
  const labels = plain.split('.')
  const name = skeleton(registered).split('.')[0] ?? ''
  const foreign = plain !== host.normalize('NFKC')
  // the name itself under a country or one of the old suffixes is mostly the owner's too, and cannot be told from outside
  if (!foreign && exactBrand(name) !== undefined && /\.(?:com|net|org|(?:(?:com?|org|net|ac|gov|edu)\.)?[a-z]{2})$/.test(registered))
    return undefined
  const inFront = brandInFront(plain)
  if (inFront !== undefined) return { brand: inFront.name, how: 'subdomain' }
  const whole = exactBrand(name)
  if (whole !== undefined && foreign) return { brand: whole.name, how: 'homograph' }
  const typo = name.length >= 5 ? nearBrand(name) : undefined
  if (typo !== undefined) return { brand: typo.name, how: foreign ? 'homograph' : 'typo' }
  for (const label of labels.slice(0, -1)) {
    for (const word of label.split(/[-_0-9]+/)) {
      const brand = brandOfWord(word)
      if (brand === undefined) continue
      // a short or everyday word names a brand only beside a word of bait: ups-tracking.example, not ups.example or orange-juice.example
      const strong = word.length >= 5 && !everyday.has(word)
      if (strong || (label !== word && bait.test(label))) return { brand: brand.name, how: 'word' }
    }
  }
  const glued = brands.find((brand) =>
    brand.words.some((word) => word.length >= 6 && !everyday.has(word) && name.length > word.length && name.includes(word)),
  )
  return glued === undefined ? undefined : { brand: glued.name, how: 'word' }
}

/** A brand's whole domain as the first labels of a longer host: paypal.com.example.net, paypal.com-login.example.net. */
function brandInFront(host: string): Brand | undefined {
  const pieces = host.split(/[.-]/).slice(0, 20)
  for (let from = 0; from < pieces.length; from++) {
    for (let to = from + 2; to < pieces.length && to <= from + 4; to++) {
      const brand = brandOfDomain(pieces.slice(from, to).join('.'))
      if (brand !== undefined) return brand
    }
  }
  return undefined
}

const everyday = new Set([
  'apple',
  'amazon',
  'orange',
  'chase',
  'outlook',
  'ledger',
  'steam',
  'kraken',
  'norton',
  'adobe',
  'impots',
  'blockchain',
  'correos',
  'telegram',
  'zoom',
])
const bait =
  /login|secure|verif|account|support|update|confirm|service|track|deliver|parcel|paket|colis|envio|pack|bank|sign|auth|alert|wallet|pay|mail/

/** Words that make an everyday word the name of a firm. */
const business =
  /^(?:id|support|security|secure|service|services|team|account|accounts|billing|care|help|helpdesk|customer|online|bank|pay|prime|mail|order|orders|wallet|store|shop|update|notice|alert|alerts|verification|delivery|subscription|inc|com)$/

function exactBrand(name: string): Brand | undefined {
  return brandOfWord(name) ?? brandOfWord(name.replace(/-/g, ''))
}

function nearBrand(name: string): Brand | undefined {
  const bare = name.replace(/-/g, '')
  const plain = unleet(bare)
  for (const brand of brands) {
    for (const word of brand.words) {
      if (word.length < 5) continue
      if (bare === word) return everyday.has(word) || bare === name ? undefined : brand
      if (plain === word && plain !== bare) return brand
      if (word.length >= 6 && Math.abs(word.length - bare.length) <= 1 && oneEdit(bare, word) && !everyday.has(word)) return brand
    }
  }
  return undefined
}

/** Whether two words differ by one letter put in, left out, changed, or two neighbours swapped. */
function oneEdit(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  const restA = a.slice(i)
  const restB = b.slice(i)
  if (a.length === b.length)
    return restA.slice(1) === restB.slice(1) || (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  return a.length > b.length ? restA.slice(1) === restB : restA === restB.slice(1)
}

/** The brand that a display name or a text claims to be, where it says so in whole words. */
export function brandInText(text: string): Brand | undefined {
  const plain = skeleton(text.slice(0, 500))
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  for (let i = 0; i < words.length; i++) {
    for (const candidate of [
      `${words[i]}${words[i + 1] ?? ''}${words[i + 2] ?? ''}`,
      `${words[i]}${words[i + 1] ?? ''}`,
      words[i] ?? '',
      unleet(words[i] ?? ''),
    ]) {
      const brand = brandOfWord(candidate)
      if (brand !== undefined && everyday.has(candidate) && words.length > 1 && !words.some((word) => business.test(word))) continue
      if (brand !== undefined && (candidate.length >= 4 || /^(?:dhl|ups|irs|att|aol)$/.test(candidate))) return brand
    }
  }
  return undefined
}

/** Whether a host belongs to the brand. */
export const isOwnHost = belongsTo
