import module from 'node:module'
import { pathToFileURL } from 'node:url'
import { ensureConsole } from './console.mjs'
import { ensureDependencies } from './install.mjs'
import { inRoot, orSay } from './place.mjs'
import { findRuntime, frugal, runAs } from './runtime.mjs'

const main = inRoot('src', 'app', 'main.ts')

/** Prepares what is missing, then runs the product on the right Node: in this process if this is one, else in a child. */
export async function launch(argv) {
  const runtime = await orSay(async () => {
    const renewed = await ensureDependencies()
    const found = findRuntime(renewed)
    // whoever asks how it is used, or adds what it does not take, is told so at once
    if (argv[0] === 'serve' && argv.length === 1) await ensureConsole(found)
    return found
  })
  // one data folder for this clone, wherever a command is typed
  process.env.TOCSIN_DATA ??= inRoot('data')
  goWhereTyped()
  // compiled code is kept for the next start (measured: the imports of serve took 1.2 s instead of 2.2 s)
  process.env.NODE_COMPILE_CACHE ??= inRoot('node_modules', '.cache', 'compiled')
  const stays = argv[0] === 'serve' || argv[0] === 'work'
  if (runtime !== process.execPath || stays) {
    process.exitCode = await runAs(
      runtime,
      [...(stays ? frugal.flags : []), main, ...argv],
      stays ? { env: { ...frugal.environment, ...process.env } } : {},
    )
    return
  }
  process.argv = [process.argv[0], main, ...argv]
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)
  await import(pathToFileURL(main).href)
}

/** npm runs scripts in the clone's folder; a path that was typed elsewhere (`npm --prefix … run tocsin -- inspect ./x.eml`) is meant from there. */
function goWhereTyped() {
  const { INIT_CWD: typedIn, npm_package_json: manifest } = process.env
  if (typedIn === undefined || manifest !== inRoot('package.json')) return
  try {
    process.chdir(typedIn)
  } catch {
    // removed in the meantime: then the clone's folder it is
  }
}
