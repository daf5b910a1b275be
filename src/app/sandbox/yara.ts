import { readFileSync } from 'node:fs'
import { Compiler, initSync, type Rules } from '@virustotal/yara-x'
import { identify } from '../../forensics/file/index.ts'
import { messageLimits } from '../../forensics/message/index.ts'
import { fault, mostNames, type TechniqueFault } from '../../forensics/technique/index.ts'
import { parseOnce } from '../../formats/mime/index.ts'
import { timedBudget } from './timed-budget.ts'

// YARA by YARA-X (VirusTotal, BSD-3-Clause), compiled to WebAssembly: it sees no file and no network, and `include` is refused by it. What it takes in time and
// memory is watched from outside, by the pool: `setTimeoutMs` is of no use here, since the search for strings does not look at the clock.

const wasm = new URL('yara_x_js_bg.wasm', import.meta.resolve('@virustotal/yara-x'))
/** bytes of what is unpacked from one message, and how many streams of it are looked at */
const unpacked = 32 * 1024 * 1024
const mostStreams = 200
/** milliseconds after which no further file of a message is unpacked: what is unpacked then is looked at */
const unpackTime = 2_000
const mostMatches = 1_000

let loaded = false

function load(): void {
  if (!loaded) initSync({ module: new WebAssembly.Module(readFileSync(wasm)) })
  loaded = true
}

/** Compiles rules: `free` them, they lie outside of the heap. */
export function compileYara(text: string): { readonly rules: Rules; readonly entries: number } | { readonly fault: TechniqueFault } {
  load()
  const compiler = new Compiler()
  try {
    compiler.addSource(text)
    return { rules: compiler.build(), entries: text.match(/^\s*(?:(?:private|global)\s+){0,2}rule\s+\w/gm)?.length ?? 1 }
  } catch (thrown) {
    endIfTrapped(thrown)
    return faultOf(compiler.errors[0] ?? String(thrown))
  } finally {
    compiler.free()
  }
}

/** The names of the rules that fit the message, one of its parts, or a file in one of its archives. */
export async function matchYara(rules: Rules, message: Uint8Array): Promise<readonly string[]> {
  const streams = await streamsOf(message)
  const names = new Set<string>()
  const scanner = rules.scanner()
  try {
    scanner.setMaxMatchesPerPattern(mostMatches)
    for (const stream of streams) {
      const { matches } = scanner.scan(stream) as { readonly matches: readonly Found[] }
      for (const { identifier, isPrivate } of matches) if (!isPrivate) names.add(identifier)
    }
  } catch (thrown) {
    endIfTrapped(thrown)
    throw thrown
  } finally {
    scanner.free()
  }
  return [...names].slice(0, mostNames)
}

type Found = { readonly identifier: string; readonly isPrivate: boolean }

async function streamsOf(message: Uint8Array): Promise<readonly Uint8Array[]> {
  const streams = [message]
  const limits = { ...messageLimits, bytes: unpacked, depth: 3 }
  const budget = timedBudget(limits, performance.now() + unpackTime)
  for (const { content, parts, name } of parseOnce(message, messageLimits).parts) {
    if (parts.length > 0 || content.length === 0 || streams.length >= mostStreams) continue
    streams.push(content)
    const { members } = await identify(content, name, limits, { extract: true, budget })
    for (const { bytes } of members) if (bytes !== undefined && streams.length < mostStreams) streams.push(bytes)
  }
  return streams
}

/** What has trapped may lie broken in its memory, and is not asked again: the thread goes with it. */
function endIfTrapped(thrown: unknown): void {
  if (thrown instanceof WebAssembly.RuntimeError || thrown instanceof RangeError) process.exit(1)
}

function faultOf(error: string): { readonly fault: TechniqueFault } {
  const [, line = '1', column = '1'] = /--> line:(\d+):(\d+)/.exec(error) ?? []
  return fault('yara', Number(line), Number(column), error.split('\n')[0]?.replace(/^error(?:\[E\d+\])?: /, '') ?? '')
}
