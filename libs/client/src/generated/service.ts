/** The service as types: `npm run generate:client` writes this file from schemas/openapi.json. */
/* eslint-disable */
export interface paths {
    readonly "/health/live": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The process runs */
        readonly get: operations["HealthController_live"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health/ready": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Database writable and queue reachable, or 503 and why not */
        readonly get: operations["HealthController_ready"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Prometheus metrics of this process */
        readonly get: operations["MetricsController_read"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/clusters": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Your clusters, latest versions, by name */
        readonly get: operations["list-clusters"];
        readonly put?: never;
        /** Store a cluster under a name */
        readonly post: operations["store-cluster"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/clusters/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One cluster, the latest version or a given one */
        readonly get: operations["read-cluster"];
        /** Add a version; If-Match names the version that was edited */
        readonly put: operations["edit-cluster"];
        readonly post?: never;
        /** Remove a cluster with all its versions; runs keep the document they were made from */
        readonly delete: operations["remove-cluster"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/compare": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Differing inputs, and metrics against a baseline */
        readonly get: operations["CompareController_compare"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/experiments": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Run an experiment: 202 and where to look, or 200 when an equal run exists */
        readonly post: operations["ExperimentsController_submit"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/experiments/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The resolved document of an experiment that you ran */
        readonly get: operations["ExperimentsController_read"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/network": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Simulate one collective on one cluster */
        readonly post: operations["NetworkController_simulate"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/presets": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Presets of clusters, devices, workloads, models and experiments */
        readonly get: operations["CatalogController_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/presets/{kind}/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One preset with its body */
        readonly get: operations["CatalogController_read"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/reports/table4": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Table 4 of the paper beside the twin, from the stored runs of the two founding cases */
        readonly get: operations["ReportsController_table4"];
        readonly put?: never;
        /** Have the runs of Table 4 computed */
        readonly post: operations["ReportsController_computeTable4"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Your runs, newest first unless sorted otherwise */
        readonly get: operations["RunsController_list"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** State and progress of a run, and its result when it has one */
        readonly get: operations["RunsController_read"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End a run now; one that has ended stays as it is */
        readonly post: operations["RunsController_cancel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Events of a run as they happen */
        readonly get: operations["RunsController_events"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/history": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The same events by polling */
        readonly get: operations["RunsController_history"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/result": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The canonical bytes of the result */
        readonly get: operations["RunsController_result"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/retry": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Run the experiment of a failed or cancelled run again */
        readonly post: operations["RunsController_retry"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/{id}/trace": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Chrome trace of representative ranks; Perfetto opens it */
        readonly get: operations["RunsController_trace"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/runs/summary": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Counts by state, and failures grouped by cause */
        readonly get: operations["RunsController_summary"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/schemas/{kind}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** JSON Schema of a kind of document */
        readonly get: operations["CatalogController_schema"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sweeps": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Your sweeps, newest first */
        readonly get: operations["SweepsController_list"];
        readonly put?: never;
        /** Run every point of a sweep: 202 and where to look, or 200 when an equal sweep exists */
        readonly post: operations["SweepsController_submit"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sweeps/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Size, counts by state, best runs, Pareto front, failures by cause */
        readonly get: operations["SweepsController_read"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sweeps/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End a sweep and the runs that were made for it; one that has ended stays as it is */
        readonly post: operations["SweepsController_cancel"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sweeps/{id}/retry-failed": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Run what failed again; what succeeded stays */
        readonly post: operations["SweepsController_retryFailed"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/sweeps/{id}/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Runs of a sweep with their parameters, in the order of the document */
        readonly get: operations["SweepsController_runs"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workloads": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Your workloads, latest versions, by name */
        readonly get: operations["list-workloads"];
        readonly put?: never;
        /** Store a workload under a name */
        readonly post: operations["store-workload"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/workloads/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** One workload, the latest version or a given one */
        readonly get: operations["read-workload"];
        /** Add a version; If-Match names the version that was edited */
        readonly put: operations["edit-workload"];
        readonly post?: never;
        /** Remove a workload with all its versions; runs keep the document they were made from */
        readonly delete: operations["remove-workload"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        readonly CarriedLink: {
            readonly bytes: number;
            readonly class: string;
            readonly name: string;
            readonly peakUtilisation: number;
            readonly plane: number;
            readonly utilisation: number;
        };
        readonly Checks: {
            /** @description `ok`, or what is wrong */
            readonly database: string;
            /** @description `ok`, or what is wrong */
            readonly queue: string;
        };
        /**
         * Railyard Cluster
         * @description The machine: nodes, devices, NICs, network, storage.
         */
        readonly Cluster: {
            /**
             * @description Version of the document format.
             * @constant
             */
            readonly apiVersion: "railyard/v1";
            /** @description An accelerator: datasheet peaks per device, dense. */
            readonly device?: {
                /** @description Dense BF16 peak. Unit: TFLOPS. */
                readonly bf16Tflops?: number;
                /**
                 * @description Dense FP8 peak; 0 when the device has no FP8 tensor cores. Unit: TFLOPS.
                 * @default 0
                 */
                readonly fp8Tflops?: number;
                /** @description FP32 peak outside the tensor cores. Unit: TFLOPS. */
                readonly fp32Tflops?: number;
                /** @description Level-2 cache. Unit: MB (1e6 bytes). */
                readonly l2CacheMB?: number;
                /** @description Memory bandwidth. Unit: GB/s. */
                readonly memoryBandwidthGBps?: number;
                /** @description Memory usable by a job. Unit: GB (1e9 bytes). */
                readonly memoryGB?: number;
                /**
                 * @description Name of the device.
                 * @default custom
                 */
                readonly name?: string;
                /** @description What large transfers reach of the scale-up link, per direction. Unit: GB/s. */
                readonly nvlinkAchievedGBps?: number;
                /** @description Scale-up link (NVLink), per direction; 0 when there is none. Unit: GB/s. */
                readonly nvlinkGBps?: number;
                /** @description Host link, per direction. Unit: GB/s. */
                readonly pcieGBps?: number;
                /** @description Name of a device preset; the other keys override parts of it. */
                readonly preset?: string;
                /** @description Streaming multiprocessors that are enabled. */
                readonly sms?: number;
                /**
                 * @description Datasheet or paper that the figures come from.
                 * @default given in the document
                 */
                readonly source?: string;
            };
            /**
             * @description GPUs of a node.
             * @default 8
             */
            readonly gpusPerNode?: number;
            /**
             * @description What the document describes.
             * @constant
             */
            readonly kind: "Cluster";
            /**
             * @description Name of the cluster.
             * @default custom
             */
            readonly name?: string;
            /** @description The NICs of a node. */
            readonly nic?: {
                /** @description Line rate per direction. Unit: GB/s. */
                readonly bandwidthGBps?: number;
                /**
                 * @description What large RDMA transfers reach of the line rate.
                 * @default 0.8
                 */
                readonly efficiency?: number;
                /**
                 * @description Link layer: sets the latency of a hop (paper, Table 5).
                 * @default infiniband
                 * @enum {string}
                 */
                readonly linkLayer?: "infiniband" | "roce";
                /** @description NICs of a node. */
                readonly perNode?: number;
            };
            /** @description Nodes. */
            readonly nodes?: number;
            /** @description Name of a cluster preset; the other keys override parts of it. */
            readonly preset?: string;
            /**
             * @description A message for another rail first crosses NVLink to the GPU of that rail (NCCL PXN).
             * @default true
             */
            readonly pxn?: boolean;
            /**
             * @description How flows are spread over equal paths.
             * @default adaptive
             * @enum {string}
             */
            readonly routing?: "ecmp" | "adaptive" | "static";
            /**
             * @description The storage plane.
             * @default {}
             */
            readonly storage?: {
                /**
                 * @description What the whole storage cluster gives. Unit: GB/s.
                 * @default 8000
                 */
                readonly aggregateReadGBps?: number;
                /**
                 * @description What the whole storage cluster takes. Unit: GB/s.
                 * @default 2000
                 */
                readonly aggregateWriteGBps?: number;
                /**
                 * @description NIC on the storage plane, per node and direction. Unit: GB/s.
                 * @default 50
                 */
                readonly nodeBandwidthGBps?: number;
            };
            /** @description The scale-out network, built as a real graph. */
            readonly topology?: {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "mpft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                readonly leafDownlinks?: number | unknown;
                /**
                 * @description Independent planes; NIC i of a node is on plane i mod planes.
                 * @default 8
                 */
                readonly planes?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "mrft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                readonly leafDownlinks?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "fat-tree";
                /**
                 * @description Switch layers: 2 (leaf and spine) or 3.
                 * @default 2
                 * @enum {integer}
                 */
                readonly layers?: 2 | 3;
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                readonly leafDownlinks?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "multi-port-mpft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                readonly leafDownlinks?: number | unknown;
                /**
                 * @description Independent planes; NIC i of a node is on plane i mod planes.
                 * @default 8
                 */
                readonly planes?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "rail-only";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /** @description Endpoints attached to each switch. */
                readonly endpointsPerSwitch?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "slim-fly";
                /** @description Parameter of the MMS graph: a prime power, 2 q^2 switches. */
                readonly q?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /** @description Switches of a group. */
                readonly a?: number;
                /** @description Groups. */
                readonly g?: number;
                /** @description Global links of a switch. */
                readonly h?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "dragonfly";
                /** @description Endpoints of a switch. */
                readonly p?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            };
        } | unknown | unknown;
        readonly CollectiveAnswer: {
            readonly algbwGBps: number;
            readonly bottleneck: string;
            readonly busbwGBps: number;
            readonly flows: number;
            readonly latencyUs: number;
            /** @description Busiest first */
            readonly links: readonly components["schemas"]["CarriedLink"][];
            readonly planes: readonly components["schemas"]["PlaneLoad"][];
            readonly timeUs: number;
        };
        readonly ComparedInput: {
            /** @description JSON pointer into the resolved document */
            readonly path: string;
            /** @description One for each run; null where it has no such key */
            readonly values: readonly unknown[];
        };
        readonly ComparedMetric: {
            /** @description Against the baseline, %; null where it is 0 */
            readonly differencePct: readonly (number | null)[];
            readonly name: string;
            readonly values: readonly number[];
            readonly verdict: readonly ("better" | "worse" | "same")[];
        };
        readonly ComparedRun: {
            readonly id: string;
            readonly name: string;
            readonly run: string;
        };
        readonly Comparison: {
            /** @description Which run the others are compared with */
            readonly baseline: number;
            readonly inputs: readonly components["schemas"]["ComparedInput"][];
            readonly metrics: readonly components["schemas"]["ComparedMetric"][];
            readonly runs: readonly components["schemas"]["ComparedRun"][];
        };
        readonly DefinitionPage: {
            readonly items: readonly components["schemas"]["DefinitionView"][];
            /** @description Cursor of the next page */
            readonly next: string | null;
        };
        readonly DefinitionView: {
            /** Format: date-time */
            readonly createdAt: string;
            /** @description In full form */
            readonly document: {
                readonly [key: string]: unknown;
            };
            readonly hash: string;
            readonly name: string;
            readonly version: number;
        };
        /**
         * Railyard Experiment
         * @description A training job on a cluster: one document, one result.
         */
        readonly Experiment: {
            /**
             * @description Version of the document format.
             * @constant
             */
            readonly apiVersion: "railyard/v1";
            readonly cluster?: components["schemas"]["ExperimentCluster"];
            /**
             * @description What the document describes.
             * @constant
             */
            readonly kind: "Experiment";
            /**
             * @description Name of the experiment.
             * @default experiment
             */
            readonly name?: string;
            /** @description Name of a experiment preset; the other keys override parts of it. */
            readonly preset?: string;
            readonly replay?: components["schemas"]["ExperimentReplay"];
            /**
             * @description Seed of every named random stream of the run.
             * @default 1
             */
            readonly seed?: number;
            readonly workload?: components["schemas"]["ExperimentWorkload"];
        } | unknown | unknown;
        /** @description The machine: nodes, devices, NICs, network, storage. */
        readonly ExperimentCluster: {
            /** @description An accelerator: datasheet peaks per device, dense. */
            readonly device?: {
                /** @description Dense BF16 peak. Unit: TFLOPS. */
                readonly bf16Tflops?: number;
                /**
                 * @description Dense FP8 peak; 0 when the device has no FP8 tensor cores. Unit: TFLOPS.
                 * @default 0
                 */
                readonly fp8Tflops?: number;
                /** @description FP32 peak outside the tensor cores. Unit: TFLOPS. */
                readonly fp32Tflops?: number;
                /** @description Level-2 cache. Unit: MB (1e6 bytes). */
                readonly l2CacheMB?: number;
                /** @description Memory bandwidth. Unit: GB/s. */
                readonly memoryBandwidthGBps?: number;
                /** @description Memory usable by a job. Unit: GB (1e9 bytes). */
                readonly memoryGB?: number;
                /**
                 * @description Name of the device.
                 * @default custom
                 */
                readonly name?: string;
                /** @description What large transfers reach of the scale-up link, per direction. Unit: GB/s. */
                readonly nvlinkAchievedGBps?: number;
                /** @description Scale-up link (NVLink), per direction; 0 when there is none. Unit: GB/s. */
                readonly nvlinkGBps?: number;
                /** @description Host link, per direction. Unit: GB/s. */
                readonly pcieGBps?: number;
                /** @description Name of a device preset; the other keys override parts of it. */
                readonly preset?: string;
                /** @description Streaming multiprocessors that are enabled. */
                readonly sms?: number;
                /**
                 * @description Datasheet or paper that the figures come from.
                 * @default given in the document
                 */
                readonly source?: string;
            };
            /**
             * @description GPUs of a node.
             * @default 8
             */
            readonly gpusPerNode?: number;
            /**
             * @description Name of the cluster.
             * @default custom
             */
            readonly name?: string;
            /** @description The NICs of a node. */
            readonly nic?: {
                /** @description Line rate per direction. Unit: GB/s. */
                readonly bandwidthGBps?: number;
                /**
                 * @description What large RDMA transfers reach of the line rate.
                 * @default 0.8
                 */
                readonly efficiency?: number;
                /**
                 * @description Link layer: sets the latency of a hop (paper, Table 5).
                 * @default infiniband
                 * @enum {string}
                 */
                readonly linkLayer?: "infiniband" | "roce";
                /** @description NICs of a node. */
                readonly perNode?: number;
            };
            /** @description Nodes. */
            readonly nodes?: number;
            /** @description Name of a cluster preset; the other keys override parts of it. */
            readonly preset?: string;
            /**
             * @description A message for another rail first crosses NVLink to the GPU of that rail (NCCL PXN).
             * @default true
             */
            readonly pxn?: boolean;
            /**
             * @description How flows are spread over equal paths.
             * @default adaptive
             * @enum {string}
             */
            readonly routing?: "ecmp" | "adaptive" | "static";
            /**
             * @description The storage plane.
             * @default {}
             */
            readonly storage?: {
                /**
                 * @description What the whole storage cluster gives. Unit: GB/s.
                 * @default 8000
                 */
                readonly aggregateReadGBps?: number;
                /**
                 * @description What the whole storage cluster takes. Unit: GB/s.
                 * @default 2000
                 */
                readonly aggregateWriteGBps?: number;
                /**
                 * @description NIC on the storage plane, per node and direction. Unit: GB/s.
                 * @default 50
                 */
                readonly nodeBandwidthGBps?: number;
            };
            /** @description The scale-out network, built as a real graph. */
            readonly topology?: {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "mpft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                readonly leafDownlinks?: number | unknown;
                /**
                 * @description Independent planes; NIC i of a node is on plane i mod planes.
                 * @default 8
                 */
                readonly planes?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "mrft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                readonly leafDownlinks?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "fat-tree";
                /**
                 * @description Switch layers: 2 (leaf and spine) or 3.
                 * @default 2
                 * @enum {integer}
                 */
                readonly layers?: 2 | 3;
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                readonly leafDownlinks?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "multi-port-mpft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                readonly leafDownlinks?: number | unknown;
                /**
                 * @description Independent planes; NIC i of a node is on plane i mod planes.
                 * @default 8
                 */
                readonly planes?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "rail-only";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /** @description Endpoints attached to each switch. */
                readonly endpointsPerSwitch?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "slim-fly";
                /** @description Parameter of the MMS graph: a prime power, 2 q^2 switches. */
                readonly q?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            } | {
                /** @description Switches of a group. */
                readonly a?: number;
                /** @description Groups. */
                readonly g?: number;
                /** @description Global links of a switch. */
                readonly h?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "dragonfly";
                /** @description Endpoints of a switch. */
                readonly p?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                readonly switchPorts?: number;
            };
        };
        readonly ExperimentPreview: {
            /** @description In full form */
            readonly document: {
                readonly [key: string]: unknown;
            };
            readonly engineVersion: string;
            /** @description Address of the run that answers for it */
            readonly existingRun: string | null;
            /** @description Hash of the resolved document and the engine version */
            readonly id: string;
            readonly ok: boolean;
        };
        /** @description The job over days: faults, recovery and what they cost. */
        readonly ExperimentReplay: {
            /** @description Parts of the job that an elastic job can give up one by one. Absent: what the layout allows where the policy shrinks, else 1. */
            readonly dataReplicas?: number;
            /**
             * @description What can fail, how often, and what that does.
             * @default {
             *       "preset": "llama3-h100"
             *     }
             */
            readonly faults?: {
                /** @description Classes of faults. */
                readonly classes?: readonly {
                    /**
                     * @description How faults arrive.
                     * @default {
                     *       "kind": "exponential"
                     *     }
                     */
                    readonly arrivals?: {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "exponential";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "weibull";
                        /** @description Shape; below 1 is infant mortality. */
                        readonly shape?: number;
                    } | {
                        /** @description Longest burst. Unit: s. */
                        readonly burstSpanS?: number;
                        /** @description Variance over mean of the counts. */
                        readonly dispersion?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "negative-binomial";
                    } | {
                        /** @description Rate in the bursty state over the quiet one. */
                        readonly burstRateMultiple?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "markov-modulated";
                        /** @description Mean length of a bursty time. Unit: s. */
                        readonly meanBurstS?: number;
                        /** @description Mean length of a quiet time. Unit: s. */
                        readonly meanQuietS?: number;
                    } | {
                        /** @description Share of the components. */
                        readonly fraction?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "initial";
                    };
                    /**
                     * @description What the fault strikes.
                     * @enum {string}
                     */
                    readonly component?: "gpu" | "node" | "nic" | "host-link" | "fabric-link" | "switch" | "plane" | "job";
                    /** @description From the fault until somebody knows. Unit: s. */
                    readonly detectionS?: number;
                    /** @description How long the component stays out. */
                    readonly duration?: {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "fixed";
                        /** @description Length. Unit: s. */
                        readonly seconds?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "log-normal";
                        /** @description Median. Unit: s. */
                        readonly medianS?: number;
                        /** @description Standard deviation of the logarithm. */
                        readonly sigma?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "exponential";
                        /** @description Mean. Unit: s. */
                        readonly meanS?: number;
                    };
                    /** @description What a fault does. */
                    readonly effect?: {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "log-only";
                    } | {
                        /**
                         * @description Chance that the reset fails and the node is drained.
                         * @default 0
                         */
                        readonly drainProbability?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "restart";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "drain";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "flap";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "outage";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "slow";
                        /** @description Repair after it was drained. Unit: s. */
                        readonly repairS?: number;
                        /** @description How many times slower. */
                        readonly slowdown?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "corrupt";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "maintenance";
                    };
                    /**
                     * @description Family (paper, section 6.1.1).
                     * @enum {string}
                     */
                    readonly family?: "interconnect" | "hardware" | "silent-corruption" | "software" | "slow" | "planned";
                    /** @description Name of the class. */
                    readonly id?: string;
                    /** @description Network model that the class belongs to; absent when it belongs to every one. */
                    readonly networkModel?: ("category" | "physical") | unknown;
                    /**
                     * @description Where the figures come from.
                     * @default assumed
                     * @enum {string}
                     */
                    readonly provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description Faults per 1,000 GPU days. Give exactly one rate of a class. */
                    readonly ratePer1000GpuDays?: number | unknown;
                    /** @description Faults per 1,000 node days. Give exactly one rate of a class. */
                    readonly ratePer1000NodeDays?: number | unknown;
                    /** @description Faults per day of the job, whatever its size. Give exactly one rate of a class. */
                    readonly ratePerJobDay?: number | unknown;
                    /** @description Faults per link and year. Give exactly one rate of a class. */
                    readonly ratePerLinkYear?: number | unknown;
                    /** @description Faults per plane and year. Give exactly one rate of a class. */
                    readonly ratePerPlaneYear?: number | unknown;
                    /** @description Faults per switch and year. Give exactly one rate of a class. */
                    readonly ratePerSwitchYear?: number | unknown;
                    /**
                     * @description Page or paper that the figures come from.
                     * @default given in the document
                     */
                    readonly source?: string;
                }[];
                /**
                 * @description What the profile stands for.
                 * @default
                 */
                readonly description?: string;
                /** @description A share of the nodes fails more often; the mean rate is kept. */
                readonly lemons?: {
                    /** @description Share of the nodes. */
                    readonly nodeFraction?: number;
                    /**
                     * @description Where the figures come from.
                     * @default assumed
                     * @enum {string}
                     */
                    readonly provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description A lemon's rate over a good node's. */
                    readonly rateMultiple?: number;
                    /**
                     * @description Page or paper that the figures come from.
                     * @default given in the document
                     */
                    readonly source?: string;
                } | unknown;
                /**
                 * @description Name of the profile.
                 * @default custom
                 */
                readonly name?: string;
                /**
                 * @description How network faults are modelled: as one category, link by link, or not at all.
                 * @default none
                 * @enum {string}
                 */
                readonly networkModel?: "category" | "physical" | "none";
                /** @description Name of a fault-profile preset; the other keys override parts of it. */
                readonly preset?: string;
            };
            /**
             * @description Until when the job runs.
             * @default {
             *       "kind": "wall",
             *       "days": 54
             *     }
             */
            readonly horizon?: {
                /** @description Length. Unit: d. */
                readonly days?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "wall";
            } | {
                /** @description Length. Unit: d. */
                readonly days?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                readonly kind?: "productive";
            };
            /**
             * @description Multiple of every rate of the profile.
             * @default 1
             */
            readonly rateMultiple?: number;
            /**
             * @description How the job is protected and recovered.
             * @default {
             *       "preset": "deepseek"
             *     }
             */
            readonly recovery?: {
                /**
                 * @description Productive time between two checkpoints. Unit: s.
                 * @default 300
                 */
                readonly checkpointIntervalS?: number;
                /**
                 * @description Reading a checkpoint; part of the restart. Unit: s.
                 * @default 5
                 */
                readonly checkpointLoadS?: number;
                /**
                 * @description From the end of the stall until the checkpoint is safe in storage. Unit: s.
                 * @default 2
                 */
                readonly checkpointPersistS?: number;
                /**
                 * @description How long training stands still for a checkpoint. Unit: s.
                 * @default 1
                 */
                readonly checkpointStallS?: number;
                /**
                 * @description What the policy stands for.
                 * @default given in the document
                 */
                readonly description?: string;
                /**
                 * @description Detectors of silent corruption; none: it is found after its class's detectionS.
                 * @default []
                 */
                readonly detectors?: readonly {
                    /** @description How long training stops for a check. Unit: s. */
                    readonly checkS?: number | unknown;
                    /** @description From the corruption to its discovery; give this or periodS and checkS. */
                    readonly delay?: ({
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "fixed";
                        /** @description Length. Unit: s. */
                        readonly seconds?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "log-normal";
                        /** @description Median. Unit: s. */
                        readonly medianS?: number;
                        /** @description Standard deviation of the logarithm. */
                        readonly sigma?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        readonly kind?: "exponential";
                        /** @description Mean. Unit: s. */
                        readonly meanS?: number;
                    }) | unknown;
                    /**
                     * @description What it does.
                     * @enum {string}
                     */
                    readonly kind: "checksum" | "gradient-norm" | "redundancy-check" | "vendor-diagnostic";
                    /**
                     * @description Share of training time that a check in every step costs.
                     * @default 0
                     */
                    readonly overheadFraction?: number;
                    /** @description From one check to the next. Unit: s. */
                    readonly periodS?: number | unknown;
                    /** @description Name of a sdc-detector preset; the other keys override parts of it. */
                    readonly preset?: string;
                    /**
                     * @description Where the figures come from.
                     * @default assumed
                     * @enum {string}
                     */
                    readonly provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description Share of the corruptions that it finds. */
                    readonly recall?: number;
                    /**
                     * @description Page or paper that the figures come from.
                     * @default given in the document
                     */
                    readonly source?: string;
                }[];
                /**
                 * @description Taking a node out and a spare in; 0 for hot spares. Unit: s.
                 * @default 0
                 */
                readonly drainS?: number;
                /**
                 * @description Faults may strike a restart, which then starts anew.
                 * @default true
                 */
                readonly faultsDuringRestart?: boolean;
                /**
                 * @description Longest link outage that the transport survives. Unit: s.
                 * @default 7.516192768000001
                 */
                readonly flapWindowS?: number;
                /** @description The same when no node changes; absent: restartS. Unit: s. */
                readonly inPlaceRestartS?: number | unknown;
                /**
                 * @description Name of the policy.
                 * @default custom
                 */
                readonly name?: string;
                /**
                 * @description A lost link, switch or plane kills the job (deployed NICs), or traffic moves at once (ideal NICs).
                 * @default restart
                 * @enum {string}
                 */
                readonly networkFault?: "restart" | "reroute";
                /** @description Name of a recovery preset; the other keys override parts of it. */
                readonly preset?: string;
                /**
                 * @description A node drained this often does not come back; 0: never.
                 * @default 0
                 */
                readonly quarantineAfterDrains?: number;
                /**
                 * @description Process start, communicators, load and warm-up. Unit: s.
                 * @default 600
                 */
                readonly restartS?: number;
                /**
                 * @description Spread of the restart time: standard deviation of its logarithm, mean kept.
                 * @default 0
                 */
                readonly restartSigma?: number;
                /**
                 * @description Checkpoints kept to roll back to.
                 * @default 300
                 */
                readonly retainedCheckpoints?: number;
                /**
                 * @description Silent corruption works until it is found, or is treated as found at once.
                 * @default detect
                 * @enum {string}
                 */
                readonly silentCorruption?: "fail-stop" | "detect";
                /**
                 * @description Slow nodes are found and drained, or tolerated.
                 * @default drain
                 * @enum {string}
                 */
                readonly stragglers?: "drain" | "tolerate";
                /**
                 * @description Wait for a repair, or give up a whole data replica.
                 * @default wait
                 * @enum {string}
                 */
                readonly whenNoSpare?: "wait" | "shrink";
            };
            /**
             * @description How often the job is played, each time with other faults.
             * @default 200
             */
            readonly replicas?: number;
            /** @description Nodes that stand by beyond the cluster's. Absent: 2 % of them. */
            readonly spareNodes?: number;
        } | unknown;
        /** @description The training job: a model, its layout, batch, precision and schedule. */
        readonly ExperimentWorkload: {
            /** @description The batch. */
            readonly batch?: {
                /** @description Sequences of an optimizer step over the whole job. */
                readonly globalSequences?: number;
                /**
                 * @description Sequences of a micro-batch.
                 * @default 1
                 */
                readonly microBatchSequences?: number;
                /** @description Tokens of a sequence. */
                readonly sequenceLength?: number;
            };
            /**
             * @description Expert dispatch and combine.
             * @default {}
             */
            readonly communication?: {
                /**
                 * @description Wire precision of combine.
                 * @default bf16
                 * @enum {string}
                 */
                readonly combinePrecision?: "fp8" | "bf16";
                /**
                 * @description Wire precision of dispatch.
                 * @default bf16
                 * @enum {string}
                 */
                readonly dispatchPrecision?: "fp8" | "bf16";
                /**
                 * @description SMs that dispatch and combine kernels hold while they run; 0 is offloaded communication.
                 * @default 20
                 */
                readonly sms?: number;
            };
            /** @description The transformer. */
            readonly model?: {
                /** @description Attention of every layer. */
                readonly attention?: {
                    /** @description Query heads. */
                    readonly heads?: number;
                    /** @description Rank of the joint key-value compression. */
                    readonly keyValueRank?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    readonly kind?: "mla";
                    /** @description Head size without rotary embedding. */
                    readonly nopeHeadDim?: number;
                    /** @description Rank of the query compression. */
                    readonly queryRank?: number;
                    /** @description Head size with rotary embedding. */
                    readonly ropeHeadDim?: number;
                    /** @description Head size of the values. */
                    readonly valueHeadDim?: number;
                } | {
                    /** @description Head size. */
                    readonly headDim?: number;
                    /** @description Query heads. */
                    readonly heads?: number;
                    /** @description Key-value heads. */
                    readonly keyValueHeads?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    readonly kind?: "gqa";
                    /** @description Whether the query, key and value projections have a bias. */
                    readonly qkvBias?: boolean | unknown;
                };
                /** @description SwiGLU hidden size of a dense layer. */
                readonly denseHidden?: number;
                /** @description Hidden size. */
                readonly hidden?: number;
                /** @description Transformer layers. */
                readonly layers?: number;
                /** @description Mixture of experts; absent in a dense model. */
                readonly moe?: {
                    /**
                     * @description The first layers that are dense.
                     * @default 0
                     */
                    readonly denseLayers?: number;
                    /** @description SwiGLU hidden size of an expert. */
                    readonly expertHidden?: number;
                    /**
                     * @description Equal groups that the experts fall into.
                     * @default 1
                     */
                    readonly groups?: number;
                    /** @description Routed experts of a layer. */
                    readonly routedExperts?: number;
                    /**
                     * @description Shared experts of a layer.
                     * @default 0
                     */
                    readonly sharedExperts?: number;
                    /**
                     * @description Groups that a token may use.
                     * @default 1
                     */
                    readonly topGroups?: number;
                    /** @description Routed experts of a token. */
                    readonly topK?: number;
                } | unknown;
                /**
                 * @description Multi-token-prediction modules after the last layer.
                 * @default 0
                 */
                readonly mtpModules?: number;
                /**
                 * @description Name of the model.
                 * @default custom
                 */
                readonly name?: string;
                /** @description Name of a model preset; the other keys override parts of it. */
                readonly preset?: string;
                /**
                 * @description Report or config that the figures come from.
                 * @default given in the document
                 */
                readonly source?: string;
                /**
                 * @description The output head shares the embedding's weights.
                 * @default false
                 */
                readonly tiedEmbedding?: boolean;
                /** @description Vocabulary size. */
                readonly vocabulary?: number;
            };
            /**
             * @description Name of the workload.
             * @default custom
             */
            readonly name?: string;
            /**
             * @description The parallel layout.
             * @default {}
             */
            readonly parallelism?: {
                /** @description Data-parallel replicas of the dense part. Absent: GPUs / (pipeline x tensor). */
                readonly data?: number | unknown;
                /**
                 * @description Expert-parallel ranks.
                 * @default 1
                 */
                readonly expert?: number;
                /**
                 * @description Pipeline-parallel ranks.
                 * @default 1
                 */
                readonly pipeline?: number;
                /**
                 * @description How ranks are laid on nodes.
                 * @default packed
                 * @enum {string}
                 */
                readonly placement?: "packed" | "spread" | "random";
                /**
                 * @description Tensor-parallel ranks.
                 * @default 1
                 */
                readonly tensor?: number;
                /**
                 * @description ZeRO stage: 0 replicates the optimizer state, 1 shards it.
                 * @default 1
                 * @enum {integer}
                 */
                readonly zeroStage?: 0 | 1;
            };
            /**
             * @description Precision of the matrix multiplications.
             * @default bf16
             * @enum {string}
             */
            readonly precision?: "bf16" | "fp8";
            /** @description Name of a workload preset; the other keys override parts of it. */
            readonly preset?: string;
            /**
             * @description What the backward recomputes: nothing, the cheap parts, or the whole layer.
             * @default none
             * @enum {string}
             */
            readonly recompute?: "none" | "selective" | "full";
            /**
             * @description How the gate spreads tokens over experts.
             * @default {}
             */
            readonly routing?: {
                /**
                 * @description Coefficient of variation of the tokens that one GPU's experts receive; 0 is perfectly balanced.
                 * @default 0
                 */
                readonly imbalance?: number;
            };
            /**
             * @description The pipeline schedule.
             * @default {}
             */
            readonly schedule?: {
                /**
                 * @description Model chunks of a device, for interleaved 1F1B.
                 * @default 1
                 */
                readonly chunksPerDevice?: number;
                /**
                 * @description Schedule by name.
                 * @default 1f1b
                 * @enum {string}
                 */
                readonly name?: "gpipe" | "1f1b" | "interleaved" | "zb-h1" | "zb1p" | "zb-v" | "dualpipe" | "dualpipe-v";
            };
            /** @description Layers of each pipeline stage in order. Absent: balanced by computed cost. */
            readonly stageLayers?: readonly number[] | unknown;
        };
        readonly FailureGroup: {
            readonly code: string;
            readonly count: number;
            /** @description Address of one of them */
            readonly example: string;
            readonly message: string;
        };
        readonly HistoryEvent: {
            /** Format: date-time */
            readonly at: string;
            /** @description Of a failure */
            readonly code?: string;
            /** @description Of a failure */
            readonly message?: string;
            /** @description 1, 2, 3, ... without gaps */
            readonly number: number;
            readonly phase?: string;
            /** @description Why it waits again */
            readonly reason?: string;
            readonly resultSha256?: string;
            /** @description The result was there already */
            readonly reused?: boolean;
            /** @description Share done, 0..1 */
            readonly share?: number;
            /** @description How often it was started */
            readonly start?: number;
            /** @enum {string} */
            readonly state?: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @enum {string} */
            readonly type: "queued" | "running" | "progress" | "requeued" | "succeeded" | "failed" | "cancelled";
        };
        readonly InfeasibleAlike: {
            readonly count: number;
            /** @description Dotted path to value */
            readonly example: {
                readonly [key: string]: unknown;
            };
            readonly issue: components["schemas"]["SweepIssue"];
        };
        readonly InfeasiblePoints: {
            readonly count: number;
            readonly groups: readonly components["schemas"]["InfeasibleAlike"][];
        };
        readonly Liveness: {
            /** @enum {string} */
            readonly status: "ok";
        };
        readonly ParetoFront: {
            readonly objectives: readonly components["schemas"]["SweepGoal"][];
            readonly runs: readonly components["schemas"]["ScoredRun"][];
        };
        readonly PlanAnswer: {
            readonly duplicates: number;
            readonly infeasible: components["schemas"]["InfeasiblePoints"];
            readonly objective: components["schemas"]["SweepGoal"];
            /** @description Points that a search need not run */
            readonly pruned: number;
            /** @description Points to run */
            readonly runs: number;
            /** @description Points, before anything is removed */
            readonly size: number;
        };
        readonly PlaneLoad: {
            readonly bytes: number;
            readonly plane: number;
        };
        readonly Preset: {
            readonly description: string;
            /** @enum {string} */
            readonly kind: "experiment" | "cluster" | "workload" | "model" | "device" | "fault-profile" | "recovery" | "sdc-detector";
            readonly name: string;
        };
        readonly PresetList: {
            readonly engineVersion: string;
            readonly items: readonly components["schemas"]["Preset"][];
        };
        readonly PresetWithBody: {
            readonly body: {
                readonly [key: string]: unknown;
            };
            readonly description: string;
            /** @enum {string} */
            readonly kind: "experiment" | "cluster" | "workload" | "model" | "device" | "fault-profile" | "recovery" | "sdc-detector";
            readonly name: string;
        };
        readonly Problem: {
            readonly detail: string;
            readonly instance: string;
            readonly issues: readonly {
                readonly code: string;
                readonly hint: string;
                readonly message: string;
                readonly path: string;
                readonly pointer: string;
            }[];
            readonly requestId: string;
            readonly status: number;
            readonly title: string;
            readonly type: string;
        };
        readonly Readiness: {
            readonly checks: components["schemas"]["Checks"];
            /** @enum {string} */
            readonly status: "ok" | "unavailable";
        };
        readonly Report: {
            readonly artifact: string;
            readonly conclusion: string;
            readonly engineVersion: string;
            readonly inputs: readonly components["schemas"]["ReportInput"][];
            readonly rows: readonly components["schemas"]["ReportRow"][];
            readonly title: string;
            readonly withinTolerance: boolean;
        };
        readonly ReportInput: {
            readonly name: string;
            /** @enum {string} */
            readonly provenance: "published" | "measured" | "derived" | "fitted" | "assumed";
            readonly source: string;
            readonly unit: string;
            readonly value: number | string;
        };
        readonly ReportRow: {
            readonly case: string;
            readonly errorPct: number | null;
            /** @enum {string} */
            readonly kind: "predicted" | "fitted" | "published-input";
            readonly name: string;
            readonly note: string;
            /** @description null where nothing is published */
            readonly paper: number | null;
            /** @description Largest error that passes; null where the row is not judged */
            readonly tolerancePct: number | null;
            readonly twin: number;
            readonly unit: string;
        };
        readonly ReportRuns: {
            /** @description Address of the report */
            readonly report: string;
            readonly runs: readonly components["schemas"]["RunView"][];
        };
        readonly RetriedSweep: {
            /** @description Best first */
            readonly best: readonly components["schemas"]["ScoredRun"][];
            readonly counts: components["schemas"]["RunCounts"];
            /** Format: date-time */
            readonly createdAt: string;
            /** @description Points taken in so far */
            readonly expanded: number;
            /** @description Why it could not be expanded or was ended */
            readonly failure: string | null;
            readonly failures: readonly components["schemas"]["FailureGroup"][];
            readonly id: string;
            readonly links: components["schemas"]["SweepLinks"];
            readonly name: string;
            readonly pareto: components["schemas"]["ParetoFront"] | null;
            /** @description null before the first points are taken in */
            readonly plan: components["schemas"]["PlanAnswer"] | null;
            /** @description Points that have a new run */
            readonly retried: number;
            /** @enum {string} */
            readonly state: "expanding" | "running" | "succeeded" | "failed" | "cancelled";
        };
        readonly RunCounts: {
            readonly cancelled: number;
            readonly failed: number;
            readonly queued: number;
            readonly running: number;
            readonly succeeded: number;
        };
        readonly RunFailure: {
            /** @description crashed, timed-out, out-of-memory or diverged */
            readonly code: string;
            readonly message: string;
        };
        readonly RunHistory: {
            /** @description There will be no more */
            readonly ended: boolean;
            readonly items: readonly components["schemas"]["HistoryEvent"][];
        };
        readonly RunLinks: {
            readonly cancel?: string;
            readonly events: string;
            readonly experiment: string;
            readonly result?: string;
            readonly retry?: string;
            readonly self: string;
            readonly trace?: string;
        };
        readonly RunPage: {
            readonly items: readonly components["schemas"]["RunView"][];
            /** @description Cursor of the next page */
            readonly next: string | null;
        };
        readonly RunsOverview: {
            readonly failures: readonly components["schemas"]["FailureGroup"][];
            readonly states: components["schemas"]["RunCounts"];
        };
        readonly RunSummary: {
            readonly mfuCausal: number | null;
            readonly peakMemoryGB: number | null;
            readonly stepTimeS: number | null;
            readonly tokensPerDayB: number | null;
        };
        readonly RunView: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly experimentId: string;
            readonly failure: components["schemas"]["RunFailure"] | null;
            /** Format: date-time */
            readonly finishedAt: string | null;
            readonly id: string;
            /** @description Number of the latest event */
            readonly lastEvent: number;
            readonly links: components["schemas"]["RunLinks"];
            readonly name: string;
            /** @description What a running run works on */
            readonly phase: string | null;
            readonly resultSha256: string | null;
            /** @description Share done, 0..1 */
            readonly share: number;
            /** Format: date-time */
            readonly startedAt: string | null;
            /** @enum {string} */
            readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Headline metrics of a run that succeeded */
            readonly summary: components["schemas"]["RunSummary"] | null;
        };
        readonly RunWithResult: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly experimentId: string;
            readonly failure: components["schemas"]["RunFailure"] | null;
            /** Format: date-time */
            readonly finishedAt: string | null;
            readonly id: string;
            /** @description Number of the latest event */
            readonly lastEvent: number;
            readonly links: components["schemas"]["RunLinks"];
            readonly name: string;
            /** @description What a running run works on */
            readonly phase: string | null;
            /** @description As GET /v1/runs/{id}/result; null without one */
            readonly result: {
                readonly [key: string]: unknown;
            } | null;
            readonly resultSha256: string | null;
            /** @description Share done, 0..1 */
            readonly share: number;
            /** Format: date-time */
            readonly startedAt: string | null;
            /** @enum {string} */
            readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Headline metrics of a run that succeeded */
            readonly summary: components["schemas"]["RunSummary"] | null;
        };
        readonly ScoredRun: {
            readonly metrics: {
                readonly [key: string]: number;
            };
            /** @description Dotted path to value */
            readonly parameters: {
                readonly [key: string]: unknown;
            };
            readonly position: number;
            /** @description Address of the run */
            readonly run: string;
        };
        readonly StoredExperiment: {
            /** @description In full form */
            readonly document: {
                readonly [key: string]: unknown;
            };
            readonly id: string;
            /** @description Address of its latest run */
            readonly latestRun: string;
        };
        /**
         * Railyard Sweep
         * @description A document that expands to many experiments.
         */
        readonly Sweep: {
            /**
             * @description Version of the document format.
             * @constant
             */
            readonly apiVersion: "railyard/v1";
            readonly cluster?: components["schemas"]["ExperimentCluster"];
            /**
             * @description What the document describes.
             * @constant
             */
            readonly kind: "Sweep";
            /**
             * @description Bounds of the sweep.
             * @default {}
             */
            readonly limits?: {
                /**
                 * @description Most minutes that the sweep may take.
                 * @default 60
                 */
                readonly minutes?: number;
                /**
                 * @description Most runs that the sweep may start.
                 * @default 10000
                 */
                readonly runs?: number;
            };
            /**
             * @description grid: every combination; list: the given points; random and latin-hypercube: drawn; optimize: search for the best layout.
             * @default grid
             * @enum {string}
             */
            readonly method?: "grid" | "list" | "random" | "latin-hypercube" | "optimize";
            /**
             * @description Name of the sweep.
             * @default sweep
             */
            readonly name?: string;
            /**
             * @description What is best.
             * @default {}
             */
            readonly objective?: {
                /**
                 * @description Which way is better.
                 * @default maximize
                 * @enum {string}
                 */
                readonly goal?: "maximize" | "minimize";
                /**
                 * @description A metric of a run.
                 * @default tokensPerDayB
                 * @enum {string}
                 */
                readonly metric?: "stepTimeS" | "tokensPerDayB" | "tflopsCausal" | "tflopsNonCausal" | "mfuCausal" | "mfuNonCausal" | "forwardS" | "backwardInputS" | "backwardWeightS" | "overlappedForwardBackwardS" | "bubbleS" | "optimizerS" | "exposedCommunicationS" | "peakMemoryGB";
            };
            /**
             * @description Dotted path of the experiment (for example workload.parallelism.pipeline) to its values.
             * @default {}
             */
            readonly parameters?: {
                readonly [key: string]: {
                    /** @description Upper end of a range. */
                    readonly max?: number | unknown;
                    /** @description Lower end of a range. */
                    readonly min?: number | unknown;
                    /** @description How the range is divided or drawn from. */
                    readonly scale?: ("linear" | "log") | unknown;
                    /** @description Grid points of the range, both ends included. */
                    readonly steps?: number | unknown;
                    /** @description The values. */
                    readonly values?: readonly unknown[] | unknown;
                };
            };
            /** @description The points of method list: each a mapping of dotted path to value. */
            readonly points?: readonly {
                readonly [key: string]: unknown;
            }[] | unknown;
            /** @description Name of a experiment preset; the other keys override parts of it. */
            readonly preset?: string;
            /** @description Points that random and latin-hypercube draw. */
            readonly samples?: number | unknown;
            /**
             * @description Seed of every named random stream of the run.
             * @default 1
             */
            readonly seed?: number;
            readonly workload?: components["schemas"]["ExperimentWorkload"];
        } | unknown | unknown;
        readonly SweepEntry: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly id: string;
            readonly links: components["schemas"]["SweepLinks"];
            readonly name: string;
        };
        readonly SweepGoal: {
            /** @enum {string} */
            readonly goal: "maximize" | "minimize";
            readonly metric: string;
        };
        readonly SweepIssue: {
            readonly code: string;
            readonly hint: string;
            readonly message: string;
            readonly path: string;
        };
        readonly SweepLinks: {
            readonly cancel?: string;
            readonly retryFailed?: string;
            readonly runs: string;
            readonly self: string;
        };
        readonly SweepMemberAnswer: {
            /** Format: date-time */
            readonly createdAt: string;
            readonly experimentId: string;
            readonly failure: components["schemas"]["RunFailure"] | null;
            /** Format: date-time */
            readonly finishedAt: string | null;
            readonly id: string;
            /** @description Number of the latest event */
            readonly lastEvent: number;
            readonly links: components["schemas"]["RunLinks"];
            readonly name: string;
            /** @description Dotted path to value */
            readonly parameters: {
                readonly [key: string]: unknown;
            };
            /** @description What a running run works on */
            readonly phase: string | null;
            readonly position: number;
            readonly resultSha256: string | null;
            /** @description Share done, 0..1 */
            readonly share: number;
            /** Format: date-time */
            readonly startedAt: string | null;
            /** @enum {string} */
            readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Headline metrics of a run that succeeded */
            readonly summary: components["schemas"]["RunSummary"] | null;
        };
        readonly SweepPage: {
            readonly items: readonly components["schemas"]["SweepEntry"][];
            /** @description Cursor of the next page */
            readonly next: string | null;
        };
        readonly SweepPreview: {
            readonly duplicates: number;
            readonly engineVersion: string;
            /** @description null behind a queue: nobody knows how many threads there will be */
            readonly expectedMinutes: number | null;
            readonly infeasible: components["schemas"]["InfeasiblePoints"];
            readonly objective: components["schemas"]["SweepGoal"];
            readonly ok: boolean;
            /** @description Points that a search need not run */
            readonly pruned: number;
            /** @description Points to run */
            readonly runs: number;
            readonly secondsPerRun: number | null;
            /** @description Points, before anything is removed */
            readonly size: number;
        };
        readonly SweepRunPage: {
            readonly items: readonly components["schemas"]["SweepMemberAnswer"][];
            /** @description Cursor of the next page */
            readonly next: string | null;
        };
        readonly SweepView: {
            /** @description Best first */
            readonly best: readonly components["schemas"]["ScoredRun"][];
            readonly counts: components["schemas"]["RunCounts"];
            /** Format: date-time */
            readonly createdAt: string;
            /** @description Points taken in so far */
            readonly expanded: number;
            /** @description Why it could not be expanded or was ended */
            readonly failure: string | null;
            readonly failures: readonly components["schemas"]["FailureGroup"][];
            readonly id: string;
            readonly links: components["schemas"]["SweepLinks"];
            readonly name: string;
            readonly pareto: components["schemas"]["ParetoFront"] | null;
            /** @description null before the first points are taken in */
            readonly plan: components["schemas"]["PlanAnswer"] | null;
            /** @enum {string} */
            readonly state: "expanding" | "running" | "succeeded" | "failed" | "cancelled";
        };
        /**
         * Railyard Workload
         * @description The training job: a model, its layout, batch, precision and schedule.
         */
        readonly Workload: {
            /**
             * @description Version of the document format.
             * @constant
             */
            readonly apiVersion: "railyard/v1";
            /** @description The batch. */
            readonly batch?: {
                /** @description Sequences of an optimizer step over the whole job. */
                readonly globalSequences?: number;
                /**
                 * @description Sequences of a micro-batch.
                 * @default 1
                 */
                readonly microBatchSequences?: number;
                /** @description Tokens of a sequence. */
                readonly sequenceLength?: number;
            };
            /**
             * @description Expert dispatch and combine.
             * @default {}
             */
            readonly communication?: {
                /**
                 * @description Wire precision of combine.
                 * @default bf16
                 * @enum {string}
                 */
                readonly combinePrecision?: "fp8" | "bf16";
                /**
                 * @description Wire precision of dispatch.
                 * @default bf16
                 * @enum {string}
                 */
                readonly dispatchPrecision?: "fp8" | "bf16";
                /**
                 * @description SMs that dispatch and combine kernels hold while they run; 0 is offloaded communication.
                 * @default 20
                 */
                readonly sms?: number;
            };
            /**
             * @description What the document describes.
             * @constant
             */
            readonly kind: "Workload";
            /** @description The transformer. */
            readonly model?: {
                /** @description Attention of every layer. */
                readonly attention?: {
                    /** @description Query heads. */
                    readonly heads?: number;
                    /** @description Rank of the joint key-value compression. */
                    readonly keyValueRank?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    readonly kind?: "mla";
                    /** @description Head size without rotary embedding. */
                    readonly nopeHeadDim?: number;
                    /** @description Rank of the query compression. */
                    readonly queryRank?: number;
                    /** @description Head size with rotary embedding. */
                    readonly ropeHeadDim?: number;
                    /** @description Head size of the values. */
                    readonly valueHeadDim?: number;
                } | {
                    /** @description Head size. */
                    readonly headDim?: number;
                    /** @description Query heads. */
                    readonly heads?: number;
                    /** @description Key-value heads. */
                    readonly keyValueHeads?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    readonly kind?: "gqa";
                    /** @description Whether the query, key and value projections have a bias. */
                    readonly qkvBias?: boolean | unknown;
                };
                /** @description SwiGLU hidden size of a dense layer. */
                readonly denseHidden?: number;
                /** @description Hidden size. */
                readonly hidden?: number;
                /** @description Transformer layers. */
                readonly layers?: number;
                /** @description Mixture of experts; absent in a dense model. */
                readonly moe?: {
                    /**
                     * @description The first layers that are dense.
                     * @default 0
                     */
                    readonly denseLayers?: number;
                    /** @description SwiGLU hidden size of an expert. */
                    readonly expertHidden?: number;
                    /**
                     * @description Equal groups that the experts fall into.
                     * @default 1
                     */
                    readonly groups?: number;
                    /** @description Routed experts of a layer. */
                    readonly routedExperts?: number;
                    /**
                     * @description Shared experts of a layer.
                     * @default 0
                     */
                    readonly sharedExperts?: number;
                    /**
                     * @description Groups that a token may use.
                     * @default 1
                     */
                    readonly topGroups?: number;
                    /** @description Routed experts of a token. */
                    readonly topK?: number;
                } | unknown;
                /**
                 * @description Multi-token-prediction modules after the last layer.
                 * @default 0
                 */
                readonly mtpModules?: number;
                /**
                 * @description Name of the model.
                 * @default custom
                 */
                readonly name?: string;
                /** @description Name of a model preset; the other keys override parts of it. */
                readonly preset?: string;
                /**
                 * @description Report or config that the figures come from.
                 * @default given in the document
                 */
                readonly source?: string;
                /**
                 * @description The output head shares the embedding's weights.
                 * @default false
                 */
                readonly tiedEmbedding?: boolean;
                /** @description Vocabulary size. */
                readonly vocabulary?: number;
            };
            /**
             * @description Name of the workload.
             * @default custom
             */
            readonly name?: string;
            /**
             * @description The parallel layout.
             * @default {}
             */
            readonly parallelism?: {
                /** @description Data-parallel replicas of the dense part. Absent: GPUs / (pipeline x tensor). */
                readonly data?: number | unknown;
                /**
                 * @description Expert-parallel ranks.
                 * @default 1
                 */
                readonly expert?: number;
                /**
                 * @description Pipeline-parallel ranks.
                 * @default 1
                 */
                readonly pipeline?: number;
                /**
                 * @description How ranks are laid on nodes.
                 * @default packed
                 * @enum {string}
                 */
                readonly placement?: "packed" | "spread" | "random";
                /**
                 * @description Tensor-parallel ranks.
                 * @default 1
                 */
                readonly tensor?: number;
                /**
                 * @description ZeRO stage: 0 replicates the optimizer state, 1 shards it.
                 * @default 1
                 * @enum {integer}
                 */
                readonly zeroStage?: 0 | 1;
            };
            /**
             * @description Precision of the matrix multiplications.
             * @default bf16
             * @enum {string}
             */
            readonly precision?: "bf16" | "fp8";
            /** @description Name of a workload preset; the other keys override parts of it. */
            readonly preset?: string;
            /**
             * @description What the backward recomputes: nothing, the cheap parts, or the whole layer.
             * @default none
             * @enum {string}
             */
            readonly recompute?: "none" | "selective" | "full";
            /**
             * @description How the gate spreads tokens over experts.
             * @default {}
             */
            readonly routing?: {
                /**
                 * @description Coefficient of variation of the tokens that one GPU's experts receive; 0 is perfectly balanced.
                 * @default 0
                 */
                readonly imbalance?: number;
            };
            /**
             * @description The pipeline schedule.
             * @default {}
             */
            readonly schedule?: {
                /**
                 * @description Model chunks of a device, for interleaved 1F1B.
                 * @default 1
                 */
                readonly chunksPerDevice?: number;
                /**
                 * @description Schedule by name.
                 * @default 1f1b
                 * @enum {string}
                 */
                readonly name?: "gpipe" | "1f1b" | "interleaved" | "zb-h1" | "zb1p" | "zb-v" | "dualpipe" | "dualpipe-v";
            };
            /** @description Layers of each pipeline stage in order. Absent: balanced by computed cost. */
            readonly stageLayers?: readonly number[] | unknown;
        } | unknown | unknown;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly HealthController_live: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Liveness"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly HealthController_ready: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Readiness"];
                };
            };
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly MetricsController_read: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "list-clusters": {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: unknown;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionPage"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "store-cluster": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly document: components["schemas"]["Cluster"];
                    readonly name: string;
                };
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "read-cluster": {
        readonly parameters: {
            readonly query?: {
                readonly version?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "edit-cluster": {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                readonly "if-match": string;
                readonly "If-Match": string;
            };
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Cluster"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "remove-cluster": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly CompareController_compare: {
        readonly parameters: {
            readonly query: {
                /** @description One of them; the first by default */
                readonly baseline?: unknown;
                /** @description Only metrics that are not the same */
                readonly diff?: "true" | "false";
                /** @description In place of the Accept header */
                readonly format?: "json" | "csv" | "markdown";
                /** @description 2 to 10 run ids, separated by commas */
                readonly runs: unknown;
            };
            readonly header: {
                readonly accept: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Comparison"];
                    readonly "text/csv": string;
                    readonly "text/markdown": string;
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly ExperimentsController_submit: {
        readonly parameters: {
            readonly query?: {
                /** @description Only check it */
                readonly dryRun?: "true" | "false";
                /** @description Compute again and compare the bytes */
                readonly force?: "true" | "false";
            };
            readonly header?: {
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Experiment"];
            };
        };
        readonly responses: {
            /** @description The run that is there; of a dry run, what would be run */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunView"] | components["schemas"]["ExperimentPreview"];
                };
            };
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly ExperimentsController_read: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["StoredExperiment"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly NetworkController_simulate: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Buffer of one rank, e.g. 1GiB */
                    readonly bytes?: number | string;
                    readonly cluster: string | Record<string, never>;
                    /** @enum {string} */
                    readonly collective: "all-to-all" | "all-reduce" | "all-gather" | "reduce-scatter" | "dispatch" | "combine" | "send-receive";
                    /** @description Parts that are down or degraded: leaf:3, node:0/nic:2=0.5 */
                    readonly fail?: readonly string[];
                    /** @description The cluster's first GPUs */
                    readonly gpus: number;
                    readonly pxn?: boolean;
                    /** @enum {string} */
                    readonly routing?: "ecmp" | "adaptive" | "static";
                    /** @description Of the ECMP hash */
                    readonly seed?: number;
                    /** @description Dispatch and combine: tokens of one rank, in place of bytes */
                    readonly tokens?: number;
                };
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CollectiveAnswer"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly CatalogController_list: {
        readonly parameters: {
            readonly query?: {
                readonly kind?: "experiment" | "cluster" | "workload" | "model" | "device" | "fault-profile" | "recovery" | "sdc-detector";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PresetList"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly CatalogController_read: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly kind: "experiment" | "cluster" | "workload" | "model" | "device" | "fault-profile" | "recovery" | "sdc-detector";
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PresetWithBody"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly ReportsController_table4: {
        readonly parameters: {
            readonly query?: {
                /** @description In place of the Accept header */
                readonly format?: "json" | "csv" | "markdown" | "html";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Report"];
                    readonly "text/csv": string;
                    readonly "text/html": string;
                    readonly "text/markdown": string;
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly ReportsController_computeTable4: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All are there */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportRuns"];
                };
            };
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ReportRuns"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly RunsController_list: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the page before */
                readonly cursor?: unknown;
                readonly experimentId?: unknown;
                readonly limit?: number;
                readonly name?: unknown;
                readonly sort?: "createdAt" | "-createdAt" | "finishedAt" | "-finishedAt" | "stepTimeS" | "-stepTimeS" | "tokensPerDayB" | "-tokensPerDayB" | "mfuCausal" | "-mfuCausal" | "peakMemoryGB" | "-peakMemoryGB";
                /** @description Any of queued, running, succeeded, failed, cancelled, separated by commas */
                readonly state?: unknown;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly RunsController_read: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunWithResult"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly RunsController_cancel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly RunsController_events: {
        readonly parameters: {
            readonly query?: {
                /** @description The same, for clients that cannot set headers */
                readonly after?: unknown;
            };
            readonly header: {
                readonly "last-event-id": string;
                /** @description Number of the last event that was seen */
                readonly "Last-Event-ID"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Frames whose data are the items of /history */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            /** @description The run has ended and its last event was seen */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly RunsController_history: {
        readonly parameters: {
            readonly query?: {
                readonly after?: unknown;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunHistory"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly RunsController_result: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description An ExperimentResult; docs/documents.md tells its parts */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly engineVersion: string;
                        readonly id: string;
                        readonly metrics: {
                            readonly [key: string]: number;
                        };
                    } & {
                        readonly [key: string]: unknown;
                    };
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly RunsController_retry: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly RunsController_trace: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly traceEvents: readonly Record<string, never>[];
                    } & {
                        readonly [key: string]: unknown;
                    };
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly RunsController_summary: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunsOverview"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly CatalogController_schema: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly kind: "cluster" | "workload" | "experiment" | "sweep" | "faultprofile";
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly SweepsController_list: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the page before */
                readonly cursor?: unknown;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SweepPage"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly SweepsController_submit: {
        readonly parameters: {
            readonly query?: {
                /** @description Only say what it would run */
                readonly dryRun?: "true" | "false";
            };
            readonly header?: {
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Sweep"];
            };
        };
        readonly responses: {
            /** @description The sweep that is there; of a dry run, what would be run */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SweepView"] | components["schemas"]["SweepPreview"];
                };
            };
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SweepView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly SweepsController_read: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SweepView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly SweepsController_cancel: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SweepView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly SweepsController_retryFailed: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Idempotency-Key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RetriedSweep"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly SweepsController_runs: {
        readonly parameters: {
            readonly query?: {
                /** @description `next` of the page before */
                readonly cursor?: unknown;
                readonly limit?: number;
                /** @description Any of queued, running, succeeded, failed, cancelled, separated by commas */
                readonly state?: unknown;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SweepRunPage"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "list-workloads": {
        readonly parameters: {
            readonly query?: {
                readonly cursor?: unknown;
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionPage"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "store-workload": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                readonly "Idempotency-Key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    readonly document: components["schemas"]["Workload"];
                    readonly name: string;
                };
            };
        };
        readonly responses: {
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "read-workload": {
        readonly parameters: {
            readonly query?: {
                readonly version?: number;
            };
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "edit-workload": {
        readonly parameters: {
            readonly query?: never;
            readonly header: {
                readonly "if-match": string;
                readonly "If-Match": string;
            };
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Workload"];
            };
        };
        readonly responses: {
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly "remove-workload": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details */
            readonly default: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
