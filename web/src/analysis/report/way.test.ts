import { describe, expect, test } from 'vitest'
import { readReading } from '../reading.ts'
import { placesOf, stationsOf } from './way.ts'

function message(path: readonly object[], hop: number | null) {
  const read = readReading({ kind: 'message', path, origin: { hop, ip: null, how: hop === null ? 'none' : 'contiguous' } })
  if (read?.kind !== 'message') throw new Error('no message')
  return read
}

const path = [
  { index: 0, by: 'store.here', from: { ip: '10.0.0.1', helo: 'mx.here' }, trusted: true },
  { index: 1, by: 'mx.here', from: { ip: '203.0.113.9', helo: 'relay.there' }, trusted: true, country: 'FR' },
  { index: 2, by: 'relay.there', from: { ip: '198.51.100.2', helo: 'pc' }, trusted: false, country: 'BR' },
]

describe('the way of a message', () => {
  test('runs from its first sender to the reporter, one station more than lines', () => {
    const stations = stationsOf(message(path, 1))
    expect(stations.map((one) => [one.own, one.ip, one.role])).toEqual([
      [null, '198.51.100.2', 'claimed'],
      ['relay.there', '203.0.113.9', 'handover'],
      ['mx.here', '10.0.0.1', 'ours'],
      ['store.here', null, 'ours'],
    ])
    expect(stations.map((one) => one.leg?.index ?? null)).toEqual([2, 1, 0, null])
  })

  test('has no handover where none was found', () => {
    expect(stationsOf(message(path, null)).map((one) => one.role)).toEqual(['claimed', 'ours', 'ours', 'ours'])
    expect(stationsOf(message([], null))).toEqual([])
  })

  test('passes each country once on the map, and claims have no way', () => {
    const { places, arcs } = placesOf(stationsOf(message(path, 1)), [
      { country: 'NG' },
      { country: 'FR' },
      { country: 'XX' },
      { country: null },
    ])
    expect(places.map((one) => [one.code, one.role, one.claim])).toEqual([
      ['BR', 'claimed', false],
      ['FR', 'handover', false],
      ['NG', 'claimed', true],
    ])
    expect(arcs).toEqual([{ from: 'BR', to: 'FR', claimed: false }])
  })
})
