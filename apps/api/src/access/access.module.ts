import { Global, Module } from '@nestjs/common';
import { CONFIG } from '@railyard/service';
import { ACCESS, accessRules } from './access-rules.js';

/** Whether a key is asked for, for every module. */
@Global()
@Module({
  providers: [{ provide: ACCESS, inject: [CONFIG], useFactory: accessRules }],
  exports: [ACCESS],
})
export class AccessModule {}
