// The words that the code no longer uses: the field has a standard term for each, and it is used everywhere.
import type { SourceFile } from './arrows.ts'

/** Each with a hyphen after two letters, so that a search for an old word does not find this list. */
const oldWords = [
  'er-rand',
  'er-rands',
  'Li-feline',
  'de-skOf',
  're-conciliationDesk',
  'ta-kenIn',
  'he-arOrder',
  'he-arProvider',
  'ou-tOfReach',
  'ha-sInk',
  'sh-ownAsStored',
  'no-tForYou',
  'is-Blank',
  'ma-yReach',
  'as-kNow',
  'pu-tOff',
  'se-ntInVain',
  'ta-keOver',
  'gi-veBack',
  'gi-vesBack',
  'tu-rnedAway',
  'no-tOurs',
  'un-told',
  'do-neWords',
  'me-anwhile',
].map(withoutHyphen)

/** Released names stay: each with the files that it stands in. */
const released: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    // The id of an operation of the public API.
    'he-arProvider': [
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
    'ta-kenIn': [
      'src/contract/rpc.ts',
      'src/platform/subscriber.ts',
      'test/shop/subscribers/catch-up.test.ts',
      'test/support/stand-in/subscriber.ts',
    ],
    // A field of GET /payments/gates.
    'tu-rnedAway': [
      'docs/operations.md',
      'src/contract/payment.ts',
      'src/gateway/api/gates.ts',
      'src/gateway/api/examples.ts',
      'src/payment/providers/gate.ts',
      'test/shop/payment/overload.test.ts',
      'test/shop/payment/payment.test.ts',
      'test/unit/payment/providers/gate.test.ts',
    ],
  }).map(([word, paths]) => [withoutHyphen(word), paths]),
)

/** The old words in a file, each with its line. */
export function oldWordsIn({ path, text }: SourceFile): string[] {
  if (!isChecked(path)) return []
  const words = oldWords.filter((word) => !released.get(word)?.includes(path))
  const pattern = new RegExp(`\\b(${words.join('|')})\\b`, 'i')
  return text.split('\n').flatMap((line, index) => {
    const hit = pattern.exec(line)
    return hit === null ? [] : [`${path}:${index + 1} has "${hit[0]}"`]
  })
}

/** The exceptions that no longer hold: the file is gone, or does not have the word. */
export function needlessExceptions(files: readonly SourceFile[]): string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  return [...released].flatMap(([word, paths]) =>
    paths.filter((path) => !texts.get(path)?.includes(word)).map((path) => `${path} does not have "${word}"`),
  )
}

/** Generated documents and recorded histories keep the words they were written with. */
function isChecked(path: string): boolean {
  if (path === 'test/tidy/words.ts' || /^(docs\/contract|test\/fixtures)\//.test(path)) return false
  return /^(src|workers|scripts|test|docs)\/|^README\.md$/.test(path)
}

function withoutHyphen(word: string): string {
  return word.replace('-', '')
}
