/** One collective on one cluster, as a user asks for it: checked all at once, its parts resolved. */
import { IssueList } from '@railyard/base';
import { type BenchmarkRequest, checkBenchmark } from '@railyard/cluster';
import { type NetworkRequest, REQUEST_SCHEMAS } from '../schema/index.js';
import { givenRequest, throwIfAny } from '../validation/index.js';
import { checkSize, DEFAULT_LIMITS, type NetworkLimits } from './network-limits.js';
import { clusterIn } from './parts.js';
import { besideIn, bytesIn, sizesIn } from './size.js';

/** @throws InvalidDocumentError with every issue. */
export function checkedNetwork(input: unknown, limits: NetworkLimits = DEFAULT_LIMITS): BenchmarkRequest {
  const issues = new IssueList();
  const given = givenRequest(REQUEST_SCHEMAS.NetworkRequest, input, issues);
  const resolved: Partial<BenchmarkRequest> = { ...asWritten(given), ...resolvedParts() };
  checkBenchmark(resolved, issues);
  throwIfAny(issues);
  const request = resolved as BenchmarkRequest;
  checkSize(request, limits, issues);
  throwIfAny(issues);
  return request;

  function resolvedParts(): Partial<BenchmarkRequest> {
    const [cluster, bytes, sizes, beside] = [
      clusterIn(given, issues),
      bytesIn(given, issues),
      sizesIn(given, issues),
      besideIn(given, issues),
    ];
    return {
      ...(cluster === undefined ? {} : { cluster }),
      ...(bytes === undefined ? {} : { bytes }),
      ...(sizes === undefined ? {} : { sizes }),
      ...(beside === undefined ? {} : { beside }),
    };
  }
}

/** The keys that are taken as they stand. */
function asWritten(given: Partial<NetworkRequest>) {
  const { cluster: _cluster, bytes: _bytes, tokens: _tokens, beside: _beside, ...others } = given;
  const { minBytes: _min, maxBytes: _max, stepFactor: _factor, stepBytes: _step, ...kept } = others;
  return kept;
}
