-- What must end together, whoever ends it: a session and its tokens, a locked account and its sessions. And tries.
create trigger "session_ends_its_tokens" before delete on "session" begin
  delete from "oauthAccessToken" where "sessionId" = old."id";
  delete from "oauthRefreshToken" where "sessionId" = old."id";
end;

create trigger "lock_ends_sessions" after update of "banned" on "user" when new."banned" = 1 begin
  delete from "session" where "userId" = new."id";
end;

-- How often something was tried under a key (an account, an address, a browser) until the window ends, in ms.
create table "attempts" ("key" text not null primary key, "count" integer not null, "endsAt" integer not null);
create index "attempts_endsAt_idx" on "attempts" ("endsAt");
