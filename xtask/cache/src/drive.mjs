// Runs the tests that are for a private cache, through the proxy at the given URL, and prints what came of them, and what the suite itself
// has published of others: node drive.mjs FOLDER URL
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [folder, base] = process.argv.slice(2)
const load = name => import(pathToFileURL(`${folder}/${name}`))
const { default: suites } = await load('tests/index.mjs')
const { runTests, getResults } = await load('client/runner.mjs')
const display = await load('lib/display.mjs')
const { default: published } = await load('results/index.mjs')
const fetch = (await import(pathToFileURL(createRequire(`${folder}/`).resolve('node-fetch')))).default

// Those that the suite has for browsers alone are for any private cache.
const all = suites.flatMap(suite => suite.tests.map(test => ({ suite, test })))
const ours = all.filter(({ test }) => test.browser_skip !== true)
for (const { test } of ours) delete test.browser_only

const words = { '✅': 'pass', Y: 'yes', N: 'no', '⛔️': 'fail', '⚠️': 'fail', '🔹': 'setup', '⁉️': 'harness', '⚪️': 'dependency', '↻': 'retry', '-': 'untested' }
const judged = results => ours.map(({ suite, test }) => {
  const word = words[display.determineTestResult(suites, test.id, results)[2]]
  const said = results[test.id]
  return { suite: suite.name, id: test.id, kind: test.kind ?? 'required', outcome: word, said: Array.isArray(said) ? String(said[1]) : '' }
})

// What others depend on is run too, whoever it is for.
await runTests(suites, fetch, false, base)
const others = published.map(({ name, version, file }) =>
  ({ name, version: version ?? '', tests: judged(JSON.parse(readFileSync(`${folder}/results/${file}`))) }))
const version = JSON.parse(readFileSync(`${folder}/package.json`)).version
// Connections are kept open, so that it would not end by itself.
process.stdout.write(JSON.stringify({ version, ours: judged(getResults()), others }) + '\n', () => process.exit(0))
