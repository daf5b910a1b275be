import pg from 'pg'
import { expect, test } from 'vitest'
import { testCluster } from './cluster.ts'

async function ask(url: string, text: string): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows[0]
  } finally {
    await client.end()
  }
}

test('the shared cluster lets each of the three roles in, and each is what it should be', async () => {
  const cluster = await testCluster()
  const text =
    'select rolname as name, rolsuper as super, rolbypassrls as bypass, rolcreaterole as makes from pg_roles where rolname = current_user'
  expect(await ask(cluster.superuserUrl, text)).toMatchObject({ name: 'postgres', super: true })
  expect(await ask(cluster.ownerUrl('tocsin'), text)).toEqual({ name: 'tocsin_owner', super: false, bypass: false, makes: true })
  expect(await ask(cluster.appUrl('tocsin'), text)).toEqual({ name: 'tocsin', super: false, bypass: false, makes: false })
})

test('the application role owns nothing and may not create in its database', async () => {
  const cluster = await testCluster()
  await expect(ask(cluster.appUrl('tocsin'), 'create schema mine')).rejects.toThrow(/permission denied/)
  await expect(ask(cluster.appUrl('tocsin'), 'create table public.mine (a int)')).rejects.toThrow(/permission denied/)
})

test('the shared cluster is of the wanted version', async () => {
  const wanted = process.env.TOCSIN_TEST_DATABASE || '18'
  const { superuserUrl } = await testCluster()
  expect(await ask(superuserUrl, `select current_setting('server_version_num')::int / 10000 as major`)).toEqual({ major: Number(wanted) })
})
