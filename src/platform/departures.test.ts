import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Departure, depart, watchDepartures } from './departures.ts'

const root = new URL('../', import.meta.url).pathname

/** Ways in which a program of ours can open a connection to somewhere else. */
const doors =
  /from 'node:(?:http|https|tls|dgram|http2)'|\bconnect\b[^\n]* from 'node:net'|\bcreateConnection\b|\bcreateTransport\(|\bnew ImapFlow\(|\bnew S3mini\(|\bnew Resolver\(|(?<![.\w])fetch\(/

/** Files that open connections and let nothing out by them, each with its reason. */
const harmless: Readonly<Record<string, string>> = {
  'domain/intake/listeners.ts': 'takes connections; of node:tls it has only what reads certificates',
}

test('whatever opens a connection to elsewhere passes the one door out', () => {
  const files = readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|\/testing\//.test(name))
  expect(files.length).toBeGreaterThan(300)
  const opening = files.filter((name) => doors.test(readFileSync(join(root, name), 'utf8')))
  expect(opening.length).toBeGreaterThan(5)
  const around = opening.filter((name) => !(name in harmless) && !readFileSync(join(root, name), 'utf8').includes('depart('))
  expect(around).toEqual([])
  expect(Object.keys(harmless).filter((name) => !opening.includes(name))).toEqual([])
})

test('who watches hears of each thing that leaves, until they stop', () => {
  const heard: Departure[] = []
  const stop = watchDepartures((one) => heard.push(one))
  const one: Departure = { way: 'dns', to: 'TXT x.example', warrant: { kind: 'exempt', exempt: 'look-up' }, bytes: null }
  depart(one)
  stop()
  depart(one)
  expect(heard).toEqual([one])
})
