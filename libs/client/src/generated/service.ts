/** The service as types: `npm run generate:client` writes this file from schemas/openapi.json. */
/* eslint-disable */
export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs */
        get: operations["HealthController_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Database writable and queue reachable, or 503 and why not */
        get: operations["HealthController_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prometheus metrics: of this process, and of the runs of all */
        get: operations["MetricsController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accuracy/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published training runs and the engine, as a page to hand on; the first takes a minute */
        get: operations["AccuracyController_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your clusters, latest versions, by name */
        get: operations["list-clusters"];
        put?: never;
        /** Store a cluster under a name */
        post: operations["store-cluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clusters/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One cluster, the latest version or a given one */
        get: operations["read-cluster"];
        /** Add a version; If-Match names the version that was edited */
        put: operations["edit-cluster"];
        post?: never;
        /** Remove a cluster with all its versions; runs keep the document they were made from */
        delete: operations["remove-cluster"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Differing inputs, and metrics against a baseline */
        get: operations["CompareController_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run an experiment: 202 and where to look, or 200 when an equal run exists */
        post: operations["ExperimentsController_submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/experiments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The resolved document of an experiment that you ran */
        get: operations["ExperimentsController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/faults/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hold a fault profile to a log: faults expected, and those that came */
        post: operations["FaultsController_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/faults/fit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fit rates, laws and repair times to a log, with bands, and a FaultProfile */
        post: operations["FaultsController_fit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/faults/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** List the events of a log: lines that are one fault are one event */
        post: operations["FaultsController_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/layers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Time one transformer layer of a workload's model on one device, without communication */
        post: operations["LayersController_time"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Simulate one collective on one cluster */
        post: operations["NetworkController_simulate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compare fabrics: cost, power, failures of a year, and the step of one job on each */
        post: operations["NetworkController_compare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/cost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Count the endpoints, switches and cables of a network, and price them */
        post: operations["NetworkController_cost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run several jobs on one cluster: the step of each alone and with the others */
        post: operations["NetworkController_jobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/network/traffic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Simulate messages of one job or several on one cluster */
        post: operations["NetworkController_traffic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Presets of clusters, devices, workloads, models and experiments */
        get: operations["CatalogController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/presets/{kind}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One preset with its body */
        get: operations["CatalogController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Time by stream and kind, overlap and exposed communication of a recorded profile */
        post: operations["ProfilesController_analyze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What makes a recorded step longer than another's, or than the simulated step of an experiment */
        post: operations["ProfilesController_difference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profiles/ranks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ranks of one job side by side: who is late, who waits for whom */
        post: operations["ProfilesController_ranks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reports/table4": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Table 4 of the paper and of the twin, from the stored runs of the two founding cases */
        get: operations["ReportsController_table4"];
        put?: never;
        /** Compute the runs of Table 4 */
        post: operations["ReportsController_computeTable4"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reproductions/{artifact}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compute a table or figure of the paper and compare it with the paper's numbers */
        post: operations["ReproductionsController_reproduce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reproductions/{artifact}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A table or figure of the paper next to the twin's numbers, as a page */
        get: operations["ReproductionsController_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your runs, newest first unless sorted otherwise */
        get: operations["RunsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State and progress of a run, and its result when it has one */
        get: operations["RunsController_read"];
        put?: never;
        post?: never;
        /** Delete a run that has ended, and its result unless another run names it */
        delete: operations["RunsController_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a run now; one that has ended stays as it is */
        post: operations["RunsController_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of a run as they happen */
        get: operations["RunsController_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same events by polling */
        get: operations["RunsController_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The run as a page to hand on: headline, charts, memory, links, inputs */
        get: operations["RunFilesController_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The canonical bytes of the result */
        get: operations["RunFilesController_result"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run the experiment of a failed or cancelled run again */
        post: operations["RunsController_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{id}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chrome trace of the pipeline ranks of one replica, or of those of `ranks` (0-3,8); Perfetto opens it */
        get: operations["RunFilesController_trace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts by state, and failures grouped by cause */
        get: operations["RunsController_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Execute a pipeline schedule: bubble, formula, op counts of each rank */
        post: operations["SchedulesController_execute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schemas/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** JSON Schema of a kind of document */
        get: operations["CatalogController_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/serving": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Serve a model: times to the first token and between tokens, and tokens/s */
        post: operations["ServingController_serve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/studies/advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Interval, detectors, spares and retention that serve an objective best */
        post: operations["StudiesController_advice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/studies/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** GPU-hours of a job by cause, and money at a price */
        post: operations["StudiesController_costs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/studies/curve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** ETTR and goodput over checkpoint interval, spares, MTBF or scale */
        post: operations["StudiesController_curve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sweeps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your sweeps, newest first */
        get: operations["SweepsController_list"];
        put?: never;
        /** Run every point of a sweep: 202 and where to look, or 200 when an equal sweep exists */
        post: operations["SweepsController_submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sweeps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Size, counts by state, best runs, Pareto front, failures by cause */
        get: operations["SweepsController_read"];
        put?: never;
        post?: never;
        /** Delete a sweep that has ended, and the runs that were made for it and stand in no other */
        delete: operations["SweepsController_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sweeps/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a sweep and the runs that were made for it; one that has ended stays as it is */
        post: operations["SweepsController_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sweeps/{id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The document of a sweep as it was sent, stored definitions in their place */
        get: operations["SweepContentsController_document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sweeps/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a sweep is, as it changes */
        get: operations["SweepContentsController_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sweeps/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A sweep that has ended as a page to hand on: points, trade-off, what did not run */
        get: operations["SweepContentsController_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sweeps/{id}/retry-failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run what failed again; what succeeded stays */
        post: operations["SweepsController_retryFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sweeps/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs of a sweep with their parameters, in the order of the document */
        get: operations["SweepContentsController_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/topology": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a Cluster of NCCL topology XML, ibnetdiscover, Slurm, nvidia-smi or CSV files */
        post: operations["TopologyController_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your views of the app, by name */
        get: operations["ViewsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One view */
        get: operations["ViewsController_read"];
        /** Keep a view; If-Match names the one that it replaces */
        put: operations["ViewsController_save"];
        post?: never;
        /** Remove a view */
        delete: operations["ViewsController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your workloads, latest versions, by name */
        get: operations["list-workloads"];
        put?: never;
        /** Store a workload under a name */
        post: operations["store-workload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workloads/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workload, the latest version or a given one */
        get: operations["read-workload"];
        /** Add a version; If-Match names the version that was edited */
        put: operations["edit-workload"];
        post?: never;
        /** Remove a workload with all its versions; runs keep the document they were made from */
        delete: operations["remove-workload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AdviceAnswer: {
            configured: {
                [key: string]: unknown;
            };
            /** @description The configured checkpoints reach behind a corruption */
            configuredReaches: boolean;
            /** @description Over the interval, with published optima */
            curve?: {
                [key: string]: unknown;
            };
            ettrDifference: {
                [key: string]: unknown;
            };
            /** @description Recommended less configured, on the same faults */
            goodputDifference: {
                [key: string]: unknown;
            };
            objective: string;
            recommended: {
                [key: string]: unknown;
            };
            /** @description Everything that was played, the best first */
            rows: Record<string, never>[];
        };
        BehindTheBest: {
            bubbleS: number;
            /** @description Seconds of kernels, and of what is recomputed */
            computationS: number;
            exposedCommunicationS: number;
            optimizerS: number;
            position: number;
        };
        CableCount: {
            /** @description host: to an endpoint; all others between switches */
            class: string;
            count: number;
        };
        CarriedLink: {
            bytes: number;
            class: string;
            name: string;
            /** @description Left out where messages are too many to be followed one by one */
            peakUtilisation?: number;
            /** @description -1: of no plane */
            plane: number;
            utilisation: number;
        };
        Checks: {
            /** @description `ok`, or what is wrong */
            database: string;
            /** @description `ok`, or what is wrong */
            queue: string;
        };
        /**
         * Railyard Cluster
         * @description The machine: nodes, devices, NICs, network, storage.
         */
        Cluster: {
            /**
             * @description Version of the document format.
             * @constant
             */
            apiVersion: "railyard/v1";
            /** @description An accelerator: datasheet peaks per device, dense. */
            device?: {
                /** @description Dense BF16 peak. Unit: TFLOPS. */
                bf16Tflops?: number;
                /** @description What was measured of this device (railyard calibrate writes it): constants that take the place of those of the records that ship. */
                calibration?: {
                    /** @description Constants of collectives, by name. */
                    collectives?: {
                        [key: string]: number;
                    } | unknown;
                    /** @description Constants of the kernel model, by name. */
                    kernels?: {
                        [key: string]: number;
                    } | unknown;
                    /** @description What was measured, when and how. */
                    source?: string;
                } | unknown;
                /** @description Dense FP4 peak; absent when the device has no FP4 tensor cores. Unit: TFLOPS. */
                fp4Tflops?: number | unknown;
                /**
                 * @description Dense FP8 peak; 0 when the device has no FP8 tensor cores. Unit: TFLOPS.
                 * @default 0
                 */
                fp8Tflops?: number;
                /** @description FP32 peak outside the tensor cores. Unit: TFLOPS. */
                fp32Tflops?: number;
                /** @description Level-2 cache. Unit: MB (1e6 bytes). */
                l2CacheMB?: number;
                /** @description The device has no BF16; bf16Tflops is then its FP16 peak. */
                lacksBf16?: boolean | unknown;
                /** @description Memory bandwidth. Unit: GB/s. */
                memoryBandwidthGBps?: number;
                /** @description Memory of the device as CUDA reports it. Unit: GB (1e9 bytes). */
                memoryGB?: number;
                /**
                 * @description Name of the device.
                 * @default custom
                 */
                name?: string;
                /** @description What large transfers reach of the scale-up link, per direction. Unit: GB/s. */
                nvlinkAchievedGBps?: number;
                /** @description Scale-up link (NVLink), per direction; 0 when there is none. Unit: GB/s. */
                nvlinkGBps?: number;
                /** @description GPUs that NVLink joins to each other, next to each other in the node: 2 for bridges of pairs. Absent: all GPUs of a node. */
                nvlinkGpus?: number | unknown;
                /** @description Host link, per direction. Unit: GB/s. */
                pcieGBps?: number;
                /** @description Power limit as a share of the board's rating, where it is set lower (500 of 700 W is 0.714). */
                powerLimit?: number | unknown;
                /** @description Name of a device preset; the other keys override parts of it. */
                preset?: string;
                /** @description The board's rating. Absent: that of the preset's name, where one is known. Unit: W. */
                ratedPowerW?: number | unknown;
                /** @description Streaming multiprocessors that are enabled. */
                sms?: number;
                /**
                 * @description Datasheet or paper that the figures come from.
                 * @default given in the document
                 */
                source?: string;
                /** @description Dense peak of FP32 matrices (TF32); absent: half of the BF16 peak. Unit: TFLOPS. */
                tf32Tflops?: number | unknown;
            };
            /** @description ecmp: header values that the packets of a message rotate over; 1 keeps a message on one path, more spray it over the paths that they hash to. Absent: 1. */
            entropies?: number | unknown;
            /**
             * @description GPUs of a node.
             * @default 8
             */
            gpusPerNode?: number;
            /**
             * @description What the document describes.
             * @constant
             */
            kind: "Cluster";
            /**
             * @description Name of the cluster.
             * @default custom
             */
            name?: string;
            /** @description The NICs of a node. */
            nic?: {
                /** @description Line rate per direction. Unit: GB/s. */
                bandwidthGBps?: number;
                /**
                 * @description What large RDMA transfers reach of the line rate.
                 * @default 0.8
                 */
                efficiency?: number;
                /** @description Both endpoints together, cables to the first switch included. Absent: that of the link layer. Unit: us. */
                endpointLatencyUs?: number | unknown;
                /**
                 * @description Link layer: sets the latency of a hop (paper, Table 5).
                 * @default infiniband
                 * @enum {string}
                 */
                linkLayer?: "infiniband" | "roce";
                /** @description NICs of a node. */
                perNode?: number;
                /** @description Each switch on the way, with the cable after it. Absent: that of the link layer. Unit: us. */
                switchLatencyUs?: number | unknown;
            };
            /** @description Nodes. */
            nodes?: number;
            /** @description Name of a cluster preset; the other keys override parts of it. */
            preset?: string;
            /**
             * @description A message for another rail first crosses NVLink to the GPU of that rail (NCCL PXN).
             * @default true
             */
            pxn?: boolean;
            /**
             * @description How flows are spread over equal paths.
             * @default adaptive
             * @enum {string}
             */
            routing?: "ecmp" | "adaptive" | "static";
            /**
             * @description The storage plane.
             * @default {}
             */
            storage?: {
                /**
                 * @description What the whole storage cluster gives. Unit: GB/s.
                 * @default 8000
                 */
                aggregateReadGBps?: number;
                /**
                 * @description What the whole storage cluster takes. Unit: GB/s.
                 * @default 2000
                 */
                aggregateWriteGBps?: number;
                /**
                 * @description NIC on the storage plane, per node and direction. Unit: GB/s.
                 * @default 50
                 */
                nodeBandwidthGBps?: number;
            };
            /** @description The scale-out network, built as a real graph. */
            topology?: {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "mpft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /**
                 * @description Independent planes; NIC i of a node is on plane i mod planes.
                 * @default 8
                 */
                planes?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "mrft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "rail-optimized";
                /**
                 * @description Switch layers: 2 (leaf and spine) or 3.
                 * @default 2
                 * @enum {integer}
                 */
                layers?: 2 | 3;
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /** @description With three layers: leaves of a pod. Absent: half of the ports, so that few leaves are one pod without cores. */
                podLeaves?: number | unknown;
                /** @description NIC i of a node is on rail i mod rails. Absent: the NICs of a node. */
                rails?: number | unknown;
                /** @description With three layers: ports of a spine towards cores. Absent: as many as down. */
                spineUplinks?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "fat-tree";
                /**
                 * @description Switch layers: 2 (leaf and spine) or 3.
                 * @default 2
                 * @enum {integer}
                 */
                layers?: 2 | 3;
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /** @description With three layers: leaves of a pod. Absent: half of the ports, so that few leaves are one pod without cores. */
                podLeaves?: number | unknown;
                /** @description With three layers: ports of a spine towards cores. Absent: as many as down. */
                spineUplinks?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "multi-port-mpft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /**
                 * @description Independent planes, and ports of a NIC: every NIC has one on each plane, at 1/planes of its rate.
                 * @default 8
                 */
                planes?: number;
                /** @description In every plane the NICs of one rail share leaves, as in mrft. Absent: no. */
                railAligned?: boolean | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "rail-only";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description Endpoints attached to each switch. */
                endpointsPerSwitch?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "slim-fly";
                /** @description Parameter of the MMS graph: a prime power, 2 q^2 switches. */
                q?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description Switches of a group. */
                a?: number;
                /** @description Groups. */
                g?: number;
                /** @description Global links of a switch. */
                h?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "dragonfly";
                /** @description Endpoints of a switch. */
                p?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description NICs of a leaf. */
                endpointsPerLeaf?: number;
                /** @description Links of a spine to spines of other groups. */
                globalLinks?: number;
                /** @description Groups. */
                groups?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "dragonfly-plus";
                /** @description Leaves of a group. */
                leaves?: number;
                /** @description Spines of a group. */
                spines?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description Switches along each dimension. */
                dimensions?: number[];
                /** @description NICs of a switch. */
                endpointsPerSwitch?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "torus";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Parallel links between two switches that are joined. Absent: 1. */
                width?: number | unknown;
            } | {
                /** @description Switches along each dimension. */
                dimensions?: number[];
                /** @description NICs of a switch. */
                endpointsPerSwitch?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "hyperx";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Parallel links between two switches that are joined. Absent: 1. */
                width?: number | unknown;
            } | {
                /** @description Circuit switches, and uplinks of a leaf. Absent: all ports that leafDownlinks leaves. */
                circuitSwitches?: number | unknown;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "optical-circuits";
                /** @description Ports of a leaf towards NICs. */
                leafDownlinks?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description Cables between switches. */
                cables?: {
                    /** @description Line rate of one, per direction. Absent: that of a NIC. Unit: GB/s. */
                    bandwidthGBps?: number | unknown;
                    /** @description Cables side by side. Absent: 1. */
                    count?: number | unknown;
                    /** @description Name of a switch. */
                    from?: string;
                    /** @description Name of a switch. */
                    to?: string;
                }[];
                /** @description Nodes in order, each row the next of them. */
                hosts?: {
                    /**
                     * @description How many nodes are attached alike.
                     * @default 1
                     */
                    nodes?: number;
                    /** @description Switch of each NIC in order, repeated where they are fewer. */
                    switches?: string[];
                }[];
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "cabled";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            };
        } | unknown | unknown;
        CollectiveAnswer: {
            algbwGBps: number;
            /**
             * @description Of all-reduce, all-gather and reduce-scatter: which was taken
             * @enum {string}
             */
            algorithm?: "ring" | "tree";
            /** @description With seeds */
            band?: components["schemas"]["SeedBandAnswer"];
            /** @description With beside: the collective and the other */
            beside?: components["schemas"]["ConcurrentAnswer"][];
            bottleneck: string;
            busbwGBps: number;
            engineVersion: string;
            /**
             * @description Max-min rates of the routes taken; of one ECMP hash; of one whose loads were drawn
             * @enum {string}
             */
            exactness: "exact" | "one-hash" | "drawn-hash";
            /** @description With flap; all else is without */
            flapped?: components["schemas"]["FlappedAnswer"];
            flows: number;
            inputs: components["schemas"]["InputAnswer"][];
            latencyUs: number;
            /** @description Busiest first */
            links: components["schemas"]["CarriedLink"][];
            planes: components["schemas"]["PlaneLoad"][];
            /** @description Of the ECMP hash */
            seed: number;
            tiers: components["schemas"]["TierPortsAnswer"][];
            timeUs: number;
            /** @description What was asked for and changes nothing, and what is coarse */
            warnings: components["schemas"]["WarningAnswer"][];
        };
        ComparedFabricAnswer: {
            /** @description In proportion to the bisection of the first fabric */
            atEqualBisection?: components["schemas"]["EqualBisectionAnswer"];
            bisectionGBps?: number;
            cluster: string;
            costPerBisectionGbpsUSD?: number;
            costPerEndpointUSD: number;
            costUSD: number;
            endpoints: number;
            failuresPerYear: components["schemas"]["FailuresAnswer"];
            links: number;
            power?: components["schemas"]["PowerAnswer"];
            /** @description With a workload */
            step?: components["schemas"]["StepOnFabric"];
            switches: number;
            tiers: components["schemas"]["TierPortsAnswer"][];
            topology: string;
        };
        ComparedInput: {
            /** @description JSON pointer into the resolved document */
            path: string;
            /** @description One for each run; null where it has no such key */
            values: unknown[];
        };
        ComparedMetric: {
            /** @description Against the baseline, %; null where it is 0 */
            differencePct: (number | null)[];
            name: string;
            values: number[];
            verdict: ("better" | "worse" | "same")[];
        };
        ComparedRun: {
            id: string;
            name: string;
            run: string;
        };
        Comparison: {
            /** @description Which run the others are compared with */
            baseline: number;
            inputs: components["schemas"]["ComparedInput"][];
            metrics: components["schemas"]["ComparedMetric"][];
            runs: components["schemas"]["ComparedRun"][];
        };
        ComparisonOfFabrics: {
            engineVersion: string;
            fabrics: components["schemas"]["ComparedFabricAnswer"][];
            inputs: components["schemas"]["InputAnswer"][];
            /** @description Name of the price list */
            prices: string;
            warnings: components["schemas"]["CostWarning"][];
        };
        ConcurrentAnswer: {
            aloneUs: number;
            collective: string;
            /** @description Between what it lies by the errors against packet-level runs, where there are any */
            controlledBandUs?: number[];
            /** @description With control: where switches pause each other */
            controlledUs?: number;
            /** @description Each collective with a queue of its own on every link */
            queuedUs: number;
            /** @description Those rails */
            rails?: number[];
            /** @description On rails of its own, where nodes have rails */
            separatedUs?: number;
            /** @description All flows as equals on every link */
            sharedUs: number;
        };
        ConcurrentJobAnswer: {
            /** @description With the network to itself */
            aloneStepS: number;
            /** @description Together with the others, whose steps lie in time as they happen to */
            concurrentStepS: number;
            gpus: number;
            job: string;
            /** @description Switches that the first NICs of its nodes are plugged into */
            leaves: number;
            /** @description If the others sent all the time: no step takes longer */
            mostSlowdown: number;
            nodes: number;
            /** @description Links that it and another job load */
            sharedLinks: number;
            /** @description Together with the others, over alone */
            slowdown: number;
        };
        CostAnswer: {
            /** @description Line rate one way between two halves of the endpoints */
            bisectionGBps?: number;
            cables: components["schemas"]["CableCount"][];
            /** @description No graph of this size exists: counts are those of its formula */
            closedForm: boolean;
            /** @description Name of the cluster */
            cluster: string;
            costPerBisectionGbpsUSD?: number;
            costPerEndpointUSD: number;
            costUSD: number;
            /** @description NICs attached */
            endpoints: number;
            engineVersion: string;
            inputs: components["schemas"]["InputAnswer"][];
            items: components["schemas"]["PricedItemAnswer"][];
            /** @description Cables between switches */
            links: number;
            /** @description Of a price list of parts */
            power?: components["schemas"]["PowerAnswer"];
            /** @description Name of the price list */
            prices: string;
            switches: number;
            tiers: components["schemas"]["TierPortsAnswer"][];
            topology: string;
            warnings: components["schemas"]["CostWarning"][];
        };
        CostsAnswer: {
            cost?: number;
            /** @description Price of a GPU-hour of clean training */
            costPerCleanGpuHour?: number;
            /** @description Of all GPUs over the wall time, spares among them */
            gpuHours: number;
            pricePerGpuHour?: number;
            /** @description Useful work, each cause with its band, overheads: the sum */
            rows: Record<string, never>[];
        };
        CostWarning: {
            code: string;
            message: string;
        };
        CurveAnswer: {
            configured: number;
            /** @description Values that closed forms and the simulation call best */
            optima: Record<string, never>[];
            over: string;
            /** @description ETTR and goodput at each value */
            points: Record<string, never>[];
            unit: string;
        };
        DefinitionPage: {
            items: components["schemas"]["DefinitionView"][];
            /** @description Cursor of the next page */
            next: string | null;
        };
        DefinitionView: {
            /** Format: date-time */
            createdAt: string;
            /** @description In full form */
            document: {
                [key: string]: unknown;
            };
            hash: string;
            name: string;
            version: number;
        };
        DeviceAnswer: {
            collectives: components["schemas"]["CollectiveAnswer"][];
            /** @description Without waiting for peers */
            communicationDataMs: number;
            /** @description ms */
            communicationMs: number;
            /** @description ms */
            computeMs: number;
            device: string;
            /** @description Its number in the trace */
            deviceId: number;
            kernels: number;
            /** @description ms by kind */
            kindsMs: {
                [key: string]: number;
            };
            layers: components["schemas"]["ProfiledLayerAnswer"][];
            overlap: components["schemas"]["OverlapAnswer"];
            overlapWithData: components["schemas"]["OverlapAnswer"];
            phases: components["schemas"]["PhaseAnswer"][];
            sms: number;
            /** @description ms */
            spanMs: number;
            streams: components["schemas"]["StreamAnswer"][];
            topKernels: components["schemas"]["KernelTimeAnswer"][];
            /** @description Device work that no annotated range launched */
            unattributed: number;
        };
        EqualBisectionAnswer: {
            costUSD: number;
            kilowatts?: number;
        };
        ExecutedAnswer: {
            /** @description ms */
            communicationMs: number;
            /** @description ms */
            computeMs: number;
            machine: components["schemas"]["MachineAnswer"];
            overlap: components["schemas"]["OverlapAnswer"];
            /** @description ms */
            spanMs: number;
        };
        /**
         * Railyard Experiment
         * @description A training job on a cluster: one document, one result.
         */
        Experiment: {
            /** @description Measured steps of other jobs on the same kind of machine, which correct what is computed of this one. */
            anchor?: {
                /** @description The Experiment that was measured, without replay or anchors of its own. */
                document?: Record<string, never>;
                /** @description Measured peak memory of the fullest GPU. Unit: GB. */
                measuredMemoryGB?: number | unknown;
                /** @description Measured time of a step. Unit: s. */
                measuredStepS?: number;
            }[] | unknown;
            /**
             * @description Version of the document format.
             * @constant
             */
            apiVersion: "railyard/v1";
            cluster?: components["schemas"]["ExperimentCluster"];
            /** @description Parts that are down (leaf:3, node:0/nic:2, plane:1) or degraded (leaf:3=0.5). */
            fail?: string[] | unknown;
            /** @description Parts that are down for a while during a step, each by itself: node:0/nic:2+3 at any moment for 3 s, node:0/nic:2@4+3 from 4 s of the step on. */
            flap?: string[] | unknown;
            /** @description Compute a layout that does not fit the device's memory all the same. */
            ignoreMemory?: boolean | unknown;
            /**
             * @description What the document describes.
             * @constant
             */
            kind: "Experiment";
            /**
             * @description Name of the experiment.
             * @default experiment
             */
            name?: string;
            /** @description Name of a experiment preset; the other keys override parts of it. */
            preset?: string;
            /** @description Parts of the network by class and rate: their watts count for the energy. Absent: watts of usual parts. */
            prices?: {
                /** @description Length of cables by class. */
                cableMetres?: {
                    /** @description Between two leaves over a circuit switch. Absent: 50, assumed. Unit: m. */
                    circuit?: number | unknown;
                    /** @description Between groups. Absent: 100, assumed. Unit: m. */
                    global?: number | unknown;
                    /** @description From a NIC to its switch. Absent: 10, assumed. Unit: m. */
                    host?: number | unknown;
                    /** @description From a leaf to a spine. Absent: 30, assumed. Unit: m. */
                    "leaf-spine"?: number | unknown;
                    /** @description Between switches of a group. Absent: 10, assumed. Unit: m. */
                    local?: number | unknown;
                    /** @description From a spine to a core. Absent: 100, assumed. Unit: m. */
                    "spine-core"?: number | unknown;
                } | unknown;
                /** @description One cable between a NIC port and its switch. */
                endpointCable?: {
                    /** @description Where this price comes from. Absent: as the list says. */
                    provenance?: ("published" | "measured" | "derived" | "fitted" | "assumed") | unknown;
                    /** @description Quote or page that this price comes from. Absent: as the list says. */
                    source?: string | unknown;
                    /** @description Price of one. Unit: USD. */
                    usd?: number;
                } | unknown;
                /** @description What energy costs. */
                energy?: {
                    /**
                     * @description Power of the building over that of the machines.
                     * @default 1.3
                     */
                    pue?: number;
                    /** @description Price of energy. Unit: USD. */
                    usdPerKWh?: number;
                    /**
                     * @description Years that are counted.
                     * @default 4
                     */
                    years?: number;
                } | unknown;
                /** @description One cable between two switches. */
                fabricCable?: {
                    /** @description Where this price comes from. Absent: as the list says. */
                    provenance?: ("published" | "measured" | "derived" | "fitted" | "assumed") | unknown;
                    /** @description Quote or page that this price comes from. Absent: as the list says. */
                    source?: string | unknown;
                    /** @description Price of one. Unit: USD. */
                    usd?: number;
                } | unknown;
                /**
                 * @description Name of the list.
                 * @default custom
                 */
                name?: string;
                /** @description Parts by class and rate, in place of the three prices. */
                parts?: {
                    /** @description Line rate of a port, a cable or an optic. Absent: any. Unit: Gb/s. */
                    gbps?: number | unknown;
                    /**
                     * @description What it is: an optic is one end of a fibre, copper a whole cable.
                     * @enum {string}
                     */
                    item?: "switch" | "nic" | "optic" | "copper" | "fibre" | "installation" | "rack" | "circuit-switch";
                    /** @description Ports of a switch. Absent: any number. */
                    ports?: number | unknown;
                    /** @description Where this price comes from. Absent: as the list says. */
                    provenance?: ("published" | "measured" | "derived" | "fitted" | "assumed") | unknown;
                    /** @description Units of a rack that a switch takes, or a rack has. Absent: 1, and 42. */
                    rackUnits?: number | unknown;
                    /** @description How far an optic, a copper cable or a fibre reaches. Absent: any distance. Unit: m. */
                    reachM?: number | unknown;
                    /** @description Quote or page that this price comes from. Absent: as the list says. */
                    source?: string | unknown;
                    /** @description Price of one. Unit: USD. */
                    usd?: number;
                    /** @description In addition, by the metre. Absent: 0. Unit: USD. */
                    usdPerM?: number | unknown;
                    /** @description Power of one. Absent: 0. Unit: W. */
                    watts?: number | unknown;
                }[] | unknown;
                /**
                 * @description Where the prices come from.
                 * @default assumed
                 * @enum {string}
                 */
                provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                /**
                 * @description Quote or page that the prices come from.
                 * @default given in the price list
                 */
                source?: string;
                /** @description One switch. */
                switch?: {
                    /** @description Where this price comes from. Absent: as the list says. */
                    provenance?: ("published" | "measured" | "derived" | "fitted" | "assumed") | unknown;
                    /** @description Quote or page that this price comes from. Absent: as the list says. */
                    source?: string | unknown;
                    /** @description Price of one. Unit: USD. */
                    usd?: number;
                } | unknown;
            } | unknown;
            replay?: components["schemas"]["ExperimentReplay"];
            /** @description Time from a flap's start until traffic takes another way; default: it waits for the part. Unit: s. */
            reroute?: number | unknown;
            /**
             * @description Seed of every named random stream of the run.
             * @default 1
             */
            seed?: number;
            workload?: components["schemas"]["ExperimentWorkload"];
        } | unknown | unknown;
        /** @description The machine: nodes, devices, NICs, network, storage. */
        ExperimentCluster: {
            /** @description An accelerator: datasheet peaks per device, dense. */
            device?: {
                /** @description Dense BF16 peak. Unit: TFLOPS. */
                bf16Tflops?: number;
                /** @description What was measured of this device (railyard calibrate writes it): constants that take the place of those of the records that ship. */
                calibration?: {
                    /** @description Constants of collectives, by name. */
                    collectives?: {
                        [key: string]: number;
                    } | unknown;
                    /** @description Constants of the kernel model, by name. */
                    kernels?: {
                        [key: string]: number;
                    } | unknown;
                    /** @description What was measured, when and how. */
                    source?: string;
                } | unknown;
                /** @description Dense FP4 peak; absent when the device has no FP4 tensor cores. Unit: TFLOPS. */
                fp4Tflops?: number | unknown;
                /**
                 * @description Dense FP8 peak; 0 when the device has no FP8 tensor cores. Unit: TFLOPS.
                 * @default 0
                 */
                fp8Tflops?: number;
                /** @description FP32 peak outside the tensor cores. Unit: TFLOPS. */
                fp32Tflops?: number;
                /** @description Level-2 cache. Unit: MB (1e6 bytes). */
                l2CacheMB?: number;
                /** @description The device has no BF16; bf16Tflops is then its FP16 peak. */
                lacksBf16?: boolean | unknown;
                /** @description Memory bandwidth. Unit: GB/s. */
                memoryBandwidthGBps?: number;
                /** @description Memory of the device as CUDA reports it. Unit: GB (1e9 bytes). */
                memoryGB?: number;
                /**
                 * @description Name of the device.
                 * @default custom
                 */
                name?: string;
                /** @description What large transfers reach of the scale-up link, per direction. Unit: GB/s. */
                nvlinkAchievedGBps?: number;
                /** @description Scale-up link (NVLink), per direction; 0 when there is none. Unit: GB/s. */
                nvlinkGBps?: number;
                /** @description GPUs that NVLink joins to each other, next to each other in the node: 2 for bridges of pairs. Absent: all GPUs of a node. */
                nvlinkGpus?: number | unknown;
                /** @description Host link, per direction. Unit: GB/s. */
                pcieGBps?: number;
                /** @description Power limit as a share of the board's rating, where it is set lower (500 of 700 W is 0.714). */
                powerLimit?: number | unknown;
                /** @description Name of a device preset; the other keys override parts of it. */
                preset?: string;
                /** @description The board's rating. Absent: that of the preset's name, where one is known. Unit: W. */
                ratedPowerW?: number | unknown;
                /** @description Streaming multiprocessors that are enabled. */
                sms?: number;
                /**
                 * @description Datasheet or paper that the figures come from.
                 * @default given in the document
                 */
                source?: string;
                /** @description Dense peak of FP32 matrices (TF32); absent: half of the BF16 peak. Unit: TFLOPS. */
                tf32Tflops?: number | unknown;
            };
            /** @description ecmp: header values that the packets of a message rotate over; 1 keeps a message on one path, more spray it over the paths that they hash to. Absent: 1. */
            entropies?: number | unknown;
            /**
             * @description GPUs of a node.
             * @default 8
             */
            gpusPerNode?: number;
            /**
             * @description Name of the cluster.
             * @default custom
             */
            name?: string;
            /** @description The NICs of a node. */
            nic?: {
                /** @description Line rate per direction. Unit: GB/s. */
                bandwidthGBps?: number;
                /**
                 * @description What large RDMA transfers reach of the line rate.
                 * @default 0.8
                 */
                efficiency?: number;
                /** @description Both endpoints together, cables to the first switch included. Absent: that of the link layer. Unit: us. */
                endpointLatencyUs?: number | unknown;
                /**
                 * @description Link layer: sets the latency of a hop (paper, Table 5).
                 * @default infiniband
                 * @enum {string}
                 */
                linkLayer?: "infiniband" | "roce";
                /** @description NICs of a node. */
                perNode?: number;
                /** @description Each switch on the way, with the cable after it. Absent: that of the link layer. Unit: us. */
                switchLatencyUs?: number | unknown;
            };
            /** @description Nodes. */
            nodes?: number;
            /** @description Name of a cluster preset; the other keys override parts of it. */
            preset?: string;
            /**
             * @description A message for another rail first crosses NVLink to the GPU of that rail (NCCL PXN).
             * @default true
             */
            pxn?: boolean;
            /**
             * @description How flows are spread over equal paths.
             * @default adaptive
             * @enum {string}
             */
            routing?: "ecmp" | "adaptive" | "static";
            /**
             * @description The storage plane.
             * @default {}
             */
            storage?: {
                /**
                 * @description What the whole storage cluster gives. Unit: GB/s.
                 * @default 8000
                 */
                aggregateReadGBps?: number;
                /**
                 * @description What the whole storage cluster takes. Unit: GB/s.
                 * @default 2000
                 */
                aggregateWriteGBps?: number;
                /**
                 * @description NIC on the storage plane, per node and direction. Unit: GB/s.
                 * @default 50
                 */
                nodeBandwidthGBps?: number;
            };
            /** @description The scale-out network, built as a real graph. */
            topology?: {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "mpft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /**
                 * @description Independent planes; NIC i of a node is on plane i mod planes.
                 * @default 8
                 */
                planes?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "mrft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "rail-optimized";
                /**
                 * @description Switch layers: 2 (leaf and spine) or 3.
                 * @default 2
                 * @enum {integer}
                 */
                layers?: 2 | 3;
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /** @description With three layers: leaves of a pod. Absent: half of the ports, so that few leaves are one pod without cores. */
                podLeaves?: number | unknown;
                /** @description NIC i of a node is on rail i mod rails. Absent: the NICs of a node. */
                rails?: number | unknown;
                /** @description With three layers: ports of a spine towards cores. Absent: as many as down. */
                spineUplinks?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "fat-tree";
                /**
                 * @description Switch layers: 2 (leaf and spine) or 3.
                 * @default 2
                 * @enum {integer}
                 */
                layers?: 2 | 3;
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /** @description With three layers: leaves of a pod. Absent: half of the ports, so that few leaves are one pod without cores. */
                podLeaves?: number | unknown;
                /** @description With three layers: ports of a spine towards cores. Absent: as many as down. */
                spineUplinks?: number | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "multi-port-mpft";
                /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                leafDownlinks?: number | unknown;
                /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                leafUplinks?: number | unknown;
                /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                nicsPerPort?: number | unknown;
                /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                oversubscription?: number | unknown;
                /**
                 * @description Independent planes, and ports of a NIC: every NIC has one on each plane, at 1/planes of its rate.
                 * @default 8
                 */
                planes?: number;
                /** @description In every plane the NICs of one rail share leaves, as in mrft. Absent: no. */
                railAligned?: boolean | unknown;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                uplinkGBps?: number | unknown;
            } | {
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "rail-only";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description Endpoints attached to each switch. */
                endpointsPerSwitch?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "slim-fly";
                /** @description Parameter of the MMS graph: a prime power, 2 q^2 switches. */
                q?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description Switches of a group. */
                a?: number;
                /** @description Groups. */
                g?: number;
                /** @description Global links of a switch. */
                h?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "dragonfly";
                /** @description Endpoints of a switch. */
                p?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description NICs of a leaf. */
                endpointsPerLeaf?: number;
                /** @description Links of a spine to spines of other groups. */
                globalLinks?: number;
                /** @description Groups. */
                groups?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "dragonfly-plus";
                /** @description Leaves of a group. */
                leaves?: number;
                /** @description Spines of a group. */
                spines?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description Switches along each dimension. */
                dimensions?: number[];
                /** @description NICs of a switch. */
                endpointsPerSwitch?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "torus";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Parallel links between two switches that are joined. Absent: 1. */
                width?: number | unknown;
            } | {
                /** @description Switches along each dimension. */
                dimensions?: number[];
                /** @description NICs of a switch. */
                endpointsPerSwitch?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "hyperx";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
                /** @description Parallel links between two switches that are joined. Absent: 1. */
                width?: number | unknown;
            } | {
                /** @description Circuit switches, and uplinks of a leaf. Absent: all ports that leafDownlinks leaves. */
                circuitSwitches?: number | unknown;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "optical-circuits";
                /** @description Ports of a leaf towards NICs. */
                leafDownlinks?: number;
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            } | {
                /** @description Cables between switches. */
                cables?: {
                    /** @description Line rate of one, per direction. Absent: that of a NIC. Unit: GB/s. */
                    bandwidthGBps?: number | unknown;
                    /** @description Cables side by side. Absent: 1. */
                    count?: number | unknown;
                    /** @description Name of a switch. */
                    from?: string;
                    /** @description Name of a switch. */
                    to?: string;
                }[];
                /** @description Nodes in order, each row the next of them. */
                hosts?: {
                    /**
                     * @description How many nodes are attached alike.
                     * @default 1
                     */
                    nodes?: number;
                    /** @description Switch of each NIC in order, repeated where they are fewer. */
                    switches?: string[];
                }[];
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "cabled";
                /**
                 * @description Ports of every switch.
                 * @default 64
                 */
                switchPorts?: number;
            };
        };
        ExperimentPreview: {
            /** @description In full form */
            document: {
                [key: string]: unknown;
            };
            engineVersion: string;
            /** @description Address of the run that answers for it */
            existingRun: string | null;
            /** @description Hash of the resolved document and the engine version */
            id: string;
            ok: boolean;
        };
        /** @description The job over days: faults, recovery and what they cost. */
        ExperimentReplay: {
            /** @description Parts of the job that an elastic job can give up one by one. Absent: what the layout allows where the policy shrinks, else 1. */
            dataReplicas?: number;
            /** @description Recorded faults in order of time, in place of drawn ones; every replica meets the same. */
            faultLog?: {
                /** @description The class of the fault: an id of the profile. */
                class?: string;
                /** @description What failed, for example node/3, nic/3/0 or leaf/7. */
                component?: string;
                /**
                 * @description How long the component is out. Unit: s.
                 * @default 0
                 */
                durationS?: number;
                /** @description Time since the start of the job. Unit: s. */
                timeS?: number;
            }[] | unknown;
            /**
             * @description What can fail, how often, and what that does.
             * @default {
             *       "preset": "llama3-h100"
             *     }
             */
            faults?: {
                /** @description Classes of faults. */
                classes?: {
                    /**
                     * @description How faults arrive.
                     * @default {
                     *       "kind": "exponential"
                     *     }
                     */
                    arrivals?: {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "exponential";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "weibull";
                        /** @description Shape; below 1 is infant mortality. */
                        shape?: number;
                    } | {
                        /** @description Longest burst. Unit: s. */
                        burstSpanS?: number;
                        /** @description Variance over mean of the counts. */
                        dispersion?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "negative-binomial";
                    } | {
                        /** @description Rate in the bursty state over the quiet one. */
                        burstRateMultiple?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "markov-modulated";
                        /** @description Mean length of a bursty time. Unit: s. */
                        meanBurstS?: number;
                        /** @description Mean length of a quiet time. Unit: s. */
                        meanQuietS?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "periodic";
                    } | {
                        /** @description Share of the components. */
                        fraction?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "initial";
                    };
                    /**
                     * @description What the fault strikes.
                     * @enum {string}
                     */
                    component?: "gpu" | "node" | "nic" | "host-link" | "fabric-link" | "switch" | "plane" | "job";
                    /** @description From the fault until somebody knows. Unit: s. */
                    detectionS?: number;
                    /** @description How long the component stays out. */
                    duration?: {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "fixed";
                        /** @description Length. Unit: s. */
                        seconds?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "log-normal";
                        /** @description Median. Unit: s. */
                        medianS?: number;
                        /** @description Standard deviation of the logarithm. */
                        sigma?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "exponential";
                        /** @description Mean. Unit: s. */
                        meanS?: number;
                    };
                    /** @description What a fault does. */
                    effect?: {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "log-only";
                    } | {
                        /**
                         * @description Chance that the reset fails and the node is drained.
                         * @default 0
                         */
                        drainProbability?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "restart";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "drain";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "flap";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "outage";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "slow";
                        /** @description Repair after it was drained. Unit: s. */
                        repairS?: number;
                        /** @description How many times slower. */
                        slowdown?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "corrupt";
                        /** @description Time until they notice; absent: log-normal, with the class's detectionS as its median and 95 % within six times that. */
                        visibleDelay?: ({
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "fixed";
                            /** @description Length. Unit: s. */
                            seconds?: number;
                        } | {
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "log-normal";
                            /** @description Median. Unit: s. */
                            medianS?: number;
                            /** @description Standard deviation of the logarithm. */
                            sigma?: number;
                        } | {
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "exponential";
                            /** @description Mean. Unit: s. */
                            meanS?: number;
                        }) | unknown;
                        /** @description Share that people notice without a detector; absent: 1/6. */
                        visibleShare?: number | unknown;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "maintenance";
                    };
                    /**
                     * @description Family (paper, section 6.1.1).
                     * @enum {string}
                     */
                    family?: "interconnect" | "hardware" | "silent-corruption" | "software" | "slow" | "planned";
                    /** @description Name of the class: a lower-case letter, then letters, digits and _. */
                    id?: string;
                    /** @description Network model that the class belongs to; absent when it belongs to every one. */
                    networkModel?: ("category" | "physical") | unknown;
                    /**
                     * @description Where the figures come from.
                     * @default assumed
                     * @enum {string}
                     */
                    provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description Faults per 1,000 GPU days. Give exactly one rate of a class. */
                    ratePer1000GpuDays?: number | unknown;
                    /** @description Faults per 1,000 node days. Give exactly one rate of a class. */
                    ratePer1000NodeDays?: number | unknown;
                    /** @description Faults per day of the job, whatever its size. Give exactly one rate of a class. */
                    ratePerJobDay?: number | unknown;
                    /** @description Faults per link and year. Give exactly one rate of a class. */
                    ratePerLinkYear?: number | unknown;
                    /** @description Faults per plane and year. Give exactly one rate of a class. */
                    ratePerPlaneYear?: number | unknown;
                    /** @description Faults per switch and year. Give exactly one rate of a class. */
                    ratePerSwitchYear?: number | unknown;
                    /**
                     * @description Page or paper that the figures come from.
                     * @default given in the document
                     */
                    source?: string;
                    /** @description A share of the faults of a node takes its rack, power feed or switch along. */
                    spread?: {
                        /** @description Nodes of such a group, in order of their numbers. */
                        nodes?: number;
                        /** @description Share of the faults that take the group along. */
                        probability?: number;
                    } | unknown;
                }[];
                /**
                 * @description What the profile stands for.
                 * @default given in the document
                 */
                description?: string;
                /** @description A share of the nodes fails more often; the mean rate is kept. */
                lemons?: {
                    /** @description Share of the nodes. */
                    nodeFraction?: number;
                    /**
                     * @description Where the figures come from.
                     * @default assumed
                     * @enum {string}
                     */
                    provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description A lemon's rate over a good node's. */
                    rateMultiple?: number;
                    /**
                     * @description Page or paper that the figures come from.
                     * @default given in the document
                     */
                    source?: string;
                } | unknown;
                /**
                 * @description Name of the profile.
                 * @default custom
                 */
                name?: string;
                /**
                 * @description How network faults are modelled: as one category, link by link, or not at all.
                 * @default none
                 * @enum {string}
                 */
                networkModel?: "category" | "physical" | "none";
                /** @description Name of a fault-profile preset; the other keys override parts of it. */
                preset?: string;
            };
            /**
             * @description Until when the job runs.
             * @default {
             *       "kind": "wall",
             *       "days": 54
             *     }
             */
            horizon?: {
                /** @description Length. Unit: d. */
                days?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "wall";
            } | {
                /** @description Length. Unit: d. */
                days?: number;
                /**
                 * @description Which variant this is.
                 * @constant
                 */
                kind?: "productive";
            };
            /**
             * @description Multiple of every rate of the profile.
             * @default 1
             */
            rateMultiple?: number;
            /**
             * @description How the job is protected and recovered.
             * @default {
             *       "preset": "deepseek"
             *     }
             */
            recovery?: {
                /**
                 * @description Productive time between two checkpoints. Unit: s.
                 * @default 300
                 */
                checkpointIntervalS?: number;
                /**
                 * @description Reading a checkpoint; part of the restart. Unit: s.
                 * @default 5
                 */
                checkpointLoadS?: number;
                /**
                 * @description From the end of the stall until the checkpoint is safe in storage. Unit: s.
                 * @default 2
                 */
                checkpointPersistS?: number;
                /**
                 * @description How long training stands still for a checkpoint. Unit: s.
                 * @default 1
                 */
                checkpointStallS?: number;
                /**
                 * @description What the policy stands for.
                 * @default given in the document
                 */
                description?: string;
                /**
                 * @description Detectors of silent corruption, in union with people, who notice a share of it without any.
                 * @default []
                 */
                detectors?: {
                    /** @description How long training stops for a check. Unit: s. */
                    checkS?: number | unknown;
                    /** @description From the corruption to its discovery; give this or periodS and checkS. */
                    delay?: ({
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "fixed";
                        /** @description Length. Unit: s. */
                        seconds?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "log-normal";
                        /** @description Median. Unit: s. */
                        medianS?: number;
                        /** @description Standard deviation of the logarithm. */
                        sigma?: number;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "exponential";
                        /** @description Mean. Unit: s. */
                        meanS?: number;
                    }) | unknown;
                    /** @description How long each of them stops training. Unit: s. */
                    falseAlarmS?: number | unknown;
                    /** @description Alarms without a corruption, per day. */
                    falseAlarmsPerDay?: number | unknown;
                    /**
                     * @description What it does.
                     * @enum {string}
                     */
                    kind: "checksum" | "gradient-norm" | "redundancy-check" | "vendor-diagnostic";
                    /**
                     * @description Share of training time that a check in every step costs.
                     * @default 0
                     */
                    overheadFraction?: number;
                    /** @description From one check to the next. Unit: s. */
                    periodS?: number | unknown;
                    /** @description Name of a sdc-detector preset; the other keys override parts of it. */
                    preset?: string;
                    /**
                     * @description Where the figures come from.
                     * @default assumed
                     * @enum {string}
                     */
                    provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description Share of the corruptions that it finds. */
                    recall?: number;
                    /**
                     * @description Page or paper that the figures come from.
                     * @default given in the document
                     */
                    source?: string;
                }[];
                /**
                 * @description Taking a node out and a spare in; 0 for hot spares. Unit: s.
                 * @default 0
                 */
                drainS?: number;
                /**
                 * @description Faults may strike a restart, which then starts again.
                 * @default true
                 */
                faultsDuringRestart?: boolean;
                /**
                 * @description Longest link outage that the transport survives. Unit: s.
                 * @default 7.516192768000001
                 */
                flapWindowS?: number;
                /** @description The same when no node changes; absent: restartS. Unit: s. */
                inPlaceRestartS?: number | unknown;
                /**
                 * @description Name of the policy.
                 * @default custom
                 */
                name?: string;
                /**
                 * @description A lost link, switch or plane kills the job (deployed NICs), or traffic moves at once (ideal NICs).
                 * @default restart
                 * @enum {string}
                 */
                networkFault?: "restart" | "reroute";
                /** @description Name of a recovery preset; the other keys override parts of it. */
                preset?: string;
                /**
                 * @description A node drained this often does not come back; 0: never.
                 * @default 0
                 */
                quarantineAfterDrains?: number;
                /** @description A fault of a node takes one data replica out and the others go on; needs dataReplicas. */
                replicaLoss?: {
                    /**
                     * @description The others do its part of the batch, or the batch is smaller.
                     * @default keep
                     * @enum {string}
                     */
                    batch?: "keep" | "shrink";
                    /**
                     * @description Until the replica is back with the state of a peer. Unit: s.
                     * @default 600
                     */
                    rejoinS?: number;
                    /**
                     * @description The others stand still to take it in. Unit: s.
                     * @default 10
                     */
                    rejoinStallS?: number;
                    /**
                     * @description The others stand still to go on without it. Unit: s.
                     * @default 30
                     */
                    stallS?: number;
                } | unknown;
                /**
                 * @description Process start, communicators, load and warm-up. Unit: s.
                 * @default 600
                 */
                restartS?: number;
                /**
                 * @description Spread of the restart time: standard deviation of its logarithm, mean kept.
                 * @default 0
                 */
                restartSigma?: number;
                /** @description Checkpoints kept to roll back to, in place of retentionS. */
                retainedCheckpoints?: number | unknown;
                /**
                 * @description Productive time that the kept checkpoints reach back. Unit: s.
                 * @default 90000
                 */
                retentionS?: number;
                /**
                 * @description Silent corruption works until it is found, or is treated as found at once.
                 * @default detect
                 * @enum {string}
                 */
                silentCorruption?: "fail-stop" | "detect";
                /**
                 * @description Slow nodes are found and drained, or tolerated.
                 * @default drain
                 * @enum {string}
                 */
                stragglers?: "drain" | "tolerate";
                /** @description Nearer copies of the state, above the checkpoints in storage. */
                tiers?: {
                    /** @description Productive time between two. Unit: s. */
                    intervalS?: number;
                    /**
                     * @description Where they lie.
                     * @enum {string}
                     */
                    kind?: "peer-memory" | "local-nvme";
                    /**
                     * @description Reading it; part of the restart. Unit: s.
                     * @default 5
                     */
                    loadS?: number;
                    /**
                     * @description From the end of the stall until the copy is safe. Unit: s.
                     * @default 1
                     */
                    persistS?: number;
                    /**
                     * @description How long training stands still for one. Unit: s.
                     * @default 0.02
                     */
                    stallS?: number;
                    /** @description Nodes lost at once that it outlives. Absent: 1 for a peer's memory, 0 for a node's own drives. */
                    survivesNodes?: number | unknown;
                }[] | unknown;
                /**
                 * @description Wait for a repair, or give up a whole data replica.
                 * @default wait
                 * @enum {string}
                 */
                whenNoSpare?: "wait" | "shrink";
            };
            /**
             * @description How often the job is played, each time with other faults.
             * @default 200
             */
            replicas?: number;
            /** @description Nodes that stand by beyond the cluster's. Absent: 2 % of them. */
            spareNodes?: number;
        } | unknown;
        /** @description The training job: a model, its layout, batch, precision and schedule. */
        ExperimentWorkload: {
            /** @description Kept activations that wait for their backward in the host's memory, over PCIe. Absent: none. */
            activationOffload?: {
                /** @description Layers at the front of each stage; all of a stage that has fewer. Absent: all. */
                layers?: number | unknown;
                /** @description What of a layer: the inputs of its blocks (residual), what its attention keeps, what its FFN or experts keep. Absent: all that it keeps. */
                parts?: ("residual" | "attention" | "ffn")[] | unknown;
            } | unknown;
            /** @description The batch. */
            batch?: {
                /** @description Sequences of an optimizer step over the whole job. */
                globalSequences?: number;
                /**
                 * @description Sequences of a micro-batch.
                 * @default 1
                 */
                microBatchSequences?: number;
                /** @description Tokens of a sequence. */
                sequenceLength?: number;
            };
            /**
             * @description Expert dispatch and combine.
             * @default {}
             */
            communication?: {
                /** @description Of logfmt8 and logfmt10: what encoding and decoding take over the exchange itself, .5 to 1 on SMs, 0 in hardware. Absent: 0.75. */
                codecShare?: number | unknown;
                /**
                 * @description Format of combined tokens.
                 * @default bf16
                 * @enum {string}
                 */
                combinePrecision?: "fp8" | "bf16" | "logfmt8" | "logfmt10";
                /** @description A unit next to the SMs moves and sums tokens at the rate of `sms`: kernels keep every SM, memory and links are shared. Absent: false. */
                coprocessor?: boolean | unknown;
                /** @description How tokens reach their experts: kernels that copy while they send, once to each GPU or node (DeepEP, or HybridEP, which fills NVLink with few SMs), or an all-to-all of a copy for each expert, put in order before and after. Absent: deepep. */
                dispatcher?: ("deepep" | "hybridep" | "all-to-all") | unknown;
                /**
                 * @description Format of dispatched tokens.
                 * @default bf16
                 * @enum {string}
                 */
                dispatchPrecision?: "fp8" | "bf16" | "logfmt8" | "logfmt10";
                /**
                 * @description SMs that dispatch and combine kernels hold while they run; 0 is offloaded communication.
                 * @default 20
                 */
                sms?: number;
            };
            /** @description The transformer. */
            model?: {
                /** @description Activation of FFNs and experts. Absent: swiglu. */
                activation?: ("swiglu" | "geglu" | "gelu" | "relu" | "squared-relu") | unknown;
                /** @description Attention of the model's own layers. */
                attention?: {
                    /** @description Query heads. */
                    heads?: number;
                    /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                    indexer?: {
                        /** @description Size of an index head. */
                        headDim?: number;
                        /** @description Heads that score keys. */
                        heads?: number;
                        /** @description Keys that are read. */
                        topK?: number;
                    } | unknown;
                    /** @description Rank of the joint key-value compression. */
                    keyValueRank?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "mla";
                    /** @description Head size without rotary embedding. */
                    nopeHeadDim?: number;
                    /** @description Rank of the query compression; 0: queries are not compressed. */
                    queryRank?: number;
                    /** @description Head size with rotary embedding. */
                    ropeHeadDim?: number;
                    /** @description Head size of the values. */
                    valueHeadDim?: number;
                } | {
                    /** @description Tokens of the chunks that attention stays inside. */
                    chunk?: number | unknown;
                    /** @description Head size. */
                    headDim?: number;
                    /** @description Query heads. */
                    heads?: number;
                    /** @description Key-value heads. */
                    keyValueHeads?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "gqa";
                    /** @description Whether the output projection has a bias. */
                    outputBias?: boolean | unknown;
                    /** @description The output is multiplied by a gate of its own projection. */
                    outputGate?: boolean | unknown;
                    /** @description Whether the query, key and value projections have a bias. */
                    qkvBias?: boolean | unknown;
                    /** @description RMSNorm of queries and keys: over each head, or over all together. */
                    queryKeyNorm?: ("head" | "all") | unknown;
                    /** @description Values are the keys. */
                    sharedKeyValue?: boolean | unknown;
                    /** @description A learned logit for each head that takes attention away from every key. */
                    sinks?: boolean | unknown;
                    /** @description Head size of the values, where it differs. */
                    valueHeadDim?: number | unknown;
                    /** @description Keys that a query sees, itself included. Absent: all before it. */
                    window?: number | unknown;
                } | {
                    /** @description Head size; keys serve as values, one head of them. */
                    headDim?: number;
                    /** @description Query heads. */
                    heads?: number;
                    /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                    indexer?: {
                        /** @description Size of an index head. */
                        headDim?: number;
                        /** @description Heads that score keys. */
                        heads?: number;
                        /** @description Keys that are read. */
                        topK?: number;
                    } | unknown;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "compressed";
                    /** @description Groups of heads whose outputs are projected together. */
                    outputGroups?: number;
                    /** @description Rank of the output projection of a group. */
                    outputRank?: number;
                    /** @description Entries are made of two neighbouring blocks. */
                    overlap?: boolean | unknown;
                    /** @description Rank of the query compression. */
                    queryRank?: number;
                    /** @description Tokens of a compressed entry; 0: the window is all. */
                    ratio?: number;
                    /** @description Plain keys that a query sees. */
                    window?: number;
                };
                /** @description FFN hidden size of a dense layer. */
                denseHidden?: number;
                /** @description Dense FFNs have biases. */
                ffnBias?: boolean | unknown;
                /** @description Hidden size. */
                hidden?: number;
                /** @description Layers that differ from the model's own. */
                layerKinds?: {
                    /** @description The FFN of this kind of layer. Absent: as the model's layer at that place. */
                    ffn?: ({
                        /** @description FFN hidden size. Absent: the model's denseHidden. */
                        hidden?: number | unknown;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "dense";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "moe";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "none";
                    }) | unknown;
                    /** @description Mixes tokens in this kind of layer. Absent: the model's attention. */
                    mixer?: ({
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                        indexer?: {
                            /** @description Size of an index head. */
                            headDim?: number;
                            /** @description Heads that score keys. */
                            heads?: number;
                            /** @description Keys that are read. */
                            topK?: number;
                        } | unknown;
                        /** @description Rank of the joint key-value compression. */
                        keyValueRank?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "mla";
                        /** @description Head size without rotary embedding. */
                        nopeHeadDim?: number;
                        /** @description Rank of the query compression; 0: queries are not compressed. */
                        queryRank?: number;
                        /** @description Head size with rotary embedding. */
                        ropeHeadDim?: number;
                        /** @description Head size of the values. */
                        valueHeadDim?: number;
                    } | {
                        /** @description Tokens of the chunks that attention stays inside. */
                        chunk?: number | unknown;
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Key-value heads. */
                        keyValueHeads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "gqa";
                        /** @description Whether the output projection has a bias. */
                        outputBias?: boolean | unknown;
                        /** @description The output is multiplied by a gate of its own projection. */
                        outputGate?: boolean | unknown;
                        /** @description Whether the query, key and value projections have a bias. */
                        qkvBias?: boolean | unknown;
                        /** @description RMSNorm of queries and keys: over each head, or over all together. */
                        queryKeyNorm?: ("head" | "all") | unknown;
                        /** @description Values are the keys. */
                        sharedKeyValue?: boolean | unknown;
                        /** @description A learned logit for each head that takes attention away from every key. */
                        sinks?: boolean | unknown;
                        /** @description Head size of the values, where it differs. */
                        valueHeadDim?: number | unknown;
                        /** @description Keys that a query sees, itself included. Absent: all before it. */
                        window?: number | unknown;
                    } | {
                        /** @description Head size; keys serve as values, one head of them. */
                        headDim?: number;
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                        indexer?: {
                            /** @description Size of an index head. */
                            headDim?: number;
                            /** @description Heads that score keys. */
                            heads?: number;
                            /** @description Keys that are read. */
                            topK?: number;
                        } | unknown;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "compressed";
                        /** @description Groups of heads whose outputs are projected together. */
                        outputGroups?: number;
                        /** @description Rank of the output projection of a group. */
                        outputRank?: number;
                        /** @description Entries are made of two neighbouring blocks. */
                        overlap?: boolean | unknown;
                        /** @description Rank of the query compression. */
                        queryRank?: number;
                        /** @description Tokens of a compressed entry; 0: the window is all. */
                        ratio?: number;
                        /** @description Plain keys that a query sees. */
                        window?: number;
                    } | {
                        /** @description Tokens of the short convolution. */
                        convolution?: number;
                        /** @description Groups of heads that share their input and output matrices. */
                        groups?: number;
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Heads. */
                        heads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "mamba2";
                        /** @description Size of the state. */
                        stateDim?: number;
                    } | {
                        /** @description Tokens of the short convolution. */
                        convolution?: number;
                        /** @description Head size of queries and keys. */
                        keyHeadDim?: number;
                        /** @description Heads of queries and keys. */
                        keyHeads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "delta-net";
                        /** @description Head size of the values. */
                        valueHeadDim?: number;
                        /** @description Heads of values. */
                        valueHeads?: number;
                    } | {
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Heads. */
                        heads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "linear";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "none";
                    }) | unknown;
                    /** @description Its name in the pattern. */
                    name?: string;
                }[] | unknown;
                /** @description Transformer layers. */
                layers?: number;
                /** @description Rows of a learned position table. */
                learnedPositions?: number | unknown;
                /** @description Mixture of experts; absent in a dense model. */
                moe?: {
                    /** @description Experts and router have biases. */
                    bias?: boolean | unknown;
                    /** @description Each expert computes this multiple of its fair share: tokens over it are dropped, missing ones padded. */
                    capacityFactor?: number | unknown;
                    /** @description Inputs of the experts' activation are clamped. */
                    clamped?: boolean | unknown;
                    /**
                     * @description The first layers that are dense.
                     * @default 0
                     */
                    denseLayers?: number;
                    /** @description Of the layers after those, every so-manieth has experts. Absent: all. */
                    every?: number | unknown;
                    /** @description FFN hidden size of an expert. */
                    expertHidden?: number;
                    /**
                     * @description Equal groups that the experts fall into.
                     * @default 1
                     */
                    groups?: number;
                    /** @description Hidden size that experts work in, where it is projected down. */
                    latentHidden?: number | unknown;
                    /** @description Routed experts of a layer. */
                    routedExperts?: number;
                    /**
                     * @description Shared experts of a layer.
                     * @default 0
                     */
                    sharedExperts?: number;
                    /** @description A gate weighs the shared experts' output. */
                    sharedGate?: boolean | unknown;
                    /** @description FFN hidden size of a shared expert, where it differs. */
                    sharedHidden?: number | unknown;
                    /**
                     * @description Groups that a token may use.
                     * @default 1
                     */
                    topGroups?: number;
                    /** @description Routed experts of a token. */
                    topK?: number;
                } | unknown;
                /** @description Layer kind inside an MTP module. Absent: that of the last layer. */
                mtpLayer?: string | unknown;
                /**
                 * @description Multi-token-prediction modules after the last layer.
                 * @default 0
                 */
                mtpModules?: number;
                /**
                 * @description Name of the model.
                 * @default custom
                 */
                name?: string;
                /** @description Kind of the norms. Absent: rmsnorm. */
                norm?: ("rmsnorm" | "layernorm") | unknown;
                /** @description Norms before each block, after it, or both. Absent: pre. */
                normPlacement?: ("pre" | "post" | "both") | unknown;
                /** @description Rows of embedding and head where padded. */
                paddedVocabulary?: number | unknown;
                /** @description Mixer and FFN read the same normed input, and their outputs are added. */
                parallelBlock?: boolean | unknown;
                /** @description Layer kinds in order, `default` for the model's own; repeated until every layer has one. */
                pattern?: string[] | unknown;
                /** @description How positions enter. Absent: rotary. */
                positions?: ("rotary" | "learned" | "alibi" | "none") | unknown;
                /** @description Name of a model preset; the other keys override parts of it. */
                preset?: string;
                /** @description Parallel residual streams (hyper-connections). Absent: one. */
                residualStreams?: number | unknown;
                /**
                 * @description Report or config that the figures come from.
                 * @default given in the document
                 */
                source?: string;
                /**
                 * @description The output head shares the embedding's weights.
                 * @default false
                 */
                tiedEmbedding?: boolean;
                /** @description Vocabulary size. */
                vocabulary?: number;
            };
            /**
             * @description Name of the workload.
             * @default custom
             */
            name?: string;
            /** @description The optimizer and the bytes of its state. Absent: AdamW as the precision has it. */
            optimizer?: {
                /** @description Accumulated gradients. Unit: B/parameter. */
                gradientBytes?: number | unknown;
                /**
                 * @description The optimizer. muon: one moment of matrices, orthogonalized in each step; embedding and head are AdamW's.
                 * @default adamw
                 * @enum {string}
                 */
                kind?: "adamw" | "adam" | "sgd" | "adafactor" | "muon";
                /** @description Master weights apart from those that kernels read; 0 when there are none. Unit: B/parameter. */
                masterBytes?: number | unknown;
                /** @description Each moment of the optimizer. Unit: B/parameter. */
                momentBytes?: number | unknown;
                /** @description Master weights and moments lie in the host's memory and are updated there. */
                offload?: boolean | unknown;
                /** @description Gradients on their way between replicas. Unit: B/parameter. */
                reduceBytes?: number | unknown;
            } | unknown;
            /**
             * @description The parallel layout.
             * @default {}
             */
            parallelism?: {
                /** @description Context-parallel ranks: they share each sequence. Absent: 1. */
                context?: number | unknown;
                /** @description How context ranks meet each other's keys and values: blocks go round a ring, heads are dealt out in place of tokens, or all are gathered. Absent: ring. */
                contextMethod?: ("ring" | "all-to-all" | "all-gather") | unknown;
                /** @description Data-parallel replicas of the dense part. Absent: GPUs / (pipeline x tensor x context). */
                data?: number | unknown;
                /**
                 * @description Expert-parallel ranks.
                 * @default 1
                 */
                expert?: number;
                /** @description Ranks that split each expert, apart from tensor (folding). Absent: 1. */
                expertTensor?: number | unknown;
                /** @description Communication that runs during computation, each with the SMs and the bandwidth that it takes. */
                overlap?: {
                    /** @description Hops of a ring during the attention of the block before. Absent: true. */
                    context?: boolean | unknown;
                    /** @description Of 1F1B: dispatch and combine of one micro-batch during the computation of another, a forward and a backward run as one. Absent: false. */
                    expert?: boolean | unknown;
                    /** @description Gradients reduced during the backward: with zeroStage 2 and 3 layer by layer, unless false; with 0 and 1 from the last backward of a step on, if true. */
                    gradientReduction?: boolean | unknown;
                    /** @description Weights gathered during the forward: with zeroStage 3 layer by layer, unless false; with 1 and 2 in the first forward of a step, if true. */
                    parameterGather?: boolean | unknown;
                    /** @description Gathers and scatters of tensor ranks during the products that they belong to, in pieces. Absent: false. */
                    tensor?: boolean | unknown;
                } | unknown;
                /**
                 * @description Pipeline-parallel ranks.
                 * @default 1
                 */
                pipeline?: number;
                /**
                 * @description How ranks are laid on nodes.
                 * @default packed
                 * @enum {string}
                 */
                placement?: "packed" | "spread" | "random";
                /** @description Of ZeRO-3: units (layers, embedding, head) whose weights are gathered ahead of the one that runs. More hide a long gather behind several short layers, and take memory. Absent: 1. */
                prefetch?: number | unknown;
                /** @description Order in which ranks are numbered before they are placed, the fastest first. Absent: tp-cp-ep-dp-pp. */
                rankOrder?: ("tp-cp-ep-dp-pp" | "tp-cp-ep-pp-dp" | "tp-ep-dp-cp-pp" | "tp-ep-dp-pp-cp" | "tp-pp-cp-ep-dp" | "tp-pp-ep-dp-cp") | unknown;
                /** @description Of ZeRO-3: weights are gathered again for the backward. Absent: true. In a pipeline, false gathers and reduces once a step. */
                reshardAfterForward?: boolean | unknown;
                /** @description Tensor ranks share the tokens of norms and residuals. Absent: where the sequence divides. false: blocks end with an all-reduce, and each rank keeps whole layer inputs. */
                sequenceParallel?: boolean | unknown;
                /** @description Ranks that hold one set of shards, the rest hold copies (hybrid sharding). Absent: all ranks with the same weights. */
                shardingGroup?: number | unknown;
                /**
                 * @description Tensor-parallel ranks.
                 * @default 1
                 */
                tensor?: number;
                /**
                 * @description ZeRO stage: 0 replicates the training state, 1 shards the optimizer, 2 the gradients too, 3 the weights too (FSDP).
                 * @default 1
                 * @enum {integer}
                 */
                zeroStage?: 0 | 1 | 2 | 3;
            };
            /**
             * @description Precision of the linear layers: fp8 has scales of 1x128 and 128x128 (DeepSeek-V3), fp8-tensor one for each tensor, fp8-delayed the same from earlier steps, fp8-row one for each row, mxfp8 and nvfp4 those of the tensor cores.
             * @default bf16
             * @enum {string}
             */
            precision?: "fp32" | "fp16" | "bf16" | "fp8" | "fp8-tensor" | "fp8-delayed" | "fp8-row" | "mxfp8" | "nvfp4";
            /** @description Name of a workload preset; the other keys override parts of it. */
            preset?: string;
            /**
             * @description What the backward recomputes: nothing, the cheap parts, or the whole layer.
             * @default none
             * @enum {string}
             */
            recompute?: "none" | "selective" | "full";
            /** @description Layers that share an input (uniform; absent: 1), or that are recomputed in each stage (block). */
            recomputeLayers?: number | unknown;
            /** @description Which layers full recomputation takes: all, of which recomputeLayers keep one input together (uniform), or the first recomputeLayers of each stage (block). Absent: uniform. */
            recomputeMethod?: ("uniform" | "block") | unknown;
            /** @description Parts that selective recomputation repeats: attention-core (scores and their product), mla-up (up-projections of latents), norms, mlp (a dense FFN), moe (gate, dispatch, experts, combine), moe-activation, shared-experts. Absent: as the software level has it. */
            recomputeModules?: ("attention-core" | "mla-up" | "norms" | "mlp" | "moe" | "moe-activation" | "shared-experts")[] | unknown;
            /**
             * @description How the gate spreads tokens over experts.
             * @default {}
             */
            routing?: {
                /**
                 * @description Coefficient of variation of the tokens that one expert receives; 0 is perfectly balanced.
                 * @default 0.41
                 */
                expertLoadCv?: number;
            };
            /**
             * @description The pipeline schedule.
             * @default {}
             */
            schedule?: {
                /**
                 * @description Model chunks of a device, for interleaved 1F1B.
                 * @default 1
                 */
                chunksPerDevice?: number;
                /**
                 * @description Schedule by name.
                 * @default 1f1b
                 * @enum {string}
                 */
                name?: "gpipe" | "1f1b" | "interleaved" | "zb-h1" | "zb1p" | "zb-v" | "dualpipe" | "dualpipe-v";
                /**
                 * @description When a rank waits for what it sends: where the published program of the schedule does, or never.
                 * @default published
                 * @enum {string}
                 */
                sends?: "published" | "eager";
            };
            /** @description The software that the job runs on. Absent: everything is fused and the host is never late. */
            software?: {
                /** @description Attention kernel. unfused writes every score to memory. */
                attention?: ("unfused" | "flash1" | "flash2" | "flash3" | "cudnn") | unknown;
                /** @description Probability of dropout of scores and block outputs; 0 is none. */
                dropout?: number | unknown;
                /** @description What one kernel does; where it is not fused, a chain of elementwise kernels. Absent: as the level does. */
                fused?: {
                    /** @description A weight gradient is accumulated by its product. */
                    accumulation?: boolean | unknown;
                    /** @description GELU with its bias, or SwiGLU. */
                    activation?: boolean | unknown;
                    /** @description The bias of a linear layer is added by its matrix product. */
                    bias?: boolean | unknown;
                    /** @description Dropout with the residual addition. */
                    dropout?: boolean | unknown;
                    /** @description A product of all experts of a GPU, where it is one of a library for each expert. */
                    experts?: boolean | unknown;
                    /** @description Cross-entropy. */
                    loss?: boolean | unknown;
                    /** @description RMSNorm. */
                    norm?: boolean | unknown;
                    /** @description Query, key and value in one product, gate and up in one product. */
                    projections?: boolean | unknown;
                    /** @description Rotary position embedding. */
                    rope?: boolean | unknown;
                    /** @description Scores, choice and counts of the gate. */
                    router?: boolean | unknown;
                    /** @description Scale, mask and softmax of unfused attention. */
                    softmax?: boolean | unknown;
                } | unknown;
                /** @description Parts of a layer that the device launches by itself where the host launches the rest: attention, a recurrent mixer, the gate with the shared experts, a dense FFN. Absent: none. */
                graphs?: ("attention" | "recurrent" | "router" | "ffn")[] | unknown;
                /** @description Host time of one kernel launch in the forward pass. Unit: us. */
                hostLaunchUs?: number | unknown;
                /** @description Who launches kernels: eager, the host one by one; compiled, generated code; cuda-graphs, the device. */
                launch?: ("eager" | "compiled" | "cuda-graphs") | unknown;
                /** @description Named and dated defaults of what is left out; absent: deepseek-v3. */
                level?: ("eager-pytorch" | "megatron-2021" | "megatron-2022" | "deepspeed-2022" | "megatron-core-2023" | "llm-foundry" | "megatron-core-2025" | "megatron-core-2026" | "torchtitan-2025" | "deepseek-v3") | unknown;
                /** @description Kernels of the optimizer: for each tensor, for lists of tensors, or one for each list. */
                optimizer?: ("loop" | "foreach" | "fused") | unknown;
                /** @description What selective recomputation repeats: cheap parts, the attention core, or all but every second product. */
                selective?: ("cheap-parts" | "attention-core" | "every-second-product") | unknown;
            } | unknown;
            /** @description Layers of each pipeline stage in order. Absent: balanced by computed cost. */
            stageLayers?: number[] | unknown;
        };
        /** @description Compare fabrics: cost, power, failures of a year and the step of one job on each, at equal bisection. */
        FabricComparisonRequest: {
            /** @description Cluster presets, or Cluster documents. */
            clusters: (string | {
                [key: string]: unknown;
            })[];
            /** @description PriceList document; default: the prices that were fitted to table 3 of the paper. */
            prices?: {
                [key: string]: unknown;
            };
            /** @description Workload preset, or a Workload document, whose step is computed on each; default: none. */
            workload?: string | {
                [key: string]: unknown;
            };
        };
        FailureGroup: {
            code: string;
            count: number;
            /** @description Address of one of them */
            example: string;
            message: string;
        };
        FailuresAnswer: {
            /** @description At the rate of links from NICs to leaves */
            fabricLinks: number;
            /** @description Short outages of links from NICs to leaves */
            flaps: number;
            hostLinks: number;
            switches: number;
        };
        FaultCheckAnswer: {
            /** @description Faults expected of each class, and those that came */
            classes: Record<string, never>[];
            exposure: {
                [key: string]: unknown;
            };
            notes: string[];
            profile: string;
            total: {
                [key: string]: unknown;
            };
        };
        FaultFitAnswer: {
            /** @description Rate with its band, law, trend and repair of each class */
            classes: Record<string, never>[];
            /** @description GPUs, nodes, links and days that the log covers */
            exposure: {
                [key: string]: unknown;
            };
            /** @description Faults of a class */
            faults: number;
            /** @description Start of the window */
            from: string;
            /** @description Nodes that fail more often than chance allows */
            lemons?: {
                [key: string]: unknown;
            };
            notes: string[];
            /** @description Events outside the window */
            outside: number;
            /** @description A FaultProfile document of these rates */
            profile: {
                [key: string]: unknown;
            };
            /** @description Events that are no fault of a class */
            unclassed: number;
        };
        FileAnswer: {
            /** @description Taken because the file does not say */
            assumed: string[];
            /** @enum {string} */
            format: "nccl-xml" | "ibnetdiscover" | "slurm-topology" | "nvidia-smi-topo" | "nvidia-smi-nvlink" | "infiniband-sysfs" | "cables-csv" | "hosts-csv";
            source: string;
            /** @description Not understood, or of no use to a Cluster */
            unknown: string[];
        };
        FlappedAnswer: {
            /** @description Transfers that end later than they would without */
            delayed: number;
            /** @description Longest time that one transfer stood still */
            longestStallUs: number;
            /** @description Of the collective with the flaps */
            timeUs: number;
            /** @description Messages; of rings and trees, channels */
            transfers: number;
        };
        HistoryEvent: {
            /** Format: date-time */
            at: string;
            /** @description Of a failure */
            code?: string;
            /** @description Of a failure */
            message?: string;
            /** @description 1, 2, 3, ... without gaps */
            number: number;
            phase?: string;
            /** @description Why it waits again */
            reason?: string;
            resultSha256?: string;
            /** @description The result was there already */
            reused?: boolean;
            /** @description Share done, 0..1 */
            share?: number;
            /** @description How often it was started */
            start?: number;
            /** @enum {string} */
            state?: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @enum {string} */
            type: "queued" | "running" | "progress" | "requeued" | "succeeded" | "failed" | "cancelled";
        };
        InfeasibleAlike: {
            count: number;
            /** @description Dotted path to value */
            example: {
                [key: string]: unknown;
            };
            issue: components["schemas"]["SweepIssue"];
        };
        InfeasiblePoints: {
            count: number;
            groups: components["schemas"]["InfeasibleAlike"][];
        };
        InputAnswer: {
            name: string;
            /** @enum {string} */
            provenance: "published" | "measured" | "derived" | "fitted" | "assumed";
            source: string;
            unit: string;
            value: number | string;
        };
        JobAnswer: {
            /** @description From its first message to its last, with the network to itself */
            aloneUs: number;
            bytes: number;
            job: string;
            messages: number;
            /** @description Together over alone */
            slowdown: number;
            togetherUs: number;
        };
        JobsLinkAnswer: {
            bytes: number;
            bytesByJob: {
                [key: string]: number;
            };
            class: string;
            name: string;
            /** @description Mean share of its rate until the last message is there */
            utilisation: number;
        };
        KernelDifferenceAnswer: {
            /** @description ms */
            afterMs: number;
            /** @description ms */
            beforeMs: number;
            /** @description ms */
            changeMs: number;
            /** @description A mean over ranks in a simulated step */
            kernelsAfter: number;
            /** @description A mean over ranks in a simulated step */
            kernelsBefore: number;
            kind: string;
            name: string;
        };
        KernelTimeAnswer: {
            kernels: number;
            kind: string;
            name: string;
            /** @description ms */
            totalMs: number;
        };
        LayerAnswer: {
            /** @description Recomputation included */
            backwardInputMs: number;
            backwardWeightMs: number;
            device: string;
            expert: number;
            forwardMs: number;
            /** @enum {string} */
            kind: "dense" | "moe";
            operations: components["schemas"]["LayerOperationAnswer"][];
            /** @enum {string} */
            precision: "bf16" | "fp8";
            /** @enum {string} */
            recompute: "none" | "selective" | "full";
            sequence: number;
            tensor: number;
            tokens: number;
            workload: string;
        };
        LayerOperationAnswer: {
            bytes: number;
            flops: number;
            ms: number;
            name: string;
            /** @description Forward, or which part of the backward */
            pass: string;
        };
        /** @description Time one transformer layer of a workload's model on one device, without communication. */
        LayerRequest: {
            /** @description Take a dense layer of a mixture of experts; default: one of its expert layers. */
            dense?: boolean;
            /** @description Device preset that the layer runs on. */
            device: string;
            /** @description Expert-parallel ranks; default: as the workload. */
            expert?: number;
            /**
             * @description Precision of the matrix multiplications; default: as the workload, where the device has it.
             * @enum {string}
             */
            precision?: "fp32" | "fp16" | "bf16" | "fp8" | "fp8-tensor" | "fp8-delayed" | "fp8-row" | "mxfp8" | "nvfp4";
            /**
             * @description What the backward recomputes; default: none.
             * @enum {string}
             */
            recompute?: "none" | "selective" | "full";
            /** @description Tokens of a sequence; default: as the workload. */
            sequence?: number;
            /** @description Tensor-parallel ranks that share the layer; default: 1, the whole layer. */
            tensor?: number;
            /** @description Tokens of the micro-batch; default: as the workload. */
            tokens?: number;
            /** @description Workload preset whose model has the layer. */
            workload: string;
        };
        Liveness: {
            /** @enum {string} */
            status: "ok";
        };
        LogReadingAnswer: {
            /** @description Lines that are one fault are one event */
            events: Record<string, never>[];
            /** @description What the log was understood as */
            format: string;
            /** @description Of them those that say nothing of a fault */
            ignored: number;
            notes: string[];
            /** @description Lines or samples */
            read: number;
        };
        LostAlike: {
            /** @description The objective that none of them beats */
            bound: number;
            /**
             * @description The bound that says so
             * @enum {string}
             */
            by: "work" | "schedule" | "routing";
            count: number;
        };
        MachineAnswer: {
            bf16Tflops: number;
            communicationSms: number;
            fp8Tflops: number;
            memoryBandwidthGBps: number;
            name: string;
            nicGBps: number;
            nvlinkGBps: number;
            sms: number;
        };
        MessagesFile: {
            name: string;
            /** @description CSV: from, to, bytes and optionally job, start_us; or a matrix of bytes */
            text: string;
        };
        /** @description Count the endpoints, switches and cables of a cluster's network, and price them. */
        NetworkCostRequest: {
            /** @description Cluster preset, or a Cluster document. */
            cluster: string | {
                [key: string]: unknown;
            };
            /** @description PriceList document; default: the prices that were fitted to table 3 of the paper. */
            prices?: {
                [key: string]: unknown;
            };
        };
        /** @description Simulate one collective on one cluster: bandwidth, time, and what its links carry. */
        NetworkRequest: {
            /**
             * @description all-reduce: its algorithm; default: whichever is sooner.
             * @enum {string}
             */
            algorithm?: "ring" | "tree";
            /** @description Another collective of the same GPUs at the same time: alone, shared, with queues, with rails of its own. */
            beside?: {
                /** @description Buffer of one rank: a number of bytes, or text such as 1GiB. */
                bytes: number | string;
                /**
                 * @description Collective by name.
                 * @enum {string}
                 */
                collective: "all-to-all" | "all-reduce" | "all-gather" | "reduce-scatter" | "dispatch" | "combine" | "low-latency-dispatch" | "low-latency-combine" | "incast" | "scatter" | "broadcast" | "reduce" | "send-receive";
            };
            /** @description Buffer of one rank: a number of bytes, or text such as 1GiB, 64MB or 8M. */
            bytes?: number | string;
            /** @description Cluster preset, or a Cluster document. */
            cluster: string | {
                [key: string]: unknown;
            };
            /**
             * @description Collective by name; of incast (a gather), scatter, broadcast and reduce the first GPU is the root.
             * @enum {string}
             */
            collective: "all-to-all" | "all-reduce" | "all-gather" | "reduce-scatter" | "dispatch" | "combine" | "low-latency-dispatch" | "low-latency-combine" | "incast" | "scatter" | "broadcast" | "reduce" | "send-receive";
            /**
             * @description With beside, on switches that pause each other (PFC): what slows senders down, if anything.
             * @enum {string}
             */
            control?: "pfc" | "dcqcn" | "rtt" | "credits";
            /** @description ecmp: header values that the packets of a message rotate over; 1 keeps a message on one path, more spray it over the paths that they hash to; default: the cluster's. */
            entropies?: number;
            /** @description Parts that are down (leaf:3, node:0/nic:2, plane:1) or degraded (leaf:3=0.5). */
            fail?: string[];
            /** @description Parts that are down for a while, in seconds: node:0/nic:2@0.01+3 from 0.01 s on, for 3 s. */
            flap?: string[];
            /** @description How many of the cluster's first GPUs take part. */
            gpus: number;
            /** @description Largest of several sizes: a table over them, in place of bytes. */
            maxBytes?: number | string;
            /** @description Smallest of several sizes; default: 8. */
            minBytes?: number | string;
            /** @description A message for another rail first crosses NVLink to the GPU of that rail (NCCL PXN); default: the cluster's. */
            pxn?: boolean;
            /** @description With beside: rails of each node that the first and the second keep to, where they keep apart; default: in proportion to what they put on NICs. */
            rails?: number[];
            /** @description Time from a flap's start until traffic takes another way; default: it waits for the link. Unit: s. */
            reroute?: number;
            /**
             * @description How flows are spread over equal paths; default: the cluster's.
             * @enum {string}
             */
            routing?: "ecmp" | "adaptive" | "static";
            /** @description Seed of the ECMP hash; default: 0. */
            seed?: number;
            /** @description ECMP: hashes to draw, for a band of the time; at most 10000. */
            seeds?: number;
            /** @description From size to size, increased by, in place of a factor. */
            stepBytes?: number | string;
            /** @description From size to size, multiplied by; default: 2. Unit: . */
            stepFactor?: number;
            /** @description Dispatch and combine: tokens of one rank, in place of bytes; default of low-latency ones: 128. */
            tokens?: number;
            /** @description Busiest links that are shown; default: 20. */
            top?: number;
        };
        NewCluster: {
            document: components["schemas"]["Cluster"];
            name: string;
        };
        NewWorkload: {
            document: components["schemas"]["Workload"];
            name: string;
        };
        OverlapAnswer: {
            /** @description ms */
            bothMs: number;
            /** @description Exposed communication */
            communicationOnlyMs: number;
            /** @description ms */
            computeOnlyMs: number;
            /** @description ms */
            neitherMs: number;
        };
        ParetoFront: {
            objectives: components["schemas"]["SweepGoal"][];
            runs: components["schemas"]["ScoredRun"][];
        };
        PhaseAnswer: {
            /** @description ms */
            busyMs: number;
            kernels: number;
            /** @description ms by kind */
            kindsMs: {
                [key: string]: number;
            };
            perLayerMs: number[];
            phase: string;
            /**
             * @description By what most of its time is
             * @enum {string}
             */
            role: "compute" | "communication";
        };
        PlanAnswer: {
            /** @description Of a search: seconds that its runs lose to the best, the best first */
            behind?: components["schemas"]["BehindTheBest"][];
            duplicates: number;
            infeasible: components["schemas"]["InfeasiblePoints"];
            /** @description Of a search: why points were not run */
            lost?: components["schemas"]["LostAlike"][];
            objective: components["schemas"]["SweepGoal"];
            /** @description Points that a search need not run */
            pruned: number;
            /** @description Points to run */
            runs: number;
            /** @description Points, before anything is removed */
            size: number;
        };
        PlaneLoad: {
            bytes: number;
            /** @description -1: the single fabric */
            plane: number;
        };
        PowerAnswer: {
            /** @description Over those years */
            energyUSD?: number;
            kilowatts: number;
            racks?: number;
            /** @description What is bought and its energy */
            totalUSD: number;
            years?: number;
        };
        Preset: {
            description: string;
            /** @enum {string} */
            kind: "experiment" | "cluster" | "workload" | "model" | "device" | "fault-profile" | "recovery" | "sdc-detector";
            name: string;
        };
        PresetList: {
            engineVersion: string;
            items: components["schemas"]["Preset"][];
        };
        PresetWithBody: {
            body: {
                [key: string]: unknown;
            };
            description: string;
            /** @enum {string} */
            kind: "experiment" | "cluster" | "workload" | "model" | "device" | "fault-profile" | "recovery" | "sdc-detector";
            name: string;
        };
        PricedItemAnswer: {
            /** @description Of cables of a list of parts */
            class?: string;
            /** @description All of them */
            costUSD: number;
            count: number;
            /** @description switch, fabricCable, endpointCable, or the part of a list */
            name: string;
            /** @enum {string} */
            provenance: "published" | "measured" | "derived" | "fitted" | "assumed";
            source: string;
            /** @description Price of one */
            usd: number;
            /** @description All of them */
            watts?: number;
        };
        Problem: {
            detail: string;
            instance: string;
            issues: {
                code: string;
                hint: string;
                message: string;
                path: string;
                pointer: string;
            }[];
            requestId: string;
            status: number;
            title: string;
            type: string;
        };
        ProfileAnswer: {
            collectives: components["schemas"]["CollectiveAnswer"][];
            /** @description Without waiting for peers */
            communicationDataMs: number;
            /** @description ms */
            communicationMs: number;
            /** @description ms */
            computeMs: number;
            device: string;
            /** @description Its number in the trace */
            deviceId: number;
            kernels: number;
            /** @description ms by kind */
            kindsMs: {
                [key: string]: number;
            };
            layers: components["schemas"]["ProfiledLayerAnswer"][];
            otherDevices: components["schemas"]["DeviceAnswer"][];
            overlap: components["schemas"]["OverlapAnswer"];
            overlapWithData: components["schemas"]["OverlapAnswer"];
            phases: components["schemas"]["PhaseAnswer"][];
            rank: number;
            read: components["schemas"]["ReadCountsAnswer"];
            /** @description Where another machine was asked for */
            retargeted?: components["schemas"]["RetargetedAnswer"];
            sms: number;
            /** @description ms */
            spanMs: number;
            /** @description Training steps in the recording */
            steps: number;
            streams: components["schemas"]["StreamAnswer"][];
            topKernels: components["schemas"]["KernelTimeAnswer"][];
            traceName: string;
            /** @description Device work that no annotated range launched */
            unattributed: number;
            /** @description Where it was asked for */
            workload?: {
                [key: string]: unknown;
            };
            worldSize: number;
        };
        ProfileDifferenceAnswer: {
            /** @description The part that changed most, in words */
            explained: string;
            /** @description Kernel time by name */
            kernels: components["schemas"]["KernelDifferenceAnswer"][];
            /** @description Kernel time by kind, the largest change first */
            kinds: components["schemas"]["TimeDifferenceAnswer"][];
            /** @description Parts of the timeline: they add up to the span */
            parts: components["schemas"]["TimeDifferenceAnswer"][];
            /** @description Annotated ranges that both sides have */
            phases: components["schemas"]["TimeDifferenceAnswer"][];
            span: components["schemas"]["TimeDifferenceAnswer"];
            stepsAfter: number;
            /** @description Training steps that the first side is divided by */
            stepsBefore: number;
        };
        ProfiledLayerAnswer: {
            /** @description ms */
            communicationMs: number;
            /** @description ms */
            computeMs: number;
            /** @description ms */
            endMs: number;
            /** @description ms */
            exposedMs: number;
            layer: number;
            /** @description ms */
            startMs: number;
        };
        RankAnswer: {
            /** @description Its clock against that of the first recording */
            clockOffsetMs: number;
            /** @description ms */
            communicationMs: number;
            /** @description ms */
            computeMs: number;
            /** @description Exposed communication */
            exposedMs: number;
            /** @description Time in which nothing ran */
            idleMs: number;
            lastToCome: number;
            /** @description Collectives that are in another recording too */
            matched: number;
            rank: number;
            /** @description Name of the trace */
            source: string;
            /** @description ms */
            spanMs: number;
            /** @description Longer in those than the rank that came last */
            waitMs: number;
        };
        RankComparisonAnswer: {
            /** @description Longest over shortest computation of a rank, less 1 */
            computeSkew: number;
            /** @description ms */
            largestArrivalSkewMs: number;
            matched: number;
            /** @description Between the first and the last rank to come, on average */
            meanArrivalSkewMs: number;
            ranks: components["schemas"]["RankAnswer"][];
            /** @description The rank that others waited for most */
            straggler: number | null;
        };
        ReadCountsAnswer: {
            annotations: number;
            clamped: number;
            events: number;
            launches: number;
            other: number;
            withoutTime: number;
            work: number;
        };
        Readiness: {
            checks: components["schemas"]["Checks"];
            /** @enum {string} */
            status: "ok" | "unavailable";
        };
        Report: {
            artifact: string;
            conclusion: string;
            /** @description All points of a figure */
            curves?: {
                [key: string]: unknown;
            };
            engineVersion: string;
            /** @description What a reader sees where words are next to numbers: head, body and the number of text columns */
            grid?: {
                [key: string]: unknown;
            };
            inputs: components["schemas"]["ReportInput"][];
            /**
             * @description Where the numbers next to the twin's are not the paper's, or not all
             * @enum {string}
             */
            reference?: "published";
            rows: components["schemas"]["ReportRow"][];
            title: string;
            withinTolerance: boolean;
        };
        ReportInput: {
            name: string;
            /** @enum {string} */
            provenance: "published" | "measured" | "derived" | "fitted" | "assumed";
            source: string;
            unit: string;
            value: number | string;
        };
        ReportRow: {
            /** @description 90 % interval of the twin's value; absent where the row has none */
            band?: number[];
            case: string;
            errorPct: number | null;
            /** @enum {string} */
            kind: "predicted" | "fitted" | "published-input";
            name: string;
            note: string;
            /** @description Why the paper is known to lie outside the band */
            open?: string;
            /** @description null where nothing is published */
            paper: number | null;
            /** @description Largest error that passes; null where the row is not judged */
            tolerancePct: number | null;
            twin: number;
            unit: string;
        };
        ReportRuns: {
            /** @description Address of the report */
            report: string;
            runs: components["schemas"]["RunView"][];
        };
        ReproductionRequest: {
            /** @description table3: a PriceList document in place of the prices that were fitted to the table */
            prices?: {
                [key: string]: unknown;
            };
        };
        RetargetedAnswer: {
            recorded: components["schemas"]["ExecutedAnswer"];
            speedup: number;
            target: components["schemas"]["ExecutedAnswer"];
        };
        RetriedSweep: {
            /** @description Best first */
            best: components["schemas"]["ScoredRun"][];
            counts: components["schemas"]["RunCounts"];
            /** Format: date-time */
            createdAt: string;
            /** @description Points added so far */
            expanded: number;
            /** @description Why it could not be expanded or was ended */
            failure: string | null;
            failures: components["schemas"]["FailureGroup"][];
            id: string;
            links: components["schemas"]["SweepLinks"];
            name: string;
            pareto: components["schemas"]["ParetoFront"] | null;
            /** @description null before the first points are added */
            plan: components["schemas"]["PlanAnswer"] | null;
            /** @description Points that have a new run */
            retried: number;
            /** @enum {string} */
            state: "expanding" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Of the best runs: checkpoints that do not reach behind a corruption when it is found */
            warnings: components["schemas"]["SweepWarningAnswer"][];
        };
        RunCounts: {
            cancelled: number;
            failed: number;
            queued: number;
            running: number;
            succeeded: number;
        };
        RunFailure: {
            /** @description crashed, timed-out, out-of-memory or diverged */
            code: string;
            message: string;
        };
        RunHistory: {
            /** @description There will be no more */
            ended: boolean;
            items: components["schemas"]["HistoryEvent"][];
        };
        RunLinks: {
            cancel?: string;
            events: string;
            experiment: string;
            result?: string;
            retry?: string;
            self: string;
            trace?: string;
        };
        RunPage: {
            items: components["schemas"]["RunView"][];
            /** @description Cursor of the next page */
            next: string | null;
        };
        RunsOverview: {
            failures: components["schemas"]["FailureGroup"][];
            states: components["schemas"]["RunCounts"];
        };
        RunSummary: {
            /** @description Of a run over days */
            ettr: number | null;
            /** @description Of a run over days */
            goodput: number | null;
            mfuCausal: number | null;
            peakMemoryGB: number | null;
            stepTimeS: number | null;
            tokensPerDayB: number | null;
        };
        RunView: {
            /** Format: date-time */
            createdAt: string;
            experimentId: string;
            failure: components["schemas"]["RunFailure"] | null;
            /** Format: date-time */
            finishedAt: string | null;
            id: string;
            /** @description Number of the latest event */
            lastEvent: number;
            links: components["schemas"]["RunLinks"];
            name: string;
            /** @description Phase of a running run */
            phase: string | null;
            resultSha256: string | null;
            /** @description Share done, 0..1 */
            share: number;
            /** Format: date-time */
            startedAt: string | null;
            /** @enum {string} */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Headline metrics of a run that succeeded */
            summary: components["schemas"]["RunSummary"] | null;
        };
        RunWithResult: {
            /** Format: date-time */
            createdAt: string;
            experimentId: string;
            failure: components["schemas"]["RunFailure"] | null;
            /** Format: date-time */
            finishedAt: string | null;
            id: string;
            /** @description Number of the latest event */
            lastEvent: number;
            links: components["schemas"]["RunLinks"];
            name: string;
            /** @description Phase of a running run */
            phase: string | null;
            /** @description As GET /v1/runs/{id}/result; null without one */
            result: {
                [key: string]: unknown;
            } | null;
            resultSha256: string | null;
            /** @description Share done, 0..1 */
            share: number;
            /** Format: date-time */
            startedAt: string | null;
            /** @enum {string} */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Headline metrics of a run that succeeded */
            summary: components["schemas"]["RunSummary"] | null;
        };
        SavedView: {
            name: string;
            /** @description Screen of the app; '' is Home */
            screen: string;
            /** @description What stands behind ? in its address */
            state: string;
            /** Format: date-time */
            updatedAt: string;
            version: number;
        };
        SavedViewPage: {
            items: components["schemas"]["SavedView"][];
            /** @description Cursor of the next page */
            next: string | null;
        };
        ScheduleAnswer: {
            /** @description Mean over ranks of the idle time until the last is done */
            bubbleMs: number;
            /** @description As published; null with too few micro-batches for the formula to hold */
            formulaBubbleMs: number | null;
            makespanMs: number;
            microBatches: number;
            ops: number;
            perRank: components["schemas"]["ScheduleRankAnswer"][];
            ranks: number;
            /** @enum {string} */
            schedule: "gpipe" | "1f1b" | "interleaved" | "zb-h1" | "zb1p" | "zb-v" | "dualpipe" | "dualpipe-v";
            /** @description What keeps formula and bubble apart */
            warnings: components["schemas"]["ScheduleWarningAnswer"][];
        };
        ScheduleRankAnswer: {
            bubbleMs: number;
            /** @description Ops that the rank executes, by kind */
            counts: {
                [key: string]: number;
            };
            /** @description Of one micro-batch on one stage each */
            peakActivations: number;
            rank: number;
        };
        /** @description Execute a pipeline schedule: bubble, formula, op counts of each rank. */
        ScheduleRequest: {
            /** @description Backward for the input; default: as the forward. Unit: ms. */
            bInputMs?: number;
            /** @description Model chunks of a device, for interleaved; default: 2. */
            chunksPerDevice?: number;
            /** @description Forward overlapped with a full backward, for dualpipe and dualpipe-v; default: the sum of the three. Unit: ms. */
            fbMs?: number;
            /** @description Forward, per device and micro-batch; default: 1. Unit: ms. */
            fMs?: number;
            /** @description Micro-batches of a step. */
            microBatches: number;
            /**
             * @description Schedule by name.
             * @enum {string}
             */
            name: "gpipe" | "1f1b" | "interleaved" | "zb-h1" | "zb1p" | "zb-v" | "dualpipe" | "dualpipe-v";
            /** @description Devices of the pipeline. */
            ranks: number;
            /**
             * @description When a rank waits for what it sends: where the published program does, or never; default: published.
             * @enum {string}
             */
            sends?: "published" | "eager";
            /** @description Backward for the weights; default: as the forward. Unit: ms. */
            wMs?: number;
        };
        ScheduleWarningAnswer: {
            /** @enum {string} */
            code: "formula-does-not-hold" | "formula-approximates";
            message: string;
        };
        ScoredRun: {
            metrics: {
                [key: string]: number;
            };
            /** @description Dotted path to value */
            parameters: {
                [key: string]: unknown;
            };
            position: number;
            /** @description Address of the run */
            run: string;
        };
        SeedBandAnswer: {
            /** @description 95 of 100 are no longer */
            highUs: number;
            leastUs: number;
            /** @description 5 of 100 are no longer */
            lowUs: number;
            medianUs: number;
            mostUs: number;
            /** @description Hashes drawn: as asked for, or as time allowed */
            seeds: number;
        };
        /**
         * Railyard Serving
         * @description A model served on a cluster.
         */
        Serving: {
            /**
             * @description Version of the document format.
             * @constant
             */
            apiVersion: "railyard/v1";
            /**
             * @description Of attention's projections. Absent: the same.
             * @enum {string}
             */
            attentionPrecision?: "fp32" | "fp16" | "bf16" | "fp8" | "fp8-tensor" | "fp8-delayed" | "fp8-row" | "mxfp8" | "nvfp4";
            /**
             * @description Format of the cache of keys and values.
             * @default bf16
             * @enum {string}
             */
            cachePrecision?: "bf16" | "fp8";
            /** @description The machine: nodes, devices, NICs, network, storage. */
            cluster: {
                /** @description An accelerator: datasheet peaks per device, dense. */
                device?: {
                    /** @description Dense BF16 peak. Unit: TFLOPS. */
                    bf16Tflops?: number;
                    /** @description What was measured of this device (railyard calibrate writes it): constants that take the place of those of the records that ship. */
                    calibration?: {
                        /** @description Constants of collectives, by name. */
                        collectives?: {
                            [key: string]: number;
                        } | unknown;
                        /** @description Constants of the kernel model, by name. */
                        kernels?: {
                            [key: string]: number;
                        } | unknown;
                        /** @description What was measured, when and how. */
                        source?: string;
                    } | unknown;
                    /** @description Dense FP4 peak; absent when the device has no FP4 tensor cores. Unit: TFLOPS. */
                    fp4Tflops?: number | unknown;
                    /**
                     * @description Dense FP8 peak; 0 when the device has no FP8 tensor cores. Unit: TFLOPS.
                     * @default 0
                     */
                    fp8Tflops?: number;
                    /** @description FP32 peak outside the tensor cores. Unit: TFLOPS. */
                    fp32Tflops?: number;
                    /** @description Level-2 cache. Unit: MB (1e6 bytes). */
                    l2CacheMB?: number;
                    /** @description The device has no BF16; bf16Tflops is then its FP16 peak. */
                    lacksBf16?: boolean | unknown;
                    /** @description Memory bandwidth. Unit: GB/s. */
                    memoryBandwidthGBps?: number;
                    /** @description Memory of the device as CUDA reports it. Unit: GB (1e9 bytes). */
                    memoryGB?: number;
                    /**
                     * @description Name of the device.
                     * @default custom
                     */
                    name?: string;
                    /** @description What large transfers reach of the scale-up link, per direction. Unit: GB/s. */
                    nvlinkAchievedGBps?: number;
                    /** @description Scale-up link (NVLink), per direction; 0 when there is none. Unit: GB/s. */
                    nvlinkGBps?: number;
                    /** @description GPUs that NVLink joins to each other, next to each other in the node: 2 for bridges of pairs. Absent: all GPUs of a node. */
                    nvlinkGpus?: number | unknown;
                    /** @description Host link, per direction. Unit: GB/s. */
                    pcieGBps?: number;
                    /** @description Power limit as a share of the board's rating, where it is set lower (500 of 700 W is 0.714). */
                    powerLimit?: number | unknown;
                    /** @description Name of a device preset; the other keys override parts of it. */
                    preset?: string;
                    /** @description The board's rating. Absent: that of the preset's name, where one is known. Unit: W. */
                    ratedPowerW?: number | unknown;
                    /** @description Streaming multiprocessors that are enabled. */
                    sms?: number;
                    /**
                     * @description Datasheet or paper that the figures come from.
                     * @default given in the document
                     */
                    source?: string;
                    /** @description Dense peak of FP32 matrices (TF32); absent: half of the BF16 peak. Unit: TFLOPS. */
                    tf32Tflops?: number | unknown;
                };
                /** @description ecmp: header values that the packets of a message rotate over; 1 keeps a message on one path, more spray it over the paths that they hash to. Absent: 1. */
                entropies?: number | unknown;
                /**
                 * @description GPUs of a node.
                 * @default 8
                 */
                gpusPerNode?: number;
                /**
                 * @description Name of the cluster.
                 * @default custom
                 */
                name?: string;
                /** @description The NICs of a node. */
                nic?: {
                    /** @description Line rate per direction. Unit: GB/s. */
                    bandwidthGBps?: number;
                    /**
                     * @description What large RDMA transfers reach of the line rate.
                     * @default 0.8
                     */
                    efficiency?: number;
                    /** @description Both endpoints together, cables to the first switch included. Absent: that of the link layer. Unit: us. */
                    endpointLatencyUs?: number | unknown;
                    /**
                     * @description Link layer: sets the latency of a hop (paper, Table 5).
                     * @default infiniband
                     * @enum {string}
                     */
                    linkLayer?: "infiniband" | "roce";
                    /** @description NICs of a node. */
                    perNode?: number;
                    /** @description Each switch on the way, with the cable after it. Absent: that of the link layer. Unit: us. */
                    switchLatencyUs?: number | unknown;
                };
                /** @description Nodes. */
                nodes?: number;
                /** @description Name of a cluster preset; the other keys override parts of it. */
                preset?: string;
                /**
                 * @description A message for another rail first crosses NVLink to the GPU of that rail (NCCL PXN).
                 * @default true
                 */
                pxn?: boolean;
                /**
                 * @description How flows are spread over equal paths.
                 * @default adaptive
                 * @enum {string}
                 */
                routing?: "ecmp" | "adaptive" | "static";
                /**
                 * @description The storage plane.
                 * @default {}
                 */
                storage?: {
                    /**
                     * @description What the whole storage cluster gives. Unit: GB/s.
                     * @default 8000
                     */
                    aggregateReadGBps?: number;
                    /**
                     * @description What the whole storage cluster takes. Unit: GB/s.
                     * @default 2000
                     */
                    aggregateWriteGBps?: number;
                    /**
                     * @description NIC on the storage plane, per node and direction. Unit: GB/s.
                     * @default 50
                     */
                    nodeBandwidthGBps?: number;
                };
                /** @description The scale-out network, built as a real graph. */
                topology?: {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "mpft";
                    /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                    leafDownlinks?: number | unknown;
                    /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                    leafUplinks?: number | unknown;
                    /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                    nicsPerPort?: number | unknown;
                    /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                    oversubscription?: number | unknown;
                    /**
                     * @description Independent planes; NIC i of a node is on plane i mod planes.
                     * @default 8
                     */
                    planes?: number;
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                    /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                    uplinkGBps?: number | unknown;
                } | {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "mrft";
                    /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                    leafDownlinks?: number | unknown;
                    /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                    leafUplinks?: number | unknown;
                    /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                    nicsPerPort?: number | unknown;
                    /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                    oversubscription?: number | unknown;
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                    /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                    uplinkGBps?: number | unknown;
                } | {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "rail-optimized";
                    /**
                     * @description Switch layers: 2 (leaf and spine) or 3.
                     * @default 2
                     * @enum {integer}
                     */
                    layers?: 2 | 3;
                    /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                    leafDownlinks?: number | unknown;
                    /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                    leafUplinks?: number | unknown;
                    /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                    nicsPerPort?: number | unknown;
                    /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                    oversubscription?: number | unknown;
                    /** @description With three layers: leaves of a pod. Absent: half of the ports, so that few leaves are one pod without cores. */
                    podLeaves?: number | unknown;
                    /** @description NIC i of a node is on rail i mod rails. Absent: the NICs of a node. */
                    rails?: number | unknown;
                    /** @description With three layers: ports of a spine towards cores. Absent: as many as down. */
                    spineUplinks?: number | unknown;
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                    /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                    uplinkGBps?: number | unknown;
                } | {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "fat-tree";
                    /**
                     * @description Switch layers: 2 (leaf and spine) or 3.
                     * @default 2
                     * @enum {integer}
                     */
                    layers?: 2 | 3;
                    /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                    leafDownlinks?: number | unknown;
                    /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                    leafUplinks?: number | unknown;
                    /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                    nicsPerPort?: number | unknown;
                    /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                    oversubscription?: number | unknown;
                    /** @description With three layers: leaves of a pod. Absent: half of the ports, so that few leaves are one pod without cores. */
                    podLeaves?: number | unknown;
                    /** @description With three layers: ports of a spine towards cores. Absent: as many as down. */
                    spineUplinks?: number | unknown;
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                    /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                    uplinkGBps?: number | unknown;
                } | {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "multi-port-mpft";
                    /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                    leafDownlinks?: number | unknown;
                    /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                    leafUplinks?: number | unknown;
                    /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                    nicsPerPort?: number | unknown;
                    /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                    oversubscription?: number | unknown;
                    /**
                     * @description Independent planes, and ports of a NIC: every NIC has one on each plane, at 1/planes of its rate.
                     * @default 8
                     */
                    planes?: number;
                    /** @description In every plane the NICs of one rail share leaves, as in mrft. Absent: no. */
                    railAligned?: boolean | unknown;
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                    /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                    uplinkGBps?: number | unknown;
                } | {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "rail-only";
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                } | {
                    /** @description Endpoints attached to each switch. */
                    endpointsPerSwitch?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "slim-fly";
                    /** @description Parameter of the MMS graph: a prime power, 2 q^2 switches. */
                    q?: number;
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                } | {
                    /** @description Switches of a group. */
                    a?: number;
                    /** @description Groups. */
                    g?: number;
                    /** @description Global links of a switch. */
                    h?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "dragonfly";
                    /** @description Endpoints of a switch. */
                    p?: number;
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                } | {
                    /** @description NICs of a leaf. */
                    endpointsPerLeaf?: number;
                    /** @description Links of a spine to spines of other groups. */
                    globalLinks?: number;
                    /** @description Groups. */
                    groups?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "dragonfly-plus";
                    /** @description Leaves of a group. */
                    leaves?: number;
                    /** @description Spines of a group. */
                    spines?: number;
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                } | {
                    /** @description Switches along each dimension. */
                    dimensions?: number[];
                    /** @description NICs of a switch. */
                    endpointsPerSwitch?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "torus";
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                    /** @description Parallel links between two switches that are joined. Absent: 1. */
                    width?: number | unknown;
                } | {
                    /** @description Switches along each dimension. */
                    dimensions?: number[];
                    /** @description NICs of a switch. */
                    endpointsPerSwitch?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "hyperx";
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                    /** @description Parallel links between two switches that are joined. Absent: 1. */
                    width?: number | unknown;
                } | {
                    /** @description Circuit switches, and uplinks of a leaf. Absent: all ports that leafDownlinks leaves. */
                    circuitSwitches?: number | unknown;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "optical-circuits";
                    /** @description Ports of a leaf towards NICs. */
                    leafDownlinks?: number;
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                } | {
                    /** @description Cables between switches. */
                    cables?: {
                        /** @description Line rate of one, per direction. Absent: that of a NIC. Unit: GB/s. */
                        bandwidthGBps?: number | unknown;
                        /** @description Cables side by side. Absent: 1. */
                        count?: number | unknown;
                        /** @description Name of a switch. */
                        from?: string;
                        /** @description Name of a switch. */
                        to?: string;
                    }[];
                    /** @description Nodes in order, each row the next of them. */
                    hosts?: {
                        /**
                         * @description How many nodes are attached alike.
                         * @default 1
                         */
                        nodes?: number;
                        /** @description Switch of each NIC in order, repeated where they are fewer. */
                        switches?: string[];
                    }[];
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "cabled";
                    /**
                     * @description Ports of every switch.
                     * @default 64
                     */
                    switchPorts?: number;
                };
            } | unknown | unknown;
            /**
             * @description Dispatch and combine.
             * @default {}
             */
            communication?: {
                /** @description Of logfmt8 and logfmt10: what encoding and decoding take over the exchange itself, .5 to 1 on SMs, 0 in hardware. Absent: 0.75. */
                codecShare?: number;
                /**
                 * @description Format of combined tokens.
                 * @default bf16
                 * @enum {string}
                 */
                combinePrecision?: "fp8" | "bf16" | "logfmt8" | "logfmt10";
                /**
                 * @description Format of dispatched tokens.
                 * @default fp8
                 * @enum {string}
                 */
                dispatchPrecision?: "fp8" | "bf16" | "logfmt8" | "logfmt10";
                /** @description Of decode: time of exchanges over that of kernels whose GPU issues the messages; 1 to 2.4 where a host's thread does. Absent: 1. */
                hostProxy?: number;
                /** @description Of decode: what exchanges reach of the links' line rates. Absent: as measured. */
                lineShare?: number;
                /** @description Of decode: round trips between data and the flag that announces them: 0 where one path keeps order, or the receiver does; 1 where data of several paths may be overtaken. Absent: 0. */
                signalRoundTrips?: number;
                /**
                 * @description SMs of prefill's dispatch and combine; those of decode hold none.
                 * @default 20
                 */
                sms?: number;
                /** @description Of decode: start of an exchange with the hops of its way. Absent: as measured. Unit: us. */
                startUs?: number;
            };
            /** @description GPUs that write answers. */
            decode: {
                /**
                 * @description Sequences of a replica.
                 * @default 32
                 */
                batch?: number;
                /**
                 * @description GPUs that the experts are spread over; gpus / expert of them split each expert.
                 * @default 1
                 */
                expert?: number;
                /** @description GPUs of an instance: they work on a batch together. */
                gpus: number;
                /**
                 * @description A step is replayed as a CUDA graph; else a host launches its kernels one by one.
                 * @default true
                 */
                graphs?: boolean;
                /** @description Host time between two passes that nothing hides. Absent: none. Unit: ms. */
                hostMs?: number;
                /** @description Instances of the pool. Absent: as many as the other pool needs. */
                instances?: number;
                /**
                 * @description Two micro-batches, each of which communicates while the other computes.
                 * @default false
                 */
                overlap?: boolean;
                /**
                 * @description Copies of experts beyond one each.
                 * @default 0
                 */
                redundantExperts?: number;
                /**
                 * @description GPUs that split heads and dense layers; gpus / tensor replicas share the batch.
                 * @default 1
                 */
                tensor?: number;
            };
            /** @description Routed experts lie in the memory of the host. Absent: in that of the GPUs. */
            hostExperts?: {
                /** @description Peak of the host's memory, for each GPU. Unit: GB/s. */
                bandwidthGBps: number;
                /**
                 * @description Who computes them: the processors of the host, or the GPU, to which they are copied when chosen.
                 * @default processor
                 * @enum {string}
                 */
                by?: "processor" | "gpu";
            };
            /**
             * @description What the document describes.
             * @constant
             */
            kind: "Serving";
            /** @description The transformer. */
            model: {
                /** @description Activation of FFNs and experts. Absent: swiglu. */
                activation?: ("swiglu" | "geglu" | "gelu" | "relu" | "squared-relu") | unknown;
                /** @description Attention of the model's own layers. */
                attention?: {
                    /** @description Query heads. */
                    heads?: number;
                    /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                    indexer?: {
                        /** @description Size of an index head. */
                        headDim?: number;
                        /** @description Heads that score keys. */
                        heads?: number;
                        /** @description Keys that are read. */
                        topK?: number;
                    } | unknown;
                    /** @description Rank of the joint key-value compression. */
                    keyValueRank?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "mla";
                    /** @description Head size without rotary embedding. */
                    nopeHeadDim?: number;
                    /** @description Rank of the query compression; 0: queries are not compressed. */
                    queryRank?: number;
                    /** @description Head size with rotary embedding. */
                    ropeHeadDim?: number;
                    /** @description Head size of the values. */
                    valueHeadDim?: number;
                } | {
                    /** @description Tokens of the chunks that attention stays inside. */
                    chunk?: number | unknown;
                    /** @description Head size. */
                    headDim?: number;
                    /** @description Query heads. */
                    heads?: number;
                    /** @description Key-value heads. */
                    keyValueHeads?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "gqa";
                    /** @description Whether the output projection has a bias. */
                    outputBias?: boolean | unknown;
                    /** @description The output is multiplied by a gate of its own projection. */
                    outputGate?: boolean | unknown;
                    /** @description Whether the query, key and value projections have a bias. */
                    qkvBias?: boolean | unknown;
                    /** @description RMSNorm of queries and keys: over each head, or over all together. */
                    queryKeyNorm?: ("head" | "all") | unknown;
                    /** @description Values are the keys. */
                    sharedKeyValue?: boolean | unknown;
                    /** @description A learned logit for each head that takes attention away from every key. */
                    sinks?: boolean | unknown;
                    /** @description Head size of the values, where it differs. */
                    valueHeadDim?: number | unknown;
                    /** @description Keys that a query sees, itself included. Absent: all before it. */
                    window?: number | unknown;
                } | {
                    /** @description Head size; keys serve as values, one head of them. */
                    headDim?: number;
                    /** @description Query heads. */
                    heads?: number;
                    /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                    indexer?: {
                        /** @description Size of an index head. */
                        headDim?: number;
                        /** @description Heads that score keys. */
                        heads?: number;
                        /** @description Keys that are read. */
                        topK?: number;
                    } | unknown;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "compressed";
                    /** @description Groups of heads whose outputs are projected together. */
                    outputGroups?: number;
                    /** @description Rank of the output projection of a group. */
                    outputRank?: number;
                    /** @description Entries are made of two neighbouring blocks. */
                    overlap?: boolean | unknown;
                    /** @description Rank of the query compression. */
                    queryRank?: number;
                    /** @description Tokens of a compressed entry; 0: the window is all. */
                    ratio?: number;
                    /** @description Plain keys that a query sees. */
                    window?: number;
                };
                /** @description FFN hidden size of a dense layer. */
                denseHidden?: number;
                /** @description Dense FFNs have biases. */
                ffnBias?: boolean | unknown;
                /** @description Hidden size. */
                hidden?: number;
                /** @description Layers that differ from the model's own. */
                layerKinds?: {
                    /** @description The FFN of this kind of layer. Absent: as the model's layer at that place. */
                    ffn?: ({
                        /** @description FFN hidden size. Absent: the model's denseHidden. */
                        hidden?: number | unknown;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "dense";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "moe";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "none";
                    }) | unknown;
                    /** @description Mixes tokens in this kind of layer. Absent: the model's attention. */
                    mixer?: ({
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                        indexer?: {
                            /** @description Size of an index head. */
                            headDim?: number;
                            /** @description Heads that score keys. */
                            heads?: number;
                            /** @description Keys that are read. */
                            topK?: number;
                        } | unknown;
                        /** @description Rank of the joint key-value compression. */
                        keyValueRank?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "mla";
                        /** @description Head size without rotary embedding. */
                        nopeHeadDim?: number;
                        /** @description Rank of the query compression; 0: queries are not compressed. */
                        queryRank?: number;
                        /** @description Head size with rotary embedding. */
                        ropeHeadDim?: number;
                        /** @description Head size of the values. */
                        valueHeadDim?: number;
                    } | {
                        /** @description Tokens of the chunks that attention stays inside. */
                        chunk?: number | unknown;
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Key-value heads. */
                        keyValueHeads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "gqa";
                        /** @description Whether the output projection has a bias. */
                        outputBias?: boolean | unknown;
                        /** @description The output is multiplied by a gate of its own projection. */
                        outputGate?: boolean | unknown;
                        /** @description Whether the query, key and value projections have a bias. */
                        qkvBias?: boolean | unknown;
                        /** @description RMSNorm of queries and keys: over each head, or over all together. */
                        queryKeyNorm?: ("head" | "all") | unknown;
                        /** @description Values are the keys. */
                        sharedKeyValue?: boolean | unknown;
                        /** @description A learned logit for each head that takes attention away from every key. */
                        sinks?: boolean | unknown;
                        /** @description Head size of the values, where it differs. */
                        valueHeadDim?: number | unknown;
                        /** @description Keys that a query sees, itself included. Absent: all before it. */
                        window?: number | unknown;
                    } | {
                        /** @description Head size; keys serve as values, one head of them. */
                        headDim?: number;
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                        indexer?: {
                            /** @description Size of an index head. */
                            headDim?: number;
                            /** @description Heads that score keys. */
                            heads?: number;
                            /** @description Keys that are read. */
                            topK?: number;
                        } | unknown;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "compressed";
                        /** @description Groups of heads whose outputs are projected together. */
                        outputGroups?: number;
                        /** @description Rank of the output projection of a group. */
                        outputRank?: number;
                        /** @description Entries are made of two neighbouring blocks. */
                        overlap?: boolean | unknown;
                        /** @description Rank of the query compression. */
                        queryRank?: number;
                        /** @description Tokens of a compressed entry; 0: the window is all. */
                        ratio?: number;
                        /** @description Plain keys that a query sees. */
                        window?: number;
                    } | {
                        /** @description Tokens of the short convolution. */
                        convolution?: number;
                        /** @description Groups of heads that share their input and output matrices. */
                        groups?: number;
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Heads. */
                        heads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "mamba2";
                        /** @description Size of the state. */
                        stateDim?: number;
                    } | {
                        /** @description Tokens of the short convolution. */
                        convolution?: number;
                        /** @description Head size of queries and keys. */
                        keyHeadDim?: number;
                        /** @description Heads of queries and keys. */
                        keyHeads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "delta-net";
                        /** @description Head size of the values. */
                        valueHeadDim?: number;
                        /** @description Heads of values. */
                        valueHeads?: number;
                    } | {
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Heads. */
                        heads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "linear";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "none";
                    }) | unknown;
                    /** @description Its name in the pattern. */
                    name?: string;
                }[] | unknown;
                /** @description Transformer layers. */
                layers?: number;
                /** @description Rows of a learned position table. */
                learnedPositions?: number | unknown;
                /** @description Mixture of experts; absent in a dense model. */
                moe?: {
                    /** @description Experts and router have biases. */
                    bias?: boolean | unknown;
                    /** @description Each expert computes this multiple of its fair share: tokens over it are dropped, missing ones padded. */
                    capacityFactor?: number | unknown;
                    /** @description Inputs of the experts' activation are clamped. */
                    clamped?: boolean | unknown;
                    /**
                     * @description The first layers that are dense.
                     * @default 0
                     */
                    denseLayers?: number;
                    /** @description Of the layers after those, every so-manieth has experts. Absent: all. */
                    every?: number | unknown;
                    /** @description FFN hidden size of an expert. */
                    expertHidden?: number;
                    /**
                     * @description Equal groups that the experts fall into.
                     * @default 1
                     */
                    groups?: number;
                    /** @description Hidden size that experts work in, where it is projected down. */
                    latentHidden?: number | unknown;
                    /** @description Routed experts of a layer. */
                    routedExperts?: number;
                    /**
                     * @description Shared experts of a layer.
                     * @default 0
                     */
                    sharedExperts?: number;
                    /** @description A gate weighs the shared experts' output. */
                    sharedGate?: boolean | unknown;
                    /** @description FFN hidden size of a shared expert, where it differs. */
                    sharedHidden?: number | unknown;
                    /**
                     * @description Groups that a token may use.
                     * @default 1
                     */
                    topGroups?: number;
                    /** @description Routed experts of a token. */
                    topK?: number;
                } | unknown;
                /** @description Layer kind inside an MTP module. Absent: that of the last layer. */
                mtpLayer?: string | unknown;
                /**
                 * @description Multi-token-prediction modules after the last layer.
                 * @default 0
                 */
                mtpModules?: number;
                /**
                 * @description Name of the model.
                 * @default custom
                 */
                name?: string;
                /** @description Kind of the norms. Absent: rmsnorm. */
                norm?: ("rmsnorm" | "layernorm") | unknown;
                /** @description Norms before each block, after it, or both. Absent: pre. */
                normPlacement?: ("pre" | "post" | "both") | unknown;
                /** @description Rows of embedding and head where padded. */
                paddedVocabulary?: number | unknown;
                /** @description Mixer and FFN read the same normed input, and their outputs are added. */
                parallelBlock?: boolean | unknown;
                /** @description Layer kinds in order, `default` for the model's own; repeated until every layer has one. */
                pattern?: string[] | unknown;
                /** @description How positions enter. Absent: rotary. */
                positions?: ("rotary" | "learned" | "alibi" | "none") | unknown;
                /** @description Name of a model preset; the other keys override parts of it. */
                preset?: string;
                /** @description Parallel residual streams (hyper-connections). Absent: one. */
                residualStreams?: number | unknown;
                /**
                 * @description Report or config that the figures come from.
                 * @default given in the document
                 */
                source?: string;
                /**
                 * @description The output head shares the embedding's weights.
                 * @default false
                 */
                tiedEmbedding?: boolean;
                /** @description Vocabulary size. */
                vocabulary?: number;
            } | unknown | unknown;
            /**
             * @description Name of the service.
             * @default serving
             */
            name?: string;
            /**
             * @description Precision recipe of the linear layers and their weights.
             * @default bf16
             * @enum {string}
             */
            precision?: "fp32" | "fp16" | "bf16" | "fp8" | "fp8-tensor" | "fp8-delayed" | "fp8-row" | "mxfp8" | "nvfp4";
            /** @description GPUs that read prompts. */
            prefill: {
                /** @description Of one pool for both: tokens of prompts that a step of decode takes along. Absent: prompts are read in passes of their own. */
                chunk?: number;
                /**
                 * @description GPUs that the experts are spread over; gpus / expert of them split each expert.
                 * @default 1
                 */
                expert?: number;
                /** @description GPUs of an instance: they work on a batch together. */
                gpus: number;
                /** @description Host time between two passes that nothing hides. Absent: none. Unit: ms. */
                hostMs?: number;
                /** @description Instances of the pool. Absent: as many as the other pool needs. */
                instances?: number;
                /**
                 * @description Two micro-batches, each of which communicates while the other computes.
                 * @default false
                 */
                overlap?: boolean;
                /**
                 * @description Copies of experts beyond one each.
                 * @default 0
                 */
                redundantExperts?: number;
                /**
                 * @description GPUs that split heads and dense layers; gpus / tensor replicas share the batch.
                 * @default 1
                 */
                tensor?: number;
                /**
                 * @description Tokens that a replica takes in one pass.
                 * @default 8192
                 */
                tokens?: number;
            };
            /** @description Parts of the network by class and rate: their watts count for the energy. Absent: watts of usual parts. */
            prices?: {
                /** @description Length of cables by class. */
                cableMetres?: {
                    /** @description Between two leaves over a circuit switch. Absent: 50, assumed. Unit: m. */
                    circuit?: number;
                    /** @description Between groups. Absent: 100, assumed. Unit: m. */
                    global?: number;
                    /** @description From a NIC to its switch. Absent: 10, assumed. Unit: m. */
                    host?: number;
                    /** @description From a leaf to a spine. Absent: 30, assumed. Unit: m. */
                    "leaf-spine"?: number;
                    /** @description Between switches of a group. Absent: 10, assumed. Unit: m. */
                    local?: number;
                    /** @description From a spine to a core. Absent: 100, assumed. Unit: m. */
                    "spine-core"?: number;
                };
                /** @description One cable between a NIC port and its switch. */
                endpointCable?: {
                    /**
                     * @description Where this price comes from. Absent: as the list says.
                     * @enum {string}
                     */
                    provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description Quote or page that this price comes from. Absent: as the list says. */
                    source?: string;
                    /** @description Price of one. Unit: USD. */
                    usd: number;
                };
                /** @description What energy costs. */
                energy?: {
                    /**
                     * @description Power of the building over that of the machines.
                     * @default 1.3
                     */
                    pue?: number;
                    /** @description Price of energy. Unit: USD. */
                    usdPerKWh: number;
                    /**
                     * @description Years that are counted.
                     * @default 4
                     */
                    years?: number;
                };
                /** @description One cable between two switches. */
                fabricCable?: {
                    /**
                     * @description Where this price comes from. Absent: as the list says.
                     * @enum {string}
                     */
                    provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description Quote or page that this price comes from. Absent: as the list says. */
                    source?: string;
                    /** @description Price of one. Unit: USD. */
                    usd: number;
                };
                /**
                 * @description Name of the list.
                 * @default custom
                 */
                name?: string;
                /** @description Parts by class and rate, in place of the three prices. */
                parts?: {
                    /** @description Line rate of a port, a cable or an optic. Absent: any. Unit: Gb/s. */
                    gbps?: number;
                    /**
                     * @description What it is: an optic is one end of a fibre, copper a whole cable.
                     * @enum {string}
                     */
                    item: "switch" | "nic" | "optic" | "copper" | "fibre" | "installation" | "rack" | "circuit-switch";
                    /** @description Ports of a switch. Absent: any number. */
                    ports?: number;
                    /**
                     * @description Where this price comes from. Absent: as the list says.
                     * @enum {string}
                     */
                    provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description Units of a rack that a switch takes, or a rack has. Absent: 1, and 42. */
                    rackUnits?: number;
                    /** @description How far an optic, a copper cable or a fibre reaches. Absent: any distance. Unit: m. */
                    reachM?: number;
                    /** @description Quote or page that this price comes from. Absent: as the list says. */
                    source?: string;
                    /** @description Price of one. Unit: USD. */
                    usd: number;
                    /** @description In addition, by the metre. Absent: 0. Unit: USD. */
                    usdPerM?: number;
                    /** @description Power of one. Absent: 0. Unit: W. */
                    watts?: number;
                }[];
                /**
                 * @description Where the prices come from.
                 * @default assumed
                 * @enum {string}
                 */
                provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                /**
                 * @description Quote or page that the prices come from.
                 * @default given in the price list
                 */
                source?: string;
                /** @description One switch. */
                switch?: {
                    /**
                     * @description Where this price comes from. Absent: as the list says.
                     * @enum {string}
                     */
                    provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /** @description Quote or page that this price comes from. Absent: as the list says. */
                    source?: string;
                    /** @description Price of one. Unit: USD. */
                    usd: number;
                };
            };
            /**
             * @description What is asked.
             * @default {}
             */
            requests?: {
                /**
                 * @description Share of prompt tokens whose cache is kept from before, 0 to 0.999.
                 * @default 0
                 */
                cachedShare?: number;
                /** @description Requests under way where both pools give their instances: each answer is followed by a request. */
                concurrency?: number;
                /** @description Lengths of answers, where they differ. Absent: all have outputTokens. */
                outputLengths?: {
                    /** @description Deviation over the mean; 0 is none. */
                    cv: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind: "log-normal";
                } | {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind: "list";
                    /** @description Lengths. */
                    tokens: number[];
                    /** @description How often each was seen. Absent: equally often. */
                    weights?: number[];
                } | {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind: "quantiles";
                    /** @description Quantiles, in order. */
                    tokens: number[];
                };
                /**
                 * @description Tokens of an answer; the mean where lengths differ.
                 * @default 1024
                 */
                outputTokens?: number;
                /** @description Lengths of prompts, where they differ. Absent: all have promptTokens. */
                promptLengths?: {
                    /** @description Deviation over the mean; 0 is none. */
                    cv: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind: "log-normal";
                } | {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind: "list";
                    /** @description Lengths. */
                    tokens: number[];
                    /** @description How often each was seen. Absent: equally often. */
                    weights?: number[];
                } | {
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind: "quantiles";
                    /** @description Quantiles, in order. */
                    tokens: number[];
                };
                /**
                 * @description Tokens of a prompt; the mean where lengths differ.
                 * @default 4096
                 */
                promptTokens?: number;
            };
            /**
             * @description How tokens fall on experts.
             * @default {}
             */
            routing?: {
                /**
                 * @description Experts are copied and placed by their loads; else they lie in order.
                 * @default true
                 */
                balancer?: boolean;
                /**
                 * @description Coefficient of variation of one expert's load; 0 is balanced.
                 * @default 0.6
                 */
                expertLoadCv?: number;
            };
            /**
             * @description Seed of every named random stream of the run.
             * @default 1
             */
            seed?: number;
            /**
             * @description Tokens drafted by multi-token-prediction modules, and verified in one pass.
             * @default {}
             */
            speculation?: {
                /**
                 * @description Probability that a drafted token is right, given that those before it are.
                 * @default 0.85
                 */
                acceptance?: number;
                /**
                 * @description Drafted tokens; 0 is none.
                 * @default 0
                 */
                depth?: number;
            };
            /** @description Cache of prompts that comes in over each GPU's host link: of cached tokens during prefill, of whole prompts during decode. Absent: none does. */
            transfer?: {
                /**
                 * @description How it shares the link with the GPU's NIC: evenly, behind dispatch and combine, or not at all.
                 * @default fair
                 * @enum {string}
                 */
                sharing?: "fair" | "experts-first" | "apart";
            };
            /** @description Weights that are kept in fewer bits than the products of their precision take. Absent: none are. */
            weights?: {
                /** @description Bits of a weight with its share of the scales: 4.25 for MXFP4, 4.16 for AWQ and GPTQ in 128s. */
                bits: number;
                /**
                 * @description Those of the experts, or of every linear layer.
                 * @default experts
                 * @enum {string}
                 */
                of?: "experts" | "linear";
                /** @description Bits of every other weight, the head included. Absent: as the products take them. */
                otherBits?: number;
            };
        };
        ServingAnswer: {
            /** @description The 90 % interval of times and rates */
            band: {
                [key: string]: unknown;
            };
            /** @description Sequences of a replica */
            batch: number;
            /** @description What a step of decode waits for most */
            boundBy: string;
            /** @description Writing answers: a step by its parts, rates, memory */
            decode: {
                [key: string]: unknown;
            };
            /** @description Pools whose sizes are given */
            deployment?: {
                [key: string]: unknown;
            };
            /** @description The document, presets expanded and defaults filled in */
            document: {
                [key: string]: unknown;
            };
            /** @description Power in passes and of the network, energy of an answered token with its range */
            energy?: {
                [key: string]: unknown;
            };
            engineVersion: string;
            /** @description The same of prefill, decode and one pool for both */
            families: {
                [key: string]: unknown;
            };
            /** @description Published measurements that the band is from, and their errors */
            family: {
                [key: string]: unknown;
            };
            /** @description Hash of the canonical document and the engine version */
            id: string;
            /** @description What the result follows from, with its provenance */
            inputs: Record<string, never>[];
            /** @description Of all GPUs and the network */
            joulesPerToken?: number;
            /** @description Sequences of a replica that fit at full length */
            maxBatch: number;
            /** @description What a GPU of each pool holds */
            memory: {
                [key: string]: unknown;
            };
            /** @description Answered tokens/s, over the GPUs of both pools */
            outputTokensPerSecondPerGpu: number;
            outputTokensPerSPerGpu: number;
            /** @description Tokens/s of a GPU against the time per token, over batches */
            pareto: Record<string, never>[];
            /** @description Reading prompts: a pass by its parts, rates, memory */
            prefill: {
                [key: string]: unknown;
            };
            prefillGpusPerDecodeGpu: number;
            /** @description The decode pool alone, reading prompts between its steps */
            shared: {
                [key: string]: unknown;
            };
            /** @description Answered tokens/s, over the GPUs that write answers */
            tokensPerSecondPerGpu: number;
            tokensPerSecondPerUser: number;
            /** @description Time per token of an answer, ms */
            tpotMs: number;
            /** @description A prompt's cache on its way from prefill to decode */
            transfer: {
                [key: string]: unknown;
            };
            /** @description Time to the first token, ms */
            ttftMs: number;
            /** @description What is drawn or not known exactly, and what it changes */
            uncertainty: {
                [key: string]: unknown;
            };
            warnings: Record<string, never>[];
        };
        SharedClusterAnswer: {
            /** @enum {string} */
            allocation: "packed" | "spread" | "random" | "topology";
            cluster: string;
            /** @description Whether the steps together have settled, to 1e-7; else they are those of the last round */
            converged: boolean;
            engineVersion: string;
            jobs: components["schemas"]["ConcurrentJobAnswer"][];
            /** @description Those that several jobs load, busiest first */
            links: components["schemas"]["SharedLinkAnswer"][];
            /** @description Rounds until the steps together settled */
            rounds: number;
            warnings: components["schemas"]["SharedClusterWarningAnswer"][];
        };
        /** @description Run several jobs on one cluster: the step of each alone and with the others, and what links carry. */
        SharedClusterRequest: {
            /**
             * @description Which nodes jobs have: consecutive ones, of every leaf in turn, drawn, or on the fewest leaves; default: packed.
             * @enum {string}
             */
            allocation?: "packed" | "spread" | "random" | "topology";
            /** @description Cluster preset, or a Cluster document. */
            cluster: string | {
                [key: string]: unknown;
            };
            /** @description ecmp: header values that the packets of a message rotate over; 1 keeps a message on one path, more spray it over the paths that they hash to; default: the cluster's. */
            entropies?: number;
            /** @description Parts that are down (leaf:3, node:0/nic:2, plane:1) or degraded (leaf:3=0.5). */
            fail?: string[];
            /** @description Nodes of each job, in their order; default: as many as its layout has GPUs for. */
            nodes?: number[];
            /** @description A message for another rail first crosses NVLink to the GPU of that rail (NCCL PXN); default: the cluster's. */
            pxn?: boolean;
            /**
             * @description How flows are spread over equal paths; default: the cluster's.
             * @enum {string}
             */
            routing?: "ecmp" | "adaptive" | "static";
            /** @description Seed of the routing of tokens and of a random allocation; default: 0. */
            seed?: number;
            /** @description Busiest shared links that are shown; default: 20. */
            top?: number;
            /** @description Workload presets, or Workload documents, one of each job. */
            workloads: (string | {
                [key: string]: unknown;
            })[];
        };
        SharedClusterWarningAnswer: {
            /** @enum {string} */
            code: "not-settled";
            message: string;
        };
        SharedLinkAnswer: {
            class: string;
            /** @description Mean GB/s of each job, by its name */
            gbpsByJob: {
                [key: string]: number;
            };
            name: string;
            /** @description Mean share of the link's rate, of all jobs together */
            utilisation: number;
        };
        StepOnFabric: {
            stepTimeS: number;
            tokensPerDayB: number;
            /** @description What is bought and its energy, over the tokens of a day */
            usdPerMillionTokensPerDay: number;
        };
        StoredExperiment: {
            /** @description In full form */
            document: {
                [key: string]: unknown;
            };
            id: string;
            /** @description Address of its latest run */
            latestRun: string;
        };
        StreamAnswer: {
            /** @description ms */
            busyMs: number;
            kernels: number;
            /** @description ms by kind */
            kindsMs: {
                [key: string]: number;
            };
            /**
             * @description By what most of its time is
             * @enum {string}
             */
            role: "compute" | "communication";
            stream: number;
        };
        /**
         * Railyard Sweep
         * @description A document that expands to many experiments, or to many services.
         */
        Sweep: ({
            /**
             * @description Version of the document format.
             * @constant
             */
            apiVersion: "railyard/v1";
            cluster?: components["schemas"]["ExperimentCluster"];
            /**
             * @description What the document describes.
             * @constant
             */
            kind: "Sweep";
            /**
             * @description Bounds of the sweep.
             * @default {}
             */
            limits?: {
                /**
                 * @description Most minutes that the sweep may take.
                 * @default 60
                 */
                minutes?: number;
                /**
                 * @description Most runs that the sweep may start.
                 * @default 10000
                 */
                runs?: number;
            };
            /**
             * @description grid: every combination; list: the given points; random and latin-hypercube: drawn; optimize: search for the best layout.
             * @default grid
             * @enum {string}
             */
            method?: "grid" | "list" | "random" | "latin-hypercube" | "optimize";
            /**
             * @description Name of the sweep.
             * @default sweep
             */
            name?: string;
            /**
             * @description What is best.
             * @default {}
             */
            objective?: {
                /**
                 * @description Which way is better. Absent: the way of the metric.
                 * @default maximize
                 * @enum {string}
                 */
                goal?: "maximize" | "minimize";
                /**
                 * @description A metric of a run; the last are those of a replay (ettr to wallDays) and of flap (flapLostS: training time lost). Absent: goodput where a path below replay is varied.
                 * @default tokensPerDayB
                 * @enum {string}
                 */
                metric?: "stepTimeS" | "tokensPerDayB" | "tflopsCausal" | "tflopsNonCausal" | "mfuCausal" | "mfuNonCausal" | "forwardS" | "backwardInputS" | "backwardWeightS" | "overlappedForwardBackwardS" | "bubbleS" | "optimizerS" | "fullBackwardWeightS" | "exposedCommunicationS" | "peakMemoryGB" | "ettr" | "goodput" | "effectiveTime" | "interruptions" | "wallDays" | "flapLostS";
            };
            /**
             * @description Dotted path of the experiment (for example workload.parallelism.pipeline) to its values.
             * @default {}
             */
            parameters?: {
                [key: string]: {
                    /** @description Upper end of a range. */
                    max?: number | unknown;
                    /** @description Lower end of a range. */
                    min?: number | unknown;
                    /** @description How the range is divided or drawn from. */
                    scale?: ("linear" | "log") | unknown;
                    /** @description Grid points of the range, both ends included. */
                    steps?: number | unknown;
                    /** @description The values. */
                    values?: unknown[] | unknown;
                };
            };
            /** @description The points of method list: each a mapping of dotted path to value. */
            points?: {
                [key: string]: unknown;
            }[] | unknown;
            /** @description Name of a experiment preset; the other keys override parts of it. */
            preset?: string;
            replay?: components["schemas"]["ExperimentReplay"];
            /** @description Points that random and latin-hypercube draw. */
            samples?: number | unknown;
            /**
             * @description Seed of every named random stream of the run.
             * @default 1
             */
            seed?: number;
            workload?: components["schemas"]["ExperimentWorkload"];
        } | unknown | unknown) | {
            /**
             * @description Version of the document format.
             * @constant
             */
            apiVersion: "railyard/v1";
            /**
             * @description What the document describes.
             * @constant
             */
            kind: "Sweep";
            /**
             * @description Bounds of the sweep.
             * @default {}
             */
            limits?: {
                /**
                 * @description Most minutes that the sweep may take.
                 * @default 60
                 */
                minutes?: number;
                /**
                 * @description Most runs that the sweep may start.
                 * @default 10000
                 */
                runs?: number;
            };
            /**
             * @description grid: every combination; list: the given points; random and latin-hypercube: drawn.
             * @default grid
             * @enum {string}
             */
            method?: "grid" | "list" | "random" | "latin-hypercube";
            /**
             * @description Name of the sweep.
             * @default sweep
             */
            name?: string;
            /**
             * @description What is best.
             * @default {}
             */
            objective?: {
                /**
                 * @description Which way is better. Absent: the way of the metric.
                 * @default maximize
                 * @enum {string}
                 */
                goal?: "maximize" | "minimize";
                /**
                 * @description A metric of a service.
                 * @default tokensPerSecondPerGpu
                 * @enum {string}
                 */
                metric?: "ttftMs" | "tpotMs" | "tokensPerSecondPerGpu" | "tokensPerSecondPerUser" | "outputTokensPerSecondPerGpu" | "batch" | "maxBatch" | "joulesPerToken";
            };
            /**
             * @description Dotted path of the service (for example decode.batch) to its values.
             * @default {}
             */
            parameters?: {
                [key: string]: {
                    /** @description Upper end of a range. */
                    max?: number;
                    /** @description Lower end of a range. */
                    min?: number;
                    /**
                     * @description How the range is divided or drawn from.
                     * @enum {string}
                     */
                    scale?: "linear" | "log";
                    /** @description Grid points of the range, both ends included. */
                    steps?: number;
                    /** @description The values. */
                    values?: unknown[];
                };
            };
            /** @description The points of method list: each a mapping of dotted path to value. */
            points?: {
                [key: string]: unknown;
            }[];
            /** @description Points that random and latin-hypercube draw. */
            samples?: number;
            /**
             * @description Seed of every named random stream of the run.
             * @default 1
             */
            seed?: number;
            /** @description A model served on a cluster. */
            serving: {
                /**
                 * @description Of attention's projections. Absent: the same.
                 * @enum {string}
                 */
                attentionPrecision?: "fp32" | "fp16" | "bf16" | "fp8" | "fp8-tensor" | "fp8-delayed" | "fp8-row" | "mxfp8" | "nvfp4";
                /**
                 * @description Format of the cache of keys and values.
                 * @default bf16
                 * @enum {string}
                 */
                cachePrecision?: "bf16" | "fp8";
                /** @description The machine: nodes, devices, NICs, network, storage. */
                cluster: {
                    /** @description An accelerator: datasheet peaks per device, dense. */
                    device?: {
                        /** @description Dense BF16 peak. Unit: TFLOPS. */
                        bf16Tflops?: number;
                        /** @description What was measured of this device (railyard calibrate writes it): constants that take the place of those of the records that ship. */
                        calibration?: {
                            /** @description Constants of collectives, by name. */
                            collectives?: {
                                [key: string]: number;
                            } | unknown;
                            /** @description Constants of the kernel model, by name. */
                            kernels?: {
                                [key: string]: number;
                            } | unknown;
                            /** @description What was measured, when and how. */
                            source?: string;
                        } | unknown;
                        /** @description Dense FP4 peak; absent when the device has no FP4 tensor cores. Unit: TFLOPS. */
                        fp4Tflops?: number | unknown;
                        /**
                         * @description Dense FP8 peak; 0 when the device has no FP8 tensor cores. Unit: TFLOPS.
                         * @default 0
                         */
                        fp8Tflops?: number;
                        /** @description FP32 peak outside the tensor cores. Unit: TFLOPS. */
                        fp32Tflops?: number;
                        /** @description Level-2 cache. Unit: MB (1e6 bytes). */
                        l2CacheMB?: number;
                        /** @description The device has no BF16; bf16Tflops is then its FP16 peak. */
                        lacksBf16?: boolean | unknown;
                        /** @description Memory bandwidth. Unit: GB/s. */
                        memoryBandwidthGBps?: number;
                        /** @description Memory of the device as CUDA reports it. Unit: GB (1e9 bytes). */
                        memoryGB?: number;
                        /**
                         * @description Name of the device.
                         * @default custom
                         */
                        name?: string;
                        /** @description What large transfers reach of the scale-up link, per direction. Unit: GB/s. */
                        nvlinkAchievedGBps?: number;
                        /** @description Scale-up link (NVLink), per direction; 0 when there is none. Unit: GB/s. */
                        nvlinkGBps?: number;
                        /** @description GPUs that NVLink joins to each other, next to each other in the node: 2 for bridges of pairs. Absent: all GPUs of a node. */
                        nvlinkGpus?: number | unknown;
                        /** @description Host link, per direction. Unit: GB/s. */
                        pcieGBps?: number;
                        /** @description Power limit as a share of the board's rating, where it is set lower (500 of 700 W is 0.714). */
                        powerLimit?: number | unknown;
                        /** @description Name of a device preset; the other keys override parts of it. */
                        preset?: string;
                        /** @description The board's rating. Absent: that of the preset's name, where one is known. Unit: W. */
                        ratedPowerW?: number | unknown;
                        /** @description Streaming multiprocessors that are enabled. */
                        sms?: number;
                        /**
                         * @description Datasheet or paper that the figures come from.
                         * @default given in the document
                         */
                        source?: string;
                        /** @description Dense peak of FP32 matrices (TF32); absent: half of the BF16 peak. Unit: TFLOPS. */
                        tf32Tflops?: number | unknown;
                    };
                    /** @description ecmp: header values that the packets of a message rotate over; 1 keeps a message on one path, more spray it over the paths that they hash to. Absent: 1. */
                    entropies?: number | unknown;
                    /**
                     * @description GPUs of a node.
                     * @default 8
                     */
                    gpusPerNode?: number;
                    /**
                     * @description Name of the cluster.
                     * @default custom
                     */
                    name?: string;
                    /** @description The NICs of a node. */
                    nic?: {
                        /** @description Line rate per direction. Unit: GB/s. */
                        bandwidthGBps?: number;
                        /**
                         * @description What large RDMA transfers reach of the line rate.
                         * @default 0.8
                         */
                        efficiency?: number;
                        /** @description Both endpoints together, cables to the first switch included. Absent: that of the link layer. Unit: us. */
                        endpointLatencyUs?: number | unknown;
                        /**
                         * @description Link layer: sets the latency of a hop (paper, Table 5).
                         * @default infiniband
                         * @enum {string}
                         */
                        linkLayer?: "infiniband" | "roce";
                        /** @description NICs of a node. */
                        perNode?: number;
                        /** @description Each switch on the way, with the cable after it. Absent: that of the link layer. Unit: us. */
                        switchLatencyUs?: number | unknown;
                    };
                    /** @description Nodes. */
                    nodes?: number;
                    /** @description Name of a cluster preset; the other keys override parts of it. */
                    preset?: string;
                    /**
                     * @description A message for another rail first crosses NVLink to the GPU of that rail (NCCL PXN).
                     * @default true
                     */
                    pxn?: boolean;
                    /**
                     * @description How flows are spread over equal paths.
                     * @default adaptive
                     * @enum {string}
                     */
                    routing?: "ecmp" | "adaptive" | "static";
                    /**
                     * @description The storage plane.
                     * @default {}
                     */
                    storage?: {
                        /**
                         * @description What the whole storage cluster gives. Unit: GB/s.
                         * @default 8000
                         */
                        aggregateReadGBps?: number;
                        /**
                         * @description What the whole storage cluster takes. Unit: GB/s.
                         * @default 2000
                         */
                        aggregateWriteGBps?: number;
                        /**
                         * @description NIC on the storage plane, per node and direction. Unit: GB/s.
                         * @default 50
                         */
                        nodeBandwidthGBps?: number;
                    };
                    /** @description The scale-out network, built as a real graph. */
                    topology?: {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "mpft";
                        /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                        leafDownlinks?: number | unknown;
                        /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                        leafUplinks?: number | unknown;
                        /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                        nicsPerPort?: number | unknown;
                        /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                        oversubscription?: number | unknown;
                        /**
                         * @description Independent planes; NIC i of a node is on plane i mod planes.
                         * @default 8
                         */
                        planes?: number;
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                        /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                        uplinkGBps?: number | unknown;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "mrft";
                        /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                        leafDownlinks?: number | unknown;
                        /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                        leafUplinks?: number | unknown;
                        /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                        nicsPerPort?: number | unknown;
                        /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                        oversubscription?: number | unknown;
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                        /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                        uplinkGBps?: number | unknown;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "rail-optimized";
                        /**
                         * @description Switch layers: 2 (leaf and spine) or 3.
                         * @default 2
                         * @enum {integer}
                         */
                        layers?: 2 | 3;
                        /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                        leafDownlinks?: number | unknown;
                        /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                        leafUplinks?: number | unknown;
                        /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                        nicsPerPort?: number | unknown;
                        /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                        oversubscription?: number | unknown;
                        /** @description With three layers: leaves of a pod. Absent: half of the ports, so that few leaves are one pod without cores. */
                        podLeaves?: number | unknown;
                        /** @description NIC i of a node is on rail i mod rails. Absent: the NICs of a node. */
                        rails?: number | unknown;
                        /** @description With three layers: ports of a spine towards cores. Absent: as many as down. */
                        spineUplinks?: number | unknown;
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                        /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                        uplinkGBps?: number | unknown;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "fat-tree";
                        /**
                         * @description Switch layers: 2 (leaf and spine) or 3.
                         * @default 2
                         * @enum {integer}
                         */
                        layers?: 2 | 3;
                        /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                        leafDownlinks?: number | unknown;
                        /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                        leafUplinks?: number | unknown;
                        /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                        nicsPerPort?: number | unknown;
                        /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                        oversubscription?: number | unknown;
                        /** @description With three layers: leaves of a pod. Absent: half of the ports, so that few leaves are one pod without cores. */
                        podLeaves?: number | unknown;
                        /** @description With three layers: ports of a spine towards cores. Absent: as many as down. */
                        spineUplinks?: number | unknown;
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                        /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                        uplinkGBps?: number | unknown;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "multi-port-mpft";
                        /** @description Ports of a leaf towards NICs, the rest go to spines. Absent: half of them (non-blocking). */
                        leafDownlinks?: number | unknown;
                        /** @description Ports of a leaf towards spines. Absent: all that leafDownlinks leaves. */
                        leafUplinks?: number | unknown;
                        /** @description NICs that one port of a leaf is broken out to, 2 for an 800G port to 2 x 400G. Absent: 1. */
                        nicsPerPort?: number | unknown;
                        /** @description Rate of a leaf's NICs over that of its uplinks, 2 for 2:1, in place of leafUplinks: NICs fill the fewest leaves evenly, each with the fewest uplinks that keep the ratio. */
                        oversubscription?: number | unknown;
                        /**
                         * @description Independent planes, and ports of a NIC: every NIC has one on each plane, at 1/planes of its rate.
                         * @default 8
                         */
                        planes?: number;
                        /** @description In every plane the NICs of one rail share leaves, as in mrft. Absent: no. */
                        railAligned?: boolean | unknown;
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                        /** @description Line rate of a link between switches, per direction. Absent: that of a NIC port. Unit: GB/s. */
                        uplinkGBps?: number | unknown;
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "rail-only";
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                    } | {
                        /** @description Endpoints attached to each switch. */
                        endpointsPerSwitch?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "slim-fly";
                        /** @description Parameter of the MMS graph: a prime power, 2 q^2 switches. */
                        q?: number;
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                    } | {
                        /** @description Switches of a group. */
                        a?: number;
                        /** @description Groups. */
                        g?: number;
                        /** @description Global links of a switch. */
                        h?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "dragonfly";
                        /** @description Endpoints of a switch. */
                        p?: number;
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                    } | {
                        /** @description NICs of a leaf. */
                        endpointsPerLeaf?: number;
                        /** @description Links of a spine to spines of other groups. */
                        globalLinks?: number;
                        /** @description Groups. */
                        groups?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "dragonfly-plus";
                        /** @description Leaves of a group. */
                        leaves?: number;
                        /** @description Spines of a group. */
                        spines?: number;
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                    } | {
                        /** @description Switches along each dimension. */
                        dimensions?: number[];
                        /** @description NICs of a switch. */
                        endpointsPerSwitch?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "torus";
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                        /** @description Parallel links between two switches that are joined. Absent: 1. */
                        width?: number | unknown;
                    } | {
                        /** @description Switches along each dimension. */
                        dimensions?: number[];
                        /** @description NICs of a switch. */
                        endpointsPerSwitch?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "hyperx";
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                        /** @description Parallel links between two switches that are joined. Absent: 1. */
                        width?: number | unknown;
                    } | {
                        /** @description Circuit switches, and uplinks of a leaf. Absent: all ports that leafDownlinks leaves. */
                        circuitSwitches?: number | unknown;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "optical-circuits";
                        /** @description Ports of a leaf towards NICs. */
                        leafDownlinks?: number;
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                    } | {
                        /** @description Cables between switches. */
                        cables?: {
                            /** @description Line rate of one, per direction. Absent: that of a NIC. Unit: GB/s. */
                            bandwidthGBps?: number | unknown;
                            /** @description Cables side by side. Absent: 1. */
                            count?: number | unknown;
                            /** @description Name of a switch. */
                            from?: string;
                            /** @description Name of a switch. */
                            to?: string;
                        }[];
                        /** @description Nodes in order, each row the next of them. */
                        hosts?: {
                            /**
                             * @description How many nodes are attached alike.
                             * @default 1
                             */
                            nodes?: number;
                            /** @description Switch of each NIC in order, repeated where they are fewer. */
                            switches?: string[];
                        }[];
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "cabled";
                        /**
                         * @description Ports of every switch.
                         * @default 64
                         */
                        switchPorts?: number;
                    };
                } | unknown | unknown;
                /**
                 * @description Dispatch and combine.
                 * @default {}
                 */
                communication?: {
                    /** @description Of logfmt8 and logfmt10: what encoding and decoding take over the exchange itself, .5 to 1 on SMs, 0 in hardware. Absent: 0.75. */
                    codecShare?: number;
                    /**
                     * @description Format of combined tokens.
                     * @default bf16
                     * @enum {string}
                     */
                    combinePrecision?: "fp8" | "bf16" | "logfmt8" | "logfmt10";
                    /**
                     * @description Format of dispatched tokens.
                     * @default fp8
                     * @enum {string}
                     */
                    dispatchPrecision?: "fp8" | "bf16" | "logfmt8" | "logfmt10";
                    /** @description Of decode: time of exchanges over that of kernels whose GPU issues the messages; 1 to 2.4 where a host's thread does. Absent: 1. */
                    hostProxy?: number;
                    /** @description Of decode: what exchanges reach of the links' line rates. Absent: as measured. */
                    lineShare?: number;
                    /** @description Of decode: round trips between data and the flag that announces them: 0 where one path keeps order, or the receiver does; 1 where data of several paths may be overtaken. Absent: 0. */
                    signalRoundTrips?: number;
                    /**
                     * @description SMs of prefill's dispatch and combine; those of decode hold none.
                     * @default 20
                     */
                    sms?: number;
                    /** @description Of decode: start of an exchange with the hops of its way. Absent: as measured. Unit: us. */
                    startUs?: number;
                };
                /** @description GPUs that write answers. */
                decode: {
                    /**
                     * @description Sequences of a replica.
                     * @default 32
                     */
                    batch?: number;
                    /**
                     * @description GPUs that the experts are spread over; gpus / expert of them split each expert.
                     * @default 1
                     */
                    expert?: number;
                    /** @description GPUs of an instance: they work on a batch together. */
                    gpus: number;
                    /**
                     * @description A step is replayed as a CUDA graph; else a host launches its kernels one by one.
                     * @default true
                     */
                    graphs?: boolean;
                    /** @description Host time between two passes that nothing hides. Absent: none. Unit: ms. */
                    hostMs?: number;
                    /** @description Instances of the pool. Absent: as many as the other pool needs. */
                    instances?: number;
                    /**
                     * @description Two micro-batches, each of which communicates while the other computes.
                     * @default false
                     */
                    overlap?: boolean;
                    /**
                     * @description Copies of experts beyond one each.
                     * @default 0
                     */
                    redundantExperts?: number;
                    /**
                     * @description GPUs that split heads and dense layers; gpus / tensor replicas share the batch.
                     * @default 1
                     */
                    tensor?: number;
                };
                /** @description Routed experts lie in the memory of the host. Absent: in that of the GPUs. */
                hostExperts?: {
                    /** @description Peak of the host's memory, for each GPU. Unit: GB/s. */
                    bandwidthGBps: number;
                    /**
                     * @description Who computes them: the processors of the host, or the GPU, to which they are copied when chosen.
                     * @default processor
                     * @enum {string}
                     */
                    by?: "processor" | "gpu";
                };
                /** @description The transformer. */
                model: {
                    /** @description Activation of FFNs and experts. Absent: swiglu. */
                    activation?: ("swiglu" | "geglu" | "gelu" | "relu" | "squared-relu") | unknown;
                    /** @description Attention of the model's own layers. */
                    attention?: {
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                        indexer?: {
                            /** @description Size of an index head. */
                            headDim?: number;
                            /** @description Heads that score keys. */
                            heads?: number;
                            /** @description Keys that are read. */
                            topK?: number;
                        } | unknown;
                        /** @description Rank of the joint key-value compression. */
                        keyValueRank?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "mla";
                        /** @description Head size without rotary embedding. */
                        nopeHeadDim?: number;
                        /** @description Rank of the query compression; 0: queries are not compressed. */
                        queryRank?: number;
                        /** @description Head size with rotary embedding. */
                        ropeHeadDim?: number;
                        /** @description Head size of the values. */
                        valueHeadDim?: number;
                    } | {
                        /** @description Tokens of the chunks that attention stays inside. */
                        chunk?: number | unknown;
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Key-value heads. */
                        keyValueHeads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "gqa";
                        /** @description Whether the output projection has a bias. */
                        outputBias?: boolean | unknown;
                        /** @description The output is multiplied by a gate of its own projection. */
                        outputGate?: boolean | unknown;
                        /** @description Whether the query, key and value projections have a bias. */
                        qkvBias?: boolean | unknown;
                        /** @description RMSNorm of queries and keys: over each head, or over all together. */
                        queryKeyNorm?: ("head" | "all") | unknown;
                        /** @description Values are the keys. */
                        sharedKeyValue?: boolean | unknown;
                        /** @description A learned logit for each head that takes attention away from every key. */
                        sinks?: boolean | unknown;
                        /** @description Head size of the values, where it differs. */
                        valueHeadDim?: number | unknown;
                        /** @description Keys that a query sees, itself included. Absent: all before it. */
                        window?: number | unknown;
                    } | {
                        /** @description Head size; keys serve as values, one head of them. */
                        headDim?: number;
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                        indexer?: {
                            /** @description Size of an index head. */
                            headDim?: number;
                            /** @description Heads that score keys. */
                            heads?: number;
                            /** @description Keys that are read. */
                            topK?: number;
                        } | unknown;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "compressed";
                        /** @description Groups of heads whose outputs are projected together. */
                        outputGroups?: number;
                        /** @description Rank of the output projection of a group. */
                        outputRank?: number;
                        /** @description Entries are made of two neighbouring blocks. */
                        overlap?: boolean | unknown;
                        /** @description Rank of the query compression. */
                        queryRank?: number;
                        /** @description Tokens of a compressed entry; 0: the window is all. */
                        ratio?: number;
                        /** @description Plain keys that a query sees. */
                        window?: number;
                    };
                    /** @description FFN hidden size of a dense layer. */
                    denseHidden?: number;
                    /** @description Dense FFNs have biases. */
                    ffnBias?: boolean | unknown;
                    /** @description Hidden size. */
                    hidden?: number;
                    /** @description Layers that differ from the model's own. */
                    layerKinds?: {
                        /** @description The FFN of this kind of layer. Absent: as the model's layer at that place. */
                        ffn?: ({
                            /** @description FFN hidden size. Absent: the model's denseHidden. */
                            hidden?: number | unknown;
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "dense";
                        } | {
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "moe";
                        } | {
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "none";
                        }) | unknown;
                        /** @description Mixes tokens in this kind of layer. Absent: the model's attention. */
                        mixer?: ({
                            /** @description Query heads. */
                            heads?: number;
                            /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                            indexer?: {
                                /** @description Size of an index head. */
                                headDim?: number;
                                /** @description Heads that score keys. */
                                heads?: number;
                                /** @description Keys that are read. */
                                topK?: number;
                            } | unknown;
                            /** @description Rank of the joint key-value compression. */
                            keyValueRank?: number;
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "mla";
                            /** @description Head size without rotary embedding. */
                            nopeHeadDim?: number;
                            /** @description Rank of the query compression; 0: queries are not compressed. */
                            queryRank?: number;
                            /** @description Head size with rotary embedding. */
                            ropeHeadDim?: number;
                            /** @description Head size of the values. */
                            valueHeadDim?: number;
                        } | {
                            /** @description Tokens of the chunks that attention stays inside. */
                            chunk?: number | unknown;
                            /** @description Head size. */
                            headDim?: number;
                            /** @description Query heads. */
                            heads?: number;
                            /** @description Key-value heads. */
                            keyValueHeads?: number;
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "gqa";
                            /** @description Whether the output projection has a bias. */
                            outputBias?: boolean | unknown;
                            /** @description The output is multiplied by a gate of its own projection. */
                            outputGate?: boolean | unknown;
                            /** @description Whether the query, key and value projections have a bias. */
                            qkvBias?: boolean | unknown;
                            /** @description RMSNorm of queries and keys: over each head, or over all together. */
                            queryKeyNorm?: ("head" | "all") | unknown;
                            /** @description Values are the keys. */
                            sharedKeyValue?: boolean | unknown;
                            /** @description A learned logit for each head that takes attention away from every key. */
                            sinks?: boolean | unknown;
                            /** @description Head size of the values, where it differs. */
                            valueHeadDim?: number | unknown;
                            /** @description Keys that a query sees, itself included. Absent: all before it. */
                            window?: number | unknown;
                        } | {
                            /** @description Head size; keys serve as values, one head of them. */
                            headDim?: number;
                            /** @description Query heads. */
                            heads?: number;
                            /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                            indexer?: {
                                /** @description Size of an index head. */
                                headDim?: number;
                                /** @description Heads that score keys. */
                                heads?: number;
                                /** @description Keys that are read. */
                                topK?: number;
                            } | unknown;
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "compressed";
                            /** @description Groups of heads whose outputs are projected together. */
                            outputGroups?: number;
                            /** @description Rank of the output projection of a group. */
                            outputRank?: number;
                            /** @description Entries are made of two neighbouring blocks. */
                            overlap?: boolean | unknown;
                            /** @description Rank of the query compression. */
                            queryRank?: number;
                            /** @description Tokens of a compressed entry; 0: the window is all. */
                            ratio?: number;
                            /** @description Plain keys that a query sees. */
                            window?: number;
                        } | {
                            /** @description Tokens of the short convolution. */
                            convolution?: number;
                            /** @description Groups of heads that share their input and output matrices. */
                            groups?: number;
                            /** @description Head size. */
                            headDim?: number;
                            /** @description Heads. */
                            heads?: number;
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "mamba2";
                            /** @description Size of the state. */
                            stateDim?: number;
                        } | {
                            /** @description Tokens of the short convolution. */
                            convolution?: number;
                            /** @description Head size of queries and keys. */
                            keyHeadDim?: number;
                            /** @description Heads of queries and keys. */
                            keyHeads?: number;
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "delta-net";
                            /** @description Head size of the values. */
                            valueHeadDim?: number;
                            /** @description Heads of values. */
                            valueHeads?: number;
                        } | {
                            /** @description Head size. */
                            headDim?: number;
                            /** @description Heads. */
                            heads?: number;
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "linear";
                        } | {
                            /**
                             * @description Which variant this is.
                             * @constant
                             */
                            kind?: "none";
                        }) | unknown;
                        /** @description Its name in the pattern. */
                        name?: string;
                    }[] | unknown;
                    /** @description Transformer layers. */
                    layers?: number;
                    /** @description Rows of a learned position table. */
                    learnedPositions?: number | unknown;
                    /** @description Mixture of experts; absent in a dense model. */
                    moe?: {
                        /** @description Experts and router have biases. */
                        bias?: boolean | unknown;
                        /** @description Each expert computes this multiple of its fair share: tokens over it are dropped, missing ones padded. */
                        capacityFactor?: number | unknown;
                        /** @description Inputs of the experts' activation are clamped. */
                        clamped?: boolean | unknown;
                        /**
                         * @description The first layers that are dense.
                         * @default 0
                         */
                        denseLayers?: number;
                        /** @description Of the layers after those, every so-manieth has experts. Absent: all. */
                        every?: number | unknown;
                        /** @description FFN hidden size of an expert. */
                        expertHidden?: number;
                        /**
                         * @description Equal groups that the experts fall into.
                         * @default 1
                         */
                        groups?: number;
                        /** @description Hidden size that experts work in, where it is projected down. */
                        latentHidden?: number | unknown;
                        /** @description Routed experts of a layer. */
                        routedExperts?: number;
                        /**
                         * @description Shared experts of a layer.
                         * @default 0
                         */
                        sharedExperts?: number;
                        /** @description A gate weighs the shared experts' output. */
                        sharedGate?: boolean | unknown;
                        /** @description FFN hidden size of a shared expert, where it differs. */
                        sharedHidden?: number | unknown;
                        /**
                         * @description Groups that a token may use.
                         * @default 1
                         */
                        topGroups?: number;
                        /** @description Routed experts of a token. */
                        topK?: number;
                    } | unknown;
                    /** @description Layer kind inside an MTP module. Absent: that of the last layer. */
                    mtpLayer?: string | unknown;
                    /**
                     * @description Multi-token-prediction modules after the last layer.
                     * @default 0
                     */
                    mtpModules?: number;
                    /**
                     * @description Name of the model.
                     * @default custom
                     */
                    name?: string;
                    /** @description Kind of the norms. Absent: rmsnorm. */
                    norm?: ("rmsnorm" | "layernorm") | unknown;
                    /** @description Norms before each block, after it, or both. Absent: pre. */
                    normPlacement?: ("pre" | "post" | "both") | unknown;
                    /** @description Rows of embedding and head where padded. */
                    paddedVocabulary?: number | unknown;
                    /** @description Mixer and FFN read the same normed input, and their outputs are added. */
                    parallelBlock?: boolean | unknown;
                    /** @description Layer kinds in order, `default` for the model's own; repeated until every layer has one. */
                    pattern?: string[] | unknown;
                    /** @description How positions enter. Absent: rotary. */
                    positions?: ("rotary" | "learned" | "alibi" | "none") | unknown;
                    /** @description Name of a model preset; the other keys override parts of it. */
                    preset?: string;
                    /** @description Parallel residual streams (hyper-connections). Absent: one. */
                    residualStreams?: number | unknown;
                    /**
                     * @description Report or config that the figures come from.
                     * @default given in the document
                     */
                    source?: string;
                    /**
                     * @description The output head shares the embedding's weights.
                     * @default false
                     */
                    tiedEmbedding?: boolean;
                    /** @description Vocabulary size. */
                    vocabulary?: number;
                } | unknown | unknown;
                /**
                 * @description Precision recipe of the linear layers and their weights.
                 * @default bf16
                 * @enum {string}
                 */
                precision?: "fp32" | "fp16" | "bf16" | "fp8" | "fp8-tensor" | "fp8-delayed" | "fp8-row" | "mxfp8" | "nvfp4";
                /** @description GPUs that read prompts. */
                prefill: {
                    /** @description Of one pool for both: tokens of prompts that a step of decode takes along. Absent: prompts are read in passes of their own. */
                    chunk?: number;
                    /**
                     * @description GPUs that the experts are spread over; gpus / expert of them split each expert.
                     * @default 1
                     */
                    expert?: number;
                    /** @description GPUs of an instance: they work on a batch together. */
                    gpus: number;
                    /** @description Host time between two passes that nothing hides. Absent: none. Unit: ms. */
                    hostMs?: number;
                    /** @description Instances of the pool. Absent: as many as the other pool needs. */
                    instances?: number;
                    /**
                     * @description Two micro-batches, each of which communicates while the other computes.
                     * @default false
                     */
                    overlap?: boolean;
                    /**
                     * @description Copies of experts beyond one each.
                     * @default 0
                     */
                    redundantExperts?: number;
                    /**
                     * @description GPUs that split heads and dense layers; gpus / tensor replicas share the batch.
                     * @default 1
                     */
                    tensor?: number;
                    /**
                     * @description Tokens that a replica takes in one pass.
                     * @default 8192
                     */
                    tokens?: number;
                };
                /** @description Parts of the network by class and rate: their watts count for the energy. Absent: watts of usual parts. */
                prices?: {
                    /** @description Length of cables by class. */
                    cableMetres?: {
                        /** @description Between two leaves over a circuit switch. Absent: 50, assumed. Unit: m. */
                        circuit?: number;
                        /** @description Between groups. Absent: 100, assumed. Unit: m. */
                        global?: number;
                        /** @description From a NIC to its switch. Absent: 10, assumed. Unit: m. */
                        host?: number;
                        /** @description From a leaf to a spine. Absent: 30, assumed. Unit: m. */
                        "leaf-spine"?: number;
                        /** @description Between switches of a group. Absent: 10, assumed. Unit: m. */
                        local?: number;
                        /** @description From a spine to a core. Absent: 100, assumed. Unit: m. */
                        "spine-core"?: number;
                    };
                    /** @description One cable between a NIC port and its switch. */
                    endpointCable?: {
                        /**
                         * @description Where this price comes from. Absent: as the list says.
                         * @enum {string}
                         */
                        provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                        /** @description Quote or page that this price comes from. Absent: as the list says. */
                        source?: string;
                        /** @description Price of one. Unit: USD. */
                        usd: number;
                    };
                    /** @description What energy costs. */
                    energy?: {
                        /**
                         * @description Power of the building over that of the machines.
                         * @default 1.3
                         */
                        pue?: number;
                        /** @description Price of energy. Unit: USD. */
                        usdPerKWh: number;
                        /**
                         * @description Years that are counted.
                         * @default 4
                         */
                        years?: number;
                    };
                    /** @description One cable between two switches. */
                    fabricCable?: {
                        /**
                         * @description Where this price comes from. Absent: as the list says.
                         * @enum {string}
                         */
                        provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                        /** @description Quote or page that this price comes from. Absent: as the list says. */
                        source?: string;
                        /** @description Price of one. Unit: USD. */
                        usd: number;
                    };
                    /**
                     * @description Name of the list.
                     * @default custom
                     */
                    name?: string;
                    /** @description Parts by class and rate, in place of the three prices. */
                    parts?: {
                        /** @description Line rate of a port, a cable or an optic. Absent: any. Unit: Gb/s. */
                        gbps?: number;
                        /**
                         * @description What it is: an optic is one end of a fibre, copper a whole cable.
                         * @enum {string}
                         */
                        item: "switch" | "nic" | "optic" | "copper" | "fibre" | "installation" | "rack" | "circuit-switch";
                        /** @description Ports of a switch. Absent: any number. */
                        ports?: number;
                        /**
                         * @description Where this price comes from. Absent: as the list says.
                         * @enum {string}
                         */
                        provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                        /** @description Units of a rack that a switch takes, or a rack has. Absent: 1, and 42. */
                        rackUnits?: number;
                        /** @description How far an optic, a copper cable or a fibre reaches. Absent: any distance. Unit: m. */
                        reachM?: number;
                        /** @description Quote or page that this price comes from. Absent: as the list says. */
                        source?: string;
                        /** @description Price of one. Unit: USD. */
                        usd: number;
                        /** @description In addition, by the metre. Absent: 0. Unit: USD. */
                        usdPerM?: number;
                        /** @description Power of one. Absent: 0. Unit: W. */
                        watts?: number;
                    }[];
                    /**
                     * @description Where the prices come from.
                     * @default assumed
                     * @enum {string}
                     */
                    provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                    /**
                     * @description Quote or page that the prices come from.
                     * @default given in the price list
                     */
                    source?: string;
                    /** @description One switch. */
                    switch?: {
                        /**
                         * @description Where this price comes from. Absent: as the list says.
                         * @enum {string}
                         */
                        provenance?: "published" | "measured" | "derived" | "fitted" | "assumed";
                        /** @description Quote or page that this price comes from. Absent: as the list says. */
                        source?: string;
                        /** @description Price of one. Unit: USD. */
                        usd: number;
                    };
                };
                /**
                 * @description What is asked.
                 * @default {}
                 */
                requests?: {
                    /**
                     * @description Share of prompt tokens whose cache is kept from before, 0 to 0.999.
                     * @default 0
                     */
                    cachedShare?: number;
                    /** @description Requests under way where both pools give their instances: each answer is followed by a request. */
                    concurrency?: number;
                    /** @description Lengths of answers, where they differ. Absent: all have outputTokens. */
                    outputLengths?: {
                        /** @description Deviation over the mean; 0 is none. */
                        cv: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind: "log-normal";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind: "list";
                        /** @description Lengths. */
                        tokens: number[];
                        /** @description How often each was seen. Absent: equally often. */
                        weights?: number[];
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind: "quantiles";
                        /** @description Quantiles, in order. */
                        tokens: number[];
                    };
                    /**
                     * @description Tokens of an answer; the mean where lengths differ.
                     * @default 1024
                     */
                    outputTokens?: number;
                    /** @description Lengths of prompts, where they differ. Absent: all have promptTokens. */
                    promptLengths?: {
                        /** @description Deviation over the mean; 0 is none. */
                        cv: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind: "log-normal";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind: "list";
                        /** @description Lengths. */
                        tokens: number[];
                        /** @description How often each was seen. Absent: equally often. */
                        weights?: number[];
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind: "quantiles";
                        /** @description Quantiles, in order. */
                        tokens: number[];
                    };
                    /**
                     * @description Tokens of a prompt; the mean where lengths differ.
                     * @default 4096
                     */
                    promptTokens?: number;
                };
                /**
                 * @description How tokens fall on experts.
                 * @default {}
                 */
                routing?: {
                    /**
                     * @description Experts are copied and placed by their loads; else they lie in order.
                     * @default true
                     */
                    balancer?: boolean;
                    /**
                     * @description Coefficient of variation of one expert's load; 0 is balanced.
                     * @default 0.6
                     */
                    expertLoadCv?: number;
                };
                /**
                 * @description Tokens drafted by multi-token-prediction modules, and verified in one pass.
                 * @default {}
                 */
                speculation?: {
                    /**
                     * @description Probability that a drafted token is right, given that those before it are.
                     * @default 0.85
                     */
                    acceptance?: number;
                    /**
                     * @description Drafted tokens; 0 is none.
                     * @default 0
                     */
                    depth?: number;
                };
                /** @description Cache of prompts that comes in over each GPU's host link: of cached tokens during prefill, of whole prompts during decode. Absent: none does. */
                transfer?: {
                    /**
                     * @description How it shares the link with the GPU's NIC: evenly, behind dispatch and combine, or not at all.
                     * @default fair
                     * @enum {string}
                     */
                    sharing?: "fair" | "experts-first" | "apart";
                };
                /** @description Weights that are kept in fewer bits than the products of their precision take. Absent: none are. */
                weights?: {
                    /** @description Bits of a weight with its share of the scales: 4.25 for MXFP4, 4.16 for AWQ and GPTQ in 128s. */
                    bits: number;
                    /**
                     * @description Those of the experts, or of every linear layer.
                     * @default experts
                     * @enum {string}
                     */
                    of?: "experts" | "linear";
                    /** @description Bits of every other weight, the head included. Absent: as the products take them. */
                    otherBits?: number;
                };
            };
        };
        SweepEntry: {
            /** Format: date-time */
            createdAt: string;
            id: string;
            links: components["schemas"]["SweepLinks"];
            name: string;
        };
        SweepGoal: {
            /** @enum {string} */
            goal: "maximize" | "minimize";
            metric: string;
        };
        SweepIssue: {
            code: string;
            hint: string;
            message: string;
            path: string;
        };
        SweepLinks: {
            cancel?: string;
            document: string;
            events: string;
            report: string;
            retryFailed?: string;
            runs: string;
            self: string;
        };
        SweepMemberAnswer: {
            /** Format: date-time */
            createdAt: string;
            experimentId: string;
            failure: components["schemas"]["RunFailure"] | null;
            /** Format: date-time */
            finishedAt: string | null;
            id: string;
            /** @description Number of the latest event */
            lastEvent: number;
            links: components["schemas"]["RunLinks"];
            /** @description Of a run that succeeded */
            metrics: {
                [key: string]: number;
            } | null;
            name: string;
            /** @description Dotted path to value */
            parameters: {
                [key: string]: unknown;
            };
            /** @description Phase of a running run */
            phase: string | null;
            position: number;
            resultSha256: string | null;
            /** @description Share done, 0..1 */
            share: number;
            /** Format: date-time */
            startedAt: string | null;
            /** @enum {string} */
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Headline metrics of a run that succeeded */
            summary: components["schemas"]["RunSummary"] | null;
        };
        SweepPage: {
            items: components["schemas"]["SweepEntry"][];
            /** @description Cursor of the next page */
            next: string | null;
        };
        SweepPreview: {
            /** @description Of a search: seconds that its runs lose to the best, the best first */
            behind?: components["schemas"]["BehindTheBest"][];
            duplicates: number;
            engineVersion: string;
            /** @description null behind a queue: nobody knows how many threads there will be */
            expectedMinutes: number | null;
            infeasible: components["schemas"]["InfeasiblePoints"];
            /** @description Of a search: why points were not run */
            lost?: components["schemas"]["LostAlike"][];
            objective: components["schemas"]["SweepGoal"];
            ok: boolean;
            /** @description Points that a search need not run */
            pruned: number;
            /** @description Points to run */
            runs: number;
            /** @description null for replays, which are not tried */
            secondsPerRun: number | null;
            /** @description Points, before anything is removed */
            size: number;
        };
        SweepRunPage: {
            items: components["schemas"]["SweepMemberAnswer"][];
            /** @description Cursor of the next page */
            next: string | null;
        };
        SweepView: {
            /** @description Best first */
            best: components["schemas"]["ScoredRun"][];
            counts: components["schemas"]["RunCounts"];
            /** Format: date-time */
            createdAt: string;
            /** @description Points added so far */
            expanded: number;
            /** @description Why it could not be expanded or was ended */
            failure: string | null;
            failures: components["schemas"]["FailureGroup"][];
            id: string;
            links: components["schemas"]["SweepLinks"];
            name: string;
            pareto: components["schemas"]["ParetoFront"] | null;
            /** @description null before the first points are added */
            plan: components["schemas"]["PlanAnswer"] | null;
            /** @enum {string} */
            state: "expanding" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description Of the best runs: checkpoints that do not reach behind a corruption when it is found */
            warnings: components["schemas"]["SweepWarningAnswer"][];
        };
        SweepWarningAnswer: {
            code: string;
            message: string;
            /** @description Address of the run */
            run: string;
        };
        TierPortsAnswer: {
            /** @description Line rate of NICs and lower tiers, at the switch of the highest ratio */
            downGBps: number;
            /** @description Of all switches of the tier together */
            freePorts: number;
            /** @description Line rate of its links up, or across */
            onwardGBps: number;
            /** @description Down over onward, 2 for 2:1; left out for the highest tier */
            oversubscription?: number;
            /** @description Of one switch */
            ports: number;
            switches: number;
            /** @enum {string} */
            tier: "leaf" | "spine" | "core" | "router";
            /** @description In use, of the switch with fewest and of the one with most */
            usedPorts: number[];
        };
        TimeDifferenceAnswer: {
            /** @description ms */
            afterMs: number;
            /** @description ms */
            beforeMs: number;
            /** @description ms */
            changeMs: number;
            name: string;
        };
        TopologyBody: {
            /** @description Device preset; default: as the files say, or h100 */
            device?: string;
            files: components["schemas"]["TopologyFile"][];
            /** @description Default: as the files say, or 8 */
            gpusPerNode?: number;
            /** @description Of the cluster; default: from-files */
            name?: string;
            /** @description Where the files describe one node; default: 1 */
            nodes?: number;
        };
        TopologyFile: {
            name: string;
            text: string;
        };
        TopologyIssue: {
            code: string;
            hint: string;
            message: string;
            path: string;
        };
        TopologyOutcome: {
            /** @description What no file says */
            assumed: string[];
            /** @description A Cluster */
            document: {
                [key: string]: unknown;
            };
            files: components["schemas"]["FileAnswer"][];
            /** @description None where the cluster can be simulated */
            issues: components["schemas"]["TopologyIssue"][];
            /** @description The document as YAML, remarks as comments */
            text: string;
        };
        TrafficAnswer: {
            engineVersion: string;
            jobs: components["schemas"]["JobAnswer"][];
            /** @description Busiest first */
            links: components["schemas"]["JobsLinkAnswer"][];
            /** @description Until the last message is there */
            timeUs: number;
        };
        TrafficBody: {
            /** @description Cluster preset, or a Cluster document */
            cluster: string | {
                [key: string]: unknown;
            };
            file: components["schemas"]["MessagesFile"];
            /**
             * @description Default: the cluster's
             * @enum {string}
             */
            routing?: "ecmp" | "adaptive" | "static";
            /**
             * @description Busiest links that are shown
             * @default 20
             */
            top?: number;
        };
        ViewContent: {
            /** @description Screen of the app; '' is Home */
            screen: string;
            /** @description What stands behind ? in its address */
            state: string;
        };
        WarningAnswer: {
            code: string;
            message: string;
        };
        /**
         * Railyard Workload
         * @description The training job: a model, its layout, batch, precision and schedule.
         */
        Workload: {
            /** @description Kept activations that wait for their backward in the host's memory, over PCIe. Absent: none. */
            activationOffload?: {
                /** @description Layers at the front of each stage; all of a stage that has fewer. Absent: all. */
                layers?: number | unknown;
                /** @description What of a layer: the inputs of its blocks (residual), what its attention keeps, what its FFN or experts keep. Absent: all that it keeps. */
                parts?: ("residual" | "attention" | "ffn")[] | unknown;
            } | unknown;
            /**
             * @description Version of the document format.
             * @constant
             */
            apiVersion: "railyard/v1";
            /** @description The batch. */
            batch?: {
                /** @description Sequences of an optimizer step over the whole job. */
                globalSequences?: number;
                /**
                 * @description Sequences of a micro-batch.
                 * @default 1
                 */
                microBatchSequences?: number;
                /** @description Tokens of a sequence. */
                sequenceLength?: number;
            };
            /**
             * @description Expert dispatch and combine.
             * @default {}
             */
            communication?: {
                /** @description Of logfmt8 and logfmt10: what encoding and decoding take over the exchange itself, .5 to 1 on SMs, 0 in hardware. Absent: 0.75. */
                codecShare?: number | unknown;
                /**
                 * @description Format of combined tokens.
                 * @default bf16
                 * @enum {string}
                 */
                combinePrecision?: "fp8" | "bf16" | "logfmt8" | "logfmt10";
                /** @description A unit next to the SMs moves and sums tokens at the rate of `sms`: kernels keep every SM, memory and links are shared. Absent: false. */
                coprocessor?: boolean | unknown;
                /** @description How tokens reach their experts: kernels that copy while they send, once to each GPU or node (DeepEP, or HybridEP, which fills NVLink with few SMs), or an all-to-all of a copy for each expert, put in order before and after. Absent: deepep. */
                dispatcher?: ("deepep" | "hybridep" | "all-to-all") | unknown;
                /**
                 * @description Format of dispatched tokens.
                 * @default bf16
                 * @enum {string}
                 */
                dispatchPrecision?: "fp8" | "bf16" | "logfmt8" | "logfmt10";
                /**
                 * @description SMs that dispatch and combine kernels hold while they run; 0 is offloaded communication.
                 * @default 20
                 */
                sms?: number;
            };
            /**
             * @description What the document describes.
             * @constant
             */
            kind: "Workload";
            /** @description The transformer. */
            model?: {
                /** @description Activation of FFNs and experts. Absent: swiglu. */
                activation?: ("swiglu" | "geglu" | "gelu" | "relu" | "squared-relu") | unknown;
                /** @description Attention of the model's own layers. */
                attention?: {
                    /** @description Query heads. */
                    heads?: number;
                    /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                    indexer?: {
                        /** @description Size of an index head. */
                        headDim?: number;
                        /** @description Heads that score keys. */
                        heads?: number;
                        /** @description Keys that are read. */
                        topK?: number;
                    } | unknown;
                    /** @description Rank of the joint key-value compression. */
                    keyValueRank?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "mla";
                    /** @description Head size without rotary embedding. */
                    nopeHeadDim?: number;
                    /** @description Rank of the query compression; 0: queries are not compressed. */
                    queryRank?: number;
                    /** @description Head size with rotary embedding. */
                    ropeHeadDim?: number;
                    /** @description Head size of the values. */
                    valueHeadDim?: number;
                } | {
                    /** @description Tokens of the chunks that attention stays inside. */
                    chunk?: number | unknown;
                    /** @description Head size. */
                    headDim?: number;
                    /** @description Query heads. */
                    heads?: number;
                    /** @description Key-value heads. */
                    keyValueHeads?: number;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "gqa";
                    /** @description Whether the output projection has a bias. */
                    outputBias?: boolean | unknown;
                    /** @description The output is multiplied by a gate of its own projection. */
                    outputGate?: boolean | unknown;
                    /** @description Whether the query, key and value projections have a bias. */
                    qkvBias?: boolean | unknown;
                    /** @description RMSNorm of queries and keys: over each head, or over all together. */
                    queryKeyNorm?: ("head" | "all") | unknown;
                    /** @description Values are the keys. */
                    sharedKeyValue?: boolean | unknown;
                    /** @description A learned logit for each head that takes attention away from every key. */
                    sinks?: boolean | unknown;
                    /** @description Head size of the values, where it differs. */
                    valueHeadDim?: number | unknown;
                    /** @description Keys that a query sees, itself included. Absent: all before it. */
                    window?: number | unknown;
                } | {
                    /** @description Head size; keys serve as values, one head of them. */
                    headDim?: number;
                    /** @description Query heads. */
                    heads?: number;
                    /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                    indexer?: {
                        /** @description Size of an index head. */
                        headDim?: number;
                        /** @description Heads that score keys. */
                        heads?: number;
                        /** @description Keys that are read. */
                        topK?: number;
                    } | unknown;
                    /**
                     * @description Which variant this is.
                     * @constant
                     */
                    kind?: "compressed";
                    /** @description Groups of heads whose outputs are projected together. */
                    outputGroups?: number;
                    /** @description Rank of the output projection of a group. */
                    outputRank?: number;
                    /** @description Entries are made of two neighbouring blocks. */
                    overlap?: boolean | unknown;
                    /** @description Rank of the query compression. */
                    queryRank?: number;
                    /** @description Tokens of a compressed entry; 0: the window is all. */
                    ratio?: number;
                    /** @description Plain keys that a query sees. */
                    window?: number;
                };
                /** @description FFN hidden size of a dense layer. */
                denseHidden?: number;
                /** @description Dense FFNs have biases. */
                ffnBias?: boolean | unknown;
                /** @description Hidden size. */
                hidden?: number;
                /** @description Layers that differ from the model's own. */
                layerKinds?: {
                    /** @description The FFN of this kind of layer. Absent: as the model's layer at that place. */
                    ffn?: ({
                        /** @description FFN hidden size. Absent: the model's denseHidden. */
                        hidden?: number | unknown;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "dense";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "moe";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "none";
                    }) | unknown;
                    /** @description Mixes tokens in this kind of layer. Absent: the model's attention. */
                    mixer?: ({
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                        indexer?: {
                            /** @description Size of an index head. */
                            headDim?: number;
                            /** @description Heads that score keys. */
                            heads?: number;
                            /** @description Keys that are read. */
                            topK?: number;
                        } | unknown;
                        /** @description Rank of the joint key-value compression. */
                        keyValueRank?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "mla";
                        /** @description Head size without rotary embedding. */
                        nopeHeadDim?: number;
                        /** @description Rank of the query compression; 0: queries are not compressed. */
                        queryRank?: number;
                        /** @description Head size with rotary embedding. */
                        ropeHeadDim?: number;
                        /** @description Head size of the values. */
                        valueHeadDim?: number;
                    } | {
                        /** @description Tokens of the chunks that attention stays inside. */
                        chunk?: number | unknown;
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Key-value heads. */
                        keyValueHeads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "gqa";
                        /** @description Whether the output projection has a bias. */
                        outputBias?: boolean | unknown;
                        /** @description The output is multiplied by a gate of its own projection. */
                        outputGate?: boolean | unknown;
                        /** @description Whether the query, key and value projections have a bias. */
                        qkvBias?: boolean | unknown;
                        /** @description RMSNorm of queries and keys: over each head, or over all together. */
                        queryKeyNorm?: ("head" | "all") | unknown;
                        /** @description Values are the keys. */
                        sharedKeyValue?: boolean | unknown;
                        /** @description A learned logit for each head that takes attention away from every key. */
                        sinks?: boolean | unknown;
                        /** @description Head size of the values, where it differs. */
                        valueHeadDim?: number | unknown;
                        /** @description Keys that a query sees, itself included. Absent: all before it. */
                        window?: number | unknown;
                    } | {
                        /** @description Head size; keys serve as values, one head of them. */
                        headDim?: number;
                        /** @description Query heads. */
                        heads?: number;
                        /** @description Chooses the keys that are read (DeepSeek-V3.2). */
                        indexer?: {
                            /** @description Size of an index head. */
                            headDim?: number;
                            /** @description Heads that score keys. */
                            heads?: number;
                            /** @description Keys that are read. */
                            topK?: number;
                        } | unknown;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "compressed";
                        /** @description Groups of heads whose outputs are projected together. */
                        outputGroups?: number;
                        /** @description Rank of the output projection of a group. */
                        outputRank?: number;
                        /** @description Entries are made of two neighbouring blocks. */
                        overlap?: boolean | unknown;
                        /** @description Rank of the query compression. */
                        queryRank?: number;
                        /** @description Tokens of a compressed entry; 0: the window is all. */
                        ratio?: number;
                        /** @description Plain keys that a query sees. */
                        window?: number;
                    } | {
                        /** @description Tokens of the short convolution. */
                        convolution?: number;
                        /** @description Groups of heads that share their input and output matrices. */
                        groups?: number;
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Heads. */
                        heads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "mamba2";
                        /** @description Size of the state. */
                        stateDim?: number;
                    } | {
                        /** @description Tokens of the short convolution. */
                        convolution?: number;
                        /** @description Head size of queries and keys. */
                        keyHeadDim?: number;
                        /** @description Heads of queries and keys. */
                        keyHeads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "delta-net";
                        /** @description Head size of the values. */
                        valueHeadDim?: number;
                        /** @description Heads of values. */
                        valueHeads?: number;
                    } | {
                        /** @description Head size. */
                        headDim?: number;
                        /** @description Heads. */
                        heads?: number;
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "linear";
                    } | {
                        /**
                         * @description Which variant this is.
                         * @constant
                         */
                        kind?: "none";
                    }) | unknown;
                    /** @description Its name in the pattern. */
                    name?: string;
                }[] | unknown;
                /** @description Transformer layers. */
                layers?: number;
                /** @description Rows of a learned position table. */
                learnedPositions?: number | unknown;
                /** @description Mixture of experts; absent in a dense model. */
                moe?: {
                    /** @description Experts and router have biases. */
                    bias?: boolean | unknown;
                    /** @description Each expert computes this multiple of its fair share: tokens over it are dropped, missing ones padded. */
                    capacityFactor?: number | unknown;
                    /** @description Inputs of the experts' activation are clamped. */
                    clamped?: boolean | unknown;
                    /**
                     * @description The first layers that are dense.
                     * @default 0
                     */
                    denseLayers?: number;
                    /** @description Of the layers after those, every so-manieth has experts. Absent: all. */
                    every?: number | unknown;
                    /** @description FFN hidden size of an expert. */
                    expertHidden?: number;
                    /**
                     * @description Equal groups that the experts fall into.
                     * @default 1
                     */
                    groups?: number;
                    /** @description Hidden size that experts work in, where it is projected down. */
                    latentHidden?: number | unknown;
                    /** @description Routed experts of a layer. */
                    routedExperts?: number;
                    /**
                     * @description Shared experts of a layer.
                     * @default 0
                     */
                    sharedExperts?: number;
                    /** @description A gate weighs the shared experts' output. */
                    sharedGate?: boolean | unknown;
                    /** @description FFN hidden size of a shared expert, where it differs. */
                    sharedHidden?: number | unknown;
                    /**
                     * @description Groups that a token may use.
                     * @default 1
                     */
                    topGroups?: number;
                    /** @description Routed experts of a token. */
                    topK?: number;
                } | unknown;
                /** @description Layer kind inside an MTP module. Absent: that of the last layer. */
                mtpLayer?: string | unknown;
                /**
                 * @description Multi-token-prediction modules after the last layer.
                 * @default 0
                 */
                mtpModules?: number;
                /**
                 * @description Name of the model.
                 * @default custom
                 */
                name?: string;
                /** @description Kind of the norms. Absent: rmsnorm. */
                norm?: ("rmsnorm" | "layernorm") | unknown;
                /** @description Norms before each block, after it, or both. Absent: pre. */
                normPlacement?: ("pre" | "post" | "both") | unknown;
                /** @description Rows of embedding and head where padded. */
                paddedVocabulary?: number | unknown;
                /** @description Mixer and FFN read the same normed input, and their outputs are added. */
                parallelBlock?: boolean | unknown;
                /** @description Layer kinds in order, `default` for the model's own; repeated until every layer has one. */
                pattern?: string[] | unknown;
                /** @description How positions enter. Absent: rotary. */
                positions?: ("rotary" | "learned" | "alibi" | "none") | unknown;
                /** @description Name of a model preset; the other keys override parts of it. */
                preset?: string;
                /** @description Parallel residual streams (hyper-connections). Absent: one. */
                residualStreams?: number | unknown;
                /**
                 * @description Report or config that the figures come from.
                 * @default given in the document
                 */
                source?: string;
                /**
                 * @description The output head shares the embedding's weights.
                 * @default false
                 */
                tiedEmbedding?: boolean;
                /** @description Vocabulary size. */
                vocabulary?: number;
            };
            /**
             * @description Name of the workload.
             * @default custom
             */
            name?: string;
            /** @description The optimizer and the bytes of its state. Absent: AdamW as the precision has it. */
            optimizer?: {
                /** @description Accumulated gradients. Unit: B/parameter. */
                gradientBytes?: number | unknown;
                /**
                 * @description The optimizer. muon: one moment of matrices, orthogonalized in each step; embedding and head are AdamW's.
                 * @default adamw
                 * @enum {string}
                 */
                kind?: "adamw" | "adam" | "sgd" | "adafactor" | "muon";
                /** @description Master weights apart from those that kernels read; 0 when there are none. Unit: B/parameter. */
                masterBytes?: number | unknown;
                /** @description Each moment of the optimizer. Unit: B/parameter. */
                momentBytes?: number | unknown;
                /** @description Master weights and moments lie in the host's memory and are updated there. */
                offload?: boolean | unknown;
                /** @description Gradients on their way between replicas. Unit: B/parameter. */
                reduceBytes?: number | unknown;
            } | unknown;
            /**
             * @description The parallel layout.
             * @default {}
             */
            parallelism?: {
                /** @description Context-parallel ranks: they share each sequence. Absent: 1. */
                context?: number | unknown;
                /** @description How context ranks meet each other's keys and values: blocks go round a ring, heads are dealt out in place of tokens, or all are gathered. Absent: ring. */
                contextMethod?: ("ring" | "all-to-all" | "all-gather") | unknown;
                /** @description Data-parallel replicas of the dense part. Absent: GPUs / (pipeline x tensor x context). */
                data?: number | unknown;
                /**
                 * @description Expert-parallel ranks.
                 * @default 1
                 */
                expert?: number;
                /** @description Ranks that split each expert, apart from tensor (folding). Absent: 1. */
                expertTensor?: number | unknown;
                /** @description Communication that runs during computation, each with the SMs and the bandwidth that it takes. */
                overlap?: {
                    /** @description Hops of a ring during the attention of the block before. Absent: true. */
                    context?: boolean | unknown;
                    /** @description Of 1F1B: dispatch and combine of one micro-batch during the computation of another, a forward and a backward run as one. Absent: false. */
                    expert?: boolean | unknown;
                    /** @description Gradients reduced during the backward: with zeroStage 2 and 3 layer by layer, unless false; with 0 and 1 from the last backward of a step on, if true. */
                    gradientReduction?: boolean | unknown;
                    /** @description Weights gathered during the forward: with zeroStage 3 layer by layer, unless false; with 1 and 2 in the first forward of a step, if true. */
                    parameterGather?: boolean | unknown;
                    /** @description Gathers and scatters of tensor ranks during the products that they belong to, in pieces. Absent: false. */
                    tensor?: boolean | unknown;
                } | unknown;
                /**
                 * @description Pipeline-parallel ranks.
                 * @default 1
                 */
                pipeline?: number;
                /**
                 * @description How ranks are laid on nodes.
                 * @default packed
                 * @enum {string}
                 */
                placement?: "packed" | "spread" | "random";
                /** @description Of ZeRO-3: units (layers, embedding, head) whose weights are gathered ahead of the one that runs. More hide a long gather behind several short layers, and take memory. Absent: 1. */
                prefetch?: number | unknown;
                /** @description Order in which ranks are numbered before they are placed, the fastest first. Absent: tp-cp-ep-dp-pp. */
                rankOrder?: ("tp-cp-ep-dp-pp" | "tp-cp-ep-pp-dp" | "tp-ep-dp-cp-pp" | "tp-ep-dp-pp-cp" | "tp-pp-cp-ep-dp" | "tp-pp-ep-dp-cp") | unknown;
                /** @description Of ZeRO-3: weights are gathered again for the backward. Absent: true. In a pipeline, false gathers and reduces once a step. */
                reshardAfterForward?: boolean | unknown;
                /** @description Tensor ranks share the tokens of norms and residuals. Absent: where the sequence divides. false: blocks end with an all-reduce, and each rank keeps whole layer inputs. */
                sequenceParallel?: boolean | unknown;
                /** @description Ranks that hold one set of shards, the rest hold copies (hybrid sharding). Absent: all ranks with the same weights. */
                shardingGroup?: number | unknown;
                /**
                 * @description Tensor-parallel ranks.
                 * @default 1
                 */
                tensor?: number;
                /**
                 * @description ZeRO stage: 0 replicates the training state, 1 shards the optimizer, 2 the gradients too, 3 the weights too (FSDP).
                 * @default 1
                 * @enum {integer}
                 */
                zeroStage?: 0 | 1 | 2 | 3;
            };
            /**
             * @description Precision of the linear layers: fp8 has scales of 1x128 and 128x128 (DeepSeek-V3), fp8-tensor one for each tensor, fp8-delayed the same from earlier steps, fp8-row one for each row, mxfp8 and nvfp4 those of the tensor cores.
             * @default bf16
             * @enum {string}
             */
            precision?: "fp32" | "fp16" | "bf16" | "fp8" | "fp8-tensor" | "fp8-delayed" | "fp8-row" | "mxfp8" | "nvfp4";
            /** @description Name of a workload preset; the other keys override parts of it. */
            preset?: string;
            /**
             * @description What the backward recomputes: nothing, the cheap parts, or the whole layer.
             * @default none
             * @enum {string}
             */
            recompute?: "none" | "selective" | "full";
            /** @description Layers that share an input (uniform; absent: 1), or that are recomputed in each stage (block). */
            recomputeLayers?: number | unknown;
            /** @description Which layers full recomputation takes: all, of which recomputeLayers keep one input together (uniform), or the first recomputeLayers of each stage (block). Absent: uniform. */
            recomputeMethod?: ("uniform" | "block") | unknown;
            /** @description Parts that selective recomputation repeats: attention-core (scores and their product), mla-up (up-projections of latents), norms, mlp (a dense FFN), moe (gate, dispatch, experts, combine), moe-activation, shared-experts. Absent: as the software level has it. */
            recomputeModules?: ("attention-core" | "mla-up" | "norms" | "mlp" | "moe" | "moe-activation" | "shared-experts")[] | unknown;
            /**
             * @description How the gate spreads tokens over experts.
             * @default {}
             */
            routing?: {
                /**
                 * @description Coefficient of variation of the tokens that one expert receives; 0 is perfectly balanced.
                 * @default 0.41
                 */
                expertLoadCv?: number;
            };
            /**
             * @description The pipeline schedule.
             * @default {}
             */
            schedule?: {
                /**
                 * @description Model chunks of a device, for interleaved 1F1B.
                 * @default 1
                 */
                chunksPerDevice?: number;
                /**
                 * @description Schedule by name.
                 * @default 1f1b
                 * @enum {string}
                 */
                name?: "gpipe" | "1f1b" | "interleaved" | "zb-h1" | "zb1p" | "zb-v" | "dualpipe" | "dualpipe-v";
                /**
                 * @description When a rank waits for what it sends: where the published program of the schedule does, or never.
                 * @default published
                 * @enum {string}
                 */
                sends?: "published" | "eager";
            };
            /** @description The software that the job runs on. Absent: everything is fused and the host is never late. */
            software?: {
                /** @description Attention kernel. unfused writes every score to memory. */
                attention?: ("unfused" | "flash1" | "flash2" | "flash3" | "cudnn") | unknown;
                /** @description Probability of dropout of scores and block outputs; 0 is none. */
                dropout?: number | unknown;
                /** @description What one kernel does; where it is not fused, a chain of elementwise kernels. Absent: as the level does. */
                fused?: {
                    /** @description A weight gradient is accumulated by its product. */
                    accumulation?: boolean | unknown;
                    /** @description GELU with its bias, or SwiGLU. */
                    activation?: boolean | unknown;
                    /** @description The bias of a linear layer is added by its matrix product. */
                    bias?: boolean | unknown;
                    /** @description Dropout with the residual addition. */
                    dropout?: boolean | unknown;
                    /** @description A product of all experts of a GPU, where it is one of a library for each expert. */
                    experts?: boolean | unknown;
                    /** @description Cross-entropy. */
                    loss?: boolean | unknown;
                    /** @description RMSNorm. */
                    norm?: boolean | unknown;
                    /** @description Query, key and value in one product, gate and up in one product. */
                    projections?: boolean | unknown;
                    /** @description Rotary position embedding. */
                    rope?: boolean | unknown;
                    /** @description Scores, choice and counts of the gate. */
                    router?: boolean | unknown;
                    /** @description Scale, mask and softmax of unfused attention. */
                    softmax?: boolean | unknown;
                } | unknown;
                /** @description Parts of a layer that the device launches by itself where the host launches the rest: attention, a recurrent mixer, the gate with the shared experts, a dense FFN. Absent: none. */
                graphs?: ("attention" | "recurrent" | "router" | "ffn")[] | unknown;
                /** @description Host time of one kernel launch in the forward pass. Unit: us. */
                hostLaunchUs?: number | unknown;
                /** @description Who launches kernels: eager, the host one by one; compiled, generated code; cuda-graphs, the device. */
                launch?: ("eager" | "compiled" | "cuda-graphs") | unknown;
                /** @description Named and dated defaults of what is left out; absent: deepseek-v3. */
                level?: ("eager-pytorch" | "megatron-2021" | "megatron-2022" | "deepspeed-2022" | "megatron-core-2023" | "llm-foundry" | "megatron-core-2025" | "megatron-core-2026" | "torchtitan-2025" | "deepseek-v3") | unknown;
                /** @description Kernels of the optimizer: for each tensor, for lists of tensors, or one for each list. */
                optimizer?: ("loop" | "foreach" | "fused") | unknown;
                /** @description What selective recomputation repeats: cheap parts, the attention core, or all but every second product. */
                selective?: ("cheap-parts" | "attention-core" | "every-second-product") | unknown;
            } | unknown;
            /** @description Layers of each pipeline stage in order. Absent: balanced by computed cost. */
            stageLayers?: number[] | unknown;
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
    HealthController_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    HealthController_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MetricsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AccuracyController_report: {
        parameters: {
            query?: {
                format?: "html" | "md" | "csv" | "svg" | "pdf";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "image/svg+xml": string;
                    "text/csv": string;
                    "text/html": string;
                    "text/markdown": string;
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-clusters": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionPage"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "store-cluster": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCluster"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this Idempotency-Key is in progress; see Retry-After */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "read-cluster": {
        parameters: {
            query?: {
                version?: number;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "edit-cluster": {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cluster"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version is not the one that If-Match names */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "remove-cluster": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version is not the one that If-Match names */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CompareController_compare: {
        parameters: {
            query: {
                /** @description One of them; the first by default */
                baseline?: string;
                /** @description Only metrics that are not the same */
                diff?: "true" | "false";
                /** @description In place of the Accept header */
                format?: "json" | "csv" | "markdown";
                /** @description 2 to 10 run ids, separated by commas */
                runs: string;
            };
            header?: {
                Accept?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                    "text/csv": string;
                    "text/markdown": string;
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ExperimentsController_submit: {
        parameters: {
            query?: {
                /** @description Only check it */
                dryRun?: "true" | "false";
                /** @description Compute again and compare the bytes */
                force?: "true" | "false";
            };
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Experiment"];
            };
        };
        responses: {
            /** @description The run that exists; of a dry run, what would be run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"] | components["schemas"]["ExperimentPreview"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this Idempotency-Key is in progress; see Retry-After */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ExperimentsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredExperiment"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FaultsController_check: {
        parameters: {
            query: {
                /** @description Leave out the names of nodes and jobs */
                anonymise?: "true" | "false";
                /** @description Start of the kernel, where stamps count from there (dmesg): ISO with a zone */
                bootTime?: string;
                /** @description Classes of a table by the log's own words: theirs=ours,... */
                classes?: string;
                /** @description Start of the time that the log covers: ISO with a zone */
                from?: string;
                /** @description GPUs that the log covers, those that never failed included */
                gpus: number;
                /** @description GPUs of a node */
                gpusPerNode?: number;
                /** @description The one job of sacct to be read */
                job?: string;
                /** @description Host links; default: one for each GPU */
                links?: number;
                /** @description Columns of a table by their own names: theirs=ours,... */
                map?: string;
                /** @description What to call the log in words; default: log */
                name?: string;
                /** @description Node of a log that does not name it (dmesg) */
                node?: string;
                /** @description Fault profile by its name */
                profile: string;
                /** @description Step of the range query, s; default: the smallest one found */
                step?: number;
                /** @description Its end */
                until?: string;
                /** @description Year of the first line, where stamps have none */
                year?: number;
                /** @description Time zone of stamps without one, for example Asia/Shanghai */
                zone?: string;
            };
            header?: {
                /** @description gzip, where the log is packed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A kernel log, a Prometheus range query or text of DCGM, sacct -P, slurmctld.log, output of a Slurm job or of NCCL, kubectl get events -o json, the event log of UFM, port counters, or a table of events */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaultCheckAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FaultsController_fit: {
        parameters: {
            query: {
                /** @description Leave out the names of nodes and jobs */
                anonymise?: "true" | "false";
                /** @description Start of the kernel, where stamps count from there (dmesg): ISO with a zone */
                bootTime?: string;
                /** @description Classes of a table by the log's own words: theirs=ours,... */
                classes?: string;
                /** @description Start of the time that the log covers: ISO with a zone */
                from?: string;
                /** @description GPUs that the log covers, those that never failed included */
                gpus: number;
                /** @description GPUs of a node */
                gpusPerNode?: number;
                /** @description The one job of sacct to be read */
                job?: string;
                /** @description Host links; default: one for each GPU */
                links?: number;
                /** @description Columns of a table by their own names: theirs=ours,... */
                map?: string;
                /** @description What to call the log in words; default: log */
                name?: string;
                /** @description Node of a log that does not name it (dmesg) */
                node?: string;
                /** @description Step of the range query, s; default: the smallest one found */
                step?: number;
                /** @description Its end */
                until?: string;
                /** @description Year of the first line, where stamps have none */
                year?: number;
                /** @description Time zone of stamps without one, for example Asia/Shanghai */
                zone?: string;
            };
            header?: {
                /** @description gzip, where the log is packed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A kernel log, a Prometheus range query or text of DCGM, sacct -P, slurmctld.log, output of a Slurm job or of NCCL, kubectl get events -o json, the event log of UFM, port counters, or a table of events */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaultFitAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FaultsController_read: {
        parameters: {
            query?: {
                /** @description Leave out the names of nodes and jobs */
                anonymise?: "true" | "false";
                /** @description Start of the kernel, where stamps count from there (dmesg): ISO with a zone */
                bootTime?: string;
                /** @description Classes of a table by the log's own words: theirs=ours,... */
                classes?: string;
                /** @description GPUs of a node */
                gpusPerNode?: number;
                /** @description The one job of sacct to be read */
                job?: string;
                /** @description Columns of a table by their own names: theirs=ours,... */
                map?: string;
                /** @description What to call the log in words; default: log */
                name?: string;
                /** @description Node of a log that does not name it (dmesg) */
                node?: string;
                /** @description Step of the range query, s; default: the smallest one found */
                step?: number;
                /** @description Year of the first line, where stamps have none */
                year?: number;
                /** @description Time zone of stamps without one, for example Asia/Shanghai */
                zone?: string;
            };
            header?: {
                /** @description gzip, where the log is packed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A kernel log, a Prometheus range query or text of DCGM, sacct -P, slurmctld.log, output of a Slurm job or of NCCL, kubectl get events -o json, the event log of UFM, port counters, or a table of events */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogReadingAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    LayersController_time: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LayerRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    NetworkController_simulate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CollectiveAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    NetworkController_compare: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FabricComparisonRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonOfFabrics"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    NetworkController_cost: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NetworkCostRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    NetworkController_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SharedClusterRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedClusterAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    NetworkController_traffic: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrafficBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrafficAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CatalogController_list: {
        parameters: {
            query?: {
                kind?: "experiment" | "cluster" | "workload" | "model" | "device" | "fault-profile" | "recovery" | "sdc-detector";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetList"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CatalogController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "experiment" | "cluster" | "workload" | "model" | "device" | "fault-profile" | "recovery" | "sdc-detector";
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PresetWithBody"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ProfilesController_analyze: {
        parameters: {
            query?: {
                /** @description SMs that communication holds there; 0: none */
                communicationSms?: number;
                /** @description What a NIC reaches there, GB/s */
                nicGBps?: number;
                /** @description What a NIC reached in the recording, GB/s */
                recordedNicGBps?: number;
                /** @description Device preset of the recording, where the trace does not name it */
                recordedOn?: string;
                /** @description SMs that communication held in the recording */
                recordedSms?: number;
                /** @description Device preset to execute it on */
                retarget?: string;
                /** @description Answer with the workload that can be executed again */
                workload?: "true" | "false";
            };
            header?: {
                /** @description gzip, where the trace is packed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A Chrome trace of the PyTorch profiler */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ProfilesController_difference: {
        parameters: {
            query?: {
                /** @description Experiment preset whose step is the other side; the archive holds the recording alone */
                against?: string;
            };
            header?: {
                /** @description gzip, where the archive is packed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A tar archive of Chrome traces, each packed with gzip or not: a recording and another one, or a document that is named experiment.yaml */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileDifferenceAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ProfilesController_ranks: {
        parameters: {
            query?: never;
            header?: {
                /** @description gzip, where the archive is packed */
                "Content-Encoding"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A tar archive of Chrome traces, each packed with gzip or not: one for each rank of a job */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RankComparisonAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReportsController_table4: {
        parameters: {
            query?: {
                /** @description In place of the Accept header */
                format?: "json" | "csv" | "markdown" | "html";
            };
            header?: {
                Accept?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                    "text/csv": string;
                    "text/html": string;
                    "text/markdown": string;
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReportsController_computeTable4: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All have succeeded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportRuns"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportRuns"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this Idempotency-Key is in progress; see Retry-After */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReproductionsController_reproduce: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                artifact: "table1" | "table2" | "table3" | "table4" | "table5" | "figure5" | "figure6" | "figure7" | "figure8" | "decode-limits" | "planes" | "formats" | "wishes" | "robustness";
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReproductionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description Runs that it shows are computed first: ask again when they have ended */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportRuns"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReproductionsController_report: {
        parameters: {
            query?: {
                format?: "html" | "md" | "csv" | "svg" | "pdf";
            };
            header?: never;
            path: {
                artifact: "table1" | "table2" | "table3" | "table4" | "table5" | "figure5" | "figure6" | "figure7" | "figure8" | "decode-limits" | "planes" | "formats" | "wishes" | "robustness";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "image/svg+xml": string;
                    "text/csv": string;
                    "text/html": string;
                    "text/markdown": string;
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunsController_list: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                experimentId?: string;
                limit?: number;
                /** @description Part of the name, in upper or lower case */
                name?: string;
                sort?: "createdAt" | "-createdAt" | "finishedAt" | "-finishedAt" | "stepTimeS" | "-stepTimeS" | "tokensPerDayB" | "-tokensPerDayB" | "mfuCausal" | "-mfuCausal" | "peakMemoryGB" | "-peakMemoryGB" | "ettr" | "-ettr" | "goodput" | "-goodput";
                /** @description Any of queued, running, succeeded, failed, cancelled, separated by commas */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunWithResult"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunsController_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunsController_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunsController_events: {
        parameters: {
            query?: {
                /** @description As Last-Event-ID, for clients that cannot set headers */
                after?: number;
            };
            header?: {
                /** @description Number of the last event that was seen */
                "Last-Event-ID"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Frames whose data are the items of /history */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The run has ended and its last event was seen */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunsController_history: {
        parameters: {
            query?: {
                after?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunHistory"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunFilesController_report: {
        parameters: {
            query?: {
                format?: "html" | "md" | "csv" | "svg" | "pdf";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "image/svg+xml": string;
                    "text/csv": string;
                    "text/html": string;
                    "text/markdown": string;
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunFilesController_result: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An ExperimentResult; docs/documents.md describes its parts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        engineVersion: string;
                        id: string;
                        metrics: {
                            [key: string]: number;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunsController_retry: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this Idempotency-Key is in progress; see Retry-After */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunFilesController_trace: {
        parameters: {
            query?: {
                ranks?: string;
                steps?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        traceEvents: Record<string, never>[];
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RunsController_summary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunsOverview"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SchedulesController_execute: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CatalogController_schema: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: "cluster" | "workload" | "experiment" | "sweep" | "faultprofile" | "pricelist" | "serving";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ServingController_serve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Serving"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServingAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StudiesController_advice: {
        parameters: {
            query?: {
                /** @description What is served; default: goodput */
                objective?: "goodput" | "ettr" | "cost";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Experiment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdviceAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StudiesController_costs: {
        parameters: {
            query?: {
                /** @description Price of a GPU-hour; left out: GPU-hours alone */
                price?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Experiment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostsAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StudiesController_curve: {
        parameters: {
            query?: {
                /** @description Checkpoint interval (default), spare nodes, mean time between failures, GPUs */
                over?: "interval" | "spares" | "mtbf" | "scale";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Experiment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurveAnswer"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepsController_list: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepPage"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepsController_submit: {
        parameters: {
            query?: {
                /** @description Only say what it would run */
                dryRun?: "true" | "false";
            };
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Sweep"];
            };
        };
        responses: {
            /** @description The sweep that exists; of a dry run, what would be run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepView"] | components["schemas"]["SweepPreview"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this Idempotency-Key is in progress; see Retry-After */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepsController_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepsController_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepContentsController_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sweep"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepContentsController_events: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of the last event that was seen */
                "Last-Event-ID"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Frames whose data are state, points, expanded and counts; the last is named by the end */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The sweep has ended and its last event was seen */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepContentsController_report: {
        parameters: {
            query?: {
                format?: "html" | "md" | "csv" | "svg" | "pdf";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "image/svg+xml": string;
                    "text/csv": string;
                    "text/html": string;
                    "text/markdown": string;
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepsController_retryFailed: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetriedSweep"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this Idempotency-Key is in progress; see Retry-After */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SweepContentsController_runs: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
                /** @description Any of queued, running, succeeded, failed, cancelled, separated by commas */
                state?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepRunPage"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TopologyController_read: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TopologyBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopologyOutcome"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ViewsController_list: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViewPage"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ViewsController_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ViewsController_save: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewContent"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version is not the one that If-Match names */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ViewsController_remove: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version is not the one that If-Match names */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-workloads": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionPage"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "store-workload": {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWorkload"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The first request with this Idempotency-Key is in progress; see Retry-After */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "read-workload": {
        parameters: {
            query?: {
                version?: number;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "edit-workload": {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Workload"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DefinitionView"];
                };
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version is not the one that If-Match names */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body has another media type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The document has mistakes, or the Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "remove-workload": {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A parameter or the body cannot be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No key, or one that is not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The key lacks the scope, or a page of another site calls */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is none of that name */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The version is not the one that If-Match names */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests or runs; see Retry-After */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The database is unavailable; see Retry-After */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The disk of the database is full */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Problem details */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
