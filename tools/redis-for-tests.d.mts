export interface SharedRedis {
  readonly url: string;
  stop(): Promise<void>;
}

export interface OwnRedis extends SharedRedis {
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export function redisServerAvailable(): boolean;
export function redisAvailable(): boolean;
export function redisForTests(): Promise<SharedRedis>;
export function startRedis(): Promise<OwnRedis>;
export function freePort(): Promise<number>;
