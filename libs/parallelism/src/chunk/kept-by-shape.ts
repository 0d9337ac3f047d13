/** What was worked out for a layer's shape of a model on a device, as long as these are there. */
import { type DeviceSpec } from '@railyard/cluster';
import { type LayerShape, type ModelSpec } from '../model/index.js';

export class KeptByShape<T> {
  private readonly devices = new WeakMap<
    DeviceSpec,
    WeakMap<ModelSpec, WeakMap<LayerShape, Map<string, T>>>
  >();

  /** By whatever else it depends on. */
  of(device: DeviceSpec, model: ModelSpec, shape: LayerShape): Map<string, T> {
    let models = this.devices.get(device);
    if (models === undefined) this.devices.set(device, (models = new WeakMap()));
    let shapes = models.get(model);
    if (shapes === undefined) models.set(model, (shapes = new WeakMap()));
    let kept = shapes.get(shape);
    if (kept === undefined) shapes.set(shape, (kept = new Map()));
    return kept;
  }
}
