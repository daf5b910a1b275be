import { connect } from 'node:net'
import { inject } from 'vitest'

export type TestCluster = { superuserUrl: string; ownerUrl(database: string): string; appUrl(database: string): string }

/** What the broker of the test run answers: connection strings in which `DATABASE` stands for the database's name. */
export type Answer = { readonly superuser: string; readonly owner: string; readonly application: string } | { readonly failed: string }

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be added to from another module
  interface ProvidedContext {
    clusterBroker: string
  }
}

let asked: Promise<TestCluster> | undefined

/**
 * The PostgreSQL that the whole test run shares, started when the first test asks; it is thrown away afterwards, and gives
 * durability up. With TOCSIN_TEST_DATABASE=15 it is Debian's PostgreSQL 15. The roles are those of the product; make a database
 * of your own as superuser (`create database … owner tocsin_owner`).
 */
export function testCluster(): Promise<TestCluster> {
  asked ??= ask(inject('clusterBroker')).then((answer) => {
    if ('failed' in answer) throw new Error(answer.failed)
    const named = (url: string) => (database: string) => url.replace('/DATABASE?', `/${encodeURIComponent(database)}?`)
    return { superuserUrl: named(answer.superuser)('postgres'), ownerUrl: named(answer.owner), appUrl: named(answer.application) }
  })
  return asked
}

function ask(broker: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = ''
    connect(broker)
      .setEncoding('utf8')
      .on('data', (chunk) => {
        text += chunk
      })
      .on('error', reject)
      .on('end', () => resolve(JSON.parse(text) as Answer))
  })
}
