import type { Limits } from '../../base/parsed.ts'
import { analyser, type MessageReading, type Ports } from './reading.ts'

export * from './reading.ts'

/** What a message may cost to read when the caller does not say. */
export const messageLimits: Limits = { bytes: 50 * 1024 * 1024, depth: 24, count: 2000, time: 20_000 }

/**
 * Reads a message as evidence: never throws on its bytes, however broken; what goes beyond a limit is left out and said in
 * `defects` and `findings`.
 */
export async function analyseMessage(bytes: Uint8Array, _ports: Ports, _limits: Limits = messageLimits): Promise<MessageReading> {
  const root = {
    path: '0',
    type: 'text/plain',
    charset: null,
    encoding: null,
    disposition: null,
    name: null,
    contentId: null,
    size: 0,
    offset: 0,
    parts: [],
  }
  return {
    analyser,
    sha256: '',
    size: bytes.length,
    subject: null,
    from: null,
    sender: null,
    replyTo: [],
    returnPath: null,
    recipients: 0,
    date: null,
    messageId: null,
    headers: [],
    structure: root,
    defects: [],
    path: [],
    origin: { ip: null, hop: null, country: null, asn: null, network: null, how: 'none', claims: [] },
    authentication: { spf: 'unchecked', dkim: 'unchecked', dmarc: 'unchecked', arc: 'unchecked', details: [], policy: null, claimed: null },
    links: [],
    attachments: [],
    language: null,
    text: '',
    findings: [],
  }
}
