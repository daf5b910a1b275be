import { getMigrations } from 'better-auth/db/migration'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '../db/pools.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'
import { makeEngine } from './engine.ts'

let database: TestDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await testDatabase()
  pool = openPool(database.url, 'tocsin_auth', 2)
})
afterAll(async () => {
  await pool?.end()
  await database?.drop()
})

test('the sign-in library finds every table, column and index that it asks for in our own migration', async () => {
  const engine = makeEngine(pool, 'http://localhost:8025', 'a secret of at least thirty-two characters')
  const { toBeCreated, toBeAdded, compileMigrations } = await getMigrations(engine.options)
  expect(toBeCreated).toEqual([])
  expect(toBeAdded).toEqual([])
  expect(await compileMigrations()).toBe(';')
})

test('the check itself fails where a column is missing', async () => {
  const engine = makeEngine(pool, 'http://localhost:8025', 'a secret of at least thirty-two characters')
  const options = {
    ...engine.options,
    user: { ...engine.options.user, additionalFields: { planted: { type: 'string', required: false } } },
  } as const
  const { toBeAdded } = await getMigrations(options)
  expect(toBeAdded.map(({ table, fields }) => [table, Object.keys(fields)])).toEqual([['login', ['planted']]])
})
