// The tables of a payment. They hold no personal data; `attempt` keeps a payment token only while the attempt is open.
import { schema } from '../../platform/schema.ts'

const refundOfFirstReleases = `
  CREATE TABLE IF NOT EXISTS refund (
    refund_id TEXT PRIMARY KEY,
    attempt INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    for_order INTEGER NOT NULL,
    since INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    due_at INTEGER,
    done_at INTEGER,
    report_tries INTEGER NOT NULL,
    report_at INTEGER
  );`

const refundOfEarlierReleases = refundOfFirstReleases.replace(
  'report_at INTEGER',
  'report_at INTEGER, round INTEGER NOT NULL DEFAULT 0, failure TEXT',
)

const refundWithRefusal = refundOfEarlierReleases.replace('failure TEXT', 'failure TEXT, refusal TEXT')

const steps: readonly string[] = [
  `CREATE TABLE attempt (
     attempt INTEGER PRIMARY KEY,
     status TEXT NOT NULL,
     amount INTEGER NOT NULL,
     currency TEXT NOT NULL,
     token TEXT,
     reason TEXT,
     charge_id TEXT,
     started_at INTEGER NOT NULL,
     ended_at INTEGER,
     sent_at INTEGER NOT NULL,
     resends INTEGER NOT NULL,
     tries INTEGER NOT NULL,
     due_at INTEGER,
     reported TEXT,
     report_tries INTEGER NOT NULL,
     report_at INTEGER
   );
   ${refundOfFirstReleases}`,
  `ALTER TABLE attempt ADD COLUMN asked_by TEXT NOT NULL DEFAULT '[]'`,
  // A payment without refunds gets the table too, since SQL cannot change a table only if it exists.
  `${refundOfFirstReleases}
   ALTER TABLE refund ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE refund ADD COLUMN failure TEXT`,
  'ALTER TABLE attempt ADD COLUMN provider TEXT',
  `ALTER TABLE attempt ADD COLUMN return_url TEXT;
   ALTER TABLE attempt ADD COLUMN payable_until INTEGER;
   ALTER TABLE attempt ADD COLUMN action_url TEXT;
   ALTER TABLE attempt ADD COLUMN expires_at INTEGER`,
  `${refundOfEarlierReleases}
   ALTER TABLE refund ADD COLUMN refusal TEXT`,
  `${refundWithRefusal}
   ALTER TABLE refund ADD COLUMN unanswered_at INTEGER;
   ALTER TABLE refund ADD COLUMN settlement TEXT`,
]

const newest = `
  CREATE TABLE attempt (
    attempt INTEGER PRIMARY KEY,
    status TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    token TEXT,
    reason TEXT,
    charge_id TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    sent_at INTEGER NOT NULL,
    resends INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    due_at INTEGER,
    reported TEXT,
    report_tries INTEGER NOT NULL,
    report_at INTEGER,
    asked_by TEXT NOT NULL DEFAULT '[]',
    provider TEXT,
    return_url TEXT,
    payable_until INTEGER,
    action_url TEXT,
    expires_at INTEGER
  );`

/** Created with the first refund, since most payments never have one. Payments of the first releases always have it. */
export const refundTable = `
  CREATE TABLE IF NOT EXISTS refund (
    refund_id TEXT PRIMARY KEY,
    attempt INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    for_order INTEGER NOT NULL,
    since INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    due_at INTEGER,
    done_at INTEGER,
    report_tries INTEGER NOT NULL,
    report_at INTEGER,
    round INTEGER NOT NULL DEFAULT 0,
    failure TEXT,
    refusal TEXT,
    unanswered_at INTEGER,
    settlement TEXT
  );`

export const { create, migrate } = schema(steps, newest)
