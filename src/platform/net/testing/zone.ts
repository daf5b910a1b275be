/** What a name holds. TXT texts past 255 bytes are cut into strings; an MX is `10 mx.example` or the object that a resolver gives. */
export type ZoneRecords = {
  readonly A?: readonly string[]
  readonly AAAA?: readonly string[]
  readonly TXT?: readonly (string | readonly string[])[]
  readonly MX?: readonly (string | { readonly exchange: string; readonly priority: number })[]
  readonly CNAME?: string | readonly string[]
  readonly NS?: readonly string[]
  readonly PTR?: readonly string[]
  readonly SOA?: readonly string[]
  /** seconds; 300 unless said */
  readonly ttl?: number
  /** answers every question about the name with this instead; `TIMEOUT` never answers */
  readonly fails?: 'SERVFAIL' | 'REFUSED' | 'NXDOMAIN' | 'FORMERR' | 'TIMEOUT'
}

/** Names in lower case without the last dot, and what they hold. A name that is not there does not exist, unless one below it does. */
export type Zone = Readonly<Record<string, ZoneRecords>>
