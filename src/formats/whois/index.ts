import { emailOf } from '../rdap/index.ts'

/**
 * What a WHOIS server (RFC 3912) answers has no form, only habits: `Name: value` by the line, comments after `%` or `#`. This reads what
 * the registries of names and numbers commonly say of abuse contacts, registrars and countries, and where else to ask.
 */
export type WhoisReading = {
  /** the server that knows more: `refer:` of IANA, `Registrar WHOIS Server:` of a thin registry, `ReferralServer:` of ARIN */
  readonly referral: string | null
  readonly registrar: string | null
  /** name of the network or of who holds it */
  readonly holder: string | null
  readonly country: string | null
  readonly range: { readonly first: string; readonly last: string } | null
  /** those that are named for abuse, first those of the registrar or network itself */
  readonly abuse: readonly string[]
  readonly changedAt: string | null
}

const limits = { characters: 200_000, lines: 5_000, found: 10 }

/** Reads any answer; of one that says nothing all is null. UTF-8, else Latin-1. */
export function parseWhois(bytes: Uint8Array): WhoisReading {
  const lines = decode(bytes).slice(0, limits.characters).split(/\r?\n/, limits.lines)
  const values = new Map<string, string[]>()
  const abuse: string[] = []
  const note = (address: string | null): void => {
    if (address !== null && !abuse.includes(address) && abuse.length < limits.found) abuse.push(address)
  }
  for (const line of lines) {
    // RIPE, AFRINIC and APNIC say it in a comment: % Abuse contact for '…' is 'a@b'
    const said = /^%\s*Abuse contact for '[^']*' is '([^']+)'/i.exec(line)
    if (said !== null) note(emailOf(said[1]))
    const pair = /^\s{0,8}([A-Za-z][A-Za-z0-9 /._-]{0,60}?)\s*:\s*(\S.*)$/.exec(line)
    if (pair === null || /^\s*[%#]/.test(line)) continue
    const name = (pair[1] ?? '').toLowerCase().replace(/[\s_]+/g, '-')
    const value = (pair[2] ?? '').trim().slice(0, 300)
    const list = values.get(name)
    if (list === undefined) values.set(name, [value])
    else if (list.length < 20) list.push(value)
    if (/^(?:registrar-abuse-contact-email|orgabuseemail|rabuseemail|abuse-mailbox|abuse-contact|abuse-e-?mail|e-mail-abuse)$/.test(name))
      note(emailOf(value))
  }
  const first = (...names: readonly string[]): string | null => names.flatMap((name) => values.get(name) ?? [])[0] ?? null
  return {
    referral: serverOf(first('refer', 'whois', 'registrar-whois-server', 'whois-server', 'referralserver')),
    registrar: first('registrar', 'sponsoring-registrar', 'registrar-name'),
    holder: first('orgname', 'org-name', 'owner', 'organization', 'descr', 'netname'),
    country: countryOf(first('country', 'registrant-country')),
    range: rangeOf(first('inetnum', 'netrange', 'inet6num')),
    abuse,
    changedAt: dateOf(first('updated-date', 'last-modified', 'updated', 'changed')),
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

function serverOf(value: string | null): string | null {
  const host =
    value
      ?.replace(/^r?whois:\/\//i, '')
      .replace(/[/:].*$/, '')
      .toLowerCase() ?? ''
  return /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/.test(host) ? host : null
}

function countryOf(value: string | null): string | null {
  const code = value?.toUpperCase() ?? ''
  return /^[A-Z]{2}$/.test(code) ? code : null
}

function rangeOf(value: string | null): { first: string; last: string } | null {
  const found = /^([0-9a-f:.]+)\s*-\s*([0-9a-f:.]+)$/i.exec(value ?? '')
  return found?.[1] === undefined || found[2] === undefined ? null : { first: found[1], last: found[2] }
}

function dateOf(value: string | null): string | null {
  const at = Date.parse(value ?? '')
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
