/** Redirectors whose target is written in the URL itself: gateways of mail security, of mailers, of search engines. */

export type Unwrapped = { readonly kind: string; readonly target: string }

type Rule = { readonly kind: string; readonly host: RegExp; readonly path?: RegExp; readonly take: (url: URL) => string | null }

const parameter =
  (...names: readonly string[]) =>
  (url: URL): string | null => {
    for (const name of names) {
      const value = url.searchParams.get(name)
      if (value !== null && value !== '') return value
    }
    return null
  }

const rules: readonly Rule[] = [
  { kind: 'safelinks', host: /(?:^|\.)safelinks\.protection\.(?:outlook\.com|office365\.us)$/, take: parameter('url') },
  { kind: 'teams-safelinks', host: /^statics\.teams\.cdn\.office\.net$/, path: /safelinks/, take: parameter('url') },
  { kind: 'urldefense', host: /(?:^|\.)urldefense\.(?:proofpoint\.com|com|us)$/, take: urldefense },
  { kind: 'google', host: /^(?:www\.)?google\.[a-z.]{2,6}$/, path: /^\/(?:url|amp\/s\/|local_url|imgres)/, take: google },
  {
    kind: 'google-ads',
    host: /^(?:googleads\.g\.doubleclick\.net|www\.googleadservices\.com|adclick\.g\.doubleclick\.net|ad\.doubleclick\.net)$/,
    take: parameter('adurl', 'ds_dest_url'),
  },
  { kind: 'youtube', host: /^(?:www\.)?youtube\.com$/, path: /^\/redirect/, take: parameter('q') },
  { kind: 'facebook', host: /^l[m]?\.(?:facebook|instagram)\.com$/, take: parameter('u') },
  { kind: 'linkedin', host: /^(?:www\.)?linkedin\.com$/, path: /^\/(?:redir\/|safety\/go|slink)/, take: parameter('url') },
  { kind: 'bing', host: /^(?:www\.)?bing\.com$/, path: /^\/ck\/a/, take: bing },
  { kind: 'duckduckgo', host: /^duckduckgo\.com$/, path: /^\/l\//, take: parameter('uddg') },
  { kind: 'yahoo', host: /^r\.search\.yahoo\.com$/, take: (url) => decode(/\/RU=([^/]+)\//.exec(url.pathname)?.[1]) },
  { kind: 'yandex', host: /^(?:www\.)?yandex\.[a-z.]{2,6}$/, path: /^\/(?:clck|redir)/, take: parameter('url') },
  { kind: 'vk', host: /^(?:away\.)?vk\.com$/, path: /^\/away\.php/, take: parameter('to') },
  { kind: 'barracuda', host: /(?:^|\.)linkprotect\.cudasvc\.com$/, take: parameter('a') },
  { kind: 'sophos', host: /(?:^|\.)protection\.sophos\.com$/, take: sophos },
  {
    kind: 'trendmicro',
    host: /(?:^|\.)(?:imsva91-ctp|ctp)\.trendmicro\.com$|(?:^|\.)trendmicro\.com$/,
    path: /^\/wis\/clicktime/,
    take: parameter('url'),
  },
  { kind: 'fireeye', host: /(?:^|\.)protect\.(?:fireeye|checkpoint)\.com$|^protect2\.fireeye\.com$/, take: checkpoint },
  { kind: 'cisco', host: /(?:^|\.)secure-web\.cisco\.com$/, take: (url) => embedded(url.pathname) },
  { kind: 'mimecast-like', host: /^url\.emailprotection\.link$/, take: () => null },
  { kind: 'slack', host: /^slack-redir\.net$/, take: parameter('url') },
  { kind: 'steam', host: /^steamcommunity\.com$/, path: /^\/linkfilter/, take: parameter('url', 'u') },
  { kind: 'adobe-campaign', host: /^t-info\.mail\.adobe\.com$/, take: parameter('p1') },
  { kind: 'disqus', host: /^disq\.us$/, path: /^\/url/, take: parameter('url') },
  { kind: 'reddit', host: /^out\.reddit\.com$/, take: parameter('url') },
  { kind: 'avanan', host: /^url\.avanan\.click$/, take: avanan },
  { kind: 'translate', host: /(?:^|\.)translate\.google\.[a-z.]{2,6}$/, take: parameter('u') },
  { kind: 'translate', host: /\.translate\.goog$/, take: translateHost },
  { kind: 'archive', host: /^web\.archive\.org$/, path: /^\/web\/\d/, take: (url) => embedded(url.pathname) },
  { kind: 'cloudflare-mail', host: /./, path: /^\/cdn-cgi\/l\/email-protection/, take: () => null },
]

function decode(text: string | undefined): string | null {
  if (text === undefined) return null
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function embedded(path: string): string | null {
  const found = /https?(?::\/\/?|%3A%2F%2F).+$/i.exec(path)?.[0]
  return found === undefined ? null : /^https?%3A/i.test(found) ? decode(found) : found.replace(/^(https?):\/(?!\/)/, '$1://')
}

function google(url: URL): string | null {
  if (url.pathname.startsWith('/amp/s/')) return `https://${url.pathname.slice('/amp/s/'.length)}${url.search}`
  return parameter('q', 'url', 'imgrefurl')(url)
}

/** Proofpoint writes v1 and v2 as a parameter with its own escapes, v3 between `__` with removed characters kept apart. */
function urldefense(url: URL): string | null {
  const text = url.href
  const v3 = /\/v3\/__(.+?)__;([^!]*)!/.exec(text)
  if (v3 !== null) return urldefenseV3(v3[1] ?? '', v3[2] ?? '')
  const given = url.searchParams.get('u')
  if (given === null) return null
  if (/\/v1\//.test(url.pathname)) return given
  return decode(given.replace(/-/g, '%').replace(/_/g, '/'))
}

const runLengths = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function urldefenseV3(body: string, held: string): string {
  const removed = Buffer.from(held, 'base64url').toString('utf8')
  let at = 0
  const restored = body.replace(/\*(\*.)?/g, (_, run: string | undefined) => {
    const count = run === undefined ? 1 : runLengths.indexOf(run.charAt(1)) + 2
    const piece = removed.slice(at, at + count)
    at += count
    return piece
  })
  return restored.replace(/^(https?):\/(?!\/)/, '$1://')
}

function bing(url: URL): string | null {
  const given = url.searchParams.get('u')
  return given === null || given.length < 4 ? null : Buffer.from(given.slice(2), 'base64url').toString('utf8')
}

function sophos(url: URL): string | null {
  const path = url.searchParams.get('u')
  const domain = url.searchParams.get('d')
  if (path === null) return domain === null ? null : `http://${domain}`
  const target = Buffer.from(path, 'base64').toString('utf8')
  return /^https?:/i.test(target) ? target : null
}

function checkpoint(url: URL): string | null {
  return url.searchParams.get('u') ?? embedded(/___(.+?)___/.exec(url.pathname)?.[1] ?? '')
}

function avanan(url: URL): string | null {
  const found = /___(.+?)___/.exec(url.pathname)?.[1]
  return found === undefined ? null : (embedded(found) ?? null)
}

function translateHost(url: URL): string | null {
  const name = url.hostname.slice(0, -'.translate.goog'.length)
  const host = name.replace(/--|-/g, (dash) => (dash === '--' ? '-' : '.'))
  const search = new URLSearchParams(url.search)
  for (const key of [...search.keys()]) if (key.startsWith('_x_')) search.delete(key)
  const rest = search.toString()
  return `https://${host}${url.pathname}${rest === '' ? '' : `?${rest}`}`
}

/** The target that a wrapper carries, or undefined when this is no wrapper that is known or its target is not written in it. */
export function unwrap(url: URL): Unwrapped | undefined {
  for (const rule of rules) {
    if (!rule.host.test(url.hostname) || (rule.path !== undefined && !rule.path.test(url.pathname))) continue
    const target = rule.take(url)?.trim()
    if (target === undefined || target === '') continue
    const bare = target.replace(/^\/\//, '')
    const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(target)
      ? target
      : /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#:]|$)/i.test(bare)
        ? `https://${bare}`
        : ''
    if (URL.canParse(whole) && /^(?:https?|ftp):/i.test(whole)) return { kind: rule.kind, target: whole }
  }
  return undefined
}

const shorteners = new Set(
  'bit.ly bitly.com j.mp tinyurl.com t.co goo.gl ow.ly is.gd v.gd buff.ly rebrand.ly cutt.ly t.ly rb.gy shorturl.at tiny.cc bl.ink s.id shorte.st adf.ly ouo.io lnkd.in wp.me fb.me youtu.be amzn.to db.tt qr.ae soo.gd x.co u.to clck.ru vk.cc qps.ru urlz.fr l.ead.me qrco.de qr.net me-qr.com han.gl vo.la bit.do tny.im 2u.pw n9.cl acortar.link t2m.io tr.im snip.ly short.io shrtco.de smarturl.it linktr.ee onelink.me app.link page.link lihi.cc lihi1.com reurl.cc pse.is ppt.cc url.cn t.cn dwz.cn suo.im u.nu zpr.io urlr.me chilp.it kutt.it shorturl.asia surl.li byvn.net tinyurl.one dub.sh ssur.cc gg.gg inx.lv did.li gtly.to zzb.bz'.split(
    ' ',
  ),
)

/** Whether a host hides the target of its links behind short names that only it can resolve. */
export function isShortener(host: string, domain: string | null): boolean {
  return shorteners.has(host) || (domain !== null && shorteners.has(domain))
}
