import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { alone } from './lock.mjs'
import { inRoot } from './place.mjs'

/** A Node process that runs `script`, and the first thing that it says. */
async function begin(script) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'], cwd: inRoot() })
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return { child, ended }
}

const launched = (product) =>
  `import { runAs } from '${inRoot('scripts/setup/runtime.mjs')}'; process.exitCode = await runAs(process.execPath, ['-e', ${JSON.stringify(product)}])`

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'])(
  '%s to the launcher reaches the product, and the exit code of the product comes back',
  async (signal) => {
    const product = `process.on('${signal}', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up')`
    const { child, ended } = await begin(launched(product))
    child.kill(signal)
    expect(await ended).toBe(7)
  },
)

test('a product that a signal ended is told as the shell tells it', async () => {
  const { ended } = await begin(launched(`console.log('up'); process.kill(process.pid, 'SIGKILL')`))
  expect(await ended).toBe(137)
})

test('only one start at a time prepares the clone', async () => {
  let inside = 0
  let done = 0
  const act = () =>
    alone(async () => {
      expect(++inside).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 5))
      inside--
      done++
    })
  await Promise.all([act(), act(), act(), act()])
  expect(done).toBe(4)
})

test('a start that was killed while it prepared does not keep the next one waiting', async () => {
  const script = `import { alone } from '${inRoot('scripts/setup/lock.mjs')}'; await alone(() => new Promise(() => { console.log('in'); setInterval(() => {}, 1000) }))`
  const { child, ended } = await begin(script)
  let entered = false
  const next = alone(async () => {
    entered = true
  })
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(entered).toBe(false)
  child.kill('SIGKILL')
  await ended
  await next
  expect(entered).toBe(true)
})
