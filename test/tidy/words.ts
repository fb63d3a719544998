// The words that the code no longer uses: the field has a standard term for each, and it is used everywhere.
import type { SourceFile } from './arrows.ts'

const oldWords = [
  'errand',
  'errands',
  'Lifeline',
  'deskOf',
  'reconciliationDesk',
  'takenIn',
  'hearOrder',
  'hearProvider',
  'outOfReach',
  'hasInk',
  'shownAsStored',
  'notForYou',
  'isBlank',
  'mayReach',
  'askNow',
  'putOff',
  'sentInVain',
  'takeOver',
  'giveBack',
  'givesBack',
  'turnedAway',
  'notOurs',
  'untold',
  'doneWords',
  'meanwhile',
] as const

/** Released names stay: each with the files that it stands in. */
const released: Readonly<Partial<Record<(typeof oldWords)[number], readonly string[]>>> = {
  // The id of an operation of the public API.
  hearProvider: [
    'src/contract/authorization.ts',
    'src/gateway/api/payments.ts',
    'src/gateway/openapi/document.ts',
    'test/requests.http',
    'test/shop/order/requests.test.ts',
    'test/shop/security/authorization.test.ts',
    'test/shop/security/fuzz.test.ts',
    'test/support/every-call.ts',
  ],
  // An RPC method: order actors of the first release still call it.
  takenIn: [
    'src/contract/rpc.ts',
    'src/platform/subscriber.ts',
    'test/shop/subscribers/catch-up.test.ts',
    'test/support/stand-in/subscriber.ts',
  ],
  // A field of GET /payments/gates.
  turnedAway: [
    'docs/operations.md',
    'src/contract/rpc.ts',
    'src/gateway/api/gates.ts',
    'src/gateway/api/examples.ts',
    'src/payment/providers/gate.ts',
    'test/shop/payment/overload.test.ts',
    'test/shop/payment/payment.test.ts',
    'test/unit/payment/providers/gate.test.ts',
  ],
}

/** The old words in a file, each with its line. */
export function oldWordsIn({ path, text }: SourceFile): string[] {
  if (!isChecked(path)) return []
  const words = oldWords.filter((word) => !released[word]?.includes(path))
  const pattern = new RegExp(`\\b(${words.join('|')})\\b`, 'i')
  return text.split('\n').flatMap((line, index) => {
    const hit = pattern.exec(line)
    return hit === null ? [] : [`${path}:${index + 1} has "${hit[0]}"`]
  })
}

/** The exceptions that no longer hold: the file is gone, or does not have the word. */
export function needlessExceptions(files: readonly SourceFile[]): string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  return Object.entries(released).flatMap(([word, paths]) =>
    paths.filter((path) => !texts.get(path)?.includes(word)).map((path) => `${path} does not have "${word}"`),
  )
}

/** Generated documents and recorded histories keep the words they were written with. */
function isChecked(path: string): boolean {
  if (path === 'test/tidy/words.ts' || /^(docs\/contract|test\/fixtures)\//.test(path)) return false
  return /^(src|workers|scripts|test|docs)\/|^README\.md$/.test(path)
}
