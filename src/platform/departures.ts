import { Counter } from 'prom-client'
import type { ReleaseId } from '../base/id.ts'

/**
 * What may leave the node without a release, by kind. None of them carries anything of a report, finding or case: fixed texts, questions of machines, and
 * bytes that go to a place of the operator's own.
 */
export const exemptKinds = [
  // letters of fixed text
  'acknowledgement',
  'ending',
  'invitation',
  'digest',
  'address',
  'contact-test',
  // when and where a call of the network is, to whoever may come
  'call-invitation',
  // what is proposed in the network and until when, to members that do not work on the node
  'network-notice',
  // that a letter is called back: by its reference, moment and hash
  'call-back',
  // machines
  'look-up',
  'storage',
  'time-stamp',
  'mailbox',
] as const
export type ExemptKind = (typeof exemptKinds)[number]
/** Those of them that are letters. */
export type ExemptLetter = Extract<
  ExemptKind,
  'acknowledgement' | 'ending' | 'invitation' | 'digest' | 'address' | 'contact-test' | 'call-invitation' | 'call-back' | 'network-notice'
>

/** By what right something leaves: a release, with the hash of the very bytes that were approved, or a kind that needs none. */
export type Warrant =
  | { readonly kind: 'release'; readonly release: ReleaseId; readonly sha256: string }
  | { readonly kind: 'exempt'; readonly exempt: ExemptKind }

/** One thing that left: how, to whom (a host or an address), by what right, and its bytes where it has any of its own. */
export type Departure = {
  readonly way: 'smtp' | 'http' | 'whois' | 'dns' | 'imap' | 's3'
  readonly to: string
  readonly warrant: Warrant
  readonly bytes: Uint8Array | null
}

type Watcher = (departure: Departure) => void
const watchers = new Set<Watcher>()

/** Shown at GET /metrics. */
export const departures = new Counter({
  name: 'tocsin_departures_total',
  help: 'What left the node, by the way it took and by what right',
  labelNames: ['way', 'right'] as const,
  registers: [],
})

/**
 * The one function that everything passes on its way out, just before it goes; what has no warrant cannot be given to it. It counts by kind and tells
 * whoever watches; it keeps nothing.
 */
export function depart(departure: Departure): void {
  const { way, warrant } = departure
  departures.inc({ way, right: warrant.kind === 'release' ? 'release' : warrant.exempt })
  for (const watcher of watchers) watcher(departure)
}

/** Tells of everything that leaves this process from now on, until what it answers is called. For proofs. */
export function watchDepartures(watcher: Watcher): () => void {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}
