// A region that customers have is one in every Worker that keeps their orders, or nothing is deployed.
import { expect, test } from 'vitest'
import { createDatabase } from '../../../../scripts/deploy/account.ts'
import type { WorkerConfig } from '../../../../scripts/deploy/configs.ts'
import { regionFaults } from '../../../../scripts/deploy/region-faults.ts'
import { blank } from '../../../support/small-shop.ts'

const worker = (name: string, parts: Partial<WorkerConfig> = {}): WorkerConfig => ({
  ...blank,
  name: `homeappliance-${name}`,
  config: name,
  ...parts,
})
const database = (binding: string, name: string) => ({ binding, name, folder: '', migrations: ['0001.sql'] })
const mypage = [
  database('MYPAGE_DB_0', 'homeappliance-mypage-0'),
  database('MYPAGE_DB_EU_0', 'homeappliance-mypage-eu-0'),
]
const archive = [database('ARCHIVE_DB', 'homeappliance-archive'), database('ARCHIVE_DB_EU', 'homeappliance-archive-eu')]
const bucket = { binding: 'ARCHIVE_BUCKET', name: 'homeappliance-archive', jurisdiction: null }
const bucketEu = { binding: 'ARCHIVE_BUCKET_EU', name: 'homeappliance-archive-eu', jurisdiction: 'eu' }

const parts = { countries: 'eu=DE FR', regions: 'eu', mypage, archive, buckets: [bucket, bucketEu] }
const ofOrders = ['ordermanagement', 'delivery', 'message'] as const
const shop = ({ countries, regions, mypage, archive, buckets }: typeof parts) => [
  worker('gateway', { vars: { REGION_COUNTRIES: countries } }),
  worker('payment', { vars: { REGIONS: regions } }),
  worker('mypage', { databases: mypage }),
  ...ofOrders.map((name) => {
    const binding = `${name.toUpperCase()}_DB`
    const world = database(binding, `homeappliance-${name}`)
    return worker(name, { databases: [world, database(`${binding}_EU`, `homeappliance-${name}-eu`)] })
  }),
  worker('archive', { databases: archive, buckets }),
]

test('a region that is everywhere is right, and so is a shop without one', () => {
  expect(regionFaults(shop(parts))).toEqual([])
  const [first = database('', '')] = archive
  expect(regionFaults(shop({ countries: '', regions: '', mypage: [], archive: [first], buckets: [bucket] }))).toEqual(
    [],
  )
})

test.each([
  ['homeappliance-mypage has no database of the region eu', { mypage: mypage.slice(0, 1) }],
  ['homeappliance-archive has no database of the region eu', { archive: archive.slice(0, 1) }],
  ['homeappliance-archive has no bucket of the region eu', { buckets: [bucket] }],
  ['homeappliance-payment does not name the region eu in REGIONS', { regions: 'us' }],
  ['homeappliance-mypage has no database of the region us', { countries: 'eu=DE, us=US' }],
  ['homeappliance-message has no database of the region us', { countries: 'eu=DE, us=US' }],
  [
    'MYPAGE_DB_EU_0 does not say where homeappliance-mypage-2 is made: in no region',
    { mypage: [database('MYPAGE_DB_EU_0', 'homeappliance-mypage-2')] },
  ],
  [
    'ARCHIVE_BUCKET_EU does not say where homeappliance-archive-eu is made: in no region',
    { buckets: [bucket, { ...bucketEu, jurisdiction: null }] },
  ],
  ['"eu" is not like "eu=DE FR"', { countries: 'eu' }],
])('%s', (fault, change) => {
  expect(regionFaults(shop({ ...parts, ...change })).join('\n')).toContain(fault)
})

test('a database is made in the jurisdiction of its name', async () => {
  const commands: (readonly string[])[] = []
  const wrangler = async (args: readonly string[]) => {
    commands.push(args)
    return { code: 0, stdout: '', output: '' }
  }
  for (const name of ['homeappliance-mypage-0', 'homeappliance-mypage-eu-0', 'homeappliance-archive-us']) {
    await createDatabase(wrangler, name)
  }
  expect(commands).toEqual([
    ['d1', 'create', 'homeappliance-mypage-0'],
    ['d1', 'create', 'homeappliance-mypage-eu-0', '--jurisdiction', 'eu'],
    ['d1', 'create', 'homeappliance-archive-us', '--jurisdiction', 'us'],
  ])
})
