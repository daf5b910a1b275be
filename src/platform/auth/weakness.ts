/** Why a new password is too easy to guess. */
export type Weakness = 'short' | 'long' | 'common' | 'own-data' | 'monotone'

export const shortest = 12
export const longest = 200

// parts that guessing begins with; a password that is one of these with digits and signs around it is no better
const common = new Set(
  (
    'password passwort motdepasse contrasena parola wachtwoord passw0rd p4ssword qwerty qwertz azerty qwertyuiop asdfgh asdfghjkl zxcvbn iloveyou ' +
    'letmein welcome willkommen bienvenue administrator admin changeme secret geheim football baseball dragon monkey sunshine princess superman ' +
    'trustno1 whatever computer internet default guest root master hello abc abcd abcdef abcdefgh test testtest tocsin spam woaini mima parol'
  ).split(' '),
)

/**
 * Whether a new password may be used: undefined, or why not (NIST SP 800-63B-4 §3.1.1.2: length, a list of what is common, and what
 * has to do with the person or the service; no rules on kinds of characters). `own` is what others know of the person.
 */
export function weaknessOf(password: string, own: readonly string[] = []): Weakness | undefined {
  const text = password.normalize('NFKC')
  if ([...text].length < shortest) return 'short'
  if (text.length > longest) return 'long'
  if (new Set(text).size < 5 || isRun(text)) return 'monotone'
  const plain = text.toLowerCase()
  if ([plain, halved(plain), halved(lettersOf(plain))].some((one) => common.has(lettersOf(one)))) return 'common'
  const rest = own
    .flatMap(partsOf)
    .sort((a, b) => b.length - a.length)
    .reduce((left, part) => left.replaceAll(part, ''), plain)
  return rest !== plain && (rest.match(/\p{L}/gu) ?? []).length < 4 ? 'own-data' : undefined
}

/** What is left without the digits and signs at either end. */
function lettersOf(text: string): string {
  return text.replace(/[^\p{L}]+$/u, '').replace(/^[^\p{L}]+/u, '')
}

/** `secretsecret` is `secret`. */
function halved(text: string): string {
  const half = text.slice(0, text.length / 2)
  return half + half === text ? half : text
}

function isRun(text: string): boolean {
  const codes = [...text].map((sign) => sign.codePointAt(0) ?? 0)
  const step = (codes[1] ?? 0) - (codes[0] ?? 0)
  return Math.abs(step) <= 1 && codes.every((code, at) => at === 0 || code - (codes[at - 1] ?? 0) === step)
}

function partsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase()
  return [plain, ...plain.split(/[^\p{L}\p{N}]+/u)].filter((part) => part.length >= 4)
}
