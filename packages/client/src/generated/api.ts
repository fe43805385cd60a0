// Made from openapi.json by `pnpm client:generate`: change the contracts of the gateway, not this file.

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The server can work: Redis and the object store answer */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives */
        get: operations["isInferenceServerLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The server can work: Redis and the object store answer */
        get: operations["isInferenceServerReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a model about an image
         * @description Scope: predict.
         */
        post: operations["createPrediction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Batches, newest first
         * @description Scope: predict.
         */
        get: operations["listBatches"];
        put?: never;
        /**
         * Ask a model about many images: a zip, stored images, or those of past predictions
         * @description Scope: predict.
         */
        post: operations["createBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One batch: how far it is, and what has come of its images
         * @description Scope: predict.
         */
        get: operations["getBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batches/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is answered so far, in the order of the images: a BatchLine each
         * @description NDJSON, or CSV with `format=csv` or `Accept: text/csv`. The header `Pneumo-Complete` says whether the batch has ended; until then ask again, or follow its job. Scope: predict.
         */
        get: operations["getBatchResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/trainings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Train a model on a data set
         * @description Scope: train.
         */
        post: operations["createTraining"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/comparisons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Train several architectures, choose by validation AUC, and put the best before the gate
         * @description Scope: train.
         */
        post: operations["createComparison"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/commissionings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All commissionings, newest first, without curves and groups
         * @description Any key.
         */
        get: operations["listCommissionings"];
        put?: never;
        /**
         * Run a version over a local labelled data set: figures by age band, view and device, a site threshold
         * @description Scope: train or promote.
         */
        post: operations["createCommissioning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/commissionings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One commissioning, whose id is that of its job: all figures, and whether it was signed off
         * @description Any key.
         */
        get: operations["getCommissioning"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/commissionings/{id}/sign-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put its threshold and prior in force for predictions of the version in this workspace
         * @description Scope: promote.
         */
        post: operations["signOffCommissioning"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All data sets, newest first
         * @description Scope: train.
         */
        get: operations["listDatasets"];
        put?: never;
        /**
         * Import labelled images from a zip, from the inbox, or from what readers have reviewed
         * @description Scope: train.
         */
        post: operations["createDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One data set: its splits, its audit, what was refused, and its rows when asked for
         * @description Scope: train.
         */
        get: operations["getDataset"];
        put?: never;
        post?: never;
        /**
         * Delete a data set that no job waits for or runs on; its id is never used again
         * @description Versions that were trained on it stay, and so do the images: others may use them. Deleting it again changes nothing. Scope: train.
         */
        delete: operations["deleteDataset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/pictures/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A picture of the audit: the mean image of a class, or a sheet of samples
         * @description Scope: train.
         */
        get: operations["getDatasetPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs, newest first
         * @description Scope: predict or train.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One job: how far it is, or how it ended
         * @description Scope: predict or train.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        /**
         * Cancel a job that waits or runs
         * @description Scope: predict or train.
         */
        delete: operations["cancelJob"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask again for a job that failed or was cancelled: a new job with retryOf
         * @description Scope: predict or train.
         */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/heatmap.png": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the network looked, not where the disease is: a transparent picture to lay over the image
         * @description Scope: predict.
         */
        get: operations["getHeatmap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server-sent events of several jobs
         * @description Each event is named `job`; its data is a JobUpdate, and the last one of a job is the whole Job. The stream ends when every job that it follows has ended. Scope: predict or train.
         */
        get: operations["followJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server-sent events of one job
         * @description Each event is named `job`; its data is a JobUpdate, and the last one of a job is the whole Job. The stream ends when every job that it follows has ended. Scope: predict or train.
         */
        get: operations["followJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/aliases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All aliases with their histories
         * @description Any key.
         */
        get: operations["listAliases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/aliases/{alias}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where an alias points, and every move of it; its ETag is for If-Match
         * @description Any key.
         */
        get: operations["getAlias"];
        /**
         * Point an alias to a version, by compare-and-set
         * @description Scope: promote.
         */
        put: operations["moveAlias"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/aliases/{alias}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Point an alias back to the version before
         * @description Scope: promote.
         */
        post: operations["rollbackAlias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All versions, newest first, and the aliases
         * @description Any key.
         */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One version: how it was made and what it can do
         * @description Any key.
         */
        get: operations["getModel"];
        put?: never;
        post?: never;
        /**
         * Delete a version that no alias names; its id is never used again
         * @description Scope: promote.
         */
        delete: operations["deleteModel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file of a version, such as model.onnx, tfjs/model.json or manifest.json
         * @description Any key.
         */
        get: operations["getModelFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}/card": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The model card: what a version is, what it can do, and what speaks against it
         * @description Any key.
         */
        get: operations["getModelCard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}/card/{plot}.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A plot of the card, on the sealed test: the ROC curve, or the reliability diagram
         * @description Any key.
         */
        get: operations["getModelCardPlot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the images that a version answers as champion, and its answers, have changed
         * @description Any key.
         */
        get: operations["getModelDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{version}/shadow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a version said as challenger, beside the champion: agreement, scores, and the cases that differ
         * @description Any key.
         */
        get: operations["getModelShadow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/images/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A stored image in its canonical form: 8-bit grey PNG without metadata
         * @description Scope: predict or review.
         */
        get: operations["getImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/weights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pretrained weights of frozen trunks that are stored
         * @description Any key.
         */
        get: operations["listWeights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/weights/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Store the pretrained weights of a frozen trunk, once for all trainers
         * @description `pneumo weights pull` and `pneumo weights import` make the file. The same bytes again change nothing. Scope: operator.
         */
        put: operations["putWeights"];
        post?: never;
        /**
         * Remove pretrained weights; versions that were made with them stay whole
         * @description Scope: operator.
         */
        delete: operations["deleteWeights"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what you see on the image of a prediction; sent again by the same reader it is a correction
         * @description A review says whether the AI’s answer was seen first. It counts as blinded only with an assignment of the blinded queue, and only while this key was not shown the answer; otherwise `aiSeen: false` is kept as the reader’s claim. Scope: review.
         */
        post: operations["reviewJob"];
        /**
         * Take a review back: its labels stay in the history, its comments do not, and it counts nowhere
         * @description Scope: review or operator.
         */
        delete: operations["removeReview"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All reviews of a prediction with their history; whoever reads them is no longer blinded
         * @description Scope: review.
         */
        get: operations["listReviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Images to read without the AI’s answer, by a stated sampling rule, each with an assignment
         * @description The same call gives the same images until they are read. A look at the job after that makes the review an unblinded one. In the second stage an image waits because readings differ: that, but not how, is told by its being there. Scope: review.
         */
        get: operations["getReviewQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What readers said, how often they agree with the AI and each other, and how the images were chosen
         * @description Readings with and without a view of the AI’s answer are told apart. Every figure names its sample. Scope: review or train or promote.
         */
        get: operations["getReviewSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much waits in each queue
         * @description Any key.
         */
        get: operations["getQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who the key stands for, and the limits that hold
         * @description Any key.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a session of the page with the key of this call: a cookie that stands for it in this browser
         * @description Any key.
         */
        post: operations["signIn"];
        /**
         * End the session of the page in this browser
         * @description Any key.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this workspace set for itself, and every change of it; its ETag is for If-Match
         * @description Any key.
         */
        get: operations["getSettings"];
        /**
         * Set the prior of this workspace, and how much a challenger shadows; what is left out stays
         * @description Scope: promote.
         */
        put: operations["changeSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What made an answer, with the hashes of record, version and bundle: what `pneumo verify` recomputes
         * @description Scope: predict.
         */
        get: operations["getEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dicomweb/studies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store DICOM instances: a prediction for each
         * @description STOW-RS (PS3.18 section 10.5). One prediction per chest film; sent again, the same jobs. 202: some instances were refused, 409: all of them; FailedSOPSequence says which and why. Scope: predict.
         */
        post: operations["storeInstances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dicomweb/studies/{study}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store DICOM instances of one study
         * @description STOW-RS (PS3.18 section 10.5). One prediction per chest film; sent again, the same jobs. 202: some instances were refused, 409: all of them; FailedSOPSequence says which and why. Scope: predict.
         */
        post: operations["storeStudyInstances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this server speaks
         * @description Any key.
         */
        get: operations["getInferenceServer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inputs and outputs of a model
         * @description Any key.
         */
        get: operations["getInferenceModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{name}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inputs and outputs of a version
         * @description Any key.
         */
        get: operations["getInferenceModelVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{name}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The model can be asked
         * @description Any key.
         */
        get: operations["isInferenceModelReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{name}/versions/{version}/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The version can be asked
         * @description Any key.
         */
        get: operations["isInferenceModelVersionReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{name}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a model
         * @description The input image (BYTES, up to 16 JPEG, PNG or DICOM files) makes a prediction of each; the input input (FP32) is run as it is, without checks or evidence, and needs the scope research besides. Scope: predict.
         */
        post: operations["infer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v2/models/{name}/versions/{version}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a version
         * @description The input image (BYTES, up to 16 JPEG, PNG or DICOM files) makes a prediction of each; the input input (FP32) is run as it is, without checks or evidence, and needs the scope research besides. Scope: predict.
         */
        post: operations["inferVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Job: {
            /** @description Job id, a UUIDv7 */
            id: string;
            kind: "prediction" | "training" | "commissioning" | "comparison" | "dataset-import" | "batch" | "batch-part";
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description ISO 8601 time in UTC */
            createdAt: string;
            /** @description ISO 8601 time in UTC */
            startedAt?: string;
            /** @description ISO 8601 time in UTC */
            finishedAt?: string;
            attempt: number;
            progress: components["schemas"]["JobProgress"];
            input: unknown;
            result?: unknown;
            error?: {
                code: string;
                message: string;
            };
            /** @description Job id, a UUIDv7 */
            retryOf?: string;
            /** @description Trainings of a comparison that has no result; the result tells of them, too */
            children?: {
                /** @description Job id, a UUIDv7 */
                id: string;
                architecture: "cnn" | "compact" | "vgg16" | "resnet50v2";
                seed: number;
                state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                progress: components["schemas"]["JobProgress"];
                /** @description Model version id */
                version?: string;
                validationAuc?: number | null;
                error?: {
                    code: string;
                    message: string;
                };
            }[];
            links: {
                [key: string]: string;
            };
        };
        JobList: {
            jobs: components["schemas"]["Job"][];
            /** @description Job id, a UUIDv7 */
            nextCursor?: string;
        };
        JobProgress: {
            done: number;
            total: number;
            /** @description What is counted: epochs, images, ... */
            unit: string;
            /** @description What is being done now */
            stage: string;
            metrics?: {
                [key: string]: number | null;
            };
            secondsLeft?: number;
        };
        JobUpdate: {
            /** @description Job id, a UUIDv7 */
            id: string;
            kind: "prediction" | "training" | "commissioning" | "comparison" | "dataset-import" | "batch" | "batch-part";
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            attempt: number;
            /** @description ISO 8601 time in UTC */
            startedAt?: string;
            progress?: {
                done: number;
                total: number;
                /** @description What is counted: epochs, images, ... */
                unit: string;
                /** @description What is being done now */
                stage: string;
                metrics?: {
                    [key: string]: number | null;
                };
                secondsLeft?: number;
            };
        };
        PredictionRequest: {
            /** @description SHA-256 of the canonical pixels */
            imageId: string;
            /**
             * @description Alias or version
             * @default champion
             */
            model?: string;
            /**
             * @description Also say where the network looked
             * @default false
             */
            explain?: boolean;
            /**
             * @description false makes the model answer always; needs the scope research
             * @default true
             */
            abstain?: boolean;
            /** @description The reasons that make the model abstain; others only warn. Default: all but near_threshold */
            abstainOn?: ("outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold")[];
            priority?: "routine" | "urgent";
            /** @description Told when the job has ended; its host must be listed by the operator */
            callbackUrl?: string;
        };
        PredictionForm: {
            /**
             * Format: binary
             * @description JPEG, PNG or DICOM file
             */
            image: Blob;
            /**
             * @description Alias or version
             * @default champion
             */
            model?: string;
            /**
             * @description Also say where the network looked
             * @default false
             */
            explain?: boolean;
            /**
             * @description false makes the model answer always; needs the scope research
             * @default true
             */
            abstain?: boolean;
            /** @description The reasons that make the model abstain; others only warn. Default: all but near_threshold */
            abstainOn?: ("outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold")[];
            priority?: "routine" | "urgent";
            /** @description Told when the job has ended; its host must be listed by the operator */
            callbackUrl?: string;
        };
        PredictionInput: {
            /** @description SHA-256 of the canonical pixels */
            imageId: string;
            /** @description Alias or version */
            model: string;
            explain: boolean;
            abstain: boolean;
            /** @description The reasons that count; absent: the default ones */
            abstainOn?: ("outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold")[];
            priority: "routine" | "urgent";
            callbackUrl?: string;
            film?: {
                format: "jpeg" | "png" | "dicom";
                modality?: string;
                view?: "PA" | "AP" | "frontal" | "lateral" | "other";
                /** @description Age at the picture, in years */
                ageBand?: "under-1" | "1-4" | "5-9" | "10-14" | "15-17" | "18-39" | "40-64" | "65-plus";
                /** @description Row, column */
                pixelSpacingMm?: number[];
                device?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                patient?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                study?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                instance?: string;
                warnings: {
                    code: string;
                    message: string;
                }[];
            };
        };
        PredictionResult: {
            outcome: "pneumonia" | "normal" | "abstained";
            outcomeInWords: string;
            /** @description Calibrated probability of pneumonia */
            probability: number;
            /** @description normal, pneumonia */
            logits: number[];
            /** @description In force, on probabilities at the prior in force */
            threshold: number;
            prior?: {
                prevalence: number;
                /** @description version: nobody here has set one; it is the share of pneumonia in the images it was calibrated on */
                origin: "commissioning" | "workspace" | "version";
            };
            model: {
                alias: string | null;
                /** @description Model version id */
                version: string;
            };
            operatingPoint: {
                sensitivity: components["schemas"]["Estimate"];
                specificity: components["schemas"]["Estimate"];
                measuredOn: string;
                prevalence?: number;
                /** @description At this prevalence: the prior in force */
                ppv?: {
                    value: number | null;
                    low: number | null;
                    high: number | null;
                };
                /** @description At this prevalence: the prior in force */
                npv?: {
                    value: number | null;
                    low: number | null;
                    high: number | null;
                };
            };
            /** @description Whose threshold and prior this answer used; absent: the version’s own */
            commissioning?: {
                /** @description Job id, a UUIDv7 */
                id: string;
                name: string;
                signedOffBy: string;
                /** @description ISO 8601 time in UTC */
                signedOffAt: string;
            };
            abstainedBecause?: "outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold";
            wouldAbstain?: "outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold";
            explanation?: {
                method: string;
                /** @description Path of the PNG, transparent, of the size of the canonical image */
                heatmap: string;
                /** @description Of the PNG’s bytes */
                sha256: string;
                words: string;
                /** @description Of positives only */
                region?: {
                    /** @description x, y in pixels of the canonical image, whose upper left corner is 0, 0; of the main region; the last point is the first again */
                    contour: number[][];
                    /** @description Of the whole map’s mass that lies in the region */
                    share: number;
                };
            };
            film?: {
                format: "jpeg" | "png" | "dicom";
                modality?: string;
                view?: "PA" | "AP" | "frontal" | "lateral" | "other";
                /** @description Age at the picture, in years */
                ageBand?: "under-1" | "1-4" | "5-9" | "10-14" | "15-17" | "18-39" | "40-64" | "65-plus";
                /** @description Row, column */
                pixelSpacingMm?: number[];
                device?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                patient?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                study?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                instance?: string;
                warnings: {
                    code: string;
                    message: string;
                }[];
            };
            warnings: {
                code: string;
                message: string;
            }[];
            evidence: components["schemas"]["Evidence"];
            disclaimer: string;
        };
        Evidence: {
            /** @description Model version id */
            version: string;
            /** @description File of the version -> SHA-256 */
            artifacts: {
                [key: string]: string;
            };
            /** @description SHA-256 of the canonical pixels */
            imageId: string;
            preprocessing: {
                name: string;
                imageSize: number;
            };
            calibration: {
                scale: number;
                bias: number;
                calibratedAtPrevalence: number;
            };
            /** @description Of the version’s manifest as canonical JSON (RFC 8785) */
            manifestSha256?: string;
            threshold: {
                /** @description In force: on probabilities at the prior in force */
                value: number;
                rule: string;
                /** @description As the rule chose it, on probabilities at this prevalence; the same images lie above it */
                asChosen?: {
                    value: number;
                    prevalence: number;
                };
                /** @description Who set it: the training, or a commissioning of this site that was signed off */
                origin?: "version" | "commissioning";
                /** @description Job id, a UUIDv7 */
                commissioning?: string;
            };
            /** @description The prevalence of the site that the log-odds were shifted to; null: none */
            prior?: number | null;
            /** @description version: nobody here has set one; it is the share of pneumonia in the images it was calibrated on */
            priorOrigin?: "commissioning" | "workspace" | "version";
            /** @description Where the picture came from, in keyed hashes */
            film?: {
                format: "jpeg" | "png" | "dicom";
                /** @description Keyed hash: names nobody, and tells the same from another */
                patient?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                study?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                instance?: string;
            };
            engine: {
                name: string;
                provider: string;
                version: string;
            };
            abstention?: {
                method: string;
                /** @description By the request, or by default */
                reasonsThatCount: ("outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold")[];
                /** @description In the order of the reasons */
                checks: {
                    reason: "outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold";
                    /** @description What was measured */
                    check: string;
                    score?: number;
                    /** @description From where on the score speaks for the reason */
                    limit?: number;
                    /** @description Whether the check speaks for the reason */
                    holds: boolean;
                }[];
            };
            codeVersion: string;
        };
        PriorInForce: {
            prevalence: number;
            /** @description version: nobody here has set one; it is the share of pneumonia in the images it was calibrated on */
            origin: "commissioning" | "workspace" | "version";
        };
        EvidenceBundle: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description Job id, a UUIDv7 */
            jobId: string;
            evidence: components["schemas"]["Evidence"];
            /** @description Of the record’s bytes as they are stored */
            recordSha256: string;
            /** @description null: the version was deleted */
            manifestSha256: string | null;
        };
        JobEvidence: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description Job id, a UUIDv7 */
            jobId: string;
            evidence: components["schemas"]["Evidence"];
            /** @description Of the record’s bytes as they are stored */
            recordSha256: string;
            /** @description null: the version was deleted */
            manifestSha256: string | null;
            /** @description The members above as canonical JSON (RFC 8785) */
            canonical: string;
            /** @description Of that text in UTF-8 */
            evidenceSha256: string;
            /** @description Request and outcome, as stored */
            record: {
                /**
                 * @description Version of this shape
                 * @constant
                 */
                schemaVersion: 1;
                /** @description Job id, a UUIDv7 */
                id: string;
                kind: "prediction" | "training" | "commissioning" | "comparison" | "dataset-import" | "batch" | "batch-part";
                /** @description The unit of isolation */
                workspace: string;
                /** @description ISO 8601 time in UTC */
                createdAt: string;
                /** @description Key id of who asked */
                requestedBy: string;
                /** @description Job id, a UUIDv7 */
                retryOf?: string;
                /** @description W3C trace context of the request, so that whoever works on it continues its trace */
                traceparent?: string;
                /** @description By kind: see JOB_KINDS */
                input: unknown;
                state: "succeeded" | "failed" | "cancelled";
                /** @description ISO 8601 time in UTC */
                startedAt?: string;
                /** @description ISO 8601 time in UTC */
                finishedAt: string;
                /** @description 0 when no worker ever took it */
                attempt: number;
                worker?: string;
                progress?: {
                    done: number;
                    total: number;
                    /** @description What is counted: epochs, images, ... */
                    unit: string;
                    /** @description What is being done now */
                    stage: string;
                    metrics?: {
                        [key: string]: number | null;
                    };
                    secondsLeft?: number;
                };
                result?: unknown;
                error?: {
                    code: string;
                    message: string;
                };
                publish: {
                    from: string;
                    to: string;
                    contentType: string;
                }[];
                promotion?: {
                    alias: string;
                    version: string;
                    reason: string;
                    expected: string | null;
                };
                /** @description Of the rest of the record as canonical JSON (RFC 8785) */
                sealSha256?: string;
            };
            disclaimer: string;
        };
        BatchRequest: {
            imageIds?: string[];
            replay?: {
                /**
                 * Format: date-time
                 * @description Asked at this time or later
                 */
                since?: string;
                /**
                 * Format: date-time
                 * @description Asked before this time; default: now
                 */
                until?: string;
                /** @description Only what this alias or version answered */
                model?: string;
            };
            /**
             * @description Alias or version
             * @default champion
             */
            model?: string;
            /**
             * @description false makes the model answer always; needs the scope research
             * @default true
             */
            abstain?: boolean;
            /** @description The reasons that make the model abstain; others only warn. Default: all but near_threshold */
            abstainOn?: ("outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold")[];
        };
        BatchForm: {
            /**
             * Format: binary
             * @description Zip of pictures, at most 50000
             */
            archive: Blob;
            /**
             * @description Alias or version
             * @default champion
             */
            model?: string;
            /**
             * @description false makes the model answer always; needs the scope research
             * @default true
             */
            abstain?: boolean;
            /** @description The reasons that make the model abstain; others only warn. Default: all but near_threshold */
            abstainOn?: ("outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold")[];
        };
        BatchInput: {
            /** @description Job id, a UUIDv7 */
            folder: string;
            alias: string | null;
            /** @description Model version id */
            version: string;
            abstain: boolean;
            abstainOn?: ("outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold")[];
            source: {
                /** @constant */
                type: "upload";
                uploadId: string;
                pieces: number;
                sizeBytes: number;
                /** @description SHA-256, hexadecimal */
                sha256: string;
            } | {
                /** @constant */
                type: "images";
                count: number;
                /** @description SHA-256, hexadecimal */
                sha256: string;
            } | {
                /** @constant */
                type: "replay";
                /** @description ISO 8601 time in UTC */
                since?: string;
                /** @description ISO 8601 time in UTC */
                until: string;
                /** @description Alias or version */
                answeredBy?: string;
            };
        };
        BatchResource: {
            /** @description Job id, a UUIDv7 */
            id: string;
            kind: "prediction" | "training" | "commissioning" | "comparison" | "dataset-import" | "batch" | "batch-part";
            state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
            /** @description ISO 8601 time in UTC */
            createdAt: string;
            /** @description ISO 8601 time in UTC */
            startedAt?: string;
            /** @description ISO 8601 time in UTC */
            finishedAt?: string;
            attempt: number;
            progress: components["schemas"]["JobProgress"];
            input: unknown;
            result?: unknown;
            error?: {
                code: string;
                message: string;
            };
            /** @description Job id, a UUIDv7 */
            retryOf?: string;
            /** @description Trainings of a comparison that has no result; the result tells of them, too */
            children?: {
                /** @description Job id, a UUIDv7 */
                id: string;
                architecture: "cnn" | "compact" | "vgg16" | "resnet50v2";
                seed: number;
                state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
                progress: components["schemas"]["JobProgress"];
                /** @description Model version id */
                version?: string;
                validationAuc?: number | null;
                error?: {
                    code: string;
                    message: string;
                };
            }[];
            links: {
                [key: string]: string;
            };
            counts: components["schemas"]["BatchCounts"];
            disclaimer: string;
        };
        BatchCounts: {
            /** @description Answered or failed */
            images: number;
            pneumonia: number;
            normal: number;
            abstained: number;
            failed: number;
            /** @description Code -> how many failed with it */
            errors: {
                [key: string]: number;
            };
        };
        BatchList: {
            batches: components["schemas"]["BatchResource"][];
            /** @description Job id, a UUIDv7 */
            nextCursor?: string;
        };
        BatchLine: {
            /** @description Place in the archive (folders are not counted) or in the list of ids, from 1 on */
            index: number;
            /** @description Path in the archive; names that could be a person’s are shown as keyed hashes */
            name?: string;
            /** @description SHA-256 of the path in the archive, for callers who know it */
            nameSha256?: string;
            /** @description SHA-256 of the file’s bytes */
            sha256?: string;
            /** @description SHA-256 of the canonical pixels */
            imageId?: string;
            /** @description The prediction that is replayed */
            replayOf?: string;
            film?: {
                format: "jpeg" | "png" | "dicom";
                modality?: string;
                view?: "PA" | "AP" | "frontal" | "lateral" | "other";
                /** @description Age at the picture, in years */
                ageBand?: "under-1" | "1-4" | "5-9" | "10-14" | "15-17" | "18-39" | "40-64" | "65-plus";
                /** @description Row, column */
                pixelSpacingMm?: number[];
                device?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                patient?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                study?: string;
                /** @description Keyed hash: names nobody, and tells the same from another */
                instance?: string;
                warnings: {
                    code: string;
                    message: string;
                }[];
            };
            outcome?: "pneumonia" | "normal" | "abstained";
            outcomeInWords?: string;
            /** @description Calibrated probability of pneumonia */
            probability?: number;
            /** @description normal, pneumonia */
            logits?: number[];
            /** @description In force, on probabilities at the prior in force */
            threshold?: number;
            prior?: {
                prevalence: number;
                /** @description version: nobody here has set one; it is the share of pneumonia in the images it was calibrated on */
                origin: "commissioning" | "workspace" | "version";
            };
            model?: {
                alias: string | null;
                /** @description Model version id */
                version: string;
            };
            operatingPoint?: {
                sensitivity: components["schemas"]["Estimate"];
                specificity: components["schemas"]["Estimate"];
                measuredOn: string;
                prevalence?: number;
                /** @description At this prevalence: the prior in force */
                ppv?: {
                    value: number | null;
                    low: number | null;
                    high: number | null;
                };
                /** @description At this prevalence: the prior in force */
                npv?: {
                    value: number | null;
                    low: number | null;
                    high: number | null;
                };
            };
            /** @description Whose threshold and prior this answer used; absent: the version’s own */
            commissioning?: {
                /** @description Job id, a UUIDv7 */
                id: string;
                name: string;
                signedOffBy: string;
                /** @description ISO 8601 time in UTC */
                signedOffAt: string;
            };
            abstainedBecause?: "outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold";
            wouldAbstain?: "outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold";
            explanation?: {
                method: string;
                /** @description Path of the PNG, transparent, of the size of the canonical image */
                heatmap: string;
                /** @description Of the PNG’s bytes */
                sha256: string;
                words: string;
                /** @description Of positives only */
                region?: {
                    /** @description x, y in pixels of the canonical image, whose upper left corner is 0, 0; of the main region; the last point is the first again */
                    contour: number[][];
                    /** @description Of the whole map’s mass that lies in the region */
                    share: number;
                };
            };
            warnings?: {
                code: string;
                message: string;
            }[];
            evidence?: {
                /** @description Model version id */
                version: string;
                /** @description File of the version -> SHA-256 */
                artifacts: {
                    [key: string]: string;
                };
                /** @description SHA-256 of the canonical pixels */
                imageId: string;
                preprocessing: {
                    name: string;
                    imageSize: number;
                };
                calibration: {
                    scale: number;
                    bias: number;
                    calibratedAtPrevalence: number;
                };
                /** @description Of the version’s manifest as canonical JSON (RFC 8785) */
                manifestSha256?: string;
                threshold: {
                    /** @description In force: on probabilities at the prior in force */
                    value: number;
                    rule: string;
                    /** @description As the rule chose it, on probabilities at this prevalence; the same images lie above it */
                    asChosen?: {
                        value: number;
                        prevalence: number;
                    };
                    /** @description Who set it: the training, or a commissioning of this site that was signed off */
                    origin?: "version" | "commissioning";
                    /** @description Job id, a UUIDv7 */
                    commissioning?: string;
                };
                /** @description The prevalence of the site that the log-odds were shifted to; null: none */
                prior?: number | null;
                /** @description version: nobody here has set one; it is the share of pneumonia in the images it was calibrated on */
                priorOrigin?: "commissioning" | "workspace" | "version";
                /** @description Where the picture came from, in keyed hashes */
                film?: {
                    format: "jpeg" | "png" | "dicom";
                    /** @description Keyed hash: names nobody, and tells the same from another */
                    patient?: string;
                    /** @description Keyed hash: names nobody, and tells the same from another */
                    study?: string;
                    /** @description Keyed hash: names nobody, and tells the same from another */
                    instance?: string;
                };
                engine: {
                    name: string;
                    provider: string;
                    version: string;
                };
                abstention?: {
                    method: string;
                    /** @description By the request, or by default */
                    reasonsThatCount: ("outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold")[];
                    /** @description In the order of the reasons */
                    checks: {
                        reason: "outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold";
                        /** @description What was measured */
                        check: string;
                        score?: number;
                        /** @description From where on the score speaks for the reason */
                        limit?: number;
                        /** @description Whether the check speaks for the reason */
                        holds: boolean;
                    }[];
                };
                codeVersion: string;
            };
            disclaimer: string;
            error?: {
                code: string;
                message: string;
            };
        };
        BatchResult: {
            /** @description Answered or failed */
            images: number;
            pneumonia: number;
            normal: number;
            abstained: number;
            failed: number;
            /** @description Code -> how many failed with it */
            errors: {
                [key: string]: number;
            };
            model: {
                alias: string | null;
                /** @description Model version id */
                version: string;
            };
            parts: number;
            disclaimer: string;
        };
        TrainingRequest: {
            /** @description Data set id */
            dataset: string;
            architecture: "cnn" | "compact" | "vgg16" | "resnet50v2";
            recipe?: "original" | "recommended";
            hyperparameters?: {
                /** @description Side of the square model input in pixels */
                imageSize?: number;
                batchSize?: number;
                epochs?: number;
                /** @description Adam's learning rate at its highest */
                learningRate?: number;
                /** @description Epochs of linear rise from zero; fractions are fine; 0 = none */
                warmupEpochs?: number;
                /** @description What follows the warm-up */
                schedule?: "constant" | "cosine";
                /** @description Decoupled weight decay; 0 = off */
                weightDecay?: number;
                /** @description Limit of the global gradient norm; 0 = off */
                clipNorm?: number;
                labelSmoothing?: number;
                /** @description balanced: each class weighs the same in the loss as a whole */
                classWeights?: "none" | "balanced";
                /** @description Decay per step of the moving average of the weights; 0 = off */
                averaging?: number;
                /** @description Networks with a frozen trunk: 0 = fresh augmented features every epoch; K = K cached augmentation passes, used in turn. 0 for all others */
                featurePasses?: number;
                /** @description A batch is computed in parts of at most this many images, which bounds memory; 0 = as many as fit 1 GB (256 MB without batch norm) by an estimate. Changes the result only of networks with batch norm, which go by the statistics of each part */
                microBatch?: number;
                earlyStopping?: {
                    /** @description What the best epoch is chosen by, and what patience waits for */
                    metric?: "validation-auc" | "validation-loss";
                    /** @description Epochs without a gain before stopping; 0 = never stop early */
                    patience?: number;
                    /** @description The least change that counts as a gain */
                    minDelta?: number;
                };
                augmentation?: {
                    /** @description Random rotation within plus or minus this; 0 = off */
                    rotationDegrees?: number;
                    /** @description Random scale in [1 - zoom, 1 + zoom]; 0 = off */
                    zoom?: number;
                    /** @description Least share of the area that a random crop keeps; 1 = off */
                    cropAreaMin?: number;
                    /** @description Random aspect ratio in [1 / aspect, aspect]; 1 = off */
                    aspect?: number;
                    /** @description Random shift, as a fraction of the side; 0 = off */
                    shift?: number;
                    /** @description Mirror left to right half of the time */
                    flip?: boolean;
                    /** @description What lies outside the picture: its nearest pixel, or black */
                    border?: "edge" | "black";
                    /** @description Random shift of brightness, as a fraction of full scale; 0 = off */
                    brightness?: number;
                    /** @description Random contrast factor in [1 - contrast, 1 + contrast]; 0 = off */
                    contrast?: number;
                    /** @description Random gamma in [exp(-gamma), exp(gamma)]; 0 = off */
                    gamma?: number;
                    /** @description Gaussian noise of a random deviation up to this fraction of full scale; 0 = off */
                    noise?: number;
                };
            };
            /** @description Drawn when absent */
            seed?: number;
            promote?: "never" | "challenger" | "if-better";
            /** @description Train nothing: take this version’s weights, recipe and seed, and calibrate, judge and publish them as a new version. It must come from the same data set, split the same way */
            weightsFrom?: string;
        };
        TrainingInput: {
            /** @description Data set id */
            dataset: string;
            architecture: "cnn" | "compact" | "vgg16" | "resnet50v2";
            recipe: "original" | "recommended";
            hyperparameters: components["schemas"]["HyperparameterOverrides"];
            seed: number;
            promote: "never" | "challenger" | "if-better";
            /** @description Model version id */
            weightsFrom?: string;
            /** @description Job id, a UUIDv7 */
            comparison?: string;
        };
        TrainingResult: {
            /** @description Model version id */
            version: string;
            backend: string;
            compute?: {
                /** @description What computed: cpu, cuda or webgpu for onnx, else the backend of TensorFlow.js */
                provider: string;
                /** @description Images computed at once. Below the batch size, gradients are summed over parts, and batch norm goes by the statistics of each part */
                microBatch: number;
                /** @description Of the training process */
                peakMemoryBytes: number;
            };
            epochs: number;
            bestEpoch: number;
            stoppedEarly: boolean;
            validation: {
                auc: number | null;
            };
            test: {
                auc: components["schemas"]["Estimate"];
                sensitivity: components["schemas"]["Estimate"];
                specificity: components["schemas"]["Estimate"];
                images: number;
                leftOut?: {
                    /** @description Images looked at */
                    of: number;
                    /** @description Trained on this very image */
                    sameImage: number;
                    /** @description Trained on another image of the patient */
                    samePatient: number;
                    /** @description Trained on nearly the same picture */
                    nearDuplicate: number;
                };
                look?: {
                    /** @description This is look n at this test */
                    number: number;
                    /** @description Versions that looked before */
                    before: number;
                };
            };
            promotion: {
                alias: string | null;
                /** @description Why the version was or was not promoted */
                reason: string;
            };
            warnings: string[];
            disclaimer: string;
        };
        ComparisonRequest: {
            /** @description Data set id */
            dataset: string;
            architectures: ("cnn" | "compact" | "vgg16" | "resnet50v2")[];
            recipe?: "original" | "recommended";
            hyperparameters?: {
                /** @description Side of the square model input in pixels */
                imageSize?: number;
                batchSize?: number;
                epochs?: number;
                /** @description Adam's learning rate at its highest */
                learningRate?: number;
                /** @description Epochs of linear rise from zero; fractions are fine; 0 = none */
                warmupEpochs?: number;
                /** @description What follows the warm-up */
                schedule?: "constant" | "cosine";
                /** @description Decoupled weight decay; 0 = off */
                weightDecay?: number;
                /** @description Limit of the global gradient norm; 0 = off */
                clipNorm?: number;
                labelSmoothing?: number;
                /** @description balanced: each class weighs the same in the loss as a whole */
                classWeights?: "none" | "balanced";
                /** @description Decay per step of the moving average of the weights; 0 = off */
                averaging?: number;
                /** @description Networks with a frozen trunk: 0 = fresh augmented features every epoch; K = K cached augmentation passes, used in turn. 0 for all others */
                featurePasses?: number;
                /** @description A batch is computed in parts of at most this many images, which bounds memory; 0 = as many as fit 1 GB (256 MB without batch norm) by an estimate. Changes the result only of networks with batch norm, which go by the statistics of each part */
                microBatch?: number;
                earlyStopping?: {
                    /** @description What the best epoch is chosen by, and what patience waits for */
                    metric?: "validation-auc" | "validation-loss";
                    /** @description Epochs without a gain before stopping; 0 = never stop early */
                    patience?: number;
                    /** @description The least change that counts as a gain */
                    minDelta?: number;
                };
                augmentation?: {
                    /** @description Random rotation within plus or minus this; 0 = off */
                    rotationDegrees?: number;
                    /** @description Random scale in [1 - zoom, 1 + zoom]; 0 = off */
                    zoom?: number;
                    /** @description Least share of the area that a random crop keeps; 1 = off */
                    cropAreaMin?: number;
                    /** @description Random aspect ratio in [1 / aspect, aspect]; 1 = off */
                    aspect?: number;
                    /** @description Random shift, as a fraction of the side; 0 = off */
                    shift?: number;
                    /** @description Mirror left to right half of the time */
                    flip?: boolean;
                    /** @description What lies outside the picture: its nearest pixel, or black */
                    border?: "edge" | "black";
                    /** @description Random shift of brightness, as a fraction of full scale; 0 = off */
                    brightness?: number;
                    /** @description Random contrast factor in [1 - contrast, 1 + contrast]; 0 = off */
                    contrast?: number;
                    /** @description Random gamma in [exp(-gamma), exp(gamma)]; 0 = off */
                    gamma?: number;
                    /** @description Gaussian noise of a random deviation up to this fraction of full scale; 0 = off */
                    noise?: number;
                };
            };
            /** @description One for all; drawn when neither this nor seeds is sent */
            seed?: number;
            /** @description Each architecture is trained with each of them, and judged by the mean */
            seeds?: number[];
            promote?: "never" | "challenger" | "if-better";
        };
        ComparisonInput: {
            /** @description Data set id */
            dataset: string;
            /** @description Ordinary training jobs, one per candidate */
            trainings: {
                /** @description Job id, a UUIDv7 */
                job: string;
                architecture: "cnn" | "compact" | "vgg16" | "resnet50v2";
                seed: number;
            }[];
            recipe: "original" | "recommended";
            hyperparameters: components["schemas"]["HyperparameterOverrides"];
            promote: "never" | "challenger" | "if-better";
        };
        ComparisonResult: {
            candidates: {
                /** @description Job id, a UUIDv7 */
                job: string;
                architecture: "cnn" | "compact" | "vgg16" | "resnet50v2";
                seed: number;
                state: "succeeded" | "failed" | "cancelled";
                error?: {
                    code: string;
                    message: string;
                };
                /** @description null when none was made, or it was deleted since */
                version: string | null;
                /** @description What the choice rests on */
                validationAuc: components["schemas"]["Estimate"] | null;
                /** @description On the sealed test; it chose nothing */
                testAuc: components["schemas"]["Estimate"] | null;
                parameters: {
                    total: number;
                    trainable: number;
                } | null;
                /** @description Of all its epochs together */
                seconds: number | null;
            }[];
            /** @description Best first */
            architectures: {
                architecture: "cnn" | "compact" | "vgg16" | "resnet50v2";
                /** @description Seeds that made a version */
                versions: number;
                validationAuc: {
                    mean: number;
                    /** @description Over seeds; null with one */
                    standardDeviation: number | null;
                };
                parameters: number;
            }[];
            winner: {
                /** @description Model version id */
                version: string;
                architecture: "cnn" | "compact" | "vgg16" | "resnet50v2";
                /** @description Job id, a UUIDv7 */
                job: string;
                validationAuc: number | null;
                reason: string;
            };
            gate: {
                /** @description Model version id */
                champion: string;
                better: boolean;
                reason: string;
                images: number;
                patients: number;
                /** @description Gate images that either had seen */
                leftOut: {
                    candidate: components["schemas"]["LeftOut"];
                    champion: components["schemas"]["LeftOut"];
                };
                margin: number;
                /** @description Winner minus champion, each at its own operating point */
                differences: {
                    auc: components["schemas"]["Estimate"];
                    sensitivity: components["schemas"]["Estimate"];
                    specificity: components["schemas"]["Estimate"];
                };
            } | null;
            promotion: {
                alias: string | null;
                /** @description Why the winner was or was not promoted */
                reason: string;
            };
            warnings: string[];
            disclaimer: string;
        };
        HyperparameterOverrides: {
            /** @description Side of the square model input in pixels */
            imageSize?: number;
            batchSize?: number;
            epochs?: number;
            /** @description Adam's learning rate at its highest */
            learningRate?: number;
            /** @description Epochs of linear rise from zero; fractions are fine; 0 = none */
            warmupEpochs?: number;
            /** @description What follows the warm-up */
            schedule?: "constant" | "cosine";
            /** @description Decoupled weight decay; 0 = off */
            weightDecay?: number;
            /** @description Limit of the global gradient norm; 0 = off */
            clipNorm?: number;
            labelSmoothing?: number;
            /** @description balanced: each class weighs the same in the loss as a whole */
            classWeights?: "none" | "balanced";
            /** @description Decay per step of the moving average of the weights; 0 = off */
            averaging?: number;
            /** @description Networks with a frozen trunk: 0 = fresh augmented features every epoch; K = K cached augmentation passes, used in turn. 0 for all others */
            featurePasses?: number;
            /** @description A batch is computed in parts of at most this many images, which bounds memory; 0 = as many as fit 1 GB (256 MB without batch norm) by an estimate. Changes the result only of networks with batch norm, which go by the statistics of each part */
            microBatch?: number;
            earlyStopping?: {
                /** @description What the best epoch is chosen by, and what patience waits for */
                metric?: "validation-auc" | "validation-loss";
                /** @description Epochs without a gain before stopping; 0 = never stop early */
                patience?: number;
                /** @description The least change that counts as a gain */
                minDelta?: number;
            };
            augmentation?: {
                /** @description Random rotation within plus or minus this; 0 = off */
                rotationDegrees?: number;
                /** @description Random scale in [1 - zoom, 1 + zoom]; 0 = off */
                zoom?: number;
                /** @description Least share of the area that a random crop keeps; 1 = off */
                cropAreaMin?: number;
                /** @description Random aspect ratio in [1 / aspect, aspect]; 1 = off */
                aspect?: number;
                /** @description Random shift, as a fraction of the side; 0 = off */
                shift?: number;
                /** @description Mirror left to right half of the time */
                flip?: boolean;
                /** @description What lies outside the picture: its nearest pixel, or black */
                border?: "edge" | "black";
                /** @description Random shift of brightness, as a fraction of full scale; 0 = off */
                brightness?: number;
                /** @description Random contrast factor in [1 - contrast, 1 + contrast]; 0 = off */
                contrast?: number;
                /** @description Random gamma in [exp(-gamma), exp(gamma)]; 0 = off */
                gamma?: number;
                /** @description Gaussian noise of a random deviation up to this fraction of full scale; 0 = off */
                noise?: number;
            };
        };
        Hyperparameters: {
            /** @description Side of the square model input in pixels */
            imageSize: number;
            batchSize: number;
            epochs: number;
            /** @description Adam's learning rate at its highest */
            learningRate: number;
            /** @description Epochs of linear rise from zero; fractions are fine; 0 = none */
            warmupEpochs: number;
            /** @description What follows the warm-up */
            schedule: "constant" | "cosine";
            /** @description Decoupled weight decay; 0 = off */
            weightDecay: number;
            /** @description Limit of the global gradient norm; 0 = off */
            clipNorm: number;
            labelSmoothing: number;
            /** @description balanced: each class weighs the same in the loss as a whole */
            classWeights: "none" | "balanced";
            /** @description Decay per step of the moving average of the weights; 0 = off */
            averaging: number;
            /** @description Networks with a frozen trunk: 0 = fresh augmented features every epoch; K = K cached augmentation passes, used in turn. 0 for all others */
            featurePasses?: number;
            /** @description A batch is computed in parts of at most this many images, which bounds memory; 0 = as many as fit 1 GB (256 MB without batch norm) by an estimate. Changes the result only of networks with batch norm, which go by the statistics of each part */
            microBatch?: number;
            earlyStopping: {
                /** @description What the best epoch is chosen by, and what patience waits for */
                metric: "validation-auc" | "validation-loss";
                /** @description Epochs without a gain before stopping; 0 = never stop early */
                patience: number;
                /** @description The least change that counts as a gain */
                minDelta: number;
            };
            augmentation: {
                /** @description Random rotation within plus or minus this; 0 = off */
                rotationDegrees: number;
                /** @description Random scale in [1 - zoom, 1 + zoom]; 0 = off */
                zoom: number;
                /** @description Least share of the area that a random crop keeps; 1 = off */
                cropAreaMin: number;
                /** @description Random aspect ratio in [1 / aspect, aspect]; 1 = off */
                aspect: number;
                /** @description Random shift, as a fraction of the side; 0 = off */
                shift: number;
                /** @description Mirror left to right half of the time */
                flip: boolean;
                /** @description What lies outside the picture: its nearest pixel, or black */
                border: "edge" | "black";
                /** @description Random shift of brightness, as a fraction of full scale; 0 = off */
                brightness: number;
                /** @description Random contrast factor in [1 - contrast, 1 + contrast]; 0 = off */
                contrast: number;
                /** @description Random gamma in [exp(-gamma), exp(gamma)]; 0 = off */
                gamma: number;
                /** @description Gaussian noise of a random deviation up to this fraction of full scale; 0 = off */
                noise: number;
            };
        };
        CommissioningRequest: {
            /** @description Model version id */
            version?: string;
            /** @description A movable name for a version, such as champion */
            alias?: string;
            /** @description Data set id */
            dataset: string;
            /** @description Share of pneumonia among those imaged here */
            prevalence?: number;
            minSensitivity?: number;
            name?: string;
        };
        CommissioningInput: {
            /** @description Model version id */
            version: string;
            /** @description Data set id */
            dataset: string;
            /** @description The prior of the site; null keeps the version’s */
            prevalence: number | null;
            minSensitivity: number;
            name: string;
        };
        CommissioningResult: {
            /** @description Job id, a UUIDv7 */
            commissioning: string;
            /** @description Model version id */
            version: string;
            /** @description Data set id */
            dataset: string;
            images: number;
            patients: number;
            leftOut: components["schemas"]["LeftOut"];
            auc: components["schemas"]["Estimate"];
            threshold: components["schemas"]["SiteThreshold"] | null;
            reason: string;
            warnings: string[];
            disclaimer: string;
        };
        CommissioningFigures: {
            images: number;
            patients: number;
            /** @description Images */
            pneumonia: number;
            /** @description Images */
            normal: number;
            auc: components["schemas"]["Estimate"];
            atVersionThreshold: {
                threshold: number;
                sensitivity: components["schemas"]["Estimate"];
                specificity: components["schemas"]["Estimate"];
            };
            /** @description Optimistic by nature: the threshold was chosen on these images */
            atSiteThreshold: {
                threshold: number;
                sensitivity: components["schemas"]["Estimate"];
                specificity: components["schemas"]["Estimate"];
            } | null;
            roc: {
                threshold: number | null;
                falsePositiveRate: number;
                truePositiveRate: number;
            }[] | null;
        };
        CommissioningSummary: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description Job id, a UUIDv7 */
            id: string;
            name: string;
            /** @description Model version id */
            version: string;
            /** @description SHA-256, hexadecimal */
            modelSha256: string;
            dataset: {
                /** @description Data set id */
                id: string;
                name: string;
                contentSha256: string;
            };
            /** @description ISO 8601 time in UTC */
            createdAt: string;
            prevalence: number | null;
            calibratedAtPrevalence: number;
            minSensitivity: number;
            leftOut: components["schemas"]["LeftOut"];
            imagesBySplit: {
                [key: string]: number;
            };
            calibration: {
                slope: number | null;
                intercept: number | null;
                error: number | null;
                samplingFloor: number | null;
            };
            /** @description What a threshold takes */
            patients: {
                found: {
                    normal: number;
                    pneumonia: number;
                };
                needed: {
                    normal: number;
                    pneumonia: number;
                };
            };
            threshold: components["schemas"]["SiteThreshold"] | null;
            /** @description Why there is a threshold, or none */
            reason: string;
            warnings: string[];
            codeVersion: string;
            disclaimer: string;
            auc: components["schemas"]["Estimate"];
            images: number;
            signOff: components["schemas"]["SignOff"] | null;
            /** @description Predictions of the version use its threshold and prior now */
            inForce: boolean;
            links: {
                [key: string]: string;
            };
        };
        CommissioningList: {
            commissionings: components["schemas"]["CommissioningSummary"][];
        };
        CommissioningDetail: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description Job id, a UUIDv7 */
            id: string;
            name: string;
            /** @description Model version id */
            version: string;
            /** @description SHA-256, hexadecimal */
            modelSha256: string;
            dataset: {
                /** @description Data set id */
                id: string;
                name: string;
                contentSha256: string;
            };
            /** @description ISO 8601 time in UTC */
            createdAt: string;
            prevalence: number | null;
            calibratedAtPrevalence: number;
            minSensitivity: number;
            leftOut: components["schemas"]["LeftOut"];
            imagesBySplit: {
                [key: string]: number;
            };
            overall: components["schemas"]["CommissioningFigures"];
            groups: {
                ageBand: {
                    value: string;
                    figures: components["schemas"]["CommissioningFigures"];
                }[];
                view: {
                    value: string;
                    figures: components["schemas"]["CommissioningFigures"];
                }[];
                device: {
                    value: string;
                    figures: components["schemas"]["CommissioningFigures"];
                }[];
            };
            calibration: {
                slope: number | null;
                intercept: number | null;
                error: number | null;
                samplingFloor: number | null;
            };
            /** @description What a threshold takes */
            patients: {
                found: {
                    normal: number;
                    pneumonia: number;
                };
                needed: {
                    normal: number;
                    pneumonia: number;
                };
            };
            threshold: components["schemas"]["SiteThreshold"] | null;
            /** @description Why there is a threshold, or none */
            reason: string;
            warnings: string[];
            codeVersion: string;
            disclaimer: string;
            signOff: components["schemas"]["SignOff"] | null;
            /** @description Predictions of the version use its threshold and prior now */
            inForce: boolean;
            links: {
                [key: string]: string;
            };
        };
        SiteThreshold: {
            value: number;
            low: number | null;
            high: number | null;
            rule: string;
            sensitivity: components["schemas"]["Estimate"];
            specificity: components["schemas"]["Estimate"];
        };
        SignOff: {
            name: string;
            statement?: string;
            /** @description ISO 8601 time in UTC */
            signedAt: string;
            keyId: string;
        };
        SignOffRequest: {
            /** @description Who answers for it; kept for good */
            name: string;
            statement?: string;
        };
        DriftAlarm: {
            /** @description collecting: too few predictions, by the champion alias, to tell anything */
            state: "collecting" | "watching";
            raised: boolean;
            /** @description What changed; empty where nothing did */
            because: string[];
        };
        DriftReport: {
            /** @description Model version id */
            version: string;
            alarm: components["schemas"]["DriftAlarm"];
            baseline: {
                from: "commissioning" | "first-predictions";
                /** @description Job id, a UUIDv7 */
                commissioning?: string;
                /** @description ISO 8601 time in UTC */
                since?: string;
                /** @description ISO 8601 time in UTC */
                until?: string;
                images: number;
            } | null;
            /** @description Towards a baseline where there is none, else in the window */
            collected: {
                predictions: number;
                needed: number;
            };
            window: {
                /** @description Today (UTC) and the days before it */
                days: number;
                since: string | null;
                until: string | null;
                predictions: number;
            };
            figures: {
                figure: "score" | "brightness" | "size";
                /** @description Population stability index over ten quantile bins of the baseline */
                psi: number;
                /** @description What two samples of these sizes show by chance: 99 % stay below */
                floor: number;
                limit: number;
                /** @description Above the limit and above the floor */
                drifted: boolean;
                /** @description Probability, mean grey (0 to 255) or pixels; the first bin holds all below the first of them */
                binStarts: number[];
                baseline: number[];
                now: number[];
            }[];
            shares: {
                share: "abstention" | "positives";
                /** @description 99 %; nulls: it was not looked for */
                baseline: {
                    value: number | null;
                    low: number | null;
                    high: number | null;
                };
                now: components["schemas"]["Estimate"];
                /** @description A change by less raises no alarm */
                limit: number;
                /** @description The intervals do not meet, and it changed by more than the limit */
                drifted: boolean;
            }[];
            disclaimer: string;
        };
        ShadowAnswer: {
            /** @description Model version id */
            version: string;
            outcome: "pneumonia" | "normal" | "abstained";
            probability: number;
            threshold: number;
            abstainedBecause?: "outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold";
            wouldAbstain?: "outside_training_age" | "low_quality" | "not_a_chest_xray" | "inverted" | "rotated" | "lateral_view" | "out_of_distribution" | "near_threshold";
        };
        ShadowReport: {
            /** @description Model version id */
            version: string;
            since: string | null;
            champions: {
                /** @description Model version id */
                version: string;
                /** @description ISO 8601 time in UTC */
                since: string;
                /** @description ISO 8601 time in UTC */
                until: string;
                pairs: number;
                /** @description Same outcome, an abstention being one; 95 % interval for independent images */
                agreement: {
                    value: number | null;
                    low: number | null;
                    high: number | null;
                };
                /** @description Pairs in which neither abstained; the next two figures are theirs */
                bothAnswered: number;
                agreementWhereAnswered: components["schemas"]["Estimate"];
                /** @description Cohen’s; null where one of the two gave one answer only */
                kappa: {
                    value: number | null;
                    low: number | null;
                    high: number | null;
                };
                /** @description Champion (rows) x challenger: normal, pneumonia, abstained */
                table: number[][];
                scores: {
                    /** @description Challenger minus champion */
                    meanDifference: {
                        value: number | null;
                        low: number | null;
                        high: number | null;
                    };
                    correlation: number | null;
                    /** @description Stability index of the challenger’s probabilities over ten quantile bins of the champion’s */
                    psi: number | null;
                    /** @description What two independent samples of this size show by chance: 99 % stay below */
                    psiFloor: number | null;
                };
            }[];
            discordant: {
                /** @description Newest day first */
                cases: {
                    /** @description Job id, a UUIDv7 */
                    jobId: string;
                    /** @description ISO 8601 time in UTC */
                    answeredAt: string;
                    champion: components["schemas"]["ShadowAnswer"];
                    challenger: components["schemas"]["ShadowAnswer"];
                    links: {
                        [key: string]: string;
                    };
                }[];
                /** @description Cursor of the next page */
                next?: string;
            };
            disclaimer: string;
        };
        LeftOut: {
            /** @description Images looked at */
            of: number;
            /** @description Trained on this very image */
            sameImage: number;
            /** @description Trained on another image of the patient */
            samePatient: number;
            /** @description Trained on nearly the same picture */
            nearDuplicate: number;
        };
        LookCount: {
            /** @description This is look n at this test */
            number: number;
            /** @description Versions that looked before */
            before: number;
        };
        DatasetRequest: {
            name: string;
            /** @description Folder name -> class; the usual names (NORMAL, PNEUMONIA, ...) need no entry */
            classes?: {
                [key: string]: "normal" | "pneumonia";
            };
            /** @description Seed of the split */
            seed?: number;
            /** @description Ages of the patients as a whole, where no labels.csv tells them one by one */
            ageBands?: ("under-1" | "1-4" | "5-9" | "10-14" | "15-17" | "18-39" | "40-64" | "65-plus")[];
            /** @description Prefix below <workspace>/inbox/ */
            inbox: string;
        };
        DatasetFromReviewsRequest: {
            fromReviews: true | {
                name?: string;
                /** @description ISO 8601 time in UTC */
                since?: string;
                /** @description ISO 8601 time in UTC */
                until?: string;
                minReaders?: number;
                /** @description agreed: two or more readers say the same; single: also what one reader alone says */
                labels?: "agreed" | "single";
            };
            name?: string;
            /** @description Seed of the split */
            seed?: number;
        };
        DatasetForm: {
            name: string;
            /** @description Folder name -> class; the usual names (NORMAL, PNEUMONIA, ...) need no entry */
            classes?: {
                [key: string]: "normal" | "pneumonia";
            };
            /** @description Seed of the split */
            seed?: number;
            /** @description Ages of the patients as a whole, where no labels.csv tells them one by one */
            ageBands?: ("under-1" | "1-4" | "5-9" | "10-14" | "15-17" | "18-39" | "40-64" | "65-plus")[];
            /**
             * Format: binary
             * @description Zip with a folder per class
             */
            archive: Blob;
        };
        DatasetImportInput: {
            name: string;
            source: {
                /** @constant */
                type: "upload";
                uploadId: string;
                pieces: number;
                sizeBytes: number;
                /** @description SHA-256, hexadecimal */
                sha256: string;
            } | {
                /** @constant */
                type: "inbox";
                /** @description Below <workspace>/inbox/ */
                prefix: string;
            } | {
                /** @constant */
                type: "reviews";
                /** @description ISO 8601 time in UTC */
                since?: string;
                /** @description ISO 8601 time in UTC */
                until: string;
                minReaders: number;
                /** @description agreed: two or more readers say the same; single: also what one reader alone says */
                labels: "agreed" | "single";
            };
            /** @description Folder name -> class; the usual names (NORMAL, PNEUMONIA, ...) need no entry */
            classes: {
                [key: string]: "normal" | "pneumonia";
            };
            /** @description Seed of the split */
            seed: number;
            /** @description Ages of the patients as a whole, where no labels.csv tells them one by one */
            ageBands?: ("under-1" | "1-4" | "5-9" | "10-14" | "15-17" | "18-39" | "40-64" | "65-plus")[];
        };
        DatasetImportResult: {
            /** @description Data set id */
            dataset: string;
            images: number;
            patients: number;
            rejected: number;
            duplicates: number;
            warnings: string[];
        };
        DatasetSummary: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description Data set id */
            id: string;
            name: string;
            /** @description ISO 8601 time in UTC */
            createdAt: string;
            /** @description Job id, a UUIDv7 */
            importJob: string;
            seed: number;
            images: number;
            patients: number;
            splits: {
                [key: string]: {
                    images: number;
                    patients: number;
                    normal: number;
                    pneumonia: number;
                };
            };
            hasPublishedTest: boolean;
            /** @description Ages of its patients as a whole, where whoever imported it told them */
            ageBands?: ("under-1" | "1-4" | "5-9" | "10-14" | "15-17" | "18-39" | "40-64" | "65-plus")[];
            /** @description Hash over image ids, labels, patients and splits: what a version was trained on */
            contentSha256: string;
            rejectedCount: number;
            duplicateCount: number;
            warnings: string[];
        };
        DatasetList: {
            datasets: components["schemas"]["DatasetSummary"][];
        };
        DatasetDetail: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description Data set id */
            id: string;
            name: string;
            /** @description ISO 8601 time in UTC */
            createdAt: string;
            /** @description Job id, a UUIDv7 */
            importJob: string;
            seed: number;
            images: number;
            patients: number;
            splits: {
                [key: string]: {
                    images: number;
                    patients: number;
                    normal: number;
                    pneumonia: number;
                };
            };
            hasPublishedTest: boolean;
            /** @description Ages of its patients as a whole, where whoever imported it told them */
            ageBands?: ("under-1" | "1-4" | "5-9" | "10-14" | "15-17" | "18-39" | "40-64" | "65-plus")[];
            /** @description Hash over image ids, labels, patients and splits: what a version was trained on */
            contentSha256: string;
            rejectedCount: number;
            duplicateCount: number;
            warnings: string[];
            rejected: {
                sourceName: string;
                code: string;
                message: string;
                /** @description Of a file: its place in the archive or inbox, folders not counted */
                ordinal?: number;
                /** @description Of a row: its line in labels.csv */
                line?: number;
            }[];
            duplicates: {
                sourceName: string;
                /** @description Of a file: its place in the archive or inbox, folders not counted */
                ordinal?: number;
                /** @description SHA-256 of the canonical pixels */
                imageId: string;
                /** @description Source name of the row kept; null when both were dropped */
                keptAs: string | null;
            }[];
            audit?: {
                classes: {
                    normal: {
                        images: number;
                        patients: number;
                    };
                    pneumonia: {
                        images: number;
                        patients: number;
                    };
                };
                labelsFrom: "folders" | "labels.csv" | "reviews";
                imagesPerPatient: {
                    mean: number;
                    max: number;
                    histogram: number[];
                };
                patientsInSeveralSplits: number;
                duplicates: {
                    /** @description Files with the very bytes of another */
                    byteIdentical: number;
                    /** @description Files with the very pixels of another; these include the former */
                    pixelIdentical: number;
                };
                nearDuplicates: {
                    maxHashDistance: number;
                    minSimilarity: number;
                    pairs: number;
                    acrossSplits: number;
                    acrossClasses: number;
                    acrossPatients: number;
                    /** @description False where too many pictures look alike to compare them all */
                    complete: boolean;
                    /** @description The first 100, those across splits and classes before the others */
                    listed: {
                        /** @description Source name */
                        first: string;
                        /** @description Source name */
                        second: string;
                        /** @description Bits in which the perceptual hashes differ */
                        hashDistance: number;
                        /** @description Correlation of the gradients of 16x16 copies */
                        similarity: number;
                        acrossSplits: boolean;
                        acrossClasses: boolean;
                        acrossPatients: boolean;
                    }[];
                };
                probes: {
                    suspiciousAbove: number;
                    preprocessing: string;
                    method: string;
                    results: {
                        name: "file-size" | "width" | "height" | "aspect" | "channels" | "brightness" | "detail" | "thumbnail" | "border";
                        /** @description file: gone or distorted once preprocessed; input: what a network is shown */
                        sees: "file" | "input";
                        description: string;
                        auc: components["schemas"]["Estimate"];
                        /** @description The AUC is over the limit */
                        suspicious: boolean;
                        /** @description Of a probe that sees the file: what preprocessing leaves of it in the model input */
                        left?: {
                            auc: components["schemas"]["Estimate"];
                            /** @description Correlation of the number with what can be told of it from the input: 0 or less = nothing, 1 = all */
                            readBack: number | null;
                        };
                    }[];
                };
                histograms: {
                    width: {
                        unit: string;
                        /** @description Rising; one more than there are bins */
                        edges: number[];
                        normal: number[];
                        pneumonia: number[];
                    };
                    height: {
                        unit: string;
                        /** @description Rising; one more than there are bins */
                        edges: number[];
                        normal: number[];
                        pneumonia: number[];
                    };
                    aspect: {
                        unit: string;
                        /** @description Rising; one more than there are bins */
                        edges: number[];
                        normal: number[];
                        pneumonia: number[];
                    };
                    fileSize: {
                        unit: string;
                        /** @description Rising; one more than there are bins */
                        edges: number[];
                        normal: number[];
                        pneumonia: number[];
                    };
                    brightness: {
                        unit: string;
                        /** @description Rising; one more than there are bins */
                        edges: number[];
                        normal: number[];
                        pneumonia: number[];
                    };
                };
                groups?: {
                    ageBand?: {
                        /** @description Images of which it is known */
                        known: number;
                        /** @description Ages and views in their order; devices by count, the rarest as one */
                        values: {
                            value: string;
                            normal: number;
                            pneumonia: number;
                        }[];
                    };
                    view?: {
                        /** @description Images of which it is known */
                        known: number;
                        /** @description Ages and views in their order; devices by count, the rarest as one */
                        values: {
                            value: string;
                            normal: number;
                            pneumonia: number;
                        }[];
                    };
                    device?: {
                        /** @description Images of which it is known */
                        known: number;
                        /** @description Ages and views in their order; devices by count, the rarest as one */
                        values: {
                            value: string;
                            normal: number;
                            pneumonia: number;
                        }[];
                    };
                };
                pictures: {
                    name: string;
                    kind: "mean" | "samples";
                    label: "normal" | "pneumonia";
                    width: number;
                    height: number;
                    /** @description Pictures that went into it */
                    images: number;
                    /** @description Of a sheet of samples, row by row */
                    imageIds?: string[];
                    sizeBytes: number;
                    /** @description SHA-256, hexadecimal */
                    sha256: string;
                }[];
            };
            /** @description Mean of all pictures of a class, squashed to a square */
            meanImages?: {
                /** @description 64x64 grey PNG, base64 */
                normal?: string;
                /** @description 64x64 grey PNG, base64 */
                pneumonia?: string;
            };
            /** @description Versions that were judged on the sealed test, in the order of looking */
            testLooks: {
                count: number;
                versions: string[];
            };
            rows?: components["schemas"]["DatasetImage"][];
        };
        DatasetImage: {
            /** @description SHA-256 of the canonical pixels */
            imageId: string;
            label: "normal" | "pneumonia";
            /** @description Patient key: the unit of splitting */
            patient: string;
            split: "train" | "validation" | "calibration" | "gate" | "test";
            subtype?: string;
            /** @description Age at the picture, in years */
            ageBand?: "under-1" | "1-4" | "5-9" | "10-14" | "15-17" | "18-39" | "40-64" | "65-plus";
            view?: "PA" | "AP" | "frontal" | "lateral" | "other";
            device?: string;
            publishedSplit?: string;
            /** @description Path inside the archive or inbox; all but names of the published set and of classes is hashed */
            sourceName: string;
            /** @description SHA-256, hexadecimal */
            sourceSha256: string;
            sizeBytes: number;
            width: number;
            height: number;
            channels: number;
            format: string;
            /** @description 64 bits, hexadecimal */
            perceptualHash: string;
        };
        ModelVersion: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description Model version id */
            version: string;
            architecture: "cnn" | "compact" | "vgg16" | "resnet50v2";
            /** @description ISO 8601 time in UTC */
            createdAt: string;
            trainingJob: string | null;
            /** @description The version whose weights these are, judged again: none were trained */
            weightsFrom?: string;
            recipe: "original" | "recommended";
            hyperparameters: components["schemas"]["Hyperparameters"];
            seed: number;
            backend: string;
            compute?: {
                /** @description What computed: cpu, cuda or webgpu for onnx, else the backend of TensorFlow.js */
                provider: string;
                /** @description Images computed at once. Below the batch size, gradients are summed over parts, and batch norm goes by the statistics of each part */
                microBatch: number;
                /** @description Of the training process */
                peakMemoryBytes: number;
            };
            parameters: {
                total: number;
                trainable: number;
            };
            /** @description Published weights of the frozen trunk: their name and the SHA-256 of the safetensors file */
            pretrained?: {
                /** @description Architecture whose frozen trunk these weights are */
                name: "vgg16" | "resnet50v2";
                /** @description SHA-256, hexadecimal */
                sha256: string;
            };
            preprocessing: {
                name: string;
                imageSize: number;
            };
            calibration: {
                /** @description platt, or identity with the reason in note */
                method: string;
                scale: number;
                bias: number;
                calibratedAtPrevalence: number;
                note?: string;
            };
            threshold: {
                value: number;
                rule: string;
                /** @description The split it was chosen on */
                chosenOn: string;
                sensitivity: number | null;
                specificity: number | null;
                note?: string;
            };
            operatingPoint: {
                sensitivity: components["schemas"]["Estimate"];
                specificity: components["schemas"]["Estimate"];
                measuredOn: string;
            };
            validationAuc: number | null;
            testAuc: components["schemas"]["Estimate"];
            parity: {
                backend: string;
                images: number;
                maxProbabilityDifference: number;
            };
            files: {
                [key: string]: {
                    sizeBytes: number;
                    /** @description SHA-256, hexadecimal */
                    sha256: string;
                };
            };
            codeVersion: string;
            warnings: string[];
            note?: string;
            disclaimer: string;
            dataset: {
                /** @description Data set id */
                id: string;
                name: string;
                /** @description Hash over image ids, labels, patients and splits */
                contentSha256: string;
                /** @description Images per split */
                images: {
                    [key: string]: number;
                };
                /** @description How many images and patients; the lists stand in files/manifest.json */
                trainedOn: {
                    images: number;
                    patients: number;
                };
            };
            /** @description Aliases that name this version now */
            aliases: string[];
            drift?: {
                /** @description collecting: too few predictions, by the champion alias, to tell anything */
                state: "collecting" | "watching";
                raised: boolean;
                /** @description What changed; empty where nothing did */
                because: string[];
            };
            links: {
                [key: string]: string;
            };
        };
        ModelList: {
            models: components["schemas"]["ModelVersion"][];
            aliases: components["schemas"]["Alias"][];
        };
        Estimate: {
            value: number | null;
            low: number | null;
            high: number | null;
        };
        Alias: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description A movable name for a version, such as champion */
            alias: string;
            /** @description Model version id */
            version: string;
            /** @description Oldest first; the last entry is the current one */
            history: {
                version: string | null;
                /** @description ISO 8601 time in UTC */
                movedAt: string;
                /** @description Key id, or job:<id> when a training promoted itself */
                movedBy: string;
                reason: string;
            }[];
        };
        AliasList: {
            aliases: components["schemas"]["Alias"][];
        };
        AliasMoveRequest: {
            /** @description Model version id */
            version: string;
            /** @description Kept in the history of the alias */
            reason?: string;
        };
        RollbackRequest: {
            /** @description Kept in the history of the alias */
            reason?: string;
        };
        PretrainedWeightsInfo: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description Architecture whose frozen trunk these weights are */
            name: "vgg16" | "resnet50v2";
            /** @description ISO 8601 time in UTC */
            createdAt: string;
            /** @description Key id of who stored them */
            storedBy: string;
            sizeBytes: number;
            /** @description SHA-256 of the safetensors file */
            sha256: string;
            tensors: number;
            /** @description Numbers in all tensors */
            parameters: number;
            origin: {
                /** @description Name of the file they were converted from */
                file?: string;
                /** @description Address it was downloaded from */
                url?: string;
                /** @description SHA-256, hexadecimal */
                sha256?: string;
            };
        };
        PretrainedWeightsList: {
            weights: components["schemas"]["PretrainedWeightsInfo"][];
        };
        SettingsRequest: {
            /** @description Share of pneumonia among those imaged here; answers are told for it unless a commissioning set its own; null: none */
            prevalence?: number | null;
            /** @description Share of the predictions that the challenger answers, too, unseen, after the champion has */
            shadowShare?: number;
        };
        WorkspaceSettings: {
            /**
             * @description Version of this shape
             * @constant
             */
            schemaVersion: 1;
            /** @description Share of pneumonia among those imaged here; answers are told for it unless a commissioning set its own; null: none */
            prevalence: number | null;
            /** @description Share of the predictions that the challenger answers, too, unseen, after the champion has */
            shadowShare: number;
            /** @description Oldest first; the last entry holds now; empty: never set */
            history: {
                /** @description Share of pneumonia among those imaged here; answers are told for it unless a commissioning set its own; null: none */
                prevalence: number | null;
                /** @description Share of the predictions that the challenger answers, too, unseen, after the champion has */
                shadowShare: number;
                /** @description ISO 8601 time in UTC */
                changedAt: string;
                /** @description Key id */
                changedBy: string;
            }[];
        };
        ReviewRequest: {
            label: "pneumonia" | "normal" | "unsure" | "unusable";
            /** @description Whether you saw the AI’s answer before you decided */
            aiSeen: boolean;
            /** @description About the image only: nothing that tells who the patient is belongs here. It is kept in the store alone */
            comment?: string;
            /** @description A pseudonym, not a name; only where no keys are in use: there the key is the reader */
            reader?: string;
            /** @description Of the blinded queue, for an image that was taken from it */
            assignment?: string;
        };
        Review: {
            /** @description Job id, a UUIDv7 */
            job: string;
            reader: string;
            revision: number;
            /** @description ISO 8601 time in UTC */
            at: string;
            label: "pneumonia" | "normal" | "unsure" | "unusable";
            /** @description Whether the AI’s answer was seen first */
            aiSeen: boolean;
            /** @description assigned: taken from the blinded queue and the answer not fetched before; claimed: the reader says so; none: the answer was seen */
            blinding: "assigned" | "claimed" | "none";
            /** @description About the image only: nothing that tells who the patient is belongs here. It is kept in the store alone */
            comment?: string;
            /** @description Whether the label is the AI’s outcome. Absent where either decides nothing, and of a blinded review */
            agrees?: boolean;
            links: {
                [key: string]: string;
            };
        };
        ReaderReview: {
            reader: string;
            revisions: ({
                /** @constant */
                type: "reading";
                revision: number;
                /** @description ISO 8601 time in UTC */
                at: string;
                keyId: string;
                label: "pneumonia" | "normal" | "unsure" | "unusable";
                /** @description Whether the AI’s answer was seen first */
                aiSeen: boolean;
                /** @description assigned: taken from the blinded queue and the answer not fetched before; claimed: the reader says so; none: the answer was seen */
                blinding: "assigned" | "claimed" | "none";
                /** @description Absent: the reader chose the image */
                origin?: {
                    assignment: string;
                    stage: "first" | "second";
                    rule: "random" | "near_threshold" | "discordant" | "disagreements";
                    seed: string;
                };
                /** @description About the image only: nothing that tells who the patient is belongs here. It is kept in the store alone */
                comment?: string;
            } | {
                /** @constant */
                type: "removal";
                revision: number;
                /** @description ISO 8601 time in UTC */
                at: string;
                keyId: string;
            })[];
        };
        JobReviews: {
            /** @description Job id, a UUIDv7 */
            job: string;
            state: "unread" | "single" | "awaiting_second" | "agreed" | "disputed";
            /** @description What two or more readers agree on */
            label: ("pneumonia" | "normal" | "unsure" | "unusable") | null;
            reviews: components["schemas"]["ReaderReview"][];
            disclaimer: string;
        };
        ReviewQueue: {
            reader: string;
            stage: "first" | "second";
            sampling: {
                rule: "random" | "near_threshold" | "discordant" | "disagreements";
                seed: string;
                /** @description Predictions that it was drawn from */
                candidates: number;
                inWords: string;
            };
            items: components["schemas"]["ReviewQueueItem"][];
        };
        ReviewQueueItem: {
            /** @description Job id, a UUIDv7 */
            job: string;
            /** @description SHA-256 of the canonical pixels */
            imageId: string;
            /** @description To be sent with the review: it proves that the image came from here */
            assignment: string;
            /** @description ISO 8601 time in UTC */
            assignedAt: string;
            links: {
                [key: string]: string;
            };
        };
        ReviewSummary: {
            filter: {
                version: string | null;
                since: string | null;
                until: string | null;
                aiSeen: boolean | null;
            };
            /** @description Predictions with at least one review */
            images: number;
            reviews: number;
            readers: number;
            /** @description Reviews that were taken back; they count nowhere */
            removed: number;
            byLabel: {
                pneumonia: number;
                normal: number;
                unsure: number;
                unusable: number;
            };
            byState: {
                unread: number;
                single: number;
                awaiting_second: number;
                agreed: number;
                disputed: number;
            };
            byBlinding: {
                assigned: number;
                claimed: number;
                none: number;
            };
            /** @description How the reviewed images were chosen, most frequent first */
            sampling: {
                origin: string;
                reviews: number;
                inWords: string;
            }[];
            /** @description Readers with the AI: those kept from its answer, those who say they were, those who saw it */
            agreement: {
                blinded: components["schemas"]["AiAgreement"];
                claimed: components["schemas"]["AiAgreement"];
                unblinded: components["schemas"]["AiAgreement"];
            };
            readerPairs: components["schemas"]["ReaderAgreement"][];
            versions: {
                /** @description Model version id */
                version: string;
                onAgreed: components["schemas"]["ReferenceFigures"];
                onRandom: components["schemas"]["ReferenceFigures"];
            }[];
            notes: string[];
            disclaimer: string;
        };
        AiAgreement: {
            reviews: number;
            images: number;
            patients: number;
            agree: number;
            share: components["schemas"]["Estimate"];
            kappa: components["schemas"]["Estimate"];
            /** @description How these images came to their readers */
            sample: string;
        };
        ReaderAgreement: {
            readers: string[];
            images: number;
            agree: number;
            kappa: components["schemas"]["Estimate"];
        };
        ReferenceFigures: {
            images: number;
            patients: number;
            pneumonia: number;
            normal: number;
            truePositives: number;
            falsePositives: number;
            trueNegatives: number;
            falseNegatives: number;
            /** @description Labelled images that the version did not answer; not in the figures */
            abstained: number;
            sensitivity: components["schemas"]["Estimate"];
            specificity: components["schemas"]["Estimate"];
            /** @description Which labels these are, and how the images were chosen */
            sample: string;
        };
        InferRequest: {
            /** @description Told back */
            id?: string;
            /** @description timeout: microseconds to wait, at most 30 seconds; binary_data_output: all outputs in binary form */
            parameters?: {
                [key: string]: unknown;
            };
            inputs: components["schemas"]["InferInput"][];
            /** @description Absent: all */
            outputs?: {
                name: string;
                parameters?: {
                    [key: string]: unknown;
                };
            }[];
        };
        InferResponse: {
            model_name: string;
            /** @description The version that answered; of several pictures, the first one’s */
            model_version: string;
            id?: string;
            parameters: {
                disclaimer: string;
            };
            outputs: components["schemas"]["InferOutput"][];
        };
        InferInput: {
            name: string;
            shape: number[];
            /** @description BYTES of a picture, FP32 of a raw tensor */
            datatype: string;
            parameters?: {
                [key: string]: unknown;
            };
            /** @description Row by row, flat or nested; each BYTES element in base64. Absent where the tensor follows the JSON in binary form */
            data?: unknown[];
        };
        InferOutput: {
            name: string;
            shape: number[];
            datatype: string;
            parameters?: {
                [key: string]: unknown;
            };
            data?: (number | string)[];
        };
        InferenceModel: {
            name: string;
            /** @description The one that answers first, then those that the alias named before */
            versions: string[];
            platform: string;
            /** @description One of them makes a request */
            inputs: {
                name: string;
                datatype: string;
                shape: number[];
            }[];
            outputs: {
                name: string;
                datatype: string;
                shape: number[];
            }[];
            parameters: {
                disclaimer: string;
            };
        };
        QueueState: {
            waiting: number;
            prioritised: number;
            delayed: number;
            active: number;
            failed: number;
            /** @description waiting + prioritised + delayed + active: what autoscalers read */
            backlog: number;
        };
        QueueList: {
            queues: {
                prediction: components["schemas"]["QueueState"];
                training: components["schemas"]["QueueState"];
                commissioning: components["schemas"]["QueueState"];
                comparison: components["schemas"]["QueueState"];
                "dataset-import": components["schemas"]["QueueState"];
                batch: components["schemas"]["QueueState"];
                "batch-part": components["schemas"]["QueueState"];
            };
        };
        Me: {
            /** @description The unit of isolation */
            workspace: string;
            keyId: string;
            scopes: ("predict" | "train" | "review" | "promote" | "research" | "admin" | "operator")[];
            /** @description open: on loopback without keys, everybody on this machine may do everything */
            access: "open" | "keys";
            limits: {
                imageBytes: number;
                imagePixels: number;
                archiveBytes: number;
                /** @description 0 = no limit */
                requestsPerMinute: number;
                /** @description Most that Prefer: wait is taken for */
                waitSeconds: number;
            };
            disclaimer: string;
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        Readiness: {
            /** @constant */
            status: "ready";
            checks: {
                redis: "up" | "down";
                store: "up" | "down";
            };
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            advice?: string;
            instance?: string;
            /** @description Below /v2 only: code and detail, where clients of the Open Inference Protocol look */
            error?: string;
            errors?: {
                path: string;
                message: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isInferenceServerLive: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        live: boolean;
                    };
                };
            };
        };
    };
    isInferenceServerReady: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ready: boolean;
                    };
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPrediction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body make one job, however often they are sent; with another body they are refused */
                "Idempotency-Key"?: string;
                /** @description wait=N: answer with the finished job when it ends within N seconds (at most 30) */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["PredictionForm"];
                "application/json": components["schemas"]["PredictionRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Accepted, and durable: the address of the job is in `Location` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read; `missing_file`: No file was sent; `empty_file`: The file is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_not_found`: No such image; `model_not_found`: No such alias or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: This Idempotency-Key was used for another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large; `image_too_large`: The picture has too many pixels */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken; `image_unsupported_format`: Not a JPEG, PNG or DICOM picture; `dicom_transfer_syntax_unsupported`: This transfer syntax is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_unreadable`: The picture is damaged; `image_too_small`: The picture has too few pixels; `image_decode_timeout`: The picture took too long to decode; `dicom_not_radiograph`: Not a radiograph; `dicom_not_chest`: The film shows another body part; `dicom_for_processing`: The pixels are raw, as the detector gave them; `dicom_multi_frame`: The file holds several frames; `dicom_no_pixels`: The file holds no pixels; `dicom_burned_in_annotation`: The file says that texts are burned into its pixels; `dicom_pixels_unsupported`: Pixels of this kind are not taken; `callback_host_not_allowed`: This callback host is not allowed */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBatches: {
        parameters: {
            query?: {
                limit?: number;
                /** @description Job id, a UUIDv7 */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchList"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body make one job, however often they are sent; with another body they are refused */
                "Idempotency-Key"?: string;
                /** @description wait=N: answer with the finished job when it ends within N seconds (at most 30) */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["BatchForm"];
                "application/json": components["schemas"]["BatchRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Accepted, and durable: the address of the job is in `Location` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read; `missing_file`: No file was sent; `empty_file`: The file is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: No such alias or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: This Idempotency-Key was used for another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `archive_unreadable`: The archive is not a readable zip */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResource"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBatchResults: {
        parameters: {
            query?: {
                format?: "ndjson" | "csv";
            };
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createTraining: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body make one job, however often they are sent; with another body they are refused */
                "Idempotency-Key"?: string;
                /** @description wait=N: answer with the finished job when it ends within N seconds (at most 30) */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrainingRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Accepted, and durable: the address of the job is in `Location` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: No such data set; `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: This Idempotency-Key was used for another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `weights_missing`: The pretrained weights of this architecture are not stored */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createComparison: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body make one job, however often they are sent; with another body they are refused */
                "Idempotency-Key"?: string;
                /** @description wait=N: answer with the finished job when it ends within N seconds (at most 30) */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ComparisonRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Accepted, and durable: the address of the job is in `Location` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: No such data set */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: This Idempotency-Key was used for another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `weights_missing`: The pretrained weights of this architecture are not stored */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCommissionings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommissioningList"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCommissioning: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body make one job, however often they are sent; with another body they are refused */
                "Idempotency-Key"?: string;
                /** @description wait=N: answer with the finished job when it ends within N seconds (at most 30) */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommissioningRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Accepted, and durable: the address of the job is in `Location` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_not_found`: No such version; `alias_not_found`: No such alias; `dataset_not_found`: No such data set */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: This Idempotency-Key was used for another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCommissioning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommissioningDetail"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `commissioning_not_found`: No such commissioning */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOffCommissioning: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignOffRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommissioningDetail"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `commissioning_not_found`: No such commissioning; `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `commissioning_without_threshold`: The commissioning set no threshold; `commissioning_signed`: The commissioning has been signed off before */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDatasets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetList"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body make one job, however often they are sent; with another body they are refused */
                "Idempotency-Key"?: string;
                /** @description wait=N: answer with the finished job when it ends within N seconds (at most 30) */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["DatasetForm"];
                "application/json": components["schemas"]["DatasetRequest"] | components["schemas"]["DatasetFromReviewsRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Accepted, and durable: the address of the job is in `Location` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read; `missing_file`: No file was sent; `empty_file`: The file is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: This Idempotency-Key was used for another request */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `archive_unreadable`: The archive is not a readable zip */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDataset: {
        parameters: {
            query?: {
                /** @description Also give every image */
                rows?: boolean;
            };
            header?: never;
            path: {
                /** @description Data set id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetDetail"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: No such data set */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDataset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Data set id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_not_found`: No such data set */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dataset_in_use`: A job that has not ended uses this data set */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDatasetPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Data set id */
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_not_found`: No such image */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description Kinds, with commas */
                kind?: string;
                /** @description States, with commas */
                state?: string;
                limit?: number;
                /** @description Job id, a UUIDv7 */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_finished`: The job has already ended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Accepted, and durable: the address of the job is in `Location` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job; `dataset_not_found`: No such data set */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_finished`: The job has not ended; `job_not_retryable`: The job cannot be run again */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `upload_missing`: The upload is no longer stored */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHeatmap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            /** @description Done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": null;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job; `explanation_not_found`: The job has no heat map */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_finished`: The job has not ended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followJobs: {
        parameters: {
            query: {
                /** @description Job ids, with commas; at most 100 */
                jobs: string;
            };
            header?: {
                /** @description Id of the last event seen: what came since is sent first */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of the last event seen: what came since is sent first */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAliases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AliasList"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A movable name for a version, such as champion */
                alias: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `alias_not_found`: No such alias */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    moveAlias: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the alias as it was read, or * to move it whatever it says */
                "If-Match"?: string;
                /** @description *: only if there is no such alias yet */
                "If-None-Match"?: string;
            };
            path: {
                /** @description A movable name for a version, such as champion */
                alias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AliasMoveRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `alias_changed`: The alias has moved since */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_required`: If-Match is needed */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollbackAlias: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A movable name for a version, such as champion */
                alias: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollbackRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alias"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `alias_not_found`: No such alias */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_previous_version`: The alias has nothing to go back to */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `alias_changed`: The alias has moved since */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelList"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Model version id */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelVersion"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Model version id */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_in_use`: An alias names this version */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Model version id */
                version: string;
                /** @description Name of the file */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                };
            };
            /** @description Done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": null;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_not_found`: No such version; `file_not_found`: The version has no such file */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Model version id */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": string;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_damaged`: A file of the version does not match its hash; `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelCardPlot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Model version id */
                version: string;
                plot: "roc" | "reliability";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_damaged`: A file of the version does not match its hash; `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelDrift: {
        parameters: {
            query?: {
                /** @description Today (UTC) and the days before it; default: 7, and further back to the last 500 predictions */
                days?: number;
            };
            header?: never;
            path: {
                /** @description Model version id */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftReport"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModelShadow: {
        parameters: {
            query?: {
                /** @description First day (UTC) of the champion’s answers */
                since?: string;
                /** @description Discordant cases of one page */
                limit?: number;
                /** @description discordant.next of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Model version id */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShadowReport"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description SHA-256 of the canonical pixels */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": Blob;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_not_found`: No such image */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWeights: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PretrainedWeightsList"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `weights_damaged`: The stored weights do not match their hash; `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putWeights: {
        parameters: {
            query: {
                /** @description SHA-256, hexadecimal */
                sha256: string;
                /** @description Name of the file it was converted from */
                originFile?: string;
                /** @description Address it was downloaded from */
                originUrl?: string;
                /** @description SHA-256, hexadecimal */
                originSha256?: string;
            };
            header?: never;
            path: {
                /** @description Architecture whose frozen trunk these weights are */
                name: "vgg16" | "resnet50v2";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PretrainedWeightsInfo"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PretrainedWeightsInfo"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `missing_file`: No file was sent */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `weights_exist`: Other weights of this name are stored */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `weights_invalid`: The file does not hold the weights of this architecture */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `weights_damaged`: The stored weights do not match their hash; `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWeights: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Architecture whose frozen trunk these weights are */
                name: "vgg16" | "resnet50v2";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `weights_missing`: The pretrained weights of this architecture are not stored */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `weights_damaged`: The stored weights do not match their hash; `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reviewJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job; `assignment_not_found`: This image was not given to this reader */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_reviewable`: Only a prediction that has succeeded can be reviewed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeReview: {
        parameters: {
            query?: {
                /** @description Of another reader: needs the scope admin or operator */
                reader?: string;
            };
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job; `review_not_found`: No such review */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReviews: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobReviews"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReviewQueue: {
        parameters: {
            query?: {
                /** @description A pseudonym, not a name; only where no keys are in use: there the key is the reader */
                reader?: string;
                limit?: number;
                stage?: "first" | "second";
                sampling?: "random" | "near_threshold" | "discordant";
                /** @description Default: one per reader */
                seed?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewQueue"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReviewSummary: {
        parameters: {
            query?: {
                /** @description Model version id */
                version?: string;
                /** @description Reviews from this time on */
                since?: string;
                /** @description Reviews up to this time */
                until?: string;
                /** @description Only readings with, or only without, the AI’s answer seen */
                aiSeen?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewSummary"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueList"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceSettings"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the settings as they were read, or * to change them whatever they say */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceSettings"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `settings_changed`: The settings have changed since */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_required`: If-Match is needed */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Job id, a UUIDv7 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobEvidence"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_found`: No such job; `evidence_not_found`: The job gave no answer */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_finished`: The job has not ended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    storeInstances: {
        parameters: {
            query?: {
                /** @description Alias or version */
                model?: string;
                /** @description Also say where the network looked */
                explain?: boolean;
                priority?: "routine" | "urgent";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/related": Blob;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": {
                        [key: string]: {
                            vr: string;
                            Value: unknown[];
                        };
                    };
                };
            };
            /** @description Accepted, and durable: the address of the job is in `Location` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": {
                        [key: string]: {
                            vr: string;
                            Value: unknown[];
                        };
                    };
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read; `missing_file`: No file was sent */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: No such alias or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was taken; the body says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": {
                        [key: string]: {
                            vr: string;
                            Value: unknown[];
                        };
                    };
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    storeStudyInstances: {
        parameters: {
            query?: {
                /** @description Alias or version */
                model?: string;
                /** @description Also say where the network looked */
                explain?: boolean;
                priority?: "routine" | "urgent";
            };
            header?: never;
            path: {
                /** @description StudyInstanceUID */
                study: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/related": Blob;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": {
                        [key: string]: {
                            vr: string;
                            Value: unknown[];
                        };
                    };
                };
            };
            /** @description Accepted, and durable: the address of the job is in `Location` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": {
                        [key: string]: {
                            vr: string;
                            Value: unknown[];
                        };
                    };
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read; `missing_file`: No file was sent */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: No such alias or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nothing was taken; the body says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/dicom+json": {
                        [key: string]: {
                            vr: string;
                            Value: unknown[];
                        };
                    };
                };
            };
            /** @description `payload_too_large`: The upload is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInferenceServer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        version: string;
                        extensions: string[];
                    };
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInferenceModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias or version */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InferenceModel"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: No such alias or version; `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInferenceModelVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias or version */
                name: string;
                /** @description A version that the alias names, or has named */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InferenceModel"];
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: No such alias or version; `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isInferenceModelReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias or version */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        ready: boolean;
                    };
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: No such alias or version; `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    isInferenceModelVersionReady: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Alias or version */
                name: string;
                /** @description A version that the alias names, or has named */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        ready: boolean;
                    };
                };
            };
            /** @description `validation_failed`: The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: No such alias or version; `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    infer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Where tensors follow in binary form: the length of the JSON before them */
                "Inference-Header-Content-Length"?: string;
                /** @description wait=N: how many seconds to wait for the answer (30 by default, and at most) */
                Prefer?: string;
            };
            path: {
                /** @description Alias or version */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InferRequest"];
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InferResponse"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read; `empty_file`: The file is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: No such alias or version; `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_cancelled`: The job was cancelled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large; `image_too_large`: The picture has too many pixels */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken; `image_unsupported_format`: Not a JPEG, PNG or DICOM picture; `dicom_transfer_syntax_unsupported`: This transfer syntax is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_unreadable`: The picture is damaged; `image_too_small`: The picture has too few pixels; `image_decode_timeout`: The picture took too long to decode; `dicom_not_radiograph`: Not a radiograph; `dicom_not_chest`: The film shows another body part; `dicom_for_processing`: The pixels are raw, as the detector gave them; `dicom_multi_frame`: The file holds several frames; `dicom_no_pixels`: The file holds no pixels; `dicom_burned_in_annotation`: The file says that texts are burned into its pixels; `dicom_pixels_unsupported`: Pixels of this kind are not taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `worker_lost`: The job ended its worker three times; `version_damaged`: A file of the version does not match its hash; `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `wait_timeout`: The answer did not come in time */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inferVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Where tensors follow in binary form: the length of the JSON before them */
                "Inference-Header-Content-Length"?: string;
                /** @description wait=N: how many seconds to wait for the answer (30 by default, and at most) */
                Prefer?: string;
            };
            path: {
                /** @description Alias or version */
                name: string;
                /** @description A version that the alias names, or has named */
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InferRequest"];
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InferResponse"];
                };
            };
            /** @description `validation_failed`: The request is not valid; `malformed_body`: The body could not be read; `empty_file`: The file is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: A key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The key lacks the scope; `host_not_allowed`: This host name is not served */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `model_not_found`: No such alias or version; `version_not_found`: No such version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_cancelled`: The job was cancelled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The upload is too large; `image_too_large`: The picture has too many pixels */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: This content type is not taken; `image_unsupported_format`: Not a JPEG, PNG or DICOM picture; `dicom_transfer_syntax_unsupported`: This transfer syntax is not taken */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `image_unreadable`: The picture is damaged; `image_too_small`: The picture has too few pixels; `image_decode_timeout`: The picture took too long to decode; `dicom_not_radiograph`: Not a radiograph; `dicom_not_chest`: The film shows another body part; `dicom_for_processing`: The pixels are raw, as the detector gave them; `dicom_multi_frame`: The file holds several frames; `dicom_no_pixels`: The file holds no pixels; `dicom_burned_in_annotation`: The file says that texts are burned into its pixels; `dicom_pixels_unsupported`: Pixels of this kind are not taken */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `worker_lost`: The job ended its worker three times; `version_damaged`: A file of the version does not match its hash; `internal_error`: Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The object store does not answer; `queue_unavailable`: Redis does not answer; `overloaded`: The server is overloaded; `shutting_down`: The server is stopping */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `wait_timeout`: The answer did not come in time */
            504: {
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
