-- How the owner of an account reads the shop (OpenID Connect Core 1.0, section 5.1): null as their browser says.
ALTER TABLE user ADD COLUMN locale TEXT;
ALTER TABLE user ADD COLUMN zoneinfo TEXT;
