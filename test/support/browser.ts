// A real browser for the tests: headless Chromium from its npm package. It can reach this machine only.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import chromiumPackage, { inflate } from '@sparticuz/chromium'
import { type BrowserContextOptions, chromium, type Locator, type Page, type Response } from 'playwright-core'
import { z } from 'zod'
import { demoAccounts } from '../../scripts/demo/accounts.ts'
import { faultIn } from './answers.ts'
import { type Account, type Shop, until } from './shop.ts'

export type Window = { page: Page; goto(path: string): Promise<number> }
export type TestBrowser = Awaited<ReturnType<typeof openBrowser>>

/** Pages run without scripts, unless a window is opened with them. */
const asUsual = { javaScriptEnabled: false, viewport: { width: 1200, height: 800 } }

export async function openBrowser(shop: Shop) {
  const home = await unpack()
  const browser = await chromium.launch({
    executablePath: join(home, 'chromium'),
    args: flags(),
    env: environment(home),
  })
  /** Errors, violations of the page's policy, dialogs, and calls to other hosts: no page may cause any of them. */
  const complaints: string[] = []
  const checks: Promise<void>[] = []

  /** A new window, with nobody signed in. */
  async function open(options: BrowserContextOptions = {}): Promise<Window> {
    const context = await browser.newContext({ ...asUsual, baseURL: shop.origin, ...options })
    const page = await context.newPage()
    watch(page, shop.origin, complaints, checks)
    return {
      page,
      async goto(path) {
        const response = await page.goto(path)
        return response?.status() ?? 0
      },
    }
  }

  return {
    complaints,
    open,
    /** A window in which the account has signed in by the form, on its way to `path`. */
    async signedIn(account: Account, path: string, options: BrowserContextOptions = {}): Promise<Window> {
      const window = await open(options)
      await window.goto(path)
      await fillSignIn(window.page, account)
      // Some pages add to their address.
      await window.page.waitForURL(({ pathname, search }) => (pathname + search).startsWith(path))
      return window
    },
    async close() {
      await Promise.all(checks)
      await browser.close()
    },
  }
}

export async function fillSignIn(page: Page, account: Account, password: string = demoAccounts[account].password) {
  await page.getByLabel('E-mail address').fill(demoAccounts[account].email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Reload, as a person does who waits for news, until the page shows it. */
export async function reloadUntil(page: Page, news: Locator): Promise<void> {
  await until(
    async () => {
      await page.reload()
      return news.count()
    },
    (count) => count > 0,
  )
}

function watch(page: Page, origin: string, complaints: string[], checks: Promise<void>[]): void {
  page.on('console', (message) => {
    // The status of the page itself, 403 for example, is asserted by its test.
    const isItsStatus =
      message.text().includes('the server responded with a status') && message.location().url === page.url()
    if (message.type() === 'error' && !isItsStatus) complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (fault) => complaints.push(`${page.url()}: ${fault.message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`${page.url()}: a dialog said ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('response', (response) => checks.push(checkAnswer(response)))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:' && url.origin !== origin) complaints.push(`${page.url()}: asked for ${url.href}`)
  })
}

/** An answer that is not as documented is recorded, and fails the test file. */
async function checkAnswer(response: Response): Promise<void> {
  const named = await orLeft(response.headersArray())
  const headers = new Headers(named?.map(({ name, value }) => [name, value]))
  const isJson = headers.get('content-type')?.includes('json') === true
  const text = isJson ? await orLeft(response.text()) : ''
  if (named === null || text === null) return
  faultIn(response.request().method(), response.url(), { status: response.status(), headers, text })
}

/** Null when the page was left before the answer was all there. */
async function orLeft<T>(received: Promise<T>): Promise<T | null> {
  return await received.catch(() => null)
}

/** The package's flags, without a single process for all and without those that switch off the web's own safety. */
function flags(): string[] {
  chromiumPackage.setGraphicsMode = false
  const unwanted = new Set(['--single-process', '--disable-web-security', '--allow-running-insecure-content'])
  return [
    ...chromiumPackage.args.filter((flag) => !unwanted.has(flag)),
    // The machine may have no graphics library.
    '--disable-gpu',
    '--disable-software-rasterizer',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  ]
}

/**
 * Unpack the browser once for each version. The folder appears whole, also when two processes unpack at the same time.
 */
async function unpack(): Promise<string> {
  const require = createRequire(import.meta.url)
  const packageFolder = dirname(dirname(require.resolve('@sparticuz/chromium')))
  const { version } = z.object({ version: z.string() }).parse(require(join(packageFolder, 'package.json')))
  const home = join(tmpdir(), `homeappliance-chromium-${version}`)
  if (existsSync(home)) return home
  const making = mkdtempSync(`${home}-`)
  const usual = process.env['TMPDIR']
  // The package unpacks into the folder for temporary files.
  process.env['TMPDIR'] = making
  try {
    for (const file of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br']) await inflate(join(packageFolder, 'bin', file))
  } finally {
    if (usual === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = usual
  }
  writeFileSync(join(making, 'fonts.conf'), fontsConfig(home))
  try {
    renameSync(making, home)
  } catch (fault) {
    rmSync(making, { recursive: true })
    if (!existsSync(home)) throw fault
  }
  return home
}

/** A machine without the libraries or fonts that a browser needs gets those of the package. */
function environment(home: string): Record<string, string> {
  const own = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const startsAlone = spawnSync(join(home, 'chromium'), ['--version']).status === 0
  return {
    ...Object.fromEntries(own),
    ...(startsAlone ? {} : { LD_LIBRARY_PATH: join(home, 'al2023', 'lib') }),
    ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: join(home, 'fonts.conf') }),
  }
}

function fontsConfig(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${home}/fonts</dir><cachedir>${home}/fonts-cache</cachedir></fontconfig>
`
}

/** From the page that pays an order: choose a card by its name at the page of the sandbox. */
export async function payBy(page: Page, card: string): Promise<void> {
  await page.getByRole('link', { name: /^Pay/ }).click()
  await page.getByLabel(card, { exact: true }).check()
  await page.getByRole('button', { name: /^Pay/ }).click()
}
