import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Platform, startPlatform } from '../testing/platform.ts'
import { bigintsOf, smallintsOf } from './sent-array.ts'

let platform: Platform
let client: pg.Client
beforeAll(async () => {
  platform = await startPlatform()
  client = new pg.Client({ connectionString: platform.database.superuserUrl })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await platform.close()
})

async function sent(array: string): Promise<Buffer> {
  const { rows } = await client.query<{ sent: Buffer }>(`select array_send(${array}) as sent`)
  return rows[0]?.sent ?? Buffer.alloc(0)
}

test('an array comes back as it went, to both ends of its type, and empty', async () => {
  const ends = [-9223372036854775808n, -1n, 0n, 1n, 9223372036854775807n]
  expect(bigintsOf(await sent(`array[${ends.map((one) => `'${one}'`).join(', ')}]::bigint[]`))).toEqual(ends)
  expect(smallintsOf(await sent('array[-32768, -1, 0, 32767]::smallint[]'))).toEqual([-32768, -1, 0, 32767])
  expect(bigintsOf(await sent(`'{}'::bigint[]`))).toEqual([])
})

test('what is none is refused, and not read as another number', async () => {
  for (const array of ['array[1, null]::bigint[]', 'array[1, 2]::integer[]', 'array[array[1], array[2]]::bigint[]']) {
    const bytes = await sent(array)
    expect(() => bigintsOf(bytes)).toThrow(TypeError)
  }
})
