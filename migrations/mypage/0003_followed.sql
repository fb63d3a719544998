-- The customers who follow their changes over a socket, and until when (epoch milliseconds): whoever writes a row of
-- theirs then tells their object so. A row that has run out is written again by the next socket.
CREATE TABLE followed (
  customer_id TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) WITHOUT ROWID;
