import { Module } from '@nestjs/common';
import { ThreadsModule } from '../threads/index.js';
import { ProfilesController } from './profiles.controller.js';
import { ProfilesService } from './profiles.service.js';

@Module({ imports: [ThreadsModule], controllers: [ProfilesController], providers: [ProfilesService] })
export class ProfilesModule {}
