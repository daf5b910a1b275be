import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { describe, expect, test } from 'vitest'
import { measureDisk } from '../disk.ts'
import { drainRates, untilDrained } from './backlog.ts'
import { askMetric, metricSum, residentBelow } from './server.ts'
import { answerWindows } from './windows.ts'

describe('windows of answers', () => {
  test('each holds its own rate and its own slowest', () => {
    const answers = answerWindows(1000)
    // a thousand in one second, then a thousand in four, each slower
    for (let i = 1; i <= 1000; i++) answers.add({ at: i, took: 5 })
    for (let i = 1; i <= 1000; i++) answers.add({ at: 1000 + i * 4, took: i === 1000 ? 90 : 20 })
    const [first, second] = answers.windows()
    expect(first).toMatchObject({ from: 0, to: 1000, rate: 1000, p50: 5, max: 5 })
    expect(second).toMatchObject({ from: 1000, to: 2000, rate: 250, p50: 20, p99: 20, max: 90 })
    expect(answers.whole()).toMatchObject({ rate: 400 })
  })

  test('a last window of less than half its size is left out, but not when it is the only one', () => {
    const answers = answerWindows(10)
    for (let i = 1; i <= 14; i++) answers.add({ at: i, took: 1 })
    expect(answers.windows().length).toBe(1)
    const few = answerWindows(10)
    few.add({ at: 1, took: 1 })
    expect(few.windows().length).toBe(1)
  })
})

describe('the backlog', () => {
  test('is watched until nothing waits and no more will come', async () => {
    const values = [0, 5, 3, 0, 0]
    let looks = 0
    const samples = await untilDrained(async () => values[looks++] ?? 0, { every: 1, over: () => looks >= 3 })
    expect(samples.map((sample) => sample.waiting)).toEqual([0, 5, 3, 0])
  })

  test('that does not move ends in an error, not in waiting for ever', async () => {
    await expect(untilDrained(async () => 7, { every: 1, patience: 20 })).rejects.toThrow('7 still wait')
  })

  test('gives the rate over all and tenth by tenth', () => {
    const rates = drainRates([
      { at: 0, waiting: 1000 },
      { at: 1000, waiting: 500 },
      { at: 6000, waiting: 0 },
    ])
    expect(rates).toMatchObject({ from: 1000, seconds: 6 })
    expect(rates.rate).toBeCloseTo(166.7, 0)
    expect(rates.tenths.map(Math.round)).toEqual([500, 500, 500, 500, 500, 100, 100, 100, 100, 100])
  })

  test('of nothing is no measurement', () => {
    expect(() => drainRates([{ at: 0, waiting: 0 }])).toThrow('nothing waited')
  })
})

describe('what is asked of a server', () => {
  const text = '# HELP x y\nwaiting{queue="a"} 3\nwaiting{queue="b"} 4\nwaiting_total 9\n'

  test('a metric is the sum of its samples, and missing is not zero', () => {
    expect(metricSum(text, 'waiting')).toBe(7)
    expect(metricSum(text, 'wait')).toBeUndefined()
  })

  test('over HTTP, a metric that is not there is an error', async () => {
    const server = createServer((_request, reply) => reply.end(text))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/metrics`
    expect(await askMetric(url, 'waiting')).toBe(7)
    await expect(askMetric(url, 'absent')).rejects.toThrow('no metric absent')
    server.close()
  })

  test.runIf(process.platform === 'linux')('the memory of a process is found', () => {
    expect(residentBelow(process.pid).node + residentBelow(process.pid).other).toBeGreaterThan(10_000_000)
  })
})

test('the disk answers with rates above nothing', async () => {
  const rates = await measureDisk(tmpdir(), 0.05)
  for (const value of [rates.append, rates.file, rates.together]) expect(value).toBeGreaterThan(0)
})
