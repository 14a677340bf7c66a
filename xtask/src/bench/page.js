// Measures the engine's worker, and our inference beside onnxruntime-web. Posts what it found.
const RUNS = 15;
const WARM_UP = 3;
const CAMERA = { width: 1280, height: 720 };
const FOLLOWED = { width: 640, height: 360 };
const FRAME_MS = 100;
const NETWORKS = [
  { name: 'zone-recognition', shape: [1, 1, 32, 576] },
  { name: 'locator', shape: [1, 3, 288, 384] },
  { name: 'text-recognition', shape: [1, 1, 32, 480] },
  { name: 'page-layout', shape: [1, 3, 448, 704] },
  { name: 'document-traces', shape: [1, 3, 256, 256] },
  { name: 'face-detection', shape: [1, 3, 480, 640], isFetched: true },
  { name: 'face-embedding', shape: [1, 3, 150, 150], isFetched: true },
  { name: 'face-mesh', shape: [1, 3, 192, 192], isFetched: true },
  { name: 'eye-contour', shape: [1, 3, 64, 64], isFetched: true },
].map((network) => ({ ...network, path: `/own/${network.name}.onnx` }));
/** Another recogniser, on a line as long as that of ours: 480 px, a quarter wider than photographed. */
const PEER = new URLSearchParams(location.search).get('peer');
if (PEER) NETWORKS.push({ name: PEER, shape: [1, 3, 48, 576], path: `/peer/${PEER}`, isPeer: true });

/** Median and least: a page has no clock but the wall's, and other programs may run. */
const summary = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], least: sorted[0] };
};

async function bytes(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.arrayBuffer();
}

/** Asks the worker, one request after the other. */
class Asked {
  constructor() {
    this.worker = new Worker('/capture/engine-worker_loader.js', { type: 'module' });
    this.memoryBytes = 0;
    this.ready = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => {
        if (data.kind === 'ready') resolve();
        else if (data.kind === 'crashed') (this.reject ?? reject)(new Error(data.message));
        else if (data.kind === 'error') this.reject(new Error(data.message));
        else if (data.id !== undefined) {
          this.memoryBytes = Math.max(this.memoryBytes, data.memoryBytes);
          this.resolve(data);
        }
      };
      this.worker.onerror = (event) => (this.reject ?? reject)(new Error(event.message));
    });
  }

  ask(request, buffers) {
    return new Promise((resolve, reject) => {
      Object.assign(this, { resolve, reject });
      this.worker.postMessage({ id: 1, ...request, ...buffers }, Object.values(buffers));
    });
  }
}

/** A picture as a camera of this size would show it. */
async function cameraPixels(image, camera) {
  const picture = await createImageBitmap(new Blob([image]));
  const canvas = new OffscreenCanvas(camera.width, camera.height);
  const context = canvas.getContext('2d');
  const width = (camera.height * picture.width) / picture.height;
  context.drawImage(picture, (camera.width - width) / 2, 0, width, camera.height);
  return context.getImageData(0, 0, camera.width, camera.height).data.buffer;
}

async function measureWorker() {
  const image = await bytes('/specimen/passport.jpg');
  const selfie = await bytes('/specimen/selfie.jpg');
  const pixels = await cameraPixels(image, CAMERA);
  const face = await cameraPixels(selfie, CAMERA);
  const followed = await cameraPixels(selfie, FOLLOWED);
  const worker = new Asked();
  await worker.ready;
  await worker.ask({ kind: 'load', models: ['documents', 'mesh', 'faces'] }, {});
  const times = { decode: [], read: [], verify: [], compare: [], precheck: [], live: [], follow: [] };
  for (let run = -WARM_UP; run < RUNS; run += 1) {
    const today = '2026-11-21';
    const reading = await worker.ask({ kind: 'read', today }, { image: image.slice(0) });
    if (!reading.mrz) throw new Error('the specimen has no zone in the worker');
    const asked = { kind: 'verify', processType: 'document', today };
    const verification = await worker.ask(asked, { front: image.slice(0) });
    const withSelfie = { ...asked, processType: 'documentSelfie' };
    const both = await worker.ask(withSelfie, { front: image.slice(0), selfie: selfie.slice(0) });
    if (both.report.finalResult?.similarityScore !== 'high') throw new Error('the faces do not match');
    const watch = { number: 1, timeMs: (run + WARM_UP) * FRAME_MS };
    const timed = async (request, frame) => {
      const sent = { pixels: frame.slice(0) };
      const started = performance.now();
      const answer = await worker.ask(request, sent);
      return [performance.now() - started, answer];
    };
    const [precheck] = await timed({ kind: 'precheck', target: 'front', ...CAMERA, watch }, pixels);
    const [live] = await timed({ kind: 'precheck', target: 'selfie', ...CAMERA, watch }, face);
    const challenge = { kind: 'challenge', nonce: '1', ...FOLLOWED, watch };
    const [follow, step] = await timed(challenge, followed);
    if (!step.progress) throw new Error('nobody is followed');
    if (run < 0) continue;
    times.decode.push(reading.decodeMs);
    times.read.push(reading.readMs);
    times.verify.push(verification.verifyMs);
    times.compare.push(both.verifyMs - verification.verifyMs);
    times.precheck.push(precheck);
    times.live.push(live);
    times.follow.push(follow);
  }
  worker.worker.terminate();
  return {
    decode: summary(times.decode),
    read: summary(times.read),
    verify: summary(times.verify),
    compare: summary(times.compare),
    precheck: summary(times.precheck),
    live: summary(times.live),
    follow: summary(times.follow),
    memoryBytes: worker.memoryBytes,
  };
}

/** Values between 0 and 1 that look like nothing; the same each time. */
function tensor(length) {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

async function measureInference() {
  const [{ default: start, Network }, ort] = await Promise.all([
    import('/ours/inference.js'),
    import('/theirs/ort.wasm.min.mjs'),
  ]);
  await start();
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = '/theirs/';
  const found = [];
  const fetched = await (await fetch('/models/index.json')).json();
  for (const { name, shape, path, isPeer, isFetched } of NETWORKS) {
    const own = isFetched ? `/models/${fetched.find((model) => model.name === name).file}` : path;
    const onnx = new Uint8Array(await bytes(own));
    // Our runtime has the operators of our networks only.
    const network = isPeer ? null : new Network(onnx);
    const session = await ort.InferenceSession.create(onnx, { executionProviders: ['wasm'] });
    const input = tensor(shape.reduce((a, b) => a * b));
    const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', input, shape) };
    const [ours, theirs] = [[], []];
    let difference = 0;
    for (let run = -WARM_UP; run < RUNS; run += 1) {
      const started = performance.now();
      const mine = network?.run(new Uint32Array(shape), input);
      const between = performance.now();
      const other = (await session.run(feeds))[session.outputNames[0]].data;
      const ended = performance.now();
      if (mine && mine.length !== other.length) throw new Error(`${name}: outputs of other shapes`);
      difference = mine?.reduce((most, v, at) => Math.max(most, Math.abs(v - other[at])), difference) ?? 0;
      if (run < 0) continue;
      ours.push(between - started);
      theirs.push(ended - between);
    }
    const times = { ours: isPeer ? null : summary(ours), theirs: summary(theirs) };
    found.push({ name, shape: shape.join('x'), difference, ...times });
  }
  return found;
}

async function measure() {
  try {
    return { worker: await measureWorker(), inference: await measureInference() };
  } catch (error) {
    return { failure: `${error}\n${error.stack ?? ''}` };
  }
}

await fetch('/answer', { method: 'POST', body: JSON.stringify(await measure()) });
