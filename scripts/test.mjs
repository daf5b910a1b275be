// `npm test`: installs what the tests need, runs every check and every test, and names on its last lines what this machine could not run.
const major = Number(process.versions.node.split('.')[0])
if (major < 20) {
  process.stderr.write(
    `Tocsin needs Node 20 or newer to start, and this is ${process.version}: install a newer one from https://nodejs.org and start again.\n`,
  )
  process.exitCode = 1
} else {
  void import('./setup/tests.mjs').then(async ({ runTests }) => {
    process.exitCode = await runTests(process.argv.slice(2))
  })
}
