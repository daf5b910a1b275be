/** XARF v4.2 (github.com/xarf/xarf-spec): one abuse report as JSON. */

/** An object of JSON, unread. */
export type Json = Readonly<Record<string, unknown>>

export type XarfContact = { readonly org: string; readonly contact: string; readonly domain: string }

export type XarfEvidence = {
  readonly contentType: string
  readonly description: string | null
  /** decoded payload */
  readonly bytes: Uint8Array
  /** `algorithm:hex` as stated */
  readonly hash: string | null
  /** whether the stated hash is that of the payload; null when none is stated. A mismatch is a warning: the specification's own samples have them. */
  readonly hashHolds: boolean | null
}

export type XarfReport = {
  /** as stated, `4.x.y`; reports converted from v3 carry the current one */
  readonly version: string
  /** opaque: real reports carry other things than UUIDs */
  readonly reportId: string
  /** ISO 8601 UTC */
  readonly timestamp: string | null
  readonly reporter: XarfContact | null
  readonly sender: XarfContact | null
  readonly source: string
  readonly sourcePort: number | null
  readonly category: string
  readonly type: string
  readonly evidenceSource: string | null
  readonly evidence: readonly XarfEvidence[]
  readonly tags: readonly string[]
  readonly confidence: number | null
  readonly description: string | null
  /** `3` when it was converted */
  readonly legacyVersion: string | null
  /** the fields of the type (`protocol`, `smtp_from`, `url` …) and any that the specification does not know, as they stood */
  readonly fields: Readonly<Record<string, unknown>>
}

/** `code` is stable, `field` a path into the JSON. */
export type XarfWarning = { readonly code: XarfWarningCode; readonly field: string }
export type XarfWarningCode =
  | 'missing'
  | 'wrong-type'
  | 'not-allowed'
  | 'not-a-uuid'
  | 'not-a-date'
  | 'legacy-type'
  | 'unknown-type'
  | 'hash-mismatch'
  | 'hash-unreadable'
  | 'payload-not-base64'
  | 'too-large'
  | 'too-many'
  | 'converted-from-v3'
  | 'unmapped-v3-type'

export type XarfReading = { readonly report: XarfReport; readonly warnings: readonly XarfWarning[] }

export const currentVersion = '4.2.0'

type TypeRule = { readonly required: readonly string[]; readonly allowed?: Readonly<Record<string, readonly string[]>> }

const network = ['tcp', 'udp', 'icmp', 'sctp']
const tcpUdp = ['tcp', 'udp']

/** The 32 types of v4.2 by category, with the fields that each needs besides those of the core. */
export const types: Readonly<Record<string, Readonly<Record<string, TypeRule>>>> = {
  messaging: {
    spam: {
      required: ['protocol'],
      allowed: { protocol: ['smtp', 'sms', 'whatsapp', 'telegram', 'signal', 'chat', 'social_media', 'push_notification', 'other'] },
    },
    bulk_messaging: {
      required: ['protocol', 'recipient_count'],
      allowed: { protocol: ['smtp', 'sms', 'whatsapp', 'telegram', 'social_media', 'push_notification', 'other'] },
    },
  },
  connection: {
    ddos: { required: ['protocol', 'first_seen'], allowed: { protocol: network } },
    infected_host: { required: ['protocol', 'bot_type', 'first_seen'], allowed: { protocol: tcpUdp } },
    login_attack: { required: ['protocol', 'first_seen'], allowed: { protocol: network } },
    port_scan: { required: ['protocol', 'first_seen'], allowed: { protocol: network } },
    reconnaissance: { required: ['protocol', 'probed_resources', 'first_seen'], allowed: { protocol: tcpUdp } },
    scraping: { required: ['protocol', 'first_seen', 'total_requests'], allowed: { protocol: tcpUdp } },
    sql_injection: { required: ['protocol', 'first_seen'], allowed: { protocol: tcpUdp } },
    vulnerability_scan: { required: ['scan_type', 'protocol', 'first_seen'], allowed: { protocol: ['tcp', 'udp', 'icmp', 'mixed'] } },
  },
  content: {
    phishing: { required: ['url'] },
    malware: { required: ['url'] },
    fraud: { required: ['url', 'fraud_type'] },
    csam: { required: ['url', 'classification', 'detection_method'] },
    csem: { required: ['url', 'exploitation_type', 'detection_method'] },
    exposed_data: { required: ['url', 'data_types', 'exposure_method'] },
    brand_infringement: { required: ['url', 'infringement_type', 'legitimate_site'] },
    suspicious_registration: { required: ['url', 'registration_date', 'suspicious_indicators'] },
    remote_compromise: { required: ['url', 'compromise_type'] },
  },
  copyright: {
    copyright: { required: ['infringing_url'] },
    p2p: { required: ['p2p_protocol'] },
    cyberlocker: { required: ['infringing_url', 'hosting_service'] },
    ugc_platform: { required: ['infringing_url', 'platform_name'] },
    link_site: { required: ['infringing_url', 'site_name'] },
    usenet: { required: ['newsgroup'] },
  },
  vulnerability: {
    cve: { required: ['service', 'service_port', 'cve_id'] },
    open_service: { required: ['service'] },
    misconfiguration: { required: ['service'] },
  },
  infrastructure: {
    botnet: { required: ['compromise_evidence'] },
    compromised_server: { required: ['compromise_method'] },
  },
  reputation: {
    blocklist: { required: ['threat_type'] },
    threat_intelligence: { required: ['threat_type'] },
  },
}

/** Types of earlier drafts that are still sent, by the type of today. */
export const legacyTypes: Readonly<Record<string, string>> = {
  bot: 'botnet',
  c2: 'botnet',
  command_control: 'botnet',
  phishing_site: 'phishing',
  malware_distribution: 'malware',
  auth_failure: 'login_attack',
  brute_force: 'login_attack',
  bruteforce: 'login_attack',
  login: 'login_attack',
  open: 'open_service',
  open_port: 'open_service',
  portscan: 'port_scan',
  scan: 'port_scan',
  sqli: 'sql_injection',
  compromised: 'compromised_server',
  compromised_website: 'remote_compromise',
  defacement: 'remote_compromise',
  web_hack: 'remote_compromise',
  webshell: 'remote_compromise',
  bulk: 'bulk_messaging',
  bulk_unsolicited: 'bulk_messaging',
  piracy: 'copyright',
  dmca: 'copyright',
  file_sharing: 'p2p',
  data_leak: 'exposed_data',
  leaked_data: 'exposed_data',
  scam: 'fraud',
  counterfeit: 'brand_infringement',
  trademark: 'brand_infringement',
  threat_intel: 'threat_intelligence',
  listing: 'blocklist',
}

/** v3 ReportType (lower case, without separators) → category and type; the eight kinds that v3 knew, in the spellings that are met. */
export const v3Types: Readonly<Record<string, readonly [string, string]>> = {
  spam: ['messaging', 'spam'],
  loginattack: ['connection', 'login_attack'],
  bruteforce: ['connection', 'login_attack'],
  portscan: ['connection', 'port_scan'],
  ddos: ['connection', 'ddos'],
  phishing: ['content', 'phishing'],
  malware: ['content', 'malware'],
  botnet: ['infrastructure', 'botnet'],
  bot: ['infrastructure', 'botnet'],
  copyright: ['copyright', 'copyright'],
}

/** The category that a type of v4.2 belongs to, if it belongs to one alone. */
export function categoryOf(type: string): string | undefined {
  return Object.keys(types).find((category) => types[category]?.[type] !== undefined)
}
