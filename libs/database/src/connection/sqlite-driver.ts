/**
 * SQLite's driver for the Node that runs. Version 13 ships its binaries, which need Node-API 10 (Node 22.14
 * and newer); before that version 12 is used, which an installation compiles or downloads
 * (tools/build-sqlite.mjs).
 */
import { createRequire } from 'node:module';
import type Sqlite from 'better-sqlite3';

const require = createRequire(import.meta.url);

const SHIPS_BINARIES = Number(process.versions.napi) >= 10;

export const SqliteDriver = (
  SHIPS_BINARIES ? require('better-sqlite3-13') : require('better-sqlite3')
) as typeof Sqlite;
